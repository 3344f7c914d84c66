"""A second language against the blocks of the original: paired by structure and numbers, and asked where these differ.

Nothing is guessed: a line that fits no block is a question with the blocks that it may be, and so is a block without
a line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from documents.drafts import Draft, PlannedBlock
from documents.faults import Fault, gettext_noop

from .notes import paired_notes
from .reading import NOTE, Line, Reading, order_of
from .typed import number_in

NO_BLOCK = gettext_noop("This line fits no block of the original.")
NO_LINE = gettext_noop("No line was found for this block.")
OTHER_KIND = gettext_noop("The line was taken for another kind than its block.")
OTHER_NUMBER = gettext_noop("The line has the number “{label}”; its block has “{counted}”.")
NEAR = 3  # blocks on either side that are offered


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and the block whose words it has."""

    key: str
    line: Line


@dataclass(frozen=True, slots=True)
class Question:
    """What does not fit: a line (by its place) or a block, and which blocks or lines it may belong to."""

    about: Fault
    place: int = 0  # of the line; 0 where there is none
    key: str = ""  # of the block; "" where there is none
    keys: tuple[str, ...] = ()  # blocks that the line may be
    places: tuple[int, ...] = ()  # lines that may be the block's


@dataclass(frozen=True)
class Alignment:
    """The pairs, and the questions that a person has to answer."""

    pairs: Sequence[Pair] = field(default_factory=list)
    questions: Sequence[Question] = field(default_factory=list)


def align(original: Draft, reading: Reading, counted: Mapping[str, str] | None = None) -> Alignment:
    """Pair the lines of `reading` with the blocks of `original`.

    `counted` are the labels that the original prints in the language of the reading, by block key.
    """
    labels = counted or {}
    lines = [line for line in reading.lines if line.is_taken and line.kind != NOTE]
    blocks = [block for block in original.blocks if block.kind != NOTE]
    pairs: list[Pair] = []
    open_lines: list[Line] = []
    open_blocks: list[PlannedBlock] = []
    ours = [_shape(block.kind, block.level, labels.get(block.key, "")) for block in blocks]
    theirs = [_shape(line.kind, line.level, line.label) for line in lines]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for how, start, end, from_, to in matcher.get_opcodes():
        if how == "equal" or (how == "replace" and _same_kinds(blocks[start:end], lines[from_:to])):
            pairs += [Pair(block.key, line) for block, line in zip(blocks[start:end], lines[from_:to], strict=True)]
        else:
            open_blocks += blocks[start:end]
            open_lines += lines[from_:to]
    pairs += _notes(original, reading, pairs)
    questions = [*_doubts(pairs, original, labels), *_open(original, pairs, open_blocks, open_lines)]
    return Alignment(sorted(pairs, key=lambda pair: order_of(pair.line.place)), questions)


def answered(alignment: Alignment, reading: Reading, answers: Mapping[int, str]) -> Alignment:
    """The alignment with a person's answers: for the place of a line, the key of its block, or "" to leave it out."""
    lines = {line.place: line for line in reading.lines}
    taken = {key for key in answers.values() if key}
    pairs = [pair for pair in alignment.pairs if pair.line.place not in answers and pair.key not in taken]
    pairs += [Pair(key, lines[place]) for place, key in answers.items() if key and place in lines]
    paired = {pair.key for pair in pairs}
    questions = [
        one for one in alignment.questions if one.place not in answers and (one.place or one.key not in paired)
    ]
    return Alignment(sorted(pairs, key=lambda pair: order_of(pair.line.place)), questions)


def _shape(kind: str, level: int, label: str) -> tuple[str, int, int]:
    """What two languages have in common: kind, level, and the number, however its figures are written."""
    return kind, level, number_in(label) if kind in ("paragraph", "heading") else 0


def _same_kinds(blocks: Sequence[PlannedBlock], lines: Sequence[Line]) -> bool:
    return [(one.kind, one.level) for one in blocks] == [(one.kind, one.level) for one in lines]


def _notes(original: Draft, reading: Reading, pairs: Sequence[Pair]) -> list[Pair]:
    """Footnotes are paired by their calls: the first of a block with the first of its line."""
    words = next((one for one in original.words.values() if one), {})
    lines = {line.place: line for line in reading.lines}
    found = paired_notes({pair.line.place: pair.key for pair in pairs}, words, reading)
    return [Pair(key, lines[place]) for place, key in found.items()]


def _doubts(pairs: Sequence[Pair], original: Draft, labels: Mapping[str, str]) -> list[Question]:
    """Pairs that fit by their place and differ in their number."""
    kinds = {block.key: (block.kind, block.level) for block in original.blocks}
    found = []
    for pair in pairs:
        counted = labels.get(pair.key, "")
        if pair.line.kind != NOTE and counted and pair.line.label:
            ours, theirs = (_shape(*kinds[pair.key], label) for label in (counted, pair.line.label))
            if ours != theirs:
                about = Fault(OTHER_NUMBER, label=pair.line.label, counted=counted)
                found.append(Question(about, pair.line.place, pair.key))
    return found


def _open(
    original: Draft, pairs: Sequence[Pair], blocks: Sequence[PlannedBlock], lines: Sequence[Line]
) -> list[Question]:
    paired = {pair.key for pair in pairs}
    missing = [block.key for block in original.blocks if block.key not in paired]
    at = {pair.line.place: pair.key for pair in pairs}
    paired_places = sorted(at, key=order_of)
    order = {block.key: number for number, block in enumerate(original.blocks)}
    standing = [order[key] for key in missing]
    found = []
    for line in lines:
        before = bisect_left(paired_places, order_of(line.place), key=order_of)
        number = order[at[paired_places[before - 1]]] + 1 if before else 0
        near = missing[bisect_left(standing, number - NEAR) : bisect_right(standing, number + NEAR)]
        found.append(Question(Fault(NO_BLOCK), line.place, keys=tuple(near)))
    places = tuple(line.place for line in lines)
    return found + [Question(Fault(NO_LINE), key=key, places=places) for key in missing]
