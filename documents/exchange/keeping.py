"""The original language against a version that is there already: which line is which block, so that it keeps its key.

What hangs on a block hangs on its key. A line is the block whose key came with it in the file; else the one that has
the same words, or words mostly the same; else the one that stands in the same place among the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import chain

from documents.drafts import Draft, PlannedBlock

from .notes import paired_notes
from .reading import NOTE, Line, Reading, with_keys

ALIKE = 0.5  # of their words, that two have in common
FEW_ALIKE = 0.7  # of a few words
FEW = 4
COMMON = 30  # blocks in which a word stands that tells nothing of any
LIKELY = 6  # blocks that are compared with a line: those that share most of its rarer words
_MARK = re.compile(r"\{[^{}]*\}|[\[\]［］*\\]")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NAMED = re.compile(r"(?<!\\)\{(?P<mark>note|para):(?P<key>[A-Za-z0-9_.-]+)\}")


def kept(before: Draft, reading: Reading) -> dict[int, str]:
    """The key of the block that each line is, by the place of the line; lines that are new are left out."""
    pairs = _Pairs(before, reading, notes=False)
    for step in (pairs.by_keys, pairs.in_order, pairs.anywhere, pairs.alike, pairs.between):
        step()
    notes = _Pairs(before, reading, notes=True)
    for place, key in paired_notes(pairs.found, before.words.get(reading.language, {}), reading).items():
        notes.pair(place, key)
    for step in (notes.anywhere, notes.alike):
        step()
    return pairs.found | notes.found


def rekeyed(
    reading: Reading, found: Mapping[int, str], before: Draft, used: Iterable[str] = ()
) -> tuple[Reading, dict[str, str]]:
    """The reading with these keys by place; with it the new keys by the old.

    What is new has the key that came with the file, or a fresh one: never that of a block that is gone, nor one that
    was `used` in the text at any time.
    """
    there = {block.key for block in before.blocks}
    brought = reading.keys - there
    held = [Line(0, "", "", key=key) for key in (there | set(used) - brought) - set(found.values())]
    lines = [
        replace(line, key=found.get(line.place, line.key if line.key in brought else "")) for line in reading.lines
    ]
    made = with_keys([*held, *lines])[len(held) :]
    names = {old.key: new.key for old, new in zip(reading.lines, made, strict=True) if old.key}
    worded = [replace(line, words=renamed(line.words, names)) for line in made]
    return replace(reading, lines=worded, keys=frozenset()), names


def renamed(words: str, names: Mapping[str, str]) -> str:
    """The words, with the blocks that they call or name by their new keys."""
    return _NAMED.sub(lambda found: f"{{{found['mark']}:{names.get(found['key'], found['key'])}}}", words)


class _Pairs:
    """Lines and blocks while they are paired: footnotes, or all the others."""

    def __init__(self, before: Draft, reading: Reading, *, notes: bool) -> None:
        words = before.words.get(reading.language, {})
        self.keys = reading.keys
        self.blocks = [block for block in before.blocks if (block.kind == NOTE) == notes]
        self.lines = [line for line in reading.lines if line.is_taken and (line.kind == NOTE) == notes]
        self.ours = {block.key: bare(words.get(block.key, "")) for block in self.blocks}
        self.theirs = {line.place: bare(line.words) for line in self.lines}
        self.found: dict[int, str] = {}
        self.taken: set[str] = set()

    def pair(self, place: int, key: str) -> None:
        if place not in self.found and key not in self.taken and key in self.ours:
            self.found[place] = key
            self.taken.add(key)

    def open_blocks(self) -> list[PlannedBlock]:
        return [block for block in self.blocks if block.key not in self.taken]

    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if line.place not in self.found]

    def by_keys(self) -> None:
        there = {block.key for block in self.blocks}
        for line in self.lines:
            if line.key in self.keys and line.key in there:
                self.pair(line.place, line.key)

    def in_order(self) -> None:
        """The same kind and words, in the same order."""
        blocks, lines = self.open_blocks(), self.open_lines()
        ours = [(block.kind, self.ours[block.key]) for block in blocks]
        theirs = [(line.kind, self.theirs[line.place]) for line in lines]
        for match in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
            for step in range(match.size):
                if theirs[match.b + step][1]:
                    self.pair(lines[match.b + step].place, blocks[match.a + step].key)

    def anywhere(self) -> None:
        """The same words, wherever they stand now and whatever they were taken for."""
        waiting: dict[str, list[str]] = {}
        for block in self.open_blocks():
            waiting.setdefault(self.ours[block.key], []).append(block.key)
        for line in self.open_lines():
            if (words := self.theirs[line.place]) and waiting.get(words):
                self.pair(line.place, waiting[words].pop(0))

    def alike(self) -> None:
        """Words mostly the same: the most alike first, and of equals the nearest."""
        blocks = {block.key: Counter(_parts(self.ours[block.key])) for block in self.open_blocks()}
        order = {block.key: number for number, block in enumerate(self.blocks)}
        standing = {line.place: number for number, line in enumerate(self.lines)}
        where: dict[str, list[str]] = {}
        for key, parts in blocks.items():
            for part in parts:
                where.setdefault(part, []).append(key)
        scored = []
        for line in self.open_lines():
            own = Counter(_parts(self.theirs[line.place]))
            rare = (where[part] for part in own if len(where.get(part, ())) in range(1, COMMON + 1))
            for key, _shared in Counter(chain.from_iterable(rare)).most_common(LIKELY):
                if (likeness := _likeness(own, blocks[key])) > 0:
                    scored.append((-likeness, abs(order[key] - standing[line.place]), line.place, key))
        for _less, _distance, place, key in sorted(scored):
            self.pair(place, key)

    def between(self) -> None:
        """Where as many of the same kinds stand open between two pairs, they are each other."""
        order = {block.key: number for number, block in enumerate(self.blocks)}
        for lines, start, end in self._gaps(order):
            blocks = [block for block in self.blocks[start:end] if block.key not in self.taken]
            if [(b.kind, b.level) for b in blocks] == [(line.kind, line.level) for line in lines]:
                for block, line in zip(blocks, lines, strict=True):
                    self.pair(line.place, block.key)

    def _gaps(self, order: Mapping[str, int]) -> Iterator[tuple[list[Line], int, int]]:
        """Open lines that follow each other, and between which blocks they stand."""
        start = 0
        held: list[Line] = []
        for line in [*self.lines, None]:
            key = self.found.get(line.place) if line else ""
            if line and key is None:
                held.append(line)
                continue
            end = order[key] if key else len(self.blocks)
            if held and start <= end:
                yield held, start, end
            held, start = [], end + 1


def bare(words: str) -> str:
    """The words without marks, white space or capitals."""
    return " ".join(_MARK.sub(" ", words).split()).casefold()


def _parts(words: str) -> Iterator[str]:
    """What is counted of words: each of them; of Chinese every two characters."""
    for run in re.findall(r"\w+", words):
        if _HAN.search(run) and len(run) > 1:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
        else:
            yield run


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """How much of all their words two have in common; 0 where that is too little."""
    every = one.total() + other.total()
    share = 2 * (one & other).total() / every if every else 0.0
    return share if share >= (FEW_ALIKE if every <= 2 * FEW else ALIKE) else 0.0
