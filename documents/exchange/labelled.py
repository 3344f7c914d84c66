"""The lines of a file, each with its number parted from its words, before one knows what it is."""

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from documents.faults import Fault, gettext_noop

from .inline import Bracket, Piece, Words, parted, plain, trimmed
from .numerals import HEADINGS, RUNNING
from .typed import Label, labels

ENDS = ".;:,。；：，،؛؟?!…"
SHORT = 110  # characters of a heading; Chinese ones are far below
OPENED = ("annex", "appendix", "option")
_FIGURE_GOES_ON = re.compile(r"[.–-](?:\d|\w\b)|第.{1,5}[款项段]")  # article 6.2, part I.A, 第六条第2款
_STOPPED_WITHIN = re.compile(r"(?<=\w{3})[.;] +(?=\S)|[。；](?=\S)")
UNBRACKETED = gettext_noop("The brackets in the number “{label}” were left out.")


@dataclass(slots=True)
class Found:
    """A paragraph as a file has it, before one knows what it is."""

    place: int
    pieces: list[Piece]
    label: str = ""  # the number that the file counts itself
    kind: str = ""  # where the file says so
    level: int = 0
    outline: int = 0  # level of a heading by its style
    looks: str = ""  # "title", "bold", "centred": what the file makes of the whole paragraph
    alternative: int = 0
    option: int = 0
    key: str = ""
    exact: bool = False  # spaces are as they must be
    table: str = ""  # the wording of a table, ready
    remarks: list[Fault] = field(default_factory=list)
    counter: str = ""  # which list of the file counts its number
    depth: int = 0  # how deep it stands in that


@dataclass(slots=True)
class Labelled:
    """A line with its number apart, and all that this may be."""

    found: Found
    options: list[Label]
    pieces: list[Piece]

    @property
    def words(self) -> str:
        """What it says, brackets and all."""
        return self.found.table or plain(self.pieces).strip()

    @property
    def label(self) -> str:
        """Its number as the file has it."""
        return self.found.label or (self.options[0].text if self.options else "")

    @property
    def is_title(self) -> bool:
        """Whether it is as short as a heading, and has no stop."""
        words = self.words.strip("[]［］ ")
        return 0 < len(words) <= SHORT and words[-1] not in ENDS


def labelled(found: Found) -> Labelled:
    """The line with its number parted from its words, if it begins with one."""
    if found.kind:
        return Labelled(found, [], found.pieces if found.exact else trimmed(found.pieces))
    if found.label:
        return Labelled(found, labels(found.label + "\t"), trimmed(found.pieces))
    options = labels(_words(found.pieces)) if _begins(found.pieces) else []
    if options:
        number, rest = parted(found.pieces, options[0].length)
        if believed(options[0], plain(rest)) and _brackets(number) <= 1:
            return Labelled(found, _as_typed(found, options, number), trimmed(rest))
    return Labelled(found, [], trimmed(found.pieces))


def _words(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if isinstance(piece, Words))


def _begins(pieces: list[Piece]) -> bool:
    """Whether words come first, but for brackets that open."""
    first = next((piece for piece in pieces if not (isinstance(piece, Bracket) and piece.opens)), None)
    return isinstance(first, Words)


def _brackets(number: list[Piece]) -> int:
    """How many pairs of brackets are within a number."""
    return sum(isinstance(piece, Bracket) and piece.opens for piece in number)


def _as_typed(found: Found, options: list[Label], number: list[Piece]) -> list[Label]:
    """The readings of a number with the brackets within it, which no computed number has: 2[bis]."""
    if not _brackets(number):
        return options
    typed = plain(number).strip()
    found.remarks.append(Fault(UNBRACKETED, label=typed))
    return [replace(option, text=typed) for option in options]


def believed(label: Label, rest: str) -> bool:
    """Whether a word such as “Article 5” begins a heading and not a sentence."""
    if label.look not in (*OPENED, *HEADINGS):
        return True
    rest = rest.strip()
    if rest and (label.text[0].islower() or _FIGURE_GOES_ON.match(rest)):
        return False
    if not rest or label.apart or label.text[-1] in ".:—–":
        return True
    if label.look in ("annex", "appendix") and not label.number:
        return False
    return len(rest) <= SHORT and rest[-1] not in ENDS and not rest[0].islower() and rest[0] not in ",،，()（"


def joined(all_: list[Labelled]) -> list[Labelled]:
    """A label on a line of its own belongs to the next line, which has none."""
    made: list[Labelled] = []
    for one in all_:
        before = made[-1] if made else None
        if before is not None and _waits(before, one):
            outline, remarks = before.found.outline or one.found.outline, [*before.found.remarks, *one.found.remarks]
            found, pieces = replace(before.found, outline=outline, remarks=remarks), before.pieces + one.pieces
            made[-1] = Labelled(found, before.options, pieces)
        else:
            made.append(one)
    return made


def _waits(before: Labelled, one: Labelled) -> bool:
    if before.words.strip("[［ ") or before.found.kind or not before.options:
        return False
    if one.options or one.found.kind or one.found.label:
        return False
    if before.options[0].look in (*HEADINGS, "roman", "upper", *OPENED):
        return one.is_title
    return True


def apart(all_: list[Labelled]) -> list[Labelled]:
    """A number that is called something stands on a line of its own, before the line of its sentence.

    It has the place of that line, as a negative number: no other line has it, whatever else there is in the file.
    """
    made: list[Labelled] = []
    for one, after in zip_longest(all_, all_[1:]):
        if _is_sentence(one, after):
            of_number = [fault for fault in one.found.remarks if fault.reason == UNBRACKETED]
            others = [fault for fault in one.found.remarks if fault.reason != UNBRACKETED]
            number = Found(-one.found.place, [], one.found.label, remarks=of_number)
            made += [
                Labelled(number, one.options, []),
                Labelled(replace(one.found, label="", remarks=others), [], one.pieces),
            ]
        else:
            made.append(one)
    return made


def _is_sentence(one: Labelled, after: Labelled | None) -> bool:
    """Whether the words behind “Article 5” are no title: by their stop, their length, or since nothing else follows."""
    words = one.words.strip("[]［］ ")
    look = one.options[0].look if one.options else ""
    if look not in (*HEADINGS, *OPENED) or not words or words[-1] not in ENDS:
        return False
    if one.found.outline and len(one.words) <= 2 * SHORT:
        return False
    if words[-1] not in ".。" or len(words) > SHORT or _STOPPED_WITHIN.search(words):
        return True
    following = after.options[0].look if after and after.options else ""
    return look in (*RUNNING, "option") and (after is None or following in (*HEADINGS, *OPENED))
