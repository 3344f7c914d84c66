"""A wording as pieces that other formats can carry: words with or without emphasis, brackets, calls and references.

Unlike tokens, pieces need not balance: files from elsewhere have brackets that were never closed. The same pieces give
the same wording, in one form: `wording(pieces(words))` is `words` with no more backslashes than are needed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from documents import brackets, wordings
from documents.faults import Fault, gettext_noop

SIGNS = brackets.OPENING + brackets.CLOSING
_TORN = re.compile(rf"\\.|(?P<sign>[{re.escape(SIGNS)}])(?:\{{is:(?P<label>[^{{}}]*)\}})?", re.DOTALL)
_SPECIAL = re.compile(rf"[{re.escape(SIGNS)}{{}}*\\]")
_CONTESTED = re.compile(rf"[{re.escape(SIGNS)}]")
_EDITORIAL = re.compile(r"\[sic[^\[\]]*\]", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STROKE = re.compile(r"\\.|\|", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """Words as they are read; a bracket among them is an ordinary sign."""

    text: str
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Bracket:
    """One negotiators' bracket, `sign` as it was typed; `label` pairs it with those of other languages."""

    sign: str
    label: str = ""

    @property
    def opens(self) -> bool:
        return self.sign in brackets.OPENING


@dataclass(frozen=True, slots=True)
class Note:
    """The call of a footnote."""

    key: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The number of another block."""

    key: str


Piece = Words | Bracket | Note | Reference


def pieces(wording: str) -> list[Piece]:
    """The pieces of a wording, whether or not its brackets balance. Raises WordingError for other marks."""
    found: list[Piece] = []
    place = 0
    for bracket in _TORN.finditer(wording):
        if bracket["sign"] is not None:
            found += _between(wording, place, bracket.start())
            found.append(Bracket(bracket["sign"], bracket["label"] or ""))
            place = bracket.end()
    return joined([*found, *_between(wording, place, len(wording))])


def wording(found: Iterable[Piece]) -> str:
    """The pieces as a wording."""
    return "".join(_written(piece) for piece in joined(found))


def plain(found: Iterable[Piece]) -> str:
    """The words alone, with their brackets."""
    return "".join(piece.text if isinstance(piece, Words) else getattr(piece, "sign", "") for piece in found)


def words_of(text: str) -> str:
    """Text without the signs that XML cannot carry."""
    return _NOT_XML.sub("", text)


def contested(text: str, *, emphasis: bool = False) -> Iterator[Piece]:
    """Words of a file in which every square bracket is a negotiator's, but for an editor's [sic]."""
    place = 0
    kept = [found.span() for found in _EDITORIAL.finditer(text)]
    for found in _CONTESTED.finditer(text):
        if any(start <= found.start() < end for start, end in kept):
            continue
        if found.start() > place:
            yield Words(text[place : found.start()], emphasis)
        yield Bracket(found.group())
        place = found.end()
    if place < len(text):
        yield Words(text[place:], emphasis)


def joined(found: Iterable[Piece]) -> list[Piece]:
    """The same pieces, words next to each other made one."""
    made: list[Piece] = []
    for piece in found:
        before = made[-1] if made else None
        if isinstance(piece, Words) and not piece.text:
            continue
        if isinstance(piece, Words) and isinstance(before, Words) and piece.emphasis == before.emphasis:
            made[-1] = replace(before, text=before.text + piece.text)
        else:
            made.append(piece)
    return made


def parted(found: Iterable[Piece], count: int) -> tuple[list[Piece], list[Piece]]:
    """The first `count` characters of the words, with the brackets that stand around nothing else; and the rest.

    A bracket that opens among these characters and closes after other words stays with those.
    """
    first: list[Piece] = []
    rest: list[Piece] = []
    opened: list[tuple[int, int]] = []  # where brackets that have not closed yet stand, in either
    bare = False  # whether words have come after the first ones
    for piece in found:
        if isinstance(piece, Words) and not bare:
            taken = piece.text[:count]
            left = piece.text[len(taken) :] if count > len(taken) else piece.text[len(taken) :].lstrip()
            count -= len(taken)
            first.append(replace(piece, text=taken))
            bare = bool(left)
            rest += [replace(piece, text=left)] if left else []
        elif isinstance(piece, Bracket) and piece.opens and count:
            opened.append((len(first), len(rest)))
            first.append(piece)
            rest.append(piece)
        elif isinstance(piece, Bracket) and not piece.opens and opened and opened[-1][1] == len(rest) - 1:
            opened.pop()
            rest.pop()
            first.append(piece)
        else:
            rest.append(piece)
    kept = {place for place, _ in opened}
    return joined(piece for place, piece in enumerate(first) if place not in kept), joined(rest)


def trimmed(found: Iterable[Piece]) -> list[Piece]:
    """The pieces with single spaces, none at either end, and none in emphasis that would stand at its edge."""
    spaced = _spaced(joined(found))
    made: list[Piece] = []
    for piece in spaced:
        if isinstance(piece, Words) and piece.emphasis:
            bare = piece.text.strip(" ")
            before, after = piece.text[: len(piece.text) - len(piece.text.lstrip(" "))], piece.text.rstrip(" ")
            made += [Words(before), Words(bare, emphasis=bool(bare))] if bare else [Words(piece.text)]
            made.append(Words(piece.text[len(after) :] if bare else ""))
        else:
            made.append(piece)
    return _spaced(joined(made))


def balanced(found: list[Piece]) -> tuple[list[Piece], list[Bracket]]:
    """The pieces with every bracket that has no partner made an ordinary sign, and those brackets."""
    strays = set(strays_of(found))
    kept: list[Piece] = []
    for number, piece in enumerate(found):
        kept.append(Words(piece.sign) if number in strays and isinstance(piece, Bracket) else piece)
    return joined(kept), [piece for number in sorted(strays) if isinstance(piece := found[number], Bracket)]


def strays_of(found: list[Piece]) -> list[int]:
    """Which of the pieces are brackets without a partner."""
    open_at: list[int] = []
    strays: list[int] = []
    for number, piece in enumerate(found):
        if not isinstance(piece, Bracket):
            continue
        if piece.opens:
            open_at.append(number)
        elif open_at:
            open_at.pop()
        else:
            strays.append(number)
    return sorted(strays + open_at)


def cells(wording: str) -> list[list[list[Piece]]]:
    """The rows of a table's wording, each a list of cells."""
    return [[pieces(cell.strip()) for cell in _cells(row)] for row in wording.split("\n") if row.strip()]


