"""A symbol in its parts: how it prints, under what it is compared, and where it is sorted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from .shape import KINDS, KINDS_BEFORE_SLASH, SUFFIXES

_LETTER_BEHIND_NOTES = re.compile(r"((?: ?[(][^()]*[)])+)( ?[A-Z](?:-[A-Z])?)$")
_ROMAN = re.compile(r"(?<![a-z0-9'])(?=[ivxl]+(?![a-z0-9]))(x[lc]|l?x{0,3})(i[xv]|v?i{0,3})(?![a-z0-9])")
_ROMAN_FIGURES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PIECE = re.compile(r"[0-9]+|[a-z]+|/")

Piece = tuple[int, int, str]  # in order: the end of a part, a number, a word
REVISION = SUFFIXES[0]
END: Piece = (1, 0, "")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in its parts; `str()` prints it, `parse` reads it back."""

    series: str
    session: str
    kind: str  # "" for a working document
    number: int  # 0 where the series says all: FCCC/ARR/2012/NZL
    suffixes: tuple[tuple[str, int], ...] = ()
    stars: int = 0
    separator: str = "."  # between kind and number: INF/2 or INF.2; "" when there is no kind
    tails: tuple[str, ...] = ()  # what stands behind the number and behind each suffix: " (1967)", "B", "-5"
    other: Symbol | None = None  # the other half of a symbol of two bodies

    def __str__(self) -> str:
        number, *suffixes = self._numbered()
        parts = [self.series, self.session, f"{self.kind}{self.separator}{number}" if self.number else "", *suffixes]
        printed = "/".join(part for part in parts if part) + "*" * self.stars
        return f"{printed}-{self.other}" if self.other else printed

    def _numbered(self) -> Iterator[str]:
        for place, (word, number) in enumerate([("", self.number), *self.suffixes]):
            tail = self.tails[place] if place < len(self.tails) else ""
            yield f"{word}{'.' if word and number else ''}{number or ''}{tail}"

    def revised(self) -> Symbol:
        """The symbol of its next revision: /Rev.1, or after a revision the one that follows."""
        *others, last = self.suffixes or [("", 0)]
        if last[0] == REVISION:
            kept = self.tails[: len(self.suffixes)]
            return replace(self, suffixes=(*others, (REVISION, last[1] + 1)), stars=0, tails=kept)
        return replace(self, suffixes=(*self.suffixes, (REVISION, 1)), stars=0)

    def unrevised(self) -> Symbol:
        """What it revises, whichever revision it is; itself where it is none: of Add.1/Rev.2, Add.1."""
        *others, last = self.suffixes or [("", 0)]
        other = self.other.unrevised() if self.other else None
        if last[0] != REVISION:
            return replace(self, other=other)
        return replace(self, suffixes=tuple(others), tails=self.tails[: len(self.suffixes)], stars=0, other=other)

    @property
    def base(self) -> Symbol:
        """The document that all its suffixes belong to."""
        return replace(self, suffixes=(), tails=self.tails[:1], stars=0, other=self.other.base if self.other else None)

    @property
    def halves(self) -> tuple[Symbol, ...]:
        """Itself; of a symbol of several bodies each body's."""
        return (replace(self, other=None), *(self.other.halves if self.other else ()))

    @property
    def key(self) -> str:
        """What is compared: the same whatever the case, dots, spaces, asterisks, and for INF/2 and INF.2.

        Of letters and notes behind a number the letters come first: 217(III)A is 217 A (III).
        """
        return "-".join(comparable(str(half._plainly())) for half in self.halves)

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of each half, by any of which its document is found."""
        return tuple(half.key for half in self.halves)

    def _plainly(self) -> Symbol:
        tails = tuple(_LETTER_BEHIND_NOTES.sub(r"\2\1", tail) for tail in self.tails)
        separator = "" if self.kind in KINDS_BEFORE_SLASH else self.separator
        return replace(self, separator=separator, stars=0, tails=tails)

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Series, session, then working papers, INF, L, CRP; each with its Rev, Add and Corr after it."""
        return tuple(half._sort_key() for half in self.halves)

    def _sort_key(self) -> tuple[Any, ...]:
        tail, *tails = self._sorted_tails()
        suffixes = tuple(
            (SUFFIXES.index(word) if word in SUFFIXES else len(SUFFIXES), number, behind)
            for (word, number), behind in zip(self.suffixes, tails, strict=True)
        )
        place = _place_of(self.kind)
        return natural(self.series), natural(self.session), place, self.number, tail, suffixes, self.stars, str(self)

    def _sorted_tails(self) -> list[tuple[Piece, ...]]:
        """For the number and for each suffix what stands behind it; a letter, as in 64 I, is no Roman figure."""
        tails = self._plainly().tails
        missing = 1 + len(self.suffixes) - len(tails)
        return [natural(f"'{tail.strip()}") for tail in (*tails, *[""] * missing)]

    @property
    def sort_text(self) -> str:
        """The sort key in letters and figures alone, which every database puts in the same order."""
        return "0".join(_spelt(half) for half in self.sort_key)


def in_order(text: str) -> str:
    """A text in letters and figures alone, which every database sorts as people do: paper 2 before paper 10."""
    return _pieces(natural(text))


def comparable(text: str) -> str:
    """A text without what does not matter when symbols are compared."""
    # A dot between two figures is kept: without it 1.2 would be taken for 12.
    return re.sub(r"(?<![0-9])[.]|[.](?![0-9])|[\s*,]", "", text).upper()


def natural(text: str) -> tuple[Piece, ...]:
    """A text as people sort it: numbers by what they count, Roman ones too, words by their letters."""
    figures = _ROMAN.sub(_in_figures, text.casefold())
    pieces = (found.group() for found in _PIECE.finditer(figures))
    return tuple(END if p == "/" else (2, int(p), "") if p.isdigit() else (3, 0, p) for p in pieces)


def _place_of(kind: str) -> tuple[int, tuple[Piece, ...]]:
    """Working documents first, then the known kinds, then all others by their words."""
    if kind in KINDS:
        return KINDS.index(kind) + 1, ()
    return (len(KINDS) + 1, natural(kind)) if kind else (0, ())


def _in_figures(roman: re.Match[str]) -> str:
    figures = [_ROMAN_FIGURES[letter] for letter in roman.group()]
    total = sum(-a if a < b else a for a, b in zip_longest(figures, figures[1:], fillvalue=0))
    return str(total) if roman.group() not in ("l", "") else roman.group()


def _spelt(half: tuple[Any, ...]) -> str:
    series, session, (kind, own_kind), number, tail, suffixes, stars, _ = half
    behind = "".join(f"2{word}{count:05}{_pieces(rest)}" for word, count, rest in suffixes)
    return f"{_pieces(series)}{_pieces(session)}{kind:02}{_pieces(own_kind)}{number:05}{_pieces(tail)}{behind}0{stars}"


def _pieces(pieces: tuple[Piece, ...]) -> str:
    """Pieces one after the other, each with a figure for what it is, and a nought behind the last."""
    return "".join(f"{what}{number:06}" if what == 2 else f"{what}{word}" for what, number, word in pieces) + "0"
