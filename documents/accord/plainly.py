"""The words of a wording as they are counted: plain figures and dashes, no marks, and nothing that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from igsp_portal.foundations.language.characters import plain

from .. import wordings
from ..wordings import BracketClose, BracketOpen, Token

TAKEN = "\n¦\n"  # stands where something was taken out, and parts what stood around it
SPACES = " \u00a0\u2009\u202f"


@dataclass(frozen=True, slots=True)
class Said:
    """A wording in its language."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Plain:
    """Words in one language, of which something may have been taken out already."""

    words: str
    language: str

    @classmethod
    def of(cls, tokens: Iterable[Token], language: str) -> Plain:
        return cls(_plainly("".join(_words(token) for token in tokens)), language)

    def without(self, pattern: re.Pattern[str]) -> tuple[list[re.Match[str]], Plain]:
        """What `pattern` finds, and the words without it."""
        return list(pattern.finditer(self.words)), Plain(pattern.sub(TAKEN, self.words), self.language)


def _words(token: Token) -> str:
    match token:
        case wordings.Text(words) | wordings.Emphasis(words):
            return words
        case BracketOpen() | BracketClose():
            return "¦"  # [2007] [2009] are two years
    return ""


def _plainly(words: str) -> str:
    return unicodedata.normalize("NFC", words).translate(_CHARACTERS)


class _Characters(dict[int, str]):
    """Figures, dashes and full-width signs become plain; room is kept as it is, since it parts thousands."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        wide = "\uff01" <= character <= "\uff5e"
        figure = unicodedata.decimal(character, None) is not None
        known = wide or figure or unicodedata.category(character) in ("Cf", "Pd")
        self[code] = plain(character) if known and not character.isspace() else character
        return self[code]


_CHARACTERS = _Characters()
