"""Two drafts of a text against each other, block by block, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ..drafts import Draft, Lineage, PlannedBlock
from .tokens import opening_brackets
from .words import Segment, Stands, compare_parts

HEADINGS = frozenset({"heading", "annex", "option"})
NOTE = "footnote"


class Change(StrEnum):
    """What became of a block."""

    WORDS = "words"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    KIND = "kind"  # or its level, or the place it has among alternatives and options


class Place(StrEnum):
    """In the order of which of the two texts a row stands."""

    BOTH = "both"
    NEW = "new"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Row:
    """A block as it stands in the new text, or where it stood and no longer does.

    A block that moved has two rows: the one where it stood has no segments. So has one that went into others.
    """

    place: Place
    old: PlannedBlock | None
    new: PlannedBlock | None
    changes: frozenset[Change] = frozenset()
    segments: tuple[Segment, ...] = ()
    sources: tuple[str, ...] = ()  # of what was split or merged: the keys of the blocks it comes from
    goes_to: tuple[str, ...] = ()  # of what no longer stands here: the keys of the blocks where it does

    @property
    def block(self) -> PlannedBlock:
        """The block as it stands, or as it stood where it is gone."""
        return self.new or self.old  # type: ignore[return-value]  # one of them is there

    @property
    def key(self) -> str:
        return self.block.key


@dataclass(frozen=True, slots=True)
class Tally:
    """How many paragraphs became what; headings and footnotes of which anything changed; brackets more or fewer."""

    changed: int = 0
    inserted: int = 0
    deleted: int = 0
    moved: int = 0
    split: int = 0
    merged: int = 0
    headings: int = 0
    notes: int = 0
    brackets: int = 0


def compare(old: Draft, new: Draft, language: str, lineage: Iterable[Lineage] = ()) -> list[Row]:
    """The rows of a comparison in the reading order of the new text, with what is gone where it stood.

    Leaving out what was deleted gives exactly the new text; leaving out what was inserted, exactly the old one.
    Blocks without words in `language` are compared as blocks that have none.
    """
    return list(_Comparison(old, new, language, list(lineage)).rows())


def tally(rows: Iterable[Row]) -> Tally:
    """What a comparison comes to. A block that was split is counted once, whatever it became."""
    found = Tally()
    parted: set[str] = set()
    for row in rows:
        found = replace(found, brackets=found.brackets + _brackets(row))
        name = _counted_as(row)
        if name == Change.SPLIT:
            parted |= {*row.sources}
        elif name:
            found = replace(found, **{name: getattr(found, name) + 1})
    return replace(found, split=len(parted))


def _counted_as(row: Row) -> str:
    """Under which one of the counts a row falls; none for one that is unchanged or counted where it stands now."""
    if not row.changes or row.goes_to:
        return ""
    if row.block.kind in HEADINGS:
        return "headings"
    if row.block.kind == NOTE:
        return "notes"
    for change in (Change.INSERTED, Change.DELETED, Change.SPLIT, Change.MERGED, Change.MOVED):
        if change in row.changes:
            return change.value
    return "changed"


def _brackets(row: Row) -> int:
    signs = {Stands.IN_NEW: 1, Stands.IN_OLD: -1, Stands.IN_BOTH: 0}
    return sum(signs[one.stands] * opening_brackets(one.words) for one in row.segments if signs[one.stands])


class _Comparison:
    def __init__(self, old: Draft, new: Draft, language: str, lineage: list[Lineage]) -> None:
        self.old = {block.key: block for block in old.blocks}
        self.new = {block.key: block for block in new.blocks}
        self.old_words, self.new_words = old.words.get(language, {}), new.words.get(language, {})
        self.lineage = [one for one in lineage if self._is_of_these(one)]
        self.sources: dict[str, dict[str, str]] = {}  # by new key: how it comes from each old key
        for one in self.lineage:
            self.sources.setdefault(one.key, {})[one.from_key] = one.how
        self.families = _families(self.old, self.new, self.lineage)
        self.staying = _staying(list(self.old.values()), list(self.new.values()), self.old_words)
        self.segments = dict(self._segments())

    def _is_of_these(self, one: Lineage) -> bool:
        return one.from_key in self.old and one.key in self.new and one.from_key != one.key

    def rows(self) -> Iterator[Row]:
        gone = self._gone()
        yield from gone.get("", [])
        for key in self.new:
            yield self._standing(key)
            yield from gone.get(key, [])

    def _standing(self, key: str) -> Row:
        sources = self.sources.get(key, {})
        known = self.old.get(key)
        if sources and known is not None:
            sources = {**sources, key: ""}
        elif any(one.from_key == key for one in self.lineage):
            sources = {key: ""}
        return Row(
            place=Place.BOTH if key in self.staying else Place.NEW,
            old=known,
            new=self.new[key],
            changes=frozenset(self._changes(key)),
            segments=self.segments[key],
            sources=tuple(source for source in self.old if source in sources),
        )

    def _changes(self, key: str) -> Iterator[Change]:
        sources = self.sources.get(key, {})
        yield from (Change(how) for how in set(sources.values()))
        if any(one.from_key == key and one.how == Change.SPLIT for one in self.lineage):
            yield Change.SPLIT
        known, block = self.old.get(key), self.new[key]
        if known is None:
            if not sources:
                yield Change.INSERTED
                return
        elif replace(known, key="") != replace(block, key=""):
            yield Change.KIND
        if known is not None and key not in self.staying and block.kind != NOTE:
            yield Change.MOVED
        if any(one.stands != Stands.IN_BOTH and one.words.strip() for one in self.segments[key]):
            yield Change.WORDS

    def _gone(self) -> Mapping[str, list[Row]]:
        """What no longer stands where it stood, by the key of the block after which it stood; "" for the beginning."""
        found: dict[str, list[Row]] = {}
        after = ""
        for key in self.old:
            if key in self.staying:
                after = key
            else:
                found.setdefault(after, []).append(self._left(key))
        return found

    def _left(self, key: str) -> Row:
        old = self.old[key]
        if key in self.new:
            changes = frozenset() if old.kind == NOTE else frozenset({Change.MOVED})
            return Row(Place.OLD, old, None, changes, goes_to=(key,))
        heirs = [one for one in self.lineage if one.from_key == key]
        if heirs:
            changes = frozenset(Change(one.how) for one in heirs)
            return Row(Place.OLD, old, None, changes, goes_to=tuple(one.key for one in heirs))
        words = self.old_words.get(key, "")
        segments = (Segment(Stands.IN_OLD, words, key),) if words else ()
        return Row(Place.OLD, old, None, frozenset({Change.DELETED}), segments)

    def _segments(self) -> Iterator[tuple[str, tuple[Segment, ...]]]:
        """The words of each new block against those that it comes from."""
        for before, after in self.families:
            old = [(key, self.old_words.get(key, "")) for key in before]
            yield from zip(after, compare_parts(old, [self.new_words.get(key, "") for key in after]), strict=True)


def _families(
    old: Mapping[str, PlannedBlock], new: Mapping[str, PlannedBlock], lineage: Iterable[Lineage]
) -> list[tuple[list[str], list[str]]]:
    """The old and the new keys that belong together, each in their order: one of each for most."""
    head: dict[tuple[str, str], tuple[str, str]] = {}

    def find(one: tuple[str, str]) -> tuple[str, str]:
        while (above := head.get(one, one)) != one:
            one = above
        return one

    pairs = [(key, key) for key in new if key in old] + [(one.from_key, one.key) for one in lineage]
    for before, after in pairs:
        head[find(("new", after))] = find(("old", before))
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for side, keys in enumerate((old, new)):
        for key in keys:
            found.setdefault(find((("old", "new")[side], key)), ([], []))[side].append(key)
    return [family for family in found.values() if family[1]]


def _staying(old: Sequence[PlannedBlock], new: Sequence[PlannedBlock], words: Mapping[str, str]) -> frozenset[str]:
    """The keys of blocks that stay while others move past them: as many as can be, and of equals the longer ones.

    Footnotes stand at the foot, wherever they are written: they hold nothing in its place.
    """
    places = {block.key: place for place, block in enumerate(old)}
    weights = {block.key: 1 if block.kind == NOTE else 1_000_000 + len(words.get(block.key, "")) for block in old}
    best = [(0, "")] * (len(old) + 1)  # a tree of the heaviest chains that end at or before each place
    before: dict[str, str] = {}
    for key in (block.key for block in new if block.key in places):
        weight, before[key] = _heaviest(best, places[key])
        _enter(best, places[key] + 1, (weight + weights[key], key))
    last = _heaviest(best, len(old))[1]
    chain = set()
    while last:
        chain.add(last)
        last = before[last]
    return frozenset(chain)


def _heaviest(best: list[tuple[int, str]], place: int) -> tuple[int, str]:
    found = (0, "")
    while place > 0:
        found = max(found, best[place], key=lambda one: one[0])
        place -= place & -place
    return found


def _enter(best: list[tuple[int, str]], place: int, chain: tuple[int, str]) -> None:
    while place < len(best):
        best[place] = max(best[place], chain, key=lambda one: one[0])
        place += place & -place
