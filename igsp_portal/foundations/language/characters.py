"""Characters that people type for one another, and those that nobody sees. Knows nothing of Django."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
_STAND_INS = dict.fromkeys(_DASHES, "-") | {
    "\u2044": "/",
    "\u2215": "/",
    "\u29f8": "/",
    "\u2217": "*",
    "\u066d": "*",
}


@cache
def plain(character: str) -> str:
    """The plain character for which one is typed: - for any dash, / for a slash of mathematics, 1 for １ or ١.

    A space for whatever leaves room, nothing for what nobody sees, itself where there is no plainer one.
    """
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cc", "Cf"):
        return ""
    if character in _STAND_INS:
        return _STAND_INS[character]
    figure = unicodedata.decimal(character, None)
    same = unicodedata.normalize("NFKC", character) if figure is None else str(figure)
    return same if len(same) == 1 else character


def folded(text: str) -> str:
    """Text as a search compares it, the same for titles, symbols and what is sought in them.

    Without case, accents, vowel signs, apostrophes and quotation marks, with room for any dash, plain figures, and
    one letter for the forms of it that people write for one another: ё is е, any alef is alef, taa marbuta is haa.
    """
    plainly = unicodedata.normalize("NFKD", text.replace("´", "")).casefold()
    return " ".join(_FOLDED.sub(lambda sign: _LETTERS.get(sign[0], ""), plainly).split())


@cache
def folded_sign(sign: str) -> str:
    """One character as `folded` leaves it beside others: its letters, itself, or nothing."""
    return folded(f"a{sign}a")[1:-1]


def joined(text: str) -> str:
    """Letters and figures alone, numbers kept apart: the same for UNEP/GC.23/6, UNEP_GC.23_6 and unep-gc-23-6.

    So librarians write symbols in names of files, and addresses name documents. Empty where other signs are in it.
    """
    plainly = "".join(plain(character) for character in text).upper()
    if re.search("[^A-Z0-9 /._()!*-]", plainly):
        return ""
    return re.sub("(?<![0-9])-|-(?![0-9])", "", re.sub("[^A-Z0-9]+", "-", plainly))


def sought(words: str) -> list[str]:
    """The words of a search, folded; signs that no search compares are none."""
    return [piece for word in words.split() if (piece := folded(word))]


def has_all(pieces: Iterable[str], text: str) -> bool:
    """Whether a folded text has every piece of what is sought."""
    return all(piece in text for piece in pieces)


LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
_IGNORED = "'’‘‛`´ʼʻʽ′＇\"“”„‟″«»‹›《》〈〉「」『』"
_SIGNS = {**dict.fromkeys(_IGNORED, ""), **dict.fromkeys(f"-{_DASHES}", " "), "\u2044": "/", "\u2215": "/"}
_FIGURES = {chr(zero + n): str(n) for zero in (0x0660, 0x06F0) for n in range(10)}
_ARABIC = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ء": "", "ـ": ""}
_LETTERS = _SIGNS | LIGATURES | _FIGURES | _ARABIC
# Accents and vowel signs, once letters are taken apart; and marks that nobody sees.
_MARKS = "".join(chr(n) for n in range(0x300, 0x700) if unicodedata.combining(chr(n)))
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_FOLDED = re.compile(f"[{re.escape(''.join(_LETTERS))}{_MARKS}{_UNSEEN}]")
