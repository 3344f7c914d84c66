"""What the library holds, as a posting has to know it: in as many queries however many files there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from igsp_portal.foundations.language import languages
from meetings.models import Meeting, Process

from ...filenames import Shelf, Shelved
from ...symbols import SymbolError, parse
from .. import cautions, rules
from ..models import Document, Rendition, SymbolAlias
from ..states import DocumentState
from .plans import Elsewhere, Held, Library

NAMES = [f"{name}_{code.replace('-', '_')}" for name in ("title", "designation") for code in languages.CODES]


@dataclass(frozen=True)
class Shelves:
    """The documents of a process to which a person may post, found by what names of files say."""

    documents: dict[int, Document]
    aliases: dict[int, list[str]]
    process: Process
    meeting: Meeting | None = None

    @cached_property
    def shelf(self) -> Shelf:
        series = (self.process.series, *self.process.series_aliases)
        return Shelf(map(self._shelved, self.documents.values()), series, self.meeting.pk if self.meeting else None)

    @cached_property
    def misprints(self) -> dict[int, list[str]]:
        """The symbols in the other forms of the series, such as a misprint of it."""
        return rules.in_other_series(self.documents.values(), self.process)

    def _shelved(self, document: Document) -> Shelved:
        cited = self.aliases.get(document.pk, [])
        return Shelved(
            document.pk,
            tuple(symbol for symbol in (document.symbol, *cited, *self.misprints[document.pk]) if symbol),
            document.key,
            document.job_number,
            tuple(name for column in NAMES if (name := getattr(document, column))),
            document.meeting_id,
        )

    @cached_property
    def by_key(self) -> dict[str, int]:
        """The documents by each key of their symbols, and by their own keys."""
        found = {form: pk for pk, forms in self.misprints.items() for form in forms}
        found |= {document.key: pk for pk, document in self.documents.items()}
        for pk, document in self.documents.items():
            for symbol in (*self.aliases.get(pk, []), document.symbol):
                found |= dict.fromkeys(parse(symbol).keys if symbol else (), pk)
        return found

    def typed(self, text: str) -> int | None:
        """The document whose symbol, or key, a person has typed."""
        try:
            keys = parse(text).keys
        except SymbolError:
            keys = ()
        return next((self.by_key[key] for key in (*keys, text.strip()) if key in self.by_key), None)


def shelves(process: Process, user: Any, meeting: Meeting | None = None) -> Shelves:
    """The documents of a process that a person may see, with their meetings and the dates of these, in five queries."""
    rows = Document.objects.visible_to(user).filter(process=process).order_by("symbol_sort", "key")
    documents = {document.pk: document for document in rows}
    meetings = {meeting.pk: meeting for meeting in process.meetings.with_dates()}
    aliases: dict[int, list[str]] = defaultdict(list)
    for pk, symbol in SymbolAlias.objects.filter(document__process=process).values_list("document_id", "symbol"):
        aliases[pk].append(symbol)
    for document in documents.values():
        document.process = process
        document.meeting = meetings[document.meeting_id] if document.meeting_id else None
    return Shelves(documents, aliases, process, meeting)


def library(documents: dict[int, Document], concerned: Collection[int], sha256s: Collection[str], user: Any) -> Library:
    """What is current of the documents concerned, and where bytes such as these are current; in three queries.

    Without a `user`, who is an operator then, every document is named.
    """
    files: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    for file in Rendition.objects.current().filter(document__in=concerned):
        files[file.document_id] |= {(file.format, code): file.sha256 for code in file.languages}
    held = {pk: _held(documents[pk], files[pk]) for pk in concerned if pk in documents}
    return Library(held, _current(sha256s, user))


def _held(document: Document, files: dict[tuple[str, str], str]) -> Held:
    return Held(
        document.pk,
        str(document),
        document.symbol,
        document.is_issued,
        document.state == DocumentState.WITHDRAWN,
        tuple(rules.languages_of_issue(document)),
        rules.may_be_issued_in_part(document),
        files,
        document.meeting_id,
        partial(cautions.of_new_file, document),
    )


def _current(sha256s: Collection[str], user: Any) -> dict[str, tuple[Elsewhere, ...]]:
    found: dict[str, tuple[Elsewhere, ...]] = {}
    same = list(Rendition.objects.current().filter(sha256__in=sha256s).select_related("document"))
    documents = {file.document_id for file in same}
    visible = Document.objects.visible_to(user).filter(pk__in=documents)
    named = documents if user is None else set(visible.values_list("pk", flat=True))
    for file in same:
        label = str(file.document) if file.document_id in named else ""
        there = Elsewhere(file.document_id, label, tuple(file.languages))
        found[file.sha256] = (*found.get(file.sha256, ()), there)
    return found
