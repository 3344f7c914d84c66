"""Plain text, as people paste it: numbers of any width, letters on a line of their own, lines broken by hand.

The signs of Markdown for headings, emphasis and rules are understood where a file has them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from documents.faults import Fault, gettext_noop

from .inline import Piece, Words, balanced, contested, trimmed, wording
from .outline import Found, lines
from .reading import NOTE, Line, Reading, Unreadable, with_keys
from .schemes import scheme_of
from .typed import labels

LARGEST = 4 * 1024 * 1024  # characters
OLD_ENCODINGS = {"zh-hans": "gb18030", "ru": "cp1251", "ar": "cp1256"}
BROKEN_BY_HAND = 100  # columns at most, where lines were broken by hand
_RULE = re.compile(r"\s*([-_=*~–—]\s?){3,}$")
_HASHES = re.compile(r"(#{1,6})\s+")
_STARRED = re.compile(
    r"(?<![\\*\w])\*(?P<words>[^\s*](?:[^*]*[^\s*])?)\*(?!\*)|\*\*(?P<bold>[^*]+)\*\*|\\(?P<sign>[\\*_#\[\]])"
)
_NOTE = re.compile(r"\s*(?P<sign>\\?\*{1,3}|[†‡])(?=[\s\u00a0])\s*(?P<words>\S.*)")

ENCODING = gettext_noop("The file is not in UTF-8; it was read as {encoding}. Check letters with accents.")
NOT_TEXT = gettext_noop("This is not a plain text file: it has signs that no text has, first in line {line}.")


def read(data: bytes | str, language: str) -> Reading:
    """The reading of a plain text in `language`. Raises Unreadable for what is no text."""
    text, remarks = _decoded(data, language)
    marked = bool(re.search(r"(?m)^#{1,6} ", text))
    founds, notes = _founds(_paragraphs(text), marked)
    made = lines(founds)
    made += _called(made, notes)
    made = with_keys(made)
    return Reading(made, language, remarks, numbering=scheme_of(made))


def _decoded(data: bytes | str, language: str) -> tuple[str, list[Fault]]:
    remarks: list[Fault] = []
    if isinstance(data, bytes):
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            encoding = OLD_ENCODINGS.get(language, "cp1252")
            text = data.decode(encoding, errors="replace")
            remarks.append(Fault(ENCODING, encoding=encoding))
    else:
        text = data
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    if odd := re.search(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]", text):
        raise Unreadable(NOT_TEXT, line=text.count("\n", 0, odd.start()) + 1)
    if len(text) > LARGEST:
        raise Unreadable(
            gettext_noop("The text has {length} characters; the limit is {limit}."), length=len(text), limit=LARGEST
        )
    return text, remarks


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs, each with the number of its first line; lines that were broken by hand are put together."""
    rows = text.split("\n")
    widest = max(map(_width, rows), default=0)
    full = 0.6 * widest if widest <= BROKEN_BY_HAND else float("inf")
    held, start, ends_full = "", 0, False
    for number, row in enumerate(rows, 1):
        if held and row.strip() and ends_full and not _begins(row):
            held = _put_together(held, row.strip())
        else:
            if held:
                yield start, held
            held, start = row.rstrip(), number
            if not held.strip():
                held = ""
        ends_full = _width(row) >= full
    if held:
        yield start, held


def _begins(row: str) -> bool:
    return bool(labels(row) or _HASHES.match(row) or _RULE.match(row) or _NOTE.match(row))


def _put_together(held: str, row: str) -> str:
    wide = unicodedata.east_asian_width(held[-1]) in "WF" and unicodedata.east_asian_width(row[0]) in "WF"
    return f"{held}{'' if wide else ' '}{row}"


def _width(row: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in row.strip())


def _founds(paragraphs: Iterator[tuple[int, str]], marked: bool) -> tuple[list[Found], list[tuple[int, str]]]:
    """The paragraphs of the text, and the notes that an asterisk calls, each with its place."""
    founds: list[Found] = []
    notes: list[tuple[int, str]] = []
    for place, words in paragraphs:
        note = _NOTE.match(words)
        if _RULE.match(words):
            continue
        if note and not labels(words):
            notes.append((place, note["words"].strip()))
            continue
        hashes = _HASHES.match(words) if marked else None
        text = words[hashes.end() :] if hashes else words
        found = Found(place, list(_pieces(text.strip())))
        if hashes:
            _as_headed(found, len(hashes[1]), text)
        elif marked and re.fullmatch(r"\*\*[^*]+\*\*", words.strip()):
            found.pieces = list(contested(words.strip().strip("*")))
            found.looks = "title"
        founds.append(found)
    return founds, notes


def _as_headed(found: Found, level: int, text: str) -> None:
    """A heading of Markdown; without a number it is a line of the masthead, until a numbered one has come."""
    found.looks = "bold" if labels(text) or level > 3 else "title"


def _pieces(text: str) -> Iterator[Piece]:
    place = 0
    for found in _STARRED.finditer(text):
        yield from contested(text[place : found.start()])
        if found["sign"]:
            yield Words(found["sign"])
        else:
            yield from contested(found["words"] or found["bold"], emphasis=True)
        place = found.end()
    yield from contested(text[place:])


def _called(made: list[Line], notes: list[tuple[int, str]]) -> list[Line]:
    """The notes as lines; the first asterisk that nobody claimed calls the first of them."""
    found = []
    for number, (place, words) in enumerate(notes, 1):
        key = f"{NOTE}-{number}"
        kind = NOTE if _call(made, key) else "masthead"
        found.append(Line(place, kind, _wording(words), label="*", key=key if kind == NOTE else ""))
    return found


def _call(made: list[Line], key: str) -> bool:
    for number, line in enumerate(made):
        if call := re.search(r"\\\*", line.words):
            if not line.is_taken:
                return False
            words = line.words[: call.start()] + f"{{note:{key}}}" + line.words[call.end() :]
            made[number] = replace(line, words=words)
            return True
    return False


def _wording(words: str) -> str:
    return wording(balanced(trimmed(_pieces(words)))[0])
