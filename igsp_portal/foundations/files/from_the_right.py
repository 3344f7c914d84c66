"""The words of a page of a PDF on which Arabic letters are, put together from where each sign is drawn.

PDFium tells signs in an order of its own: a vowel mark that is drawn apart from its letter begins a word or a line, and
what stands side by side is turned round. Where each sign is drawn it tells as it is, and from that come lines, each in
the order in which it is read. It knows neither Django nor the portal's data.
"""

from __future__ import annotations

import cmath
import ctypes
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ..language.characters import letters
from .unmapped import Fonts

_R = "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc"
_L = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u024f\u0370-\u052f"
_N = "0-9\u0660-\u0669\u06f0-\u06f9"
ARABIC, LATIN = re.compile(f"[{_R}]"), re.compile(f"[{_L}]")
# Of a line told from its right end: what numbers a paragraph, words of Latin letters and their figures, other figures.
_NUMBER = re.compile(f"[{_N}]+[.)\u2013-]?\\s")
_FROM_THE_LEFT = re.compile(f"(?:[{_N}][^{_R}]*)?[{_L}](?:[^{_R}]*[{_L}{_N}])?|[{_N}]+(?:[.,:/\u066b\u066c][{_N}]+)*")
_FROM_THE_RIGHT = re.compile(f"[{_R}](?:[^{_L}]*[{_R}])?")
_BRACKETS = {sign: pair for pair in ("()", "[]", "{}", "«»") for sign in pair}
_BRACKET = re.compile(r"[()\[\]{}«»]")

# In heights of a letter: room that is a space, that parts columns, and how far off its line a letter may stand.
_SPACE, _COLUMN, _TOUCHING, _OFF_LINE = 0.14, 2.5, 0.4, 0.4
_VAGUE_OFF_LINE = 0.8
_EXACT = 0.05  # points
_NEAR = 9  # lines among which pieces of one are sought


@dataclass(slots=True)
class Sign:
    """What one glyph stands for, and where it is drawn along its line and across it; its marks follow its letters."""

    letters: str
    at: float
    start: float
    end: float
    up: float
    height: float
    row: int
    marks: str = ""
    vague: bool = False  # of what ActualText names PDFium does not tell where it is drawn, but for some last glyph

    def from_the_right(self) -> str:
        whole = self.letters + self.marks
        return whole if len(whole) == 1 or ARABIC.search(whole) else whole[::-1]


@dataclass(slots=True, eq=False)
class Line:
    """Signs side by side."""

    up: float
    height: float
    row: int
    start: float
    end: float
    vague: bool = False
    signs: list[Sign] = field(default_factory=list)

    def meets(self, other: Sign | Line, room: float) -> bool:
        """Whether a sign, or a line, stands on this line, with no more than so much room between."""
        height = max(self.height, other.height)
        beside = max(other.start - self.end, self.start - other.end)
        off = _VAGUE_OFF_LINE if self.vague or other.vague else _OFF_LINE
        return abs(other.up - self.up) < off * height and beside < room * height

    def add(self, other: Sign | Line, *signs: Sign) -> None:
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)
        if other.height > self.height:  # a letter itself, rather than what stands above one
            self.up, self.height, self.vague = other.up, other.height, other.vague
        self.signs.extend(signs)

    def told(self) -> str:
        """What stands here, from the right end to the left, each letter with its marks."""
        found: list[str] = []
        last: Sign | None = None
        for sign in sorted(self.signs, key=lambda sign: -sign.at):
            if last and last.start - sign.end > _SPACE * self.height:
                found.append(" ")
            found.append(sign.from_the_right())
            last = sign
        return " ".join("".join(found).split())


def words(pdfium: Any, text: Any, count: int) -> str:
    """The words among the first `count` signs of a page, line by line."""
    drawn, marks = _signs(pdfium, text, count)
    lines = _lines(drawn)
    _give_marks(marks, lines)
    found = [(line, line.told()) for line in lines]
    whole = "".join(told for _line, told in found)
    rightward = len(LATIN.findall(whole)) <= len(ARABIC.findall(whole))
    read: list[str] = []
    for _row, beside in groupby(found, key=lambda each: each[0].row):
        row = sorted(beside, key=lambda each: each[0].end, reverse=rightward)
        read += (_with_brackets(_read(told, rightward)) for _line, told in row if told)
    return "\n".join(read)


