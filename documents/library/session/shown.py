"""The documents on one page of a session's list: loaded, and told in full or in a line each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Meeting

from .. import listing, panels
from ..models import Document
from .entries import Entry
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


class Told:
    """How the documents of a page are told: each in its place among those of the session."""

    def __init__(
        self, documents: dict[int, Document], known: dict[int, Entry], meeting: Meeting, today: date, heading: By
    ) -> None:
        self.documents, self.known, self.meeting, self.today = documents, known, meeting, today
        self.heading = heading  # what need not be told again, as documents stand under it
        self.items = {item.pk: item for item in meeting.agenda.all()}
        lacking = listing.lacking(documents.values())
        self.expected = panels.expected(lacking) if lacking else {}

    def row(self, pk: int) -> dict[str, Any]:
        """What components/document_row.html takes."""
        document = self.documents[pk]
        own = listing.Standing(self._items(pk), self.expected.get(pk, {}), self._whose(document))
        row = listing.row(document, self.today, own)
        return row | {"kind": ""} if self.heading == By.KIND else row

    def line(self, pk: int, language: str) -> dict[str, Any]:
        """What components/document_line.html takes: the one file in `language`, or what is known of it."""
        document = self.documents[pk]
        standing = listing.Standing([], self.expected.get(pk, {}), self._whose(document))
        return listing.line(document, language, self.today, standing)

    def _items(self, pk: int) -> list[AgendaItem]:
        items = [item for key, item in self.items.items() if key in self.known[pk].items]
        return [] if self.heading == By.ITEM and len(items) < 2 else items

    def _whose(self, document: Document) -> str:
        """The part of the meeting that a document is of, or the other meeting, where it is before this one too."""
        if document.meeting_id == self.meeting.pk:
            return document.part.called if document.part else ""
        return _("document of %(meeting)s") % {"meeting": document.sitting} if document.sitting else ""
