"""What is known of each document of a session before any is loaded: enough to sort and count them, in one query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery

from igsp_portal.foundations.time import named_zone
from meetings.models import Meeting

from .. import rules
from ..models import Document, Rendition
from ..models.documents import SESSION_ORDER
from ..states import DocumentState

ONE_DAY = timedelta(days=1)
KNOWN = ("pk", "kind", "state", "meeting", "part", "planned_on", "issued_on")


@dataclass
class Entry:
    """A document of a session, or one of another that is before this session too."""

    pk: int
    kind: str
    state: str
    meeting: int | None
    part: int | None
    planned_on: date | None
    issued_on: date | None
    items: set[int] = field(default_factory=set)
    released: tuple[datetime, ...] = ()  # when the first and the last of its files came out, if that was asked

    @property
    def is_issued(self) -> bool:
        return self.state == DocumentState.ISSUED


def entries(meeting: Meeting, user: Any, *, with_moments: bool = False) -> list[Entry]:
    """The documents before a session that `user` may know of, in the order of symbols; in one query.

    `with_moments` asks besides when their files came out.
    """
    also = Document.also_before.through.objects.filter(meeting=meeting).values("document")
    before = Document.objects.filter(meeting=meeting).order_by().values("pk").union(also)
    documents = Document.objects.visible_to(user).filter(pk__in=before).order_by(*SESSION_ORDER)
    moments: dict[str, Any] = {}
    if with_moments:
        files = Rendition.objects.visible_to(user).filter(document=OuterRef("pk"), released_at__isnull=False)
        first, last = (files.order_by(order).values("released_at")[:1] for order in ("released_at", "-released_at"))
        moments = {"first": Subquery(first), "last": Subquery(last)}
    found: dict[int, Entry] = {}
    for row in documents.annotate(**moments).values_list(*KNOWN, "agenda_items", *moments):
        known, item, released = row[: len(KNOWN)], row[len(KNOWN)], row[len(KNOWN) + 1 :]
        entry = found.setdefault(known[0], Entry(*known))
        entry.released = tuple(filter(None, released))
        if item:
            entry.items.add(item)
    return list(found.values())


def day_of(moment: datetime, meeting: Meeting, zone: str) -> date:
    """The day of a release on the clocks in `zone`.

    Where no hour is on record, a file came out as its day began where the process is at home: that day then.
    """
    at_home = moment.astimezone(named_zone(meeting.process.zone))
    return at_home.date() if at_home.time() == time() else moment.astimezone(named_zone(zone)).date()


def issued_on(entry: Entry, meeting: Meeting, zone: str) -> date | None:
    """The day of its issue in `zone`; as entered where its files came out on other days."""
    day = entry.issued_on if entry.is_issued else None
    if day and entry.released:
        there = day_of(entry.released[0], meeting, zone)
        return there if abs(there - day) <= ONE_DAY else day
    return day


def changed_on(entry: Entry, meeting: Meeting, zone: str) -> date | None:
    """The last day, in `zone`, on which it was issued or a file of it was added or replaced; None for none known."""
    if entry.issued_on is None:
        return None
    days = [issued_on(entry, meeting, zone) or entry.issued_on]
    return max([*days, *(day_of(moment, meeting, zone) for moment in entry.released)])


def expected_on(entry: Entry, meeting: Meeting) -> date | None:
    """The day a document not yet issued is expected; that of another meeting only if it has a day of its own."""
    if entry.state != DocumentState.PLANNED:
        return None
    own = entry.meeting == meeting.pk
    part = next((part for part in meeting.parts.all() if part.pk == entry.part), None)
    document = Document(kind=entry.kind, state=entry.state, planned_on=entry.planned_on)
    document.meeting, document.part = (meeting, part) if own else (None, None)
    return rules.expected_on(document)
