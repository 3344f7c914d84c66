"""From what a name says to the documents of a library that may be meant. Which is meant is said, never guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from igsp_portal.foundations.language.characters import folded

from .reading import Named, Reading, compared


@dataclass(frozen=True)
class Shelved:
    """What is known of a document by which a file may name it."""

    pk: int
    symbols: tuple[str, ...] = ()  # the one it bears first, then forms in which it is cited
    key: str = ""
    job: str = ""
    titles: tuple[str, ...] = ()  # in every language
    meeting: int | None = None


@dataclass(frozen=True)
class Found:
    """The documents that a name may mean, each with the languages it then has; one of them, if it is `sure`."""

    candidates: tuple[tuple[int, tuple[str, ...]], ...] = ()
    sure: bool = False

    @property
    def documents(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(pk for pk, _ in self.candidates))

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of the name, where every candidate has the same."""
        said = {languages for _, languages in self.candidates}
        return said.pop() if len(said) == 1 else ()


@dataclass
class Shelf:
    """The documents of a library, found by all that names of files say; `meeting` is the one whose files these are."""

    documents: Iterable[Shelved]
    series: tuple[str, ...] = ()
    meeting: int | None = None
    _by: dict[str, dict[str, list[int]]] = field(init=False)
    _titles: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self._by = {ground: defaultdict(list) for ground in ("symbol", "job", "number", "here", "tail", "title")}
        self._titles = {}
        for document in self.documents:
            self._shelve(document)

    def _shelve(self, document: Shelved) -> None:
        self._titles[document.pk] = " | ".join(folded(title) for title in document.titles)
        forms = {form for symbol in document.symbols if (form := compared(symbol))}
        for form in forms:
            self._put("symbol", form, document.pk)
            self._shelve_parts(form, document)
        if document.job:
            self._put("job", re.sub("[^A-Z0-9]", "", document.job.upper()), document.pk)
        for title in {*document.titles, document.key.replace("-", " ")}:
            if title:
                self._put("title", joined_words(title), document.pk)

    def _shelve_parts(self, form: str, document: Shelved) -> None:
        """Under what stands behind the series, behind the session, and behind each word of the series."""
        for series in self.series:
            own = compared(series)
            if own and form.startswith(own) and len(form) > len(own):
                number = form[len(own) :].lstrip("-")
                self._put("number", number, document.pk)
                if document.meeting == self.meeting and self.meeting is not None:
                    self._put("here", re.sub("^[0-9]+-?(?=[0-9A-Z])", "", number), document.pk)
        letters = re.match("[A-Z]*", form)
        for place in range(1, letters.end() - 1 if letters else 0):
            self._put("tail", form[place:], document.pk)

    def _put(self, ground: str, form: str, pk: int) -> None:
        if form and pk not in self._by[ground][form]:
            self._by[ground][form].append(pk)

    def on(self, ground: str, form: str) -> list[int]:
        """The documents that bear this form, on one ground."""
        return self._by[ground].get(form, []) if form else []

    def says(self, pk: int, words: Iterable[str]) -> bool:
        """Whether the titles of a document have all these words."""
        return all(folded(word) in self._titles[pk] for word in words)


def find(named: Named, shelf: Shelf) -> Found:
    """The documents of a shelf that a name may mean: by symbol, job number, number in a session, part, or title."""
    found = [hits for look in _GROUNDS if (hits := list(look(named, shelf)))]
    whole = (hits for hits in found if any(not reading.dropped for reading, _ in hits))
    hits = next(whole, found[0] if found else [])
    return _found(hits, shelf)


def joined_words(text: str) -> str:
    return re.sub("[^0-9a-z\u0080-\U0010ffff]+", " ", folded(text.replace("_", " "))).strip()


Hit = tuple[Reading, int]


def _by_form(ground: str) -> Callable[[Named, Shelf], Iterator[Hit]]:
    def look(named: Named, shelf: Shelf) -> Iterator[Hit]:
        for reading in named.readings:
            yield from ((reading, pk) for pk in shelf.on(ground, reading.joined))

    return look


def _by_job(named: Named, shelf: Shelf) -> Iterator[Hit]:
    for pk in shelf.on("job", named.job):
        yield from ((reading, pk) for reading in named.readings if reading.languages)
        yield named.best, pk


def _by_title(named: Named, shelf: Shelf) -> Iterator[Hit]:
    for reading in named.readings:
        if not reading.dropped:
            yield from ((reading, pk) for pk in shelf.on("title", joined_words(reading.text)))


_GROUNDS = (_by_form("symbol"), _by_job, _by_form("number"), _by_form("here"), _by_form("tail"), _by_title)


def _found(hits: list[Hit], shelf: Shelf) -> Found:
    """Of each document the likeliest reading, and those as likely; sure where one document alone is meant in full."""
    best: dict[int, list[Reading]] = {}
    for reading, pk in hits:
        best.setdefault(pk, []).append(reading)
    candidates = []
    for pk, readings in best.items():
        least = min(reading.doubt for reading in readings)
        likely = {r.languages for r in readings if r.doubt <= least + 1 and r.languages} or {()}
        candidates += [(least, pk, languages) for languages in sorted(likely)]
    candidates.sort(key=lambda c: c[0])
    whole = {pk for pk, readings in best.items() if any(shelf.says(pk, r.dropped) for r in readings)}
    sure = len(best) == 1 and bool(whole)
    return Found(tuple((pk, languages) for _, pk, languages in candidates), sure)
