"""The place of a text where what was asked for stands, with its words marked, in the words of the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .asking import Asked, Term
from .cutting import Cut, Word, cut, is_han

LONGEST = 240  # characters of a snippet
LONGEST_HAN = 120
BEFORE = 0.3  # how much of it stands before the first word that is marked
MORE = "…"


class Piece(NamedTuple):
    """A stretch of a text, and whether it is what was asked for."""

    words: str
    marked: bool


class _Span(NamedTuple):
    start: int
    end: int
    term: int


def marked(text: str, asked: Asked, *, loosely: bool = False) -> list[Piece]:
    """The whole text in pieces, those marked that were asked for."""
    return list(_pieces(text, 0, len(text), _spans(cut(text), asked, loosely=loosely)))


def snippet(text: str, asked: Asked, *, loosely: bool = False) -> list[Piece]:
    """The stretch of the text that has most of what was asked for, the earliest of these; cut only between words."""
    found = cut(text)
    spans = _spans(found, asked, loosely=loosely)
    start, end = _window(text, found.words, spans)
    pieces = list(_pieces(text, start, end, spans))
    before = [Piece(MORE, False)] if text[:start].strip() else []
    after = [Piece(MORE, False)] if text[end:].strip() else []
    return [*before, *pieces, *after]


def _spans(found: Cut, asked: Asked, *, loosely: bool) -> list[_Span]:
    """Where each term stands, in the order of the text."""
    spans = [
        _Span(start, end, number)
        for number, term in enumerate(asked.terms)
        for start, end in _places(found, term, loosely=loosely)
    ]
    return sorted(spans)


def _places(found: Cut, term: Term, *, loosely: bool) -> Iterator[tuple[int, int]]:
    """Where one term stands: its runs of words, and the further forms that are it."""
    for run in term.runs:
        begins = run is term.runs[-1] and term._may_go_on(run[-1], loosely=loosely)
        yield from _runs(found.words, run, begins)
        if len(run) == 1:
            yield from _runs(found.others, run, begins)
    for form in [] if term.quoted else term._joined():
        yield from _runs(found.others, (form,), False)
        yield from _runs(found.words, (form,), False)


def _runs(words: list[Word], run: tuple[str, ...], begins: bool) -> Iterator[tuple[int, int]]:
    *first, last = run
    for at in range(len(words) - len(run) + 1):
        here = words[at + len(run) - 1]
        if (here.folded.startswith(last) if begins else here.folded == last) and all(
            words[at + n].folded == word for n, word in enumerate(first)
        ):
            yield words[at].start, here.end


def _window(text: str, words: list[Word], spans: list[_Span]) -> tuple[int, int]:
    """Where the snippet begins and ends: between words, and at the ends of the text where they are near."""
    longest = LONGEST_HAN if words and sum(is_han(word.folded) for word in words) > len(words) / 2 else LONGEST
    if len(text) <= longest:
        return 0, len(text)
    first = _best(spans, longest)
    wanted = max(0, first - int(longest * BEFORE))
    start = next((word.start for word in words if word.start >= wanted), 0) if wanted else 0
    start = min(start, first)
    ends = [word.end for word in words if start < word.end <= start + longest]
    end = len(text) if len(text) <= start + longest else max(ends, default=start + longest)
    return start, end


def _best(spans: list[_Span], longest: int) -> int:
    """The first character marked of the stretch that has most terms, and of these most marks."""
    room = longest * (1 - BEFORE)

    def weight(span: _Span) -> tuple[int, int]:
        within = [other for other in spans if span.start <= other.start and other.end <= span.start + room]
        return len({other.term for other in within}), len(within)

    return max(spans[:200], key=lambda span: (*weight(span), -span.start)).start if spans else 0


def _pieces(text: str, start: int, end: int, spans: list[_Span]) -> Iterator[Piece]:
    at = start
    for first, last in _merged(spans, start, end):
        if first > at:
            yield Piece(_closed(text[at:first]), False)
        yield Piece(_closed(text[first:last]), True)
        at = last
    if end > at:
        yield Piece(_closed(text[at:end]), False)


def _merged(spans: list[_Span], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches to be marked, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for first, last, _term in spans:
        if first < start or last > end:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _closed(words: str) -> str:
    """Words on one line, as a page would show them."""
    return re.sub(r"\s+", " ", words)
