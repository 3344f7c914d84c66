"""The files of a meeting that answer what is asked, and what is no longer given out of what the reader has."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q

from igsp_portal.foundations.language.languages import in_order
from igsp_portal.models import Change, Event, Seen
from meetings.models import Meeting

from .. import listing, rules
from ..models import Document, DocumentLink, Rendition
from ..models.documents import DocumentQuerySet
from ..models.renditions import RenditionQuerySet
from ..states import DocumentState
from . import stamps
from .asked import Asked
from .stamps import Form, Stamp

ABOUT, ABOUT_LINK = Document._meta.label_lower, DocumentLink._meta.label_lower
POSTED = frozenset({"file.posted", "file.replaced", "file.taken_back"})
# Events of documents that change nothing of what is given out, and columns by which more or less is.
BESIDE = ("file.read", "document.symbol_kept", "document.planned", "document.preparation", "document.not_issued")
WHERE = frozenset({"state", "distribution", "meeting", "also_before", "symbol", "key"})
COLUMNS = ("pk", "document_id", "language", "also_in", "format", "file", "sha256", "size", "released_at")


class File(NamedTuple):
    """What is needed of a file (models.Rendition); a meeting may have thousands."""

    pk: int
    document: int
    language: str
    also_in: list[str]
    format: str
    file: str  # where it lies in the store
    sha256: str
    size: int
    released_at: dt.datetime

    @property
    def forms(self) -> list[Form]:
        return [(code, self.format) for code in in_order([self.language, *self.also_in])]


@dataclass(frozen=True)
class Gone:
    """A file that the reader may have and that is given out no more."""

    document: int
    why: str  # taken_back | withdrawn | replaced
    file: File
    at: dt.datetime | None = None
    because: str = ""


@dataclass(frozen=True)
class Chosen:
    """What answers a question: the stamp to ask with next, files, and what is gone since."""

    stamp: Stamp
    files: list[File]
    gone: list[Gone]
    closed: list[str]  # keys of documents that are no longer open to the reader
    links: list[DocumentLink]  # to files that are kept elsewhere
    awaited: list[Document]

    @property
    def size(self) -> int:
        """Bytes of the files."""
        return sum(file.size for file in self.files)


@dataclass
class _Happened:
    """What happened to one document since: to all of its files, and to single ones, each with the newest event."""

    whole: int = 0
    files: dict[str, int] = field(default_factory=dict)  # by checksum

    def after(self, file: File, event: int) -> bool:
        return max(self.whole, self.files.get(file.sha256, 0)) > event


def documents_of(meeting: Meeting, user: Any) -> DocumentQuerySet:
    """The documents that a meeting has before it, as far as `user` may know of them."""
    also = Document.also_before.through.objects.filter(meeting=meeting).values("document")
    return Document.objects.visible_to(user).filter(Q(meeting=meeting) | Q(pk__in=also))


def issued_files(meeting: Meeting, user: Any) -> RenditionQuerySet:
    """The files of these documents that were issued and are given out; superseded ones among them."""
    documents = documents_of(meeting, user).issued().order_by().values("pk")
    return Rendition.objects.visible_to(user).filter(document__in=documents, released_at__isnull=False)


def current_files(meeting: Meeting, user: Any) -> Iterator[File]:
    """The current ones, in one query."""
    rows = issued_files(meeting, user).current().order_by("pk")
    return map(File._make, rows.values_list(*COLUMNS).iterator())


def choose(meeting: Meeting, user: Any, asked: Asked) -> Chosen:
    """What answers the question, in a fixed number of queries."""
    fresh = stamps.now(meeting.pk, asked.forms, restricted=asked.restricted)
    forms, since = set(asked.forms), asked.stamp
    wanted = (file for file in current_files(meeting, user) if forms.intersection(file.forms))
    if since is None:
        return Chosen(fresh, list(wanted), [], [], list(_links(meeting, user, asked, {})), _awaited(meeting, user))
    happened = _happened(min(since.has.values(), default=0))
    files = [file for file in wanted if not _has(file, since, happened)]
    return Chosen(
        fresh.with_more(since),
        files,
        list(_gone(meeting, user, since, happened)),
        list(_closed(meeting, user, since.change)),
        list(_links(meeting, user, asked, happened)),
        _awaited(meeting, user),
    )


def _has(file: File, since: Stamp, happened: dict[int, _Happened]) -> bool:
    """Whether somebody has a file as it is: in one of its languages, and nothing has happened to it since."""
    told = happened.get(file.document)
    events = [since.has[form] for form in file.forms if form in since.has]
    return any(told is None or not told.after(file, event) for event in events)


def _happened(event: int) -> dict[int, _Happened]:
    """What happened to documents after an event, by their ids. An event that is not known here is of all files."""
    found: dict[int, _Happened] = defaultdict(_Happened)
    events = Event.objects.filter(about_type=ABOUT, pk__gt=event).exclude(verb__in=BESIDE).order_by("pk")
    for pk, key, verb, facts in events.values_list("pk", "about_key", "verb", "facts").iterator():
        changed = facts.get("changes")
        if verb in POSTED:
            found[int(key)].files |= dict.fromkeys(_checksums(facts), pk)
        elif not changed or WHERE.intersection(changed):
            found[int(key)].whole = pk
    return dict(found)


def _checksums(facts: dict[str, Any]) -> Iterable[str]:
    listed = (facts.get(name) or "" for name in ("sha256", "supersedes", "current_again"))
    return {one for some in listed for one in some.split(", ") if one}


def _gone(meeting: Meeting, user: Any, since: Stamp, happened: dict[int, _Happened]) -> Iterator[Gone]:
    """Files that somebody has, and that were taken back, withdrawn or replaced since."""
    states = dict(documents_of(meeting, user).filter(pk__in=list(happened)).values_list("pk", "state"))
    known = Rendition.objects.filter(document__in=list(states), released_at__isnull=False).order_by("pk")
    current = {(file.document, file.sha256) for file in current_files(meeting, user)}
    rows = known.values_list(*COLUMNS, "taken_back_at", "taken_back_because", "superseded_by")
    for *columns, taken_back_at, because, later in rows:
        file = File._make(columns)
        events = [since.has[form] for form in file.forms if form in since.has]
        if (file.document, file.sha256) in current or not any(
            happened[file.document].after(file, event) for event in events
        ):
            continue
        if taken_back_at:
            yield Gone(file.document, "taken_back", file, taken_back_at, because)
        elif states[file.document] == DocumentState.WITHDRAWN:
            yield Gone(file.document, "withdrawn", file)
        elif later:
            yield Gone(file.document, "replaced", file)


def _closed(meeting: Meeting, user: Any, change: int) -> list[str]:
    """The keys of documents that strangers saw until after that change, and that `user` sees no more."""
    own = Document.objects.filter(meeting=meeting).exclude(pk__in=documents_of(meeting, user).order_by().values("pk"))
    told = Change.objects.filter(kind="document", seen=Seen.GONE, pk__gt=change, key__in=own.order_by().values("pk"))
    return list(dict.fromkeys(told.order_by("pk").values_list("slug", flat=True)))


def _links(meeting: Meeting, user: Any, asked: Asked, happened: dict[int, _Happened]) -> Iterator[DocumentLink]:
    """Where files in the languages asked for are kept elsewhere, unless somebody was told so before."""
    documents = documents_of(meeting, user).issued().order_by().values("pk")
    links = DocumentLink.objects.visible_to(user).filter(document__in=documents, language__in=asked.languages)
    has = asked.stamp.has if asked.stamp else {}
    events = Event.objects.filter(about_type=ABOUT_LINK, pk__gt=min(has.values(), default=0)).order_by("pk")
    changed = {int(key): event for key, event in events.values_list("about_key", "pk")} if has else {}
    for link in links.order_by("pk"):
        told = happened.get(link.document_id)
        newest = max(changed.get(link.pk, 0), told.whole if told else 0)
        if not any(newest <= event for (code, _format), event in has.items() if code == link.language):
            yield link


def _awaited(meeting: Meeting, user: Any) -> list[Document]:
    """The documents that are announced and not issued yet, in the order of the session."""
    rows = documents_of(meeting, user).filter(state=DocumentState.PLANNED).in_session_order()
    rows = rows.select_related("part").prefetch_related("meeting__dates", "meeting__parts")
    return [one for one in listing.know_process(list(rows), meeting.process) if not rules.was_dropped(one)]
