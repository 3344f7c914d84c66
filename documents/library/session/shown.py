"""The documents on one page of a session's list: loaded, and told in full or in a line each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from igsp_portal.foundations.language.languages import LANGUAGES, in_order, listed
from meetings.models import AgendaItem, Meeting

from .. import listing, panels
from ..models import Document, Rendition
from .entries import Entry, day_of
from .groups import By


def load(wanted: list[int], meeting: Meeting, user: Any) -> dict[int, Document]:
    """These documents with their files and what has superseded them; in as many queries for one as for many."""
    found = listing.with_files(Document.objects.filter(pk__in=wanted), user, items=False).select_related("meeting")
    documents = list(found)
    for document in documents:
        if document.meeting_id == meeting.pk:
            document.meeting = meeting
    awaited = [document.meeting for document in documents if document.meeting is not meeting and not document.is_issued]
    if others := [other for other in awaited if other]:
        prefetch_related_objects(others, "dates", "parts")  # they are due by its days
    listing.know_process(documents, meeting.process)
    return {document.pk: document for document in listing.know_superseded(documents, user)}


def _released(document: Document) -> list[Any]:
    return [file for file in document.shown_files if file.released_at]  # type: ignore[attr-defined]


def _replacing(documents: Iterable[Document]) -> set[int]:
    """The ids of those of their files that came in the place of others: one query."""
    files = [file.pk for document in documents for file in _released(document)]
    found = Rendition.objects.filter(superseded_by__in=files).order_by()
    return {pk for pk in found.values_list("superseded_by", flat=True) if pk}


class Told:
    """How the documents of a page are told: each in its place among those of the session."""

    def __init__(
        self, documents: dict[int, Document], known: dict[int, Entry], meeting: Meeting, today: date, heading: By
    ) -> None:
        self.documents, self.known, self.meeting, self.today = documents, known, meeting, today
        self.heading = heading  # what need not be told again, as documents stand under it
        self.items = {item.pk: item for item in meeting.agenda.all()}
        self.replacing = _replacing(documents.values()) if heading in (By.CHANGED, By.TODAY) else set()
        lacking = listing.lacking(documents.values())
        self.expected = panels.expected(lacking) if lacking else {}

    def row(self, pk: int) -> dict[str, Any]:
        """What components/document_row.html takes."""
        document = self.documents[pk]
        own = listing.Standing(self._items(pk), self.expected.get(pk, {}), self._told_of(document))
        row = listing.row(document, self.today, own)
        return row | {"kind": ""} if self.heading == By.KIND else row

    def line(self, pk: int, language: str) -> dict[str, Any]:
        """What components/document_line.html takes: the one file in `language`, or what is known of it."""
        document = self.documents[pk]
        standing = listing.Standing([], self.expected.get(pk, {}), self._told_of(document))
        return listing.line(document, language, self.today, standing)

    def _items(self, pk: int) -> list[AgendaItem]:
        items = [item for key, item in self.items.items() if key in self.known[pk].items]
        return [] if self.heading == By.ITEM and len(items) < 2 else items

    def _told_of(self, document: Document) -> str:
        """Whose it is; and under what changed last, which of its files came in the place of others."""
        return " – ".join(filter(None, (self._whose(document), self._replaced(document))))

    def _replaced(self, document: Document) -> str:
        """The languages of the files that replaced others on the last day on which any came out."""
        zone = self.meeting.local_zone
        days = {file: day_of(file.released_at, self.meeting, zone) for file in _released(document)}
        last = [file for file, day in days.items() if day == max(days.values()) and file.pk in self.replacing]
        if not last:
            return ""
        names = listed(str(LANGUAGES[code].name) for code in in_order({code for f in last for code in f.languages}))
        return pgettext("label and value", "%(label)s: %(value)s") % {"label": _("Files replaced"), "value": names}

    def _whose(self, document: Document) -> str:
        """The part of the meeting that a document is of, or the other meeting, where it is before this one too."""
        if document.meeting_id == self.meeting.pk:
            return document.part.called if document.part else ""
        return _("document of %(meeting)s") % {"meeting": document.sitting} if document.sitting else ""
