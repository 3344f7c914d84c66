"""What the record has of which people are told: the events, and the documents, meetings and versions they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Prefetch, Q, QuerySet

from igsp_portal.foundations import time
from igsp_portal.models import Event
from meetings.models import Meeting

from ..library.models import Document, Relation, Rendition
from ..texts.models import TextVersion

ISSUED = frozenset({"document.issued", "document.issued_in_part", "loaded"})
REISSUED, WITHDRAWN = "document.restored", "document.withdrawn"
POSTED, REPLACED, TAKEN_BACK = "file.posted", "file.replaced", "file.taken_back"
OF_DOCUMENTS = ISSUED - {"loaded"} | {REISSUED, WITHDRAWN, POSTED, REPLACED, TAKEN_BACK}
DATED, UNDATED = frozenset({"meeting.dated", "meeting.moved"}), "meeting.dates_removed"
CANCELLED, CONFIRMED = "meeting.cancelled", "meeting.scheduled"
OF_MEETINGS = DATED | {UNDATED, CANCELLED, CONFIRMED}
OF_VERSIONS = frozenset({"text.released", "text.released_lacking", "text.released_in_part", "text.language_released"})
VERBS = OF_DOCUMENTS | OF_MEETINGS | OF_VERSIONS
# An awaited document is expected on another day.
EXPECTED = {"verb": "changed", "about_type": "documents.document"}
TOLD = Q(verb__in=VERBS) | Q(**EXPECTED, facts__changes__has_key="planned_on")

MODELS: dict[str, Any] = {model._meta.label_lower: model for model in (Document, Meeting, TextVersion)}
WITH: dict[str, tuple[str, ...]] = {
    "documents.document": ("process", "meeting__process"),
    "meetings.meeting": ("process",),
    "documents.textversion": ("text__process", "document"),
}


@dataclass
class Happening:
    """What happened to one thing within a short while, the earliest event first."""

    about: Any
    events: list[Event] = field(default_factory=list)

    @property
    def verbs(self) -> list[str]:
        return [event.verb for event in self.events]


def is_told(event: Event) -> bool:
    """Whether anybody is told of an event: of a meeting that is confirmed, where it had been cancelled."""
    if event.verb == CONFIRMED:
        return (event.facts.get("changes") or {}).get("state", [""])[0] == "cancelled"
    return event.verb in VERBS or moved(event) is not None


def moved(event: Event) -> list[Any] | None:
    """The day on which a document was expected before, and that on which it is now, where an event tells of them."""
    if {name: getattr(event, name) for name in EXPECTED} != EXPECTED:
        return None
    days: list[Any] | None = (event.facts.get("changes") or {}).get("planned_on")
    return days


def things(events: Iterable[Event]) -> dict[tuple[str, str], Any]:
    """The rows that events are about, by kind and key, with what their names take: one query for each kind.

    A version that is issued as a document is left out: what is told of it is told of the document.
    """
    keys: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.about_type in MODELS and event.about_key.isdecimal():
            keys[event.about_type].add(int(event.about_key))
    return {
        (kind, str(row.pk)): row
        for kind, found in keys.items()
        for row in rows(MODELS[kind].objects.filter(pk__in=found), kind)
        if not getattr(row, "document_id", None)
    }


def rows(found: QuerySet[Any], kind: str) -> QuerySet[Any]:
    """Rows of a kind with all that their names and news take."""
    found = found.select_related(*WITH[kind])
    if kind == "meetings.meeting":
        return found.with_dates()  # type: ignore[attr-defined]
    return found.prefetch_related(*_details_of_documents()) if kind == "documents.document" else found


def _details_of_documents() -> tuple[Prefetch[Any], Prefetch[Any]]:
    """The files that are given out, and the relations to documents that nobody is kept from."""
    files = Rendition.objects.current().filter(released_at__lte=time.passed())
    open_to_all = Document.objects.visible_to(AnonymousUser())
    relations = Relation.objects.filter(to__in=open_to_all).select_related("to__process")
    return (
        Prefetch("renditions", files, to_attr="issued_files"),
        Prefetch("relations", relations, to_attr="shown_relations"),
    )


def visible(kind: str, keys: Iterable[Any], user: Any) -> set[str]:
    """The keys of those rows of a kind that `user` may see."""
    return {
        str(pk) for pk in MODELS[kind].objects.visible_to(user).filter(pk__in=set(keys)).values_list("pk", flat=True)
    }


def of_thing(thing: Model, first: int, last: int) -> Happening:
    """What happened to a thing from one event to another."""
    events = Event.objects.about(thing).filter(TOLD, pk__range=(first, last)).order_by("pk")
    return Happening(thing, [event for event in events if is_told(event)])


def files_of(happenings: Sequence[Happening]) -> dict[str, Rendition]:
    """The files that were posted in these happenings, as far as they are given out now, by checksum: one query."""
    posted = {event.facts.get("sha256") for happening in happenings for event in happening.events} - {None}
    given_out = Rendition.objects.current().filter(sha256__in=posted, released_at__lte=time.passed())
    return {file.sha256: file for file in given_out}
