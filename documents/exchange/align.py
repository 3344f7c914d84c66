"""A second language against the blocks of the original: paired by structure and numbers, and asked where these differ.

Nothing is guessed: a line that fits no block is a question with the blocks that it may be, and so is a block without
a line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from documents.drafts import Draft, PlannedBlock
from documents.faults import Fault, gettext_noop

from .notes import paired_notes
from .reading import NOTE, Line, Reading, order_of
from .typed import numbers_in

NO_BLOCK = gettext_noop("This line fits no block of the original.")
NO_LINE = gettext_noop("No line was found for this block.")
OTHER_KIND = gettext_noop("The line was taken for another kind than its block.")
OTHER_NUMBER = gettext_noop("The line has the number “{label}”; its block has “{counted}”.")
ABOVE = ("heading", "annex", "option", "paragraph")  # under which unnumbered words stand
NEAR = 3  # blocks on either side that are offered


@dataclass(frozen=True, slots=True)
class Pair:
    """A line and the block whose words it has."""

    key: str
    line: Line


@dataclass(frozen=True, slots=True)
class Shape:
    """What is compared of a block and a line."""

    kind: str
    level: int
    word: str = ""  # what it is called: part, article
    number: int = 0
    alternative: int = 0
    under: Shape | None = None  # of what has no number: under which numbered block it stands

    @property
    def place(self) -> tuple[str, str | int]:
        """What it is one of."""
        return self.kind, self.word or self.level


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
    ours, theirs = _comparable(
        [_shape(block.kind, block.level, labels.get(block.key, "")) for block in blocks],
        [_shape(line.kind, line.level, line.label) for line in lines],
    )
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


def _shape(kind: str, level: int, label: str) -> Shape:
    """What two languages have in common: kind, level, and what is counted by which number, however it is written."""
    said = numbers_in(label)
    return Shape(kind, level, *said[0]) if said else Shape(kind, level)


def _comparable(ours: Sequence[Shape], theirs: Sequence[Shape]) -> tuple[list[Shape], list[Shape]]:
    """The shapes, without words and numbers of those that have them on one side only, as headings by their style.

    Where both call their headings, an article is one on whichever level it stands.
    """
    called = {shape.kind for shape in ours if shape.word} & {shape.kind for shape in theirs if shape.word}
    ours, theirs = (
        [replace(one, level=0) if one.word and one.kind in called else replace(one, word="") for one in shapes]
        for shapes in (ours, theirs)
    )
    numbered = {one.place for one in ours if one.number} & {one.place for one in theirs if one.number}
    ours, theirs = (
        [one if one.place in numbered else replace(one, number=0, alternative=0) for one in shapes]
        for shapes in (ours, theirs)
    )
    return _placed(ours), _placed(theirs)


def _placed(shapes: Iterable[Shape]) -> list[Shape]:
    """The shapes, those without a number with what they stand under, so that none goes to another article."""
    found: list[Shape] = []
    under: Shape | None = None
    for shape in shapes:
        found.append(shape if shape.number else replace(shape, under=under))
        under = shape if shape.number and shape.kind in ABOVE else under
    return found


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
    found = []
    for pair in pairs:
        counted = labels.get(pair.key, "")
        if pair.line.kind != NOTE and not _agree(counted, pair.line.label):
            about = Fault(OTHER_NUMBER, label=pair.line.label, counted=counted)
            found.append(Question(about, pair.line.place, pair.key))
    return found


def _agree(counted: str, label: str) -> bool:
    """Whether two labels have a reading in common; one without a number, as of a list with dots, says nothing."""
    ours, theirs = numbers_in(counted), numbers_in(label)
    return not (ours and theirs) or any(
        number == other and (word == what or not word or not what) for word, *number in ours for what, *other in theirs
    )


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
