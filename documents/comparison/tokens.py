"""A wording cut where a reader would cut it: at words, at marks, and between the characters of Chinese.

A mark of a wording stays whole, with the label of a bracket; so do emphasised words, a number, and a symbol. White
space belongs to what follows it, so that no space stands alone between two changes. Whatever cannot be read as a
wording is cut all the same: what stands in a draft may be wrong still.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from .. import brackets

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# What is written on the letter before it: accents, vowel signs, joiners, and marks of direction.
_ON = "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\ufe00-\ufe0f"
_ON += "\u00ad\u061c\u200c-\u200f\u2060"
_LETTER = rf"(?:[^\W{_HAN}]|[{_ON}])"
_JOINT = r"(?:['’‑/.@&-]|(?<=\d)[,:٫٬](?=\d))"
_OPENING, _CLOSING = re.escape(brackets.OPENING), re.escape(brackets.CLOSING)
_TOKEN = re.compile(
    rf"""
    (?P<space>\s*)
    (?:
        (?P<mark>[{_OPENING}](?:\{{is:[^{{}}\s]*\}})? | [{_CLOSING}] | \{{[a-z]+:[^{{}}\s]*\}})
      | (?P<emphasis>\*(?:\\.|[^\\*{{}}{_OPENING}{_CLOSING}])+\*)
      | (?P<han>[{_HAN}][{_ON}]*)
      | (?P<word>{_LETTER}+(?:{_JOINT}{_LETTER}+)*)
      | (?P<sign>(?:\\.|\S)[{_ON}]*)
      | $
    )
    """,
    re.VERBOSE | re.DOTALL,
)
A_WORD, HALF_A_WORD = 2, 1  # two characters of Chinese make a word, by and large
_ENDS = (set(".;:!?。；：！？؛؟…"), set(",，、،"))


class Kind(StrEnum):
    """What a token is: the names of the groups of the pattern."""

    MARK = "mark"
    EMPHASIS = "emphasis"
    HAN = "han"
    WORD = "word"
    SIGN = "sign"
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a sign, with the white space before it. The last one may be space alone."""

    space: str
    sign: str
    weight: int  # how much of it a reader reads: two for a word, nothing for a comma
    kind: Kind

    @property
    def is_mark(self) -> bool:
        return self.kind is Kind.MARK

    @property
    def label(self) -> str:
        """The label of an opening bracket; "" for none."""
        return self.sign[1:].removeprefix("{is:").removesuffix("}") if self.is_mark else ""

    @property
    def text(self) -> str:
        return self.space + self.sign

    @property
    def ends_sentence(self) -> bool:
        return self.sign in _ENDS[0]

    @property
    def is_on_new_line(self) -> bool:
        return "\n" in self.space

    @property
    def rest_after(self) -> int:
        """How good a place for a change to begin is behind it."""
        if self.ends_sentence:
            return 3
        return 2 if self.sign in _ENDS[1] or self.sign[:1] in brackets.CLOSING else 1


_WEIGHTS = {Kind.WORD: A_WORD, Kind.HAN: HALF_A_WORD, Kind.MARK: HALF_A_WORD}


def cut(wording: str) -> list[Token]:
    """The tokens of a wording; their texts one after the other are the wording."""
    return [_token(found) for found in _TOKEN.finditer(wording) if found.group()]


def opening_brackets(words: str) -> int:
    """How many brackets open in these words, whether or not they close there."""
    return sum(token.sign[0] in brackets.OPENING for token in cut(words) if token.is_mark)


def _token(found: re.Match[str]) -> Token:
    kind = Kind(found.lastgroup or Kind.SPACE)
    sign = "" if kind is Kind.SPACE else found[kind]
    weight = _WEIGHTS.get(kind, 0)
    if kind is Kind.EMPHASIS:
        weight = sum(token.weight for token in cut(sign[1:-1]))
    return Token(found["space"], sign, weight, kind)
