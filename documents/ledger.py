"""The ledger of brackets: each one that stands in a text, where, and from which version to which it has been open.

A bracket is followed from one version to the next within its block, and within those that were split from it or that
it was merged into: by its label; by its words; by the words on either side of it; and by most of its words. One that
is gone is closed. What comes back later has been opened anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from documents import brackets, comparison
from documents.drafts import Draft, Lineage
from documents.faults import Fault

HALF = 0.5  # of the words, for a bracket whose words changed to be the same one still
_LABEL = re.compile(r"\{is:([^{}\s]*)\}")
ANNEXES = 10  # an annex stands above all headings that follow it


class Place(NamedTuple):
    """Where a bracket stands in one version. `order` counts the brackets of the block as they open, from 1."""

    key: str
    order: int
    label: str
    depth: int  # 1 for the outermost
    words: str  # within it, marks and all
    before: str = ""  # the word before it, and the one behind; "" at the ends of the block
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a text; `lineage` tells of blocks that came from others of the version before."""

    number: int
    draft: Draft
    lineage: Sequence[Lineage] = ()


@dataclass(slots=True)
class Entry:
    """One bracket over the versions in which it stood: where in each, by their numbers, and where it is gone."""

    places: dict[int, Place]
    closed: int | None = None

    @property
    def since(self) -> int:
        return next(iter(self.places))

    @property
    def last(self) -> Place:
        return self.places[next(reversed(self.places))]


class Point(NamedTuple):
    """How many brackets stand in a version, and how many came and went with it."""

    number: int
    standing: int
    opened: int
    closed: int


@dataclass(frozen=True)
class Ledger:
    """Every bracket of a text in one language, in the order in which they opened."""

    versions: list[Version]
    entries: list[Entry]
    unread: dict[int, list[str]] = field(default_factory=dict)  # blocks whose brackets do not balance, by version

    def standing(self, number: int) -> list[Entry]:
        """The brackets that stand in a version, in the order of its text."""
        draft = next(version.draft for version in self.versions if version.number == number)
        at = {block.key: place for place, block in enumerate(draft.blocks)}
        there = [entry for entry in self.entries if number in entry.places]
        return sorted(there, key=lambda entry: (at[entry.places[number].key], entry.places[number].order))

    def curve(self) -> list[Point]:
        """The numbers version by version."""
        opened = Counter(entry.since for entry in self.entries)
        closed = Counter(entry.closed for entry in self.entries)
        standing = Counter(number for entry in self.entries for number in entry.places)
        return [Point(v.number, standing[v.number], opened[v.number], closed[v.number]) for v in self.versions]


@dataclass(slots=True)
class Section:
    """A heading, or what stands before the first (""): brackets under it, and with those of headings below it."""

    key: str
    depth: int  # how many others it stands under
    own: int = 0
    total: int = 0


def ledger(versions: Iterable[Version], language: str) -> Ledger:
    """The ledger of `versions`, the earliest first."""
    every = list(versions)
    entries: list[Entry] = []
    unread: dict[int, list[str]] = {}
    open_now: list[Entry] = []
    for version in every:
        there, wrong = read(version.draft, language)
        if wrong:
            unread[version.number] = wrong
        known = followed([entry.last for entry in open_now], there, version.lineage)
        open_now = _carried(open_now, there, known, version.number)
        entries += [entry for entry in open_now if entry.since == version.number]
    return Ledger(every, entries, unread)


def _carried(open_now: list[Entry], there: list[Place], known: Mapping[int, int], number: int) -> list[Entry]:
    """The brackets open from here on: those followed to their new places, and those that open."""
    from_old = {new: old for old, new in known.items()}
    for old, entry in enumerate(open_now):
        if old not in known:
            entry.closed = number
    found = []
    for new, place in enumerate(there):
        entry = open_now[from_old[new]] if new in from_old else Entry({})
        entry.places[number] = place
        found.append(entry)
    return found


def read(draft: Draft, language: str) -> tuple[list[Place], list[str]]:
    """The brackets that stand in a draft; and the blocks whose brackets do not balance, of which none is counted."""
    found: list[Place] = []
    wrong: list[str] = []
    words = draft.words.get(language, {})
    for block in draft.blocks:
        try:
            found += places(block.key, words.get(block.key, ""))
        except Fault:
            wrong.append(block.key)
    return found, wrong


def places(key: str, words: str) -> list[Place]:
    """The brackets of one block, as they open. Raises BracketError where they do not balance."""
    return [_place(key, order, words, span) for order, span in enumerate(brackets.scan(words), start=1)]


def _place(key: str, order: int, words: str, span: brackets.Span) -> Place:
    inside = words[span.start + 1 : span.end - 1]
    labelled = _LABEL.match(inside)
    label, inside = (labelled[1], inside[labelled.end() :]) if labelled else ("", inside)
    before, behind = _words(words[: span.start]), _words(words[span.end :])
    return Place(key, order, label, span.depth, inside.strip(), "".join(before[-1:]), "".join(behind[:1]))


