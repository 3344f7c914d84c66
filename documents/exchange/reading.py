"""What was read out of a file: line by line what each was taken for, so that a person may correct it before it counts.

A line is a paragraph, a footnote or a table of the file. `draft` makes a version of the lines as they then are.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from documents.drafts import Draft, PlannedBlock
from documents.faults import Fault, gettext_noop
from igsp_portal.foundations.language.characters import plain

MASTHEAD = "masthead"  # stands before the text, and is none of it
LEFT_OUT = ("", MASTHEAD)
NOTE = "footnote"
NAMELESS = ("option", "heading", "annex")  # may have a number and no words
LONGEST_KEY = 40
WORDS_IN_KEY = 4
MOST_LINES = 3_000
MOST_BYTES = 2 * 1024 * 1024  # of all words, so that what is carried from page to page is well below a form's limit
_CALL = re.compile(r"(?<!\\)\{note:([A-Za-z0-9_.-]+)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file and what it was taken for."""

    place: int  # which paragraph of the file, from 1, footnotes and tables too; less than 0 for its number, if apart
    kind: str  # a kind of block; "" or "masthead" for what is not taken over
    words: str  # a wording
    level: int = 1
    label: str = ""  # its number in the file, whether typed or counted there
    alternative: int = 0
    option: int = 0  # the place of the option in which it stands
    key: str = ""
    remarks: tuple[Fault, ...] = ()

    @property
    def is_taken(self) -> bool:
        return self.kind not in LEFT_OUT


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change that one author made in the file: what a line would then be.

    `place` is that of a line of the reading, or for what is new that of the line after which it stands (0: the first).
    """

    how: Literal["reword", "insert", "delete", "move"]
    place: int
    author: str
    date: str  # as the file has it: 2004-10-15T09:30:00Z, or ""
    words: str = ""
    kind: str = ""  # of a line put in
    level: int = 1
    after: int = 0  # where a line goes that moves
    notes: tuple[str, ...] = ()  # footnotes that it would bring along, and that are not entered


@dataclass(frozen=True)
class Reading:
    """A whole file as read."""

    lines: Sequence[Line]
    language: str
    remarks: Sequence[Fault] = ()  # on the file as a whole
    proposals: Sequence[Proposed] = ()
    numbering: Any = ""  # the data of the numbering that its headings follow; "" where there are no headings
    keys: frozenset[str] = frozenset()  # that came with the file; all others were made of the words
    written_in: str = ""  # the language in which the file says that it is

    def remarked(self) -> list[tuple[int, Fault]]:
        """All that is to be said, each with the place of its line; 0 for the whole."""
        return [(0, fault) for fault in self.remarks] + [
            (line.place, fault) for line in self.lines for fault in line.remarks
        ]


class Unreadable(Fault):
    """A file that cannot be taken over at all: why, and where."""


def check_length(lines: Sequence[Line], others: Iterable[str] = ()) -> None:
    """Refuse more lines, or more words in them, of them and in `others`, than can be looked at. Raises Unreadable."""
    told = (str(value) for line in lines for fault in line.remarks for value in fault.values.values())
    size = sum(len(words.encode()) for words in (*(line.words for line in lines), *told, *others))
    if len(lines) > MOST_LINES or size > MOST_BYTES:
        raise Unreadable(TOO_LONG, lines=len(lines), size=size, most_lines=MOST_LINES, most=MOST_BYTES)


def draft(reading: Reading) -> Draft:
    """The version that the lines make, in the language of the file."""
    lines = [line for line in with_keys(reading.lines) if line.is_taken]
    keys = {line.place: line.key for line in lines}
    blocks = [
        PlannedBlock(line.key, line.kind, line.level, line.alternative, keys.get(line.option, "")) for line in lines
    ]
    words = {line.key: line.words for line in lines if line.words or line.kind not in NAMELESS}
    return Draft(blocks, {reading.language: words})


def order_of(place: int) -> tuple[int, int]:
    """By what places are ordered as they stand in the file: a number apart comes before the words of its line."""
    return abs(place), place


def keys_of(lines: Iterable[Line]) -> frozenset[str]:
    """The keys that came with a file, of lines that have not been given others.

    A footnote always has one, by which it is called: it came with the file only where others did.
    """
    keyed = [line for line in lines if line.key]
    return frozenset(line.key for line in keyed) if any(line.kind != NOTE for line in keyed) else frozenset()


def with_keys(lines: Iterable[Line]) -> list[Line]:
    """The lines, each that is taken with a key of its own; keys that came with the file stay.

    A key is made of the first words, or where these have no Latin letters of the kind and its count: it says nothing
    of the number, which changes.
    """
    lines = list(lines)
    taken: set[str] = set()
    held = {line.key for line in lines}
    counts: dict[str, int] = {}
    made = []
    for line in lines:
        if line.is_taken and (not line.key or line.key in taken):
            line = replace(line, key=_key(line, held, counts))
            held.add(line.key)
        taken.add(line.key)
        made.append(line)
    return made


def _key(line: Line, taken: set[str], counts: dict[str, int]) -> str:
    stem = "" if line.kind == NOTE else slug(line.words)
    if stem and stem not in taken:
        return stem
    stem = stem or line.kind
    while True:
        counts[stem] = counts.get(stem, 0 if stem == line.kind else 1) + 1
        if (key := f"{stem}-{counts[stem]}") not in taken:
            return key


def slug(words: str) -> str:
    """The first words as a key; "" where they are not written in Latin letters."""
    bare = re.sub(r"\{[^{}]*\}", " ", words)
    plainly = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode().lower()
    letters = sum(letter.isalpha() for letter in bare)
    if sum(letter.isalpha() for letter in plainly) * 2 < letters:
        return ""
    key = "-".join(re.findall("[a-z0-9]+", plainly)[:WORDS_IN_KEY])
    return key[:LONGEST_KEY].strip("-")


def calls(words: str) -> list[str]:
    """The keys of the footnotes that the words call, whether or not the rest of them can be read."""
    return _CALL.findall(words)


def without_calls(words: str, keys: Collection[str]) -> str:
    """The words without their calls of these footnotes."""
    return _CALL.sub(lambda call: "" if call[1] in keys else call[0], words)


def with_notes(lines: Iterable[Line], notes: Mapping[str, Line]) -> list[Line]:
    """The lines, each followed by the footnotes that it is the first to call; those of what is left out are so too.

    A footnote that another calls follows that one.
    """
    lines = list(lines)
    wanted = {key for line in lines if line.is_taken for key in _called(line, notes)}
    waiting = dict(notes)
    made = []
    for line in lines:
        made.append(line)
        for key in _called(line, notes):
            if key in waiting and (line.is_taken or key not in wanted):
                note = waiting.pop(key)
                made.append(note if line.is_taken else _left_out(note))
    return made


def _called(line: Line, notes: Mapping[str, Line]) -> list[str]:
    """The footnotes that a line calls, and those that these call."""
    found = list(dict.fromkeys(key for key in calls(line.words) if key in notes))
    for key in found:
        found += (more for more in dict.fromkeys(calls(notes[key].words)) if more in notes and more not in found)
    return found


def noted(before: Reading, now: Reading) -> Reading:
    """The reading with the footnotes of lines that a person has left out, or taken after all, going with them."""
    was = {line.place: line.is_taken for line in before.lines}
    turned = [line for line in now.lines if line.is_taken != was[line.place]]
    touched = {key for line in turned for key in calls(line.words)}
    wanted = {key for line in now.lines if line.is_taken for key in calls(line.words)}
    said = {line.place for line in turned}
    lines = [
        _turned(line, line.key in wanted) if line.key in touched and line.place not in said else line
        for line in now.lines
    ]
    return replace(now, lines=lines)


def _turned(note: Line, is_wanted: bool) -> Line:
    if note.is_taken == is_wanted:
        return note
    if not is_wanted:
        return _left_out(note)
    remarks = tuple(fault for fault in note.remarks if fault.reason != LEFT_WITH_CALL)
    return replace(note, kind=NOTE, remarks=remarks)


def _left_out(note: Line) -> Line:
    return replace(note, kind="", remarks=(*note.remarks, Fault(LEFT_WITH_CALL)))


def corrected(reading: Reading, changes: Mapping[int, Mapping[str, Any]]) -> Reading:
    """The reading with what a person says of its lines, by their places: another kind, level, words or option."""
    return replace(reading, lines=[replace(line, **changes.get(line.place, {})) for line in reading.lines])


def as_numbered(reading: Reading, printed: Mapping[str, str]) -> Reading:
    """The reading with a remark on each line whose number will be another; `printed` are labels by block key."""
    lines = [_compared(line, printed.get(line.key, "")) for line in with_keys(reading.lines)]
    return replace(reading, lines=lines)


def _compared(line: Line, counted: str) -> Line:
    if not line.is_taken or line.kind == NOTE or _signs(line.label) == _signs(counted):
        return line
    return replace(line, remarks=(*line.remarks, Fault(NOT_AS_NUMBERED, label=line.label, counted=counted)))


def _signs(label: str) -> str:
    """Letters and figures of a label, which may stand in other brackets."""
    return "".join(sign for sign in map(plain, label) if sign.isalnum()).casefold()


NOT_AS_NUMBERED = gettext_noop("The file has the number “{label}”; the text will have “{counted}”.")
TAKEN_BY_LOOK = gettext_noop("This was taken for a heading by its look.")
LEVEL_MISSING = gettext_noop("Level {level} stands in the file without the level above it; it was raised.")
LEFT_WITH_CALL = gettext_noop("This footnote is left out with the line that calls it.")
TOO_LONG = gettext_noop(
    "The text has {lines} lines and {size} bytes; {most_lines} and {most} are read at once. Divide it."
)