def _signs(pdfium: Any, text: Any, count: int) -> tuple[list[Sign], list[Sign]]:
    """Letters, spaces and other signs as they are drawn; and marks, which belong to a letter."""
    signs: list[Sign] = []
    marks: list[Sign] = []
    across, up, box, row = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), 0
    left, right, bottom, top = (ctypes.c_double() for _side in range(4))
    fonts = Fonts()
    turn: complex | None = None  # of the page, so that its lines are level
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        row += code == 10
        if not _is_said(code) or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        if box.left == box.right:
            continue
        if turn is None:
            turn = cmath.rect(1, pdfium.FPDFText_GetCharAngle(text, index))  # told clockwise
        pdfium.FPDFText_GetCharOrigin(text, index, across, up)
        at = complex(across.value, up.value) * turn
        low, high = complex(box.left, box.bottom) * turn, complex(box.right, box.top) * turn
        unknown = pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        said = letters(fonts.letter(pdfium, text, index, code) if unknown else chr(code))
        start, end = sorted((low.real, high.real))
        sign = Sign(said, at.real, start, end, at.imag, abs(high.imag - low.imag), row)
        if unicodedata.combining(said[:1] or " "):
            pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            sign.start = sign.end = (complex(left.value + right.value, bottom.value + top.value) * turn).real / 2
            marks.append(sign)
        elif signs and signs[-1].at == sign.at and signs[-1].up == sign.up and ARABIC.search(said):
            signs[-1].letters = said + signs[-1].letters  # of one glyph, told from its end
        else:
            signs.append(sign)
    _measure(signs, marks)
    return signs, marks


def _measure(signs: list[Sign], marks: list[Sign]) -> None:
    """Give room to letters that are told for others: as much to the right of the middle as to the left."""
    together: dict[tuple[float, float], list[Sign]] = {}
    for sign in (*signs, *marks):
        together.setdefault((sign.at, sign.up), []).append(sign)
    for sign in signs:
        if not sign.start - _EXACT <= sign.at <= sign.end + _EXACT:
            beside = together[sign.at, sign.up]
            middle = (min(other.start for other in beside) + max(other.end for other in beside)) / 2
            sign.start, sign.end, sign.vague = sign.at, max(2 * middle - sign.at, sign.at), True


def _is_said(code: int) -> bool:
    """Whether a sign stands for something: none does that is a font's own, or nobody sees."""
    return code in (2, 9, 0xFFFE) or not (code < 32 or 0xD800 <= code <= 0xF8FF or code >= 0xFFFD)


def _lines(signs: Iterable[Sign]) -> list[Line]:
    """Lines, in the order in which they were drawn; those that meet, as pieces of a word that has vowels, are one."""
    drawn: list[Line] = []
    for sign in signs:
        if not drawn or not drawn[-1].meets(sign, _COLUMN):
            drawn.append(Line(sign.up, sign.height, sign.row, sign.start, sign.end, sign.vague))
        drawn[-1].add(sign, sign)
    lines: list[Line] = []
    for line in drawn:
        first, *others = [*(other for other in lines[-_NEAR:] if other.meets(line, _TOUCHING)), line]
        for other in others:
            first.add(other, *other.signs)
        lines = [other for other in lines if other not in others]
        lines += [first] if first is line else []
    return lines


def _give_marks(marks: Iterable[Sign], lines: list[Line]) -> None:
    """Each mark to the letter with which, above or below which it is drawn; one that has none is not read."""
    whole = {(sign.at, sign.up): sign for line in lines for sign in line.signs if sign.letters[-1:].isalpha()}
    for mark in marks:
        letter = whole.get((mark.at, mark.up)) or _nearest(mark, lines)
        if letter:
            letter.marks += mark.letters


def _nearest(mark: Sign, lines: list[Line]) -> Sign | None:
    near = [line for line in lines if line.start <= mark.start <= line.end and abs(line.up - mark.up) < line.height]
    if not near:
        return None
    signs = min(near, key=lambda line: abs(line.up - mark.up)).signs
    lettered = (sign for sign in signs if not sign.letters or sign.letters[-1:].isalpha())
    return min(lettered, key=lambda sign: abs((sign.start + sign.end) / 2 - mark.start), default=None)


def _read(told: str, rightward: bool) -> str:
    """A line in the order in which it is read, of what it tells from the right end."""
    arabic, latin = ARABIC.findall(told), LATIN.findall(told)
    strong = [letter for letter in told if ARABIC.match(letter) or LATIN.match(letter)]
    ends = [bool(ARABIC.match(letter)) for letter in (*strong[:1], *strong[-1:])]
    within = bool(latin) and not any(ends) and len(latin) > 2 * len(arabic)  # Arabic words in Latin ones, if any
    if all(ends) or ((rightward or len(arabic) > len(latin)) and not within):
        number = _NUMBER.match(told)
        begin = number.end() if number else 0
        return "".join(_from_the_left(part) for part in (told[:begin], told[begin:]))
    return _FROM_THE_RIGHT.sub(lambda part: _from_the_left(part[0][::-1]), told[::-1])


def _from_the_left(told: str) -> str:
    return _FROM_THE_LEFT.sub(lambda part: part[0][::-1], told)


def _with_brackets(line: str) -> str:
    """A line whose brackets open and close by what stands beside them: PDFium turns round some, and others not."""
    opened = dict.fromkeys(_BRACKETS.values(), False)

    def put(found: re.Match[str]) -> str:
        pair = _BRACKETS[found[0]]
        before, after = line[: found.start()][-1:], line[found.end() :][:1]
        inward = bool(after) and not after.isspace()
        opens = inward and (not before.strip() or before in "([{«" or (after.isalnum() and not opened[pair]))
        opened[pair] = opens
        return pair[0] if opens else pair[1]

    return _BRACKET.sub(put, line)
