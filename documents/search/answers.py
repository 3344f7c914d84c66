"""What is found, in an order that is the same on every database.

First what bears the very symbol that was typed; then what has all of it in title and symbol; then pages, paragraphs
and statements. Where that fills no page, the same once more for words that go on; and for symbols half remembered,
where nothing has the symbol as it was typed. Within each: of symbols in the order of symbols, of words the newest
first.

No more than MOST entries of each step are looked at, the newest: a word that stands on every page costs no more in a
library of ten thousand documents than in one of a hundred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, starmap
from typing import Any, NamedTuple

from django.db.models import Q

from igsp_portal.foundations.language.languages import CODES

from ..finding import Asked, Question
from ..library import rules
from ..library.models import Document
from ..library.models.documents import WITHOUT_SYMBOL
from ..symbols import SymbolError
from . import index
from .models import Entry, EntryQuerySet, Place

MOST = 1000  # entries of each step
ENOUGH = MOST + MOST // 2  # entries among which there mostly are so many that may be seen and are wanted
ON_A_PAGE = 20
ITS_SYMBOL, BY_TITLE, BY_WORDS, LOOSELY = range(4)  # loosely, titles and words come once more
Thing = tuple[str, int]  # a source, and one of its rows
COLUMNS = ("pk", "source", "row", "place", "process_id", "meeting_id", "kind", "language", "on")
OF_DOCUMENTS = ("document__symbol_sort", "document__key")


@dataclass(frozen=True)
class Narrowed:
    """What a search is narrowed to."""

    process: Any = None
    meeting: Any = None
    item: Any = None
    kind: str = ""
    language: str = ""
    year: int | None = None

    def of(self, entries: EntryQuerySet) -> EntryQuerySet:
        """Those of the entries that are in it."""
        wanted = {
            "process": self.process,
            "document__agenda_items": self.item,
            "kind": self.kind,
            "language": self.language,
            "on__year": self.year,
        }
        if self.meeting:  # also what other meetings have before them as well
            entries = entries.filter(Q(meeting=self.meeting) | Q(document__in=self.meeting.also_considers.all()))
        return entries.filter(**{name: value for name, value in wanted.items() if value})


class Candidate(NamedTuple):
    """An entry that has what was asked for, with all by which it is put in order and counted."""

    pk: int
    source: str
    row: int
    place: str
    process: int
    meeting: int | None
    kind: str
    language: str
    on: date | None
    sort: str | None
    key: str | None

    @property
    def year(self) -> int | None:
        return self.on.year if self.on else None


@dataclass
class Found:
    """One thing that was found: in which step, and its entries, by their ids."""

    first: Candidate
    step: int
    entries: dict[int, Candidate] = field(default_factory=dict)

    @property
    def thing(self) -> Thing:
        return self.first.source, self.first.row

    @property
    def loosely(self) -> bool:
        """Whether only for words that go on, and symbols half remembered."""
        return self.step >= LOOSELY

    def places(self, reader: str) -> list[int]:
        """The ids of its entries: those in the reader's language first."""
        codes = [reader, *CODES]
        return sorted(self.entries, key=lambda pk: (codes.index(self.entries[pk].language), pk))


@dataclass(frozen=True)
class Answer:
    """All that was found, in order; `counts` say how many things each filter would leave."""

    found: list[Found]
    counts: dict[str, Counter[Any]]
    is_whole: bool  # whether every entry was looked at


def answer(asked: Asked, user: Any, narrowed: Narrowed) -> Answer:
    """What `user` may see of what was asked for, in a number of queries that does not grow."""
    entries = narrowed.of(Entry.objects.visible_to(user))
    things: dict[Thing, Found] = {}
    whole = True
    if asked.is_symbolic:
        _put_own_symbol(things, entries, asked, user)
    for loosely in (False, True):
        if not asked or (loosely and len(things) >= (1 if asked.is_symbolic else ON_A_PAGE)):
            break
        titles = _having(entries.filter(place=Place.TITLE), asked.of_titles(loosely=loosely))
        places = _having(entries.exclude(place=Place.TITLE), asked.of_places(loosely=loosely))
        whole = whole and max(len(titles), len(places)) <= MOST
        _put(things, titles[:MOST], BY_TITLE + 2 * loosely)
        _put(things, places[:MOST], BY_WORDS + 2 * loosely)
    return Answer(_in_order(things.values(), asked), _counts(things.values(), narrowed), whole)


def _having(entries: EntryQuerySet, question: Question) -> list[Candidate]:
    """The newest of the entries with the words; first it is looked whether there are enough among the newest of all."""
    found = _candidates(entries.having(question, ENOUGH))
    if len(found) <= MOST and index.has_more(question, ENOUGH):
        return _candidates(entries.having(question))
    return found


def _candidates(entries: EntryQuerySet) -> list[Candidate]:
    """The newest of the entries, and one more where there are more."""
    return list(starmap(Candidate, entries.order_by("-pk").values_list(*COLUMNS, *OF_DOCUMENTS)[: MOST + 1]))


def _put(things: dict[Thing, Found], candidates: Iterable[Candidate], step: int) -> None:
    for candidate in candidates:
        thing = things.setdefault((candidate.source, candidate.row), Found(candidate, step))
        thing.entries.setdefault(candidate.pk, candidate)


def _put_own_symbol(things: dict[Thing, Found], entries: EntryQuerySet, asked: Asked, user: Any) -> None:
    """What bears the very symbol, which stands first."""
    bearing = {document.pk for document in _bearing(asked.typed, user)}
    _put(things, _candidates(entries.filter(document__in=bearing, place=Place.TITLE)), ITS_SYMBOL)


def _bearing(typed: str, user: Any) -> Iterator[Document]:
    with suppress(SymbolError):
        if found := rules.find(typed, user):
            yield found
    if joined := rules.find_joined(typed, user):
        yield joined


def _in_order(things: Iterable[Found], asked: Asked) -> list[Found]:
    """By step; then of symbols in the order of symbols, of words the newest first."""

    def place(found: Found) -> tuple[Any, ...]:
        first = found.first
        sort = (first.sort or WITHOUT_SYMBOL, first.key or "", *found.thing)
        newest_first = -first.on.toordinal() if first.on else 0
        return found.step, sort if asked.is_symbolic else (), newest_first, sort

    return sorted(things, key=place)


def _counts(things: Collection[Found], narrowed: Narrowed) -> dict[str, Counter[Any]]:
    """How many things there are of each process, meeting, kind, language, year and agenda item."""
    names = ("process", "meeting", "kind", "language", "year")
    counts: dict[str, Counter[Any]] = {}
    for name in names:
        there = ({getattr(entry, name) for entry in found.entries.values()} - {None} for found in things)
        counts[name] = Counter(chain.from_iterable(there))
    documents = [found.first.row for found in things if found.first.key is not None]
    items = Document.agenda_items.through.objects.filter(document__in=documents) if narrowed.process else None
    rows = items.values_list("agendaitem", flat=True) if items is not None else ()
    return {**counts, "item": Counter(rows)}
