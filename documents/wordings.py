"""Wordings: the text of one block in one language, with its inline marks read into tokens.

`[` and `]` are negotiators' brackets; `{note:key}` calls the footnote block `key`; `{para:key}` prints the
number of the paragraph block `key`; `*words*` is emphasis. A backslash before any of `[ ] { } * | \\` makes it
an ordinary character, as in the symbol of a reissue, A/59/25\\*.

A bracket may bear a label, directly after its opening sign, that pairs it with those of other languages:
`[{is:a}best available] science`, `les [{is:a}meilleures] données [{is:a}disponibles]`.

The wording of a table has one row a line, the first of which is the head; `|` parts the cells of a row.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from documents import brackets
from documents.faults import TextFault, gettext_noop


class WordingError(TextFault):
    """A mark that cannot be read: which, and at which character."""


@dataclass(frozen=True, slots=True)
class Text:
    words: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    words: str


@dataclass(frozen=True, slots=True)
class BracketOpen:
    depth: int  # 1 for the outermost
    label: str = ""


@dataclass(frozen=True, slots=True)
class BracketClose:
    depth: int


@dataclass(frozen=True, slots=True)
class NoteCall:
    key: str


@dataclass(frozen=True, slots=True)
class ParagraphReference:
    key: str


Token = Text | Emphasis | BracketOpen | BracketClose | NoteCall | ParagraphReference

UNKNOWN_REFERENCE = "…"  # stands for a paragraph number that nobody supplied
_BRACKET_SIGNS = brackets.OPENING + brackets.CLOSING
_ESCAPED = re.compile(rf"\\([{re.escape(_BRACKET_SIGNS)}{{}}*|\\])")
_KEY = "[a-z0-9]+(?:[-_.][a-z0-9]+)*"
_CELL = re.compile(r"(?:\\.|[^\\|\n])*\\?")  # up to a stroke or the end of the line
_MARK = re.compile(
    rf"""
    (?P<plain>(?:\\.|[^\\{re.escape(_BRACKET_SIGNS)}{{}}*])+)
    | \{{(?P<name>note|para):(?P<key>{_KEY})\}}
    | \*(?P<emphasis>(?:\\.|[^\\{re.escape(_BRACKET_SIGNS)}{{}}*])+)\*
    | (?P<opening>[{re.escape(brackets.OPENING)}])(?:\{{is:(?P<label>{_KEY})\}})?
    | (?P<closing>[{re.escape(brackets.CLOSING)}])
    """,
    re.VERBOSE | re.DOTALL,
)


def parse(wording: str) -> list[Token]:
    """Read a wording into tokens. Raises WordingError, or BracketError where brackets do not balance."""
    depths = {place: span.depth for span in brackets.scan(wording) for place in (span.start, span.end - 1)}
    tokens: list[Token] = []
    place = 0
    while place < len(wording):
        found = _MARK.match(wording, place)
        if found is None:
            raise _fault(wording, place)
        tokens.append(_token(found, depths))
        place = found.end()
    return tokens


def table(wording: str) -> list[list[list[Token]]]:
    """Read the wording of a table into rows of cells of tokens; brackets balance within each cell.

    Raises WordingError, also for a row that has more or fewer cells than the first, and BracketError.
    """
    rows: list[list[list[Token]]] = []
    for start, cells in _rows(wording):
        if rows and len(cells) != len(rows[0]):
            reason = gettext_noop("Row {row} of the table has a different number of cells: {count}, not {expected}.")
            raise WordingError(reason, start, row=len(rows) + 1, count=len(cells), expected=len(rows[0]))
        rows.append([_cell(place, words) for place, words in cells])
    return rows


def _rows(wording: str) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """Each row with its place; a row is its cells, each with its place. Empty lines are passed over."""
    place = 0
    for line in wording.split("\n"):
        if line.strip():
            yield place, list(_cells(line, place))
        place += len(line) + 1


def _cells(line: str, place: int) -> Iterator[tuple[int, str]]:
    at = 0
    while at <= len(line):
        words = _CELL.match(line, at).group()  # type: ignore[union-attr]
        yield place + at + len(words) - len(words.lstrip()), words.strip()
        at += len(words) + 1


def _cell(place: int, words: str) -> list[Token]:
    try:
        return parse(words)
    except TextFault as fault:
        raise type(fault)(fault.reason, place + fault.position, **fault.values) from fault


def to_plain(tokens: Iterable[Token], references: Mapping[str, str] | None = None) -> str:
    """The words as read aloud: brackets printed, calls of notes left out, references filled in.

    `references` maps keys of paragraphs to their numbers as numbering.labels computes them.
    """
    return "".join(_plain(token, references or {}) for token in tokens)


def note_calls(tokens: Iterable[Token]) -> list[str]:
    """Keys of the footnotes called, in order of call."""
    return [token.key for token in tokens if isinstance(token, NoteCall)]


def bracket_labels(tokens: Iterable[Token]) -> set[str]:
    """The labels that brackets bear."""
    return {token.label for token in tokens if isinstance(token, BracketOpen) and token.label}


def paragraph_references(tokens: Iterable[Token]) -> list[str]:
    """Keys of the paragraphs whose numbers are printed."""
    return [token.key for token in tokens if isinstance(token, ParagraphReference)]


def _token(found: re.Match[str], depths: Mapping[int, int]) -> Token:
    if found["plain"] is not None:
        return Text(_ESCAPED.sub(r"\1", found["plain"]))
    if found["emphasis"] is not None:
        return Emphasis(_ESCAPED.sub(r"\1", found["emphasis"]))
    if found["opening"] is not None:
        return BracketOpen(depths[found.start()], found["label"] or "")
    if found["closing"] is not None:
        return BracketClose(depths[found.start()])
    return (NoteCall if found["name"] == "note" else ParagraphReference)(found["key"])


def _fault(wording: str, place: int) -> WordingError:
    sign = wording[place]
    if sign == "{":
        mark = wording[place : wording.find("}", place) + 1] or wording[place : place + 20]
        reason = gettext_noop("“{mark}” is not a known mark; the known marks are {{note:key}} and {{para:key}}.")
        if mark.startswith("{is:"):
            reason = gettext_noop("The label “{mark}” stands only right after an opening bracket, and is a key.")
        return WordingError(reason, place, mark=mark)
    if sign == "}":
        return WordingError(gettext_noop("This brace is closed but no mark was opened."), place)
    if sign == "*":
        reason = gettext_noop("Emphasis is written between two asterisks around words only; write \\* for an asterisk.")
        return WordingError(reason, place)
    return WordingError(gettext_noop("There is nothing after the backslash at the end."), place)


def _plain(token: Token, references: Mapping[str, str]) -> str:
    match token:
        case Text(words) | Emphasis(words):
            return words
        case BracketOpen():
            return "["
        case BracketClose():
            return "]"
        case ParagraphReference(key):
            return references.get(key, UNKNOWN_REFERENCE)
    return ""
