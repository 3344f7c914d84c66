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
    plainly = unicodedata.normalize("NFKD", _MARKS_ALONE.sub("", text)).casefold()
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


def as_read(text: str) -> str:
    """The words of a page of a file as they are read, from the signs that were drawn.

    A word that was cut at the end of a line is whole again; ligatures and the forms that Arabic letters take where they
    stand are the letters themselves, without strokes that lengthen them; what nobody sees is gone.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = _CUT.sub("", _CUT_BY_HAND.sub("", _HYPHEN.sub("-", lines)))
    plainly = _STROKES.sub("", _DRAWN.sub(lambda drawn: letters(drawn[0]), whole))
    shown = (" ".join(_NOT_SEEN.sub("", line).split()) for line in plainly.split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(shown)).strip("\n")


def letters(drawn: str) -> str:
    """The letters of a ligature or of a form in which one is drawn; of a mark that stands alone, the mark."""
    if not _DRAWN.match(drawn):
        return drawn
    plainly = unicodedata.normalize("NFKC", drawn)
    return plainly.lstrip(" \u0640") if _MARKS_ALONE.match(drawn) else plainly


def count_words(text: str) -> int:
    """How many words a text has; of Chinese, each character is one."""
    return len(_WORDS.findall(text))


LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
_IGNORED = "'’‘‛`´ʼʻʽ′＇\"“”„‟″«»‹›《》〈〉「」『』"
_SIGNS = {**dict.fromkeys(_IGNORED, ""), **dict.fromkeys(f"-{_DASHES}", " "), "\u2044": "/", "\u2215": "/"}
_FIGURES = {chr(zero + n): str(n) for zero in (0x0660, 0x06F0) for n in range(10)}
_ARABIC = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ء": "", "ـ": ""}
_LETTERS = _SIGNS | LIGATURES | _FIGURES | _ARABIC
# Accents and vowel signs, once letters are taken apart; and marks that nobody sees.
_MARKS = "".join(chr(n) for n in range(0x300, 0x700) if unicodedata.combining(chr(n)))
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
# Accents and vowel signs with room of their own, which is no room between words.
_MARKS_ALONE = re.compile("[´\ufc5e-\ufc63\ufcf2-\ufcf4\ufe70-\ufe7f]")
_FOLDED = re.compile(f"[{re.escape(''.join(_LETTERS))}{_MARKS}{_UNSEEN}]")
# A hyphen at the end of a line, as PDFium tells it: one that is written stands before a capital letter or a figure.
_HYPHEN = re.compile("[\x02\ufffe]\n?(?=[A-Z0-9\u00c0-\u00de\u0400-\u042f])")
# A hyphen where the typesetter cut a word: as PDFium tells it, soft, or plain before a small letter.
_CUT = re.compile("[\x02\ufffe\u00ad]\n?")
_CUT_BY_HAND = re.compile("(?<=[^\\W\\d_])[-\u2010]\n(?=[^\\W\\d_])(?=[a-z\u00df-\u00ff\u0430-\u045f])")
# Ligatures of Latin letters, and the forms in which Arabic letters are drawn.
_DRAWN = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]")
_STROKES = re.compile(f"(?<=[\u0620-\u064a{_MARKS}])\u0640+(?=[\u0620-\u064a{_MARKS}])")
_NOT_SEEN = re.compile("[\x00-\x08\x0e-\x1f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u206f\ufeff]")
_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORDS = re.compile(f"[{_IDEOGRAPHS}]|[^\\W_{_IDEOGRAPHS}]+(?:[-'\u2019./][^\\W_{_IDEOGRAPHS}]+)*")
