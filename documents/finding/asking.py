"""What was typed, and the question that it is to whatever database.

Every word has to be there, whole; what stands in quotation marks, one word directly after the other. A word that ends
in an asterisk asks for what begins so, with two letters at least. Where that finds little the question is asked again
`loosely`: then words may go on, and the parts of a symbol may stand apart. Nothing that a person types is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from . import cutting
from .cutting import DOCUMENT, OTHER, SYMBOL, TITLE, Cut, cut, is_han, parts_of_symbol

LONGEST = 300  # characters that are read
MOST_TERMS = 16
SHORTEST_BEGINNING = 3  # letters
LOOSE_PARTS = 3  # of a symbol of fewer parts each is somewhere in every document
_QUOTED = re.compile('["“”„‟«»「」『』＂]([^"“”„‟«»「」『』＂]*)["“”„‟«»「」『』＂]')
_ROOM_AT_SLASHES = re.compile(r"\s*([/／])\s*")
_SYMBOLIC = re.compile(r"\d|/|\u2215|\u2044|／|_")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one directly after the other; the last may go on where it is a beginning."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Question, ...]


Question = Phrase | All | Any


def all_of(parts: Iterable[Question]) -> Question:
    """All of these, or the only one."""
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else All(found)


def any_of(parts: Iterable[Question]) -> Question:
    """Any of these, or the only one."""
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else Any(found)


@dataclass(frozen=True)
class Term:
    """One word that was typed, or the words of one phrase; `cut` as texts are."""

    cut: Cut
    quoted: bool = False
    begins: bool = False
    symbol: tuple[str, ...] = ()  # its parts, where it may be one or a piece of one

    @cached_property
    def runs(self) -> list[tuple[str, ...]]:
        """The words that stand one after the other. A Han character by itself is looked for wherever it stands."""
        runs: list[tuple[str, ...]] = [()]
        for word in self.cut.words:
            if is_han(word.folded) and len(word.folded) == 1:
                runs += [(word.folded,), ()]
            else:
                runs[-1] += (word.folded,)
        return [run for run in runs if run]

    def own(self, *, loosely: bool) -> Question:
        """The question whether a text has it among its words."""
        return self._among_words("", OTHER, loosely=loosely)

    def title(self, *, loosely: bool) -> Question:
        """The question whether it stands in the title."""
        return self._among_words(TITLE, TITLE, loosely=loosely)

    def of_symbol(self, *, loosely: bool) -> Question:
        """The question whether it is a piece of a symbol; loosely, whether all its parts are."""
        if loosely and len(self.symbol) >= LOOSE_PARTS:
            return all_of(Phrase((SYMBOL + part,)) for part in self.symbol)
        return Phrase(tuple(SYMBOL + part for part in self.symbol))

    def _among_words(self, word: str, other: str, *, loosely: bool) -> Question:
        parts = [self._run(run, word, other, loosely=loosely) for run in self.runs]
        solid = [] if self.quoted else self._joined()
        return any_of([all_of(parts), *(Phrase((mark + form,)) for form in solid for mark in {word: 0, other: 0})])

    def _run(self, run: tuple[str, ...], word: str, other: str, *, loosely: bool) -> Question:
        begins = run is self.runs[-1] and self._may_go_on(run[-1], loosely=loosely)
        as_written = Phrase(tuple(word + one for one in run), begins)
        if len(run) > 1:
            return as_written
        if is_han(run[0]) and len(run[0]) == 1:
            return Phrase((other + run[0],))
        return any_of([as_written, Phrase((other + run[0],), begins)])

    def _may_go_on(self, last: str, *, loosely: bool) -> bool:
        if is_han(last):
            return False
        return self.begins or (loosely and not self.quoted and len(last) >= SHORTEST_BEGINNING and not last.isdigit())

    def _joined(self) -> list[str]:
        """It as one word, where a hyphen or an apostrophe stands in it."""
        first, last = self.cut.words[0], self.cut.words[-1]
        whole = (first.start, last.end)
        joined = [form.folded for form in self.cut.others if (form.start, form.end) == whole]
        return joined if first is not last and not is_han(first.folded) else []


@dataclass(frozen=True)
class Asked:
    """All that was typed into one search."""

    typed: str
    terms: tuple[Term, ...] = field(default=())
    symbol: tuple[str, ...] = ()  # the parts of the whole, where it may be a symbol with room in it: IGSP 1/3

    @classmethod
    def of(cls, typed: str) -> Asked:
        """Read what a person typed."""
        typed = _ROOM_AT_SLASHES.sub(r"\1", typed[:LONGEST])
        symbolic = bool(_SYMBOLIC.search(cutting_plain(typed)))
        terms = [term for piece, quoted in _pieces(typed) if (term := _term(piece, quoted, symbolic))]
        whole = parts_of_symbol(typed) if symbolic and len(terms) > 1 and not any(t.quoted for t in terms) else []
        return cls(typed, tuple(terms[:MOST_TERMS]), tuple(whole))

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def is_symbolic(self) -> bool:
        """Whether all of it may be a symbol, or pieces of one."""
        return bool(self.terms) and all(term.symbol for term in self.terms)

    def of_titles(self, *, loosely: bool = False) -> Question:
        """The question which documents have all of it in title and symbol."""

        def either(term: Term) -> Question:
            of_symbol = [term.of_symbol(loosely=loosely)] if term.symbol else []
            return any_of([*of_symbol, term.title(loosely=loosely)])

        found = all_of(map(either, self.terms))
        if self.symbol:
            found = any_of([Phrase(tuple(SYMBOL + part for part in self.symbol)), found])
        return all_of([Phrase((DOCUMENT,)), found])

    def of_places(self, *, loosely: bool = False) -> Question:
        """The question which pages and paragraphs have it: some of it themselves, and the rest there or above them."""

        def anywhere(term: Term) -> Question:
            of_symbol = [term.of_symbol(loosely=loosely)] if term.symbol else []
            return any_of([term.own(loosely=loosely), term.title(loosely=loosely), *of_symbol])

        own = any_of(term.own(loosely=loosely) for term in self.terms)
        return own if len(self.terms) == 1 else all_of([own, *map(anywhere, self.terms)])


def cutting_plain(typed: str) -> str:
    """What was typed with its figures and signs made plain."""
    return "".join(cutting.folded_sign(sign) for sign in typed)


def _pieces(typed: str) -> Iterator[tuple[str, bool]]:
    """Each piece that was typed, and whether it stood in quotation marks."""
    at = 0
    for quoted in _QUOTED.finditer(typed):
        yield from ((piece, False) for piece in typed[at : quoted.start()].split())
        yield quoted[1], True
        at = quoted.end()
    yield from ((piece, False) for piece in typed[at:].split())


def _term(piece: str, quoted: bool, symbolic: bool) -> Term | None:
    found = cut(piece)
    if not found.words:
        return None
    parts = parts_of_symbol(piece) if symbolic and not any(map(_is_foreign, piece)) else []
    begins = not quoted and re.search(r"\w\w[*＊]$", piece) is not None  # one letter begins words of every page
    return Term(found, quoted, begins, tuple(parts))


def _is_foreign(sign: str) -> bool:
    """Whether a letter is none that symbols are written with."""
    return any(letter.isalpha() and not letter.isascii() for letter in cutting.folded_sign(sign))


Renderer = Callable[[Question], str]


def as_fts5(question: Question) -> str:
    """The question as SQLite's FTS5 reads it. Words are letters and figures alone: nothing in them is a sign of it."""
    match question:
        case Phrase(words, begins):
            return f'"{" ".join(words)}"' + (" *" if begins else "")
        case All(parts):
            return f"({' AND '.join(map(as_fts5, parts))})"
        case Any(parts):
            return f"({' OR '.join(map(as_fts5, parts))})"


def as_tsquery(question: Question) -> str:
    """The question as PostgreSQL reads it."""
    match question:
        case Phrase(words, begins):
            return " <-> ".join(f"'{word}'" for word in words) + (":*" if begins else "")
        case All(parts):
            return f"({' & '.join(f'({as_tsquery(part)})' for part in parts)})"
        case Any(parts):
            return f"({' | '.join(f'({as_tsquery(part)})' for part in parts)})"