def table(rows: Iterable[Iterable[Iterable[Piece]]]) -> str:
    """The wording of a table; short rows are filled up."""
    worded = [[_cell(cell) for cell in row] for row in rows]
    widest = max(map(len, worded), default=0)
    filled = (row + [""] * (widest - len(row)) for row in worded)
    return "\n".join(" | ".join(row) for row in filled if any(row))


def stray(bracket: Bracket) -> Fault:
    """What is said of a bracket without a partner."""
    if bracket.opens:
        return Fault(gettext_noop("This bracket is opened but never closed."))
    return Fault(gettext_noop("This bracket is closed but was never opened."))


def strays_of_all(strays: Iterable[tuple[int, Bracket]]) -> dict[int, list[Fault]]:
    """What is said of brackets without a partner in their lines, by the places of these: one may close in another."""
    said: dict[int, list[Fault]] = {}
    open_at: list[tuple[int, Bracket]] = []
    for place, bracket in strays:
        if bracket.opens:
            open_at.append((place, bracket))
        elif open_at:
            opened, _ = open_at.pop()
            said.setdefault(opened, []).append(Fault(CLOSED_ELSEWHERE, line=place))
            said.setdefault(place, []).append(Fault(OPENED_ELSEWHERE, line=opened))
        else:
            said.setdefault(place, []).append(stray(bracket))
    for place, bracket in open_at:
        said.setdefault(place, []).append(stray(bracket))
    return said


CLOSED_ELSEWHERE = gettext_noop("This bracket is opened here and closed in line {line}.")
OPENED_ELSEWHERE = gettext_noop("This bracket was opened in line {line} and is closed here.")


def _bare(found: re.Match[str]) -> str:
    return "|" if found.group() == r"\|" else found.group()


def _cell(found: Iterable[Piece]) -> str:
    return " ".join(_STROKE.sub(lambda sign: r"\|" if sign[0] == "|" else sign[0], wording(found)).split("\n")).strip()


def _cells(row: str) -> Iterator[str]:
    place = 0
    for found in _STROKE.finditer(row):
        if found.group() == "|":
            yield row[place : found.start()]
            place = found.end()
    yield row[place:]


def _between(wording: str, start: int, end: int) -> Iterator[Piece]:
    if start == end:
        return
    try:
        tokens = wordings.parse(wording[start:end])
    except wordings.WordingError as fault:
        raise wordings.WordingError(fault.reason, start + fault.position, **fault.values) from fault
    for token in tokens:
        match token:
            case wordings.Text(words):
                yield Words(words)
            case wordings.Emphasis(words):
                yield Words(words, emphasis=True)
            case wordings.NoteCall(key):
                yield Note(key)
            case wordings.ParagraphReference(key):
                yield Reference(key)


def _written(piece: Piece) -> str:
    match piece:
        case Words(text, emphasis):
            escaped = _SPECIAL.sub(lambda sign: f"\\{sign[0]}", text)
            return f"*{escaped}*" if emphasis else escaped
        case Bracket(sign, label):
            return f"{sign}{{is:{label}}}" if label else sign
        case Note(key):
            return f"{{note:{key}}}"
        case Reference(key):
            return f"{{para:{key}}}"


def _spaced(found: list[Piece]) -> list[Piece]:
    made: list[Piece] = []
    for number, piece in enumerate(found):
        if isinstance(piece, Words):
            text = re.sub(r"[ \t\r\n\f\v]+", " ", piece.text)
            before = found[number - 1] if number else None
            if before is None or (isinstance(before, Words) and before.text[-1:].isspace()):
                text = text.lstrip(" ")
            if number == len(found) - 1:
                text = text.rstrip(" ")
            piece = replace(piece, text=text)
        made.append(piece)
    return joined(made)