def _words(text: str) -> list[str]:
    return [token.sign for token in comparison.cut(text) if not token.is_mark and token.sign]


def followed(old: Sequence[Place], new: Sequence[Place], lineage: Iterable[Lineage] = ()) -> dict[int, int]:
    """Which of the brackets `old` are which of `new`, by their places in the two lists."""
    return _Following(old, new, lineage).found


class _Following:
    def __init__(self, old: Sequence[Place], new: Sequence[Place], lineage: Iterable[Lineage]) -> None:
        self.old, self.new = old, new
        self.heirs: dict[str, set[str]] = {}
        for one in lineage:
            self.heirs.setdefault(one.from_key, set()).add(one.key)
        self.found: dict[int, int] = {}
        self._by(lambda place: place.label or None)
        self._by(lambda place: (place.label, place.depth, place.words, place.before, place.behind))
        self._by(lambda place: (place.label, place.depth, place.words))
        self._by(lambda place: place.words)
        self._by(lambda place: (place.before, place.behind, place.depth))
        self._by_most_words()

    def _by(self, what: Callable[[Place], Hashable]) -> None:
        """Pair those, in their order, of which this is the same; None is never the same."""
        waiting: dict[tuple[str, Hashable], list[int]] = {}
        for at, place in self._left(self.new, self.found.values()):
            if (mark := what(place)) is not None:
                waiting.setdefault((place.key, mark), []).append(at)
        for at, place in self._left(self.old, self.found):
            for key in self._keys(place.key):
                fits = waiting.get((key, what(place)), [])
                if (one := next((other for other in fits if self._may(at, other)), None)) is not None:
                    fits.remove(one)
                    self.found[at] = one
                    break

    def _by_most_words(self) -> None:
        alike = sorted(self._alike(), key=lambda pair: (-pair[0], pair[1], pair[2]))
        taken: set[int] = set()
        for _share, at, other in alike:
            if at not in self.found and other not in taken:
                self.found[at] = other
                taken.add(other)

    def _alike(self) -> Iterator[tuple[float, int, int]]:
        by_key: dict[str, list[tuple[int, Counter[str]]]] = {}
        for at, place in self._left(self.new, self.found.values()):
            by_key.setdefault(place.key, []).append((at, Counter(_words(place.words))))
        for at, place in self._left(self.old, self.found):
            words = Counter(_words(place.words))
            for key in self._keys(place.key):
                for other, theirs in by_key.get(key, []):
                    share = 2 * (words & theirs).total() / max((words + theirs).total(), 1)
                    if share >= HALF and self._may(at, other):
                        yield share, at, other

    def _left(self, every: Sequence[Place], taken: Iterable[int]) -> list[tuple[int, Place]]:
        gone = set(taken)
        return [(at, place) for at, place in enumerate(every) if at not in gone]

    def _keys(self, key: str) -> list[str]:
        return [key, *sorted(self.heirs.get(key, ()))]

    def _may(self, old: int, new: int) -> bool:
        """Two that bear different labels are two, whatever their words."""
        one, other = self.old[old].label, self.new[new].label
        return not (one and other) or one == other


def paired(original: Iterable[Place], there: Iterable[Place]) -> dict[tuple[str, int], Place]:
    """By block and place in it, of brackets in another language: which of the original each is.

    Labels pair them; those without one are paired in their order where the block has as many in both languages.
    """
    theirs, ours = _by_label(original), _by_label(there)
    found: dict[tuple[str, int], Place] = {}
    for mark, of_mark in ours.items():
        same = theirs.get(mark, [])
        if mark[1]:  # a label may stand more often, as the other language's grammar has it
            same = same[:1] * len(of_mark)
        if len(same) == len(of_mark):
            found |= {(place.key, place.order): one for place, one in zip(of_mark, same, strict=True)}
    return found


def _by_label(every: Iterable[Place]) -> dict[tuple[str, str], list[Place]]:
    found: dict[tuple[str, str], list[Place]] = {}
    for place in every:
        found.setdefault((place.key, place.label), []).append(place)
    return found


def sections(draft: Draft, counted: Mapping[str, int]) -> list[Section]:
    """The brackets counted by block, heading by heading, in the order of the text."""
    found = [Section("", 0)]
    above: list[tuple[int, Section]] = []
    for block in draft.blocks:
        if block.kind in ("heading", "annex"):
            level = block.level if block.kind == "heading" else block.level - ANNEXES
            above = [(other, section) for other, section in above if other < level]
            found.append(Section(block.key, len(above)))
            above.append((level, found[-1]))
        number = counted.get(block.key, 0)
        within = above[-1][1] if above else found[0]
        within.own += number
        for section in [section for _level, section in above] or [found[0]]:
            section.total += number
    return found if found[0].total else found[1:]
