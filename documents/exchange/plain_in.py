"""Plain text, as people paste it: numbers of any width, letters on a line of their own, lines broken by hand.

The signs of Markdown for headings, emphasis and rules are understood where a file has them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.faults import Fault, gettext_noop

from .inline import Piece, Words, balanced, contested, plain, trimmed, wording
from .labelled import Found, believed
from .outline import lines
from .reading import MASTHEAD, NOTE, Line, Reading, Unreadable, with_keys
from .schemes import scheme_of
from .typed import Label, labels

LARGEST = 4 * 1024 * 1024  # characters
OLD_ENCODINGS = {"zh-hans": "gb18030", "ru": "cp1251", "ar": "cp1256"}
BROKEN_BY_HAND = 100  # columns at most, where lines were broken by hand
FULL = 0.6  # of the widest row, where the next one may go on with it
_RULE = re.compile(r"\s*([-_=*~–—]\s?){3,}$")
_HASHES = re.compile(r"(#{1,6})\s+")
_STARRED = re.compile(
    r"(?<![\\*\w])\*(?P<words>[^\s*](?:[^*]*[^\s*])?)\*(?!\*)|\*\*(?P<bold>[^*]+)\*\*|\\(?P<sign>[\\*_#\[\]])"
)
_NOTE = re.compile(r"\s*(?P<sign>\\?\*{1,3}|[†‡])(?=[\s\u00a0])\s*(?P<words>\S.*)")
_CALL = re.compile(r"(?<=\S)(?<!\*)(?:\*{1,3}|[†‡])(?!\*)")
_STOPPED = re.compile(r"[.;:,。；：，،؛؟?!…\]］][\]］)）*\"”’»」]*\s*$")

ENCODING = gettext_noop("The file is not in UTF-8; it was read as {encoding}. Check letters with accents.")
NOT_TEXT = gettext_noop("This is not a plain text file: it has signs that no text has, first in line {line}.")


@dataclass(frozen=True, slots=True)
class _Called:
    """A note at the foot of a text, and the sign that calls it."""

    place: int
    sign: str
    words: str


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
    goes_on = _breaks(rows)
    held, start = "", 0
    for number, row in enumerate(rows, 1):
        if held and goes_on(rows[number - 2], row) and not _follows(held, row):
            held = _put_together(held, row.strip())
            continue
        if held:
            yield start, held
        held, start = row.rstrip(), number
    if held:
        yield start, held


def _breaks(rows: Sequence[str]) -> Callable[[str, str], bool]:
    """How to tell whether a row goes on with the one before it.

    A row that ends in a stop ends its paragraph, unless rows are elsewhere broken in the middle of a sentence, and
    the next word found no room. There, what looks like a number begins none in the middle of a sentence: (a) above.
    """
    widest = max(map(_width, rows), default=0)
    if widest > BROKEN_BY_HAND:
        return lambda before, row: False

    def is_full(before: str, row: str) -> bool:
        return _width(before) + _width(_first_word(row)) + 1 > widest

    def may_go_on(before: str, row: str) -> bool:
        return bool(row.strip()) and _width(before) >= FULL * widest and not _is_marked(row)

    def is_broken(before: str, row: str) -> bool:
        return not _STOPPED.search(before) and is_full(before, row)

    pairs = [pair for pair in zip(rows, rows[1:], strict=False) if may_go_on(*pair) and not _label(pair[1])]
    by_hand = any(is_broken(*pair) for pair in pairs)

    def goes_on(before: str, row: str) -> bool:
        if not may_go_on(before, row):
            return False
        if _label(row):
            return by_hand and is_broken(before, row)
        return not _STOPPED.search(before) or (by_hand and is_full(before, row))

    return goes_on


def _is_marked(row: str) -> bool:
    return bool(_HASHES.match(row) or _RULE.match(row) or _NOTE.match(row))


def _label(row: str) -> Label | None:
    """The number with which a row begins, in brackets or not."""
    bare = row.lstrip(" \t\u3000[［*")
    found = next(iter(labels(bare)), None)
    return found if found and believed(found, bare[found.length :]) else None


def _follows(held: str, row: str) -> bool:
    """Whether the number of a row goes on with that of the paragraph before it."""
    before, now = _label(held), _label(row)
    if not before or not now or before.look != now.look:
        return False
    return now.look == "bullet" or now.number == before.number + (0 if now.alternative else 1)


def _put_together(held: str, row: str) -> str:
    wide = unicodedata.east_asian_width(held[-1]) in "WF" and unicodedata.east_asian_width(row[0]) in "WF"
    return f"{held}{'' if wide else ' '}{row}"


def _first_word(row: str) -> str:
    """What would have had to stand in the row before: a word, or a sign of Chinese."""
    word = row.split(maxsplit=1)[0]
    return word[0] if unicodedata.east_asian_width(word[0]) in "WF" else word


def _width(row: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in row.strip())


def _founds(paragraphs: Iterator[tuple[int, str]], marked: bool) -> tuple[list[Found], list[_Called]]:
    """The paragraphs of the text, and the notes that an asterisk before them calls."""
    founds: list[Found] = []
    notes: list[_Called] = []
    waiting: Counter[str] = Counter()
    for place, words in paragraphs:
        note = _NOTE.match(words)
        if _RULE.match(words):
            continue
        if note and waiting[sign := note["sign"].lstrip("\\")]:
            waiting[sign] -= 1
            notes.append(_Called(place, sign, note["words"].strip()))
            continue
        found = _bullet(place, note) if note else _found(place, words, marked)
        waiting += Counter(_CALL.findall(plain(found.pieces)))
        founds.append(found)
    return founds, notes


def _bullet(place: int, row: re.Match[str]) -> Found:
    """An item of a list, whose asterisk no word calls."""
    return Found(place, list(_pieces(row["words"])), label=row["sign"].lstrip("\\"))


def _found(place: int, words: str, marked: bool) -> Found:
    hashes = _HASHES.match(words) if marked else None
    text = words[hashes.end() :] if hashes else words
    found = Found(place, list(_pieces(text.strip())))
    if hashes:
        _as_headed(found, len(hashes[1]), text)
    elif marked and re.fullmatch(r"\*\*[^*]+\*\*", words.strip()):
        found.pieces = list(contested(words.strip().strip("*")))
        found.looks = "title"
    return found


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


def _called(made: list[Line], notes: list[_Called]) -> list[Line]:
    """The notes as lines; the first sign of its own that no other note has claimed calls each."""
    found = []
    claimed: set[int] = set()  # lines of the masthead, whose calls stay signs
    for number, note in enumerate(notes, 1):
        key = f"{NOTE}-{number}"
        kind = NOTE if _call(made, note.sign, key, claimed) else MASTHEAD
        found.append(Line(note.place, kind, _wording(note.words), label=note.sign, key=key if kind == NOTE else ""))
    return found


def _call(made: list[Line], sign: str, key: str, claimed: set[int]) -> bool:
    written = re.escape(wording([Words(sign)]))
    pattern = re.compile(rf"(?<=\S)(?<!\\\*){written}(?!\\\*)")
    for number, line in enumerate(made):
        call = pattern.search(line.words)
        if call and number not in claimed:
            if line.is_taken:
                words = line.words[: call.start()] + f"{{note:{key}}}" + line.words[call.end() :]
                made[number] = replace(line, words=words)
            else:
                claimed.add(number)
            return line.is_taken
    return False


def _wording(words: str) -> str:
    return wording(balanced(trimmed(_pieces(words)))[0])
