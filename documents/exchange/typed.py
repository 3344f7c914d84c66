"""Numbers as people type them before a paragraph or a heading, in the six languages and of any width.

A label is told by its look alone: what it numbers depends on what stands around it (see `outline`).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from documents.numbering import signs
from igsp_portal.foundations.language import lettering
from igsp_portal.foundations.language.characters import plain

from .numerals import (
    AGAIN,
    CALLED,
    CALLED_BEHIND,
    COUNTED,
    CYRILLIC,
    HAN,
    NUMBERS,
    ORDINALS,
    alternative_of,
    letter,
    number_of,
    numbers_of,
    roman,
)

_VOWELS = "".join(map(chr, range(0x64B, 0x653)))  # of Arabic, as in مكرراً
BULLETS = "•●▪■◦‣·–—"


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_AGAIN = _one_of(word for words in AGAIN for word in words)
_TENS = rf"[{HAN}]?十[{HAN}]?"
_HAN = rf"[{HAN}]百(?:[零〇][{HAN}]|{_TENS})?|{_TENS}|[{HAN}]"
_WHOLE = "(?:(?<=[一-鿿])|(?![a-zà-ÿа-яё]))"  # not in the middle of a word, which Chinese has not
_WORD = "|".join(f"(?P<{name}>{_one_of(words)}){_WHOLE}" for name, words in CALLED.items())
_NAMES = _one_of(signs.ABJAD_NAMES)
_ABJAD = rf"(?P<abjad>[{lettering.ABJAD}])ـ?(?:(?P=abjad)ـ?)?"
_COUNTER = (
    rf"\d{{1,3}}(?:\.?[ºª°]|er)?|{_ROMAN}|(?P<letter>[a-z])(?P=letter)?(?![a-z])|{_one_of(NUMBERS)}|{_HAN}"
    rf"|(?:{_NAMES})(?:[ ](?:{_NAMES}))?|{_ABJAD}|(?-i:[{CYRILLIC.upper()}])(?=[ ]?(?:[\t.:,—–)-]|$))"
)
# Before the number: room, and in parentheses or behind a word in Chinese none; and in some houses that it is one.
_ROOM = rf"(?:[ ]|(?=\(?[\d{HAN}十])|(?<=[一-鿿])(?=[a-z(]))(?:(?:no\.?|n[°º])[ ]?(?=\d))?"

# The stop of “6.2” and of “I.A” is that of no label.
_CALLED = re.compile(
    rf"(?P<label>(?:{_WORD})(?:{_ROOM}(?P<open>\()?(?P<sign>{_COUNTER})(?(open)\))"
    rf"(?:[ ]?(?P<again>{_AGAIN}))?(?!\w))?)(?P<stop>(?:[ ]?[:,—]|[ ]?[.–-](?!\d|[a-z]\b))?)",
    re.IGNORECASE,
)
# Première partie, Segunda parte: the number before the word.
_ORDINAL = re.compile(
    rf"(?P<label>(?P<sign>{_one_of(ORDINALS)})[ ](?:{_WORD})(?:[ ](?P<again>{_AGAIN}))?(?!\w))"
    r"(?P<stop>[ ]?[.:,—–-]?)",
    re.IGNORECASE,
)
_ORDERED_HAN = re.compile(
    rf"(?P<label>(?:第[ ]?(?P<sign>{_HAN}|\d{{1,3}})[ ]?|(?P<letter>{_ROMAN}|([a-z])\4?))"
    rf"(?P<word>{_one_of(CALLED_BEHIND)})(?P<again>{_AGAIN})?)(?P<stop>)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?P<label>(?P<sign>\d{{1,4}})(?:[ ]?(?P<again>{_AGAIN})(?!\w))?)(?P<stop>[.、](?!\d)|[ ]?-(?=\s|$)|(?=\t)|$)"
)
# Paragraphs of resolutions, as delegations call them: operative and preambular.
_DELEGATES = re.compile(
    rf"(?P<label>(?P<word>[OP]P)[ ]?(?P<sign>\d{{1,3}})(?:[ ]?(?P<again>{_AGAIN})(?!\w))?)"
    r"(?P<stop>[ ]?[.:]?(?=[ \t]|$))"
)
_STEPS = re.compile(r"(?P<label>(?P<sign>\d{1,3}(?:\.\d{1,3})+))(?P<stop>\.?(?=[ \t]|$))")
_MEASURED = re.compile(r"[ \[［]+(?:[a-zà-öø-ÿа-яё]|[%‰°$€£])")
_ENCLOSED = re.compile(
    rf"(?P<label>(?P<open>\(?)(?P<sign>{_ROMAN}|([a-z])\4?|[{CYRILLIC}]|{_ABJAD}|\d{{1,3}})"
    rf"(?:[ ]?(?P<again>{_AGAIN}))?\)(?:[ ]?(?P<behind>{_AGAIN})(?!\w))?)(?P<stop>)",
    re.IGNORECASE,
)
_QUOTED = re.compile(rf"(?P<label>['‘’`](?P<sign>\d{{1,3}})(?:[ ]?(?P<again>{_AGAIN}))?['’‘`])(?P<stop>)")
_STOPPED = re.compile(
    rf"(?P<label>(?P<sign>{_ROMAN}|([a-z])\3?|[{CYRILLIC}])(?:[ ]?(?P<again>{_AGAIN}))?)(?P<stop>\.(?=[ \t]|$))",
    re.IGNORECASE,
)
_HAN_COUNT = re.compile(rf"(?P<label>(?P<sign>{_HAN})(?P<again>{_AGAIN})?)(?P<stop>、|\.(?=\s|$)|$)")
_HAN_ENCLOSED = re.compile(rf"(?P<label>\((?P<sign>{_HAN})\))(?P<stop>)")
_ARABIC_COUNT = re.compile(rf"(?P<label>(?P<sign>{_one_of(COUNTED)})(?:[ ](?P<again>{_AGAIN}))?)(?P<stop>[ ]?[-:])")
_ARABIC_NAME = re.compile(
    rf"(?P<label>(?P<sign>(?:{_NAMES})(?:[ ](?:{_NAMES}))?)(?:[ ](?P<again>{_AGAIN}))?)(?P<stop>[ ]?-)"
)
_ARABIC_LETTER = re.compile(rf"(?P<label>(?P<sign>{_ABJAD})(?:[ ]?(?P<again>{_AGAIN}))?)(?P<stop>[ ]?-)")
_BULLET = re.compile(rf"(?P<label>(?P<sign>[{BULLETS}]|-(?=[ \t])))(?P<stop>)")


Readings = Iterator[tuple[str, int, int]]  # look, number and depth
Reader = Callable[[re.Match[str]], Readings]


@dataclass(frozen=True, slots=True)
class Label:
    """A label as typed: its look, the numbers it may stand for by that look, and how many characters it takes."""

    text: str  # as it was typed, with its stop
    look: str  # article, roman, upper, arabic, (a), (A), (i), (一), '1', a., bullet …
    number: int = 0
    alternative: int = 0
    length: int = 0
    depth: int = 1  # of 1.2.3
    apart: bool = False  # by a tab from its words, or in Chinese by a space


def labels(text: str) -> list[Label]:
    """All that the beginning of `text` may be as a label, the likelier first: "i." is a figure or a letter."""
    signs = list(map(_folded, text))
    folded = "".join(signs)
    start = len(folded) - len(folded.lstrip(" \t"))
    for pattern, read in _READERS:
        if found := pattern.match(folded, start):
            made = list(read(found))
            if made:
                end = _typed(signs, found.end())
                apart = text.startswith("\t", end) or (folded.startswith("第", start) and text[end : end + 1].isspace())
                return [
                    Label(text[:end].strip(), look, number, _again(found), end, depth, apart)
                    for look, number, depth in made
                ]
    return []


def numbers_in(label: str) -> list[tuple[str, int, int]]:
    """What a label may say, the likelier first: what is called so ("" for no word), its number and alternative."""
    found = [one for one in labels(f"{label}\t") if one.number]
    if found:
        return [(one.look if one.look in CALLED else "", one.number, one.alternative) for one in found]
    figures = re.search(r"\d+", "".join(map(plain, label)))
    return [("", int(figures[0]), 0)] if figures else []


def in_words(label: str) -> bool:
    """Whether the number of a heading is a word: Part One, Première partie."""
    return any(
        word in NUMBERS and not set(word) & set(lettering.ABJAD) for word in re.findall(r"[\w-]+", label.lower())
    )


def _folded(character: str) -> str:
    """The plain signs for one; a tab stays, what makes a figure an ordinal is no letter, vowel signs are nothing."""
    how, _space, signs = unicodedata.decomposition(character).partition(" ")
    if how in ("<compat>", "<circle>") and unicodedata.category(character) in ("No", "Nl", "So"):
        signs = unicodedata.normalize("NFKC", character)
        return f"({signs})" if how == "<circle>" else signs
    if character in _VOWELS:
        return ""
    sign = plain(character)
    return sign if len(sign) == 1 and character not in "\tºª" else character


def _typed(signs: Sequence[str], end: int) -> int:
    """How many characters were typed for the first `end` plain ones: ㈠ alone is (一)."""
    lengths = list(accumulate(map(len, signs)))
    number = bisect_right(lengths, end)
    return number if number and lengths[number - 1] == end else number + 1


def _called(found: re.Match[str]) -> Readings:
    word = next(name for name in CALLED if name in found.groupdict() and found[name])
    sign = found["sign"] or ""
    if not sign and word in ("annex", "appendix"):
        yield word, 0, 1
    for number in numbers_of(sign) if sign else ():
        yield word, number, 1


def _ordered_han(found: re.Match[str]) -> Readings:
    for number in numbers_of(found["sign"] or found["letter"]):
        yield CALLED_BEHIND[found["word"]], number, 1


def _delegates(found: re.Match[str]) -> Readings:
    yield found["word"].lower(), int(found["sign"]), 1


def _enclosed(found: re.Match[str]) -> Readings:
    sign = found["sign"].lower()
    if sign.isdecimal():
        yield "(1)", int(sign), 1
    elif not sign.isascii():
        yield ("(A)" if found["sign"].isupper() else "(a)"), letter(sign), 1
    elif found["sign"].isupper():
        yield from _latin(sign, "(A)", "(I)")
    else:
        yield from _latin(sign, "(a)", "(i)")


def _stopped(found: re.Match[str]) -> Readings:
    sign = found["sign"]
    lower = sign.lower()
    if not lower.isascii():
        yield ("upper" if sign.isupper() else "a."), letter(lower), 1
    elif sign.isupper():
        yield from _latin(lower, "upper", "roman")
    elif sign.islower():
        yield from _latin(lower, "a.", "i.")


def _latin(sign: str, letters: str, figures: str) -> Readings:
    """A letter first where it may be both, but for i, ii, iii."""
    figure = roman(sign)
    number = letter(sign)
    readings = [(letters, number, 1)] if number and len(sign) <= 2 else []
    if figure:
        readings.insert(0 if set(sign) == {"i"} else len(readings), (figures, figure, 1))
    yield from readings


def _plain(look: str, read: Callable[[str], int] = number_of) -> Reader:
    def reader(found: re.Match[str]) -> Readings:
        yield look, read(found["sign"]), 1

    return reader


def _steps(found: re.Match[str]) -> Readings:
    steps = found["sign"].split(".")
    rest = found.string[found.end() :]
    if rest.startswith(" ") and not found["stop"] and _MEASURED.match(rest):
        return  # 1.5 degrees
    yield "1.1", int(steps[-1]), len(steps)


def _again(found: re.Match[str]) -> int:
    marks = found.groupdict()
    return alternative_of(marks.get("again") or marks.get("behind") or "")


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_ORDERED_HAN, _ordered_han),
    (_CALLED, _called),
    (_ORDINAL, _called),
    (_DELEGATES, _delegates),
    (_STEPS, _steps),
    (_NUMBER, _plain("arabic")),
    (_ENCLOSED, _enclosed),
    (_QUOTED, _plain("'1'")),
    (_STOPPED, _stopped),
    (_HAN_ENCLOSED, _plain("(一)")),
    (_HAN_COUNT, _plain("roman")),
    (_ARABIC_COUNT, _plain("roman", COUNTED.__getitem__)),
    (_ARABIC_NAME, _plain("upper", letter)),
    (_ARABIC_LETTER, _plain("a.", letter)),
    (_BULLET, _plain("bullet", lambda sign: 0)),
)
