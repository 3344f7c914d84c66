"""Letters of lists as each official language prints them: (a) (i) is (أ) '1' in Arabic and a) i) in French."""

import re
from collections.abc import Callable
from functools import cache

from .languages import resolve

ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
HIGHEST = 399  # in Roman figures
NO_BREAK = "\N{NO-BREAK SPACE}"

Level = tuple[Callable[[int], str], str]  # a sign, and the pattern it stands in


def roman(number: int) -> str:
    """I, II, III, IV… for 1 to 399."""
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def lower_roman(number: int) -> str:
    """i, ii, iii, iv…"""
    return roman(number).lower()


def letter(number: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz") -> str:
    """a to z, then aa, bb…"""
    times, index = divmod(number - 1, len(alphabet))
    return alphabet[index] * (times + 1)


def arabic_letter(number: int) -> str:
    """The letters in the order of abjad."""
    # A lone heh is drawn with its joining tail, as printers write it, lest it be taken for a figure five.
    return letter(number, ABJAD).replace("ه", "هـ")


def _latin(pattern: str) -> tuple[Level, ...]:
    return (letter, pattern), (lower_roman, pattern), (letter, "{}."), (lower_roman, "{}.")


LEVELS: dict[str, tuple[Level, ...]] = {
    "ar": ((arabic_letter, "({})"), (str, "'{}'"), (arabic_letter, "{} -"), (str, "({})")),
    "zh-hans": _latin("({})"),
    "en": _latin("({})"),
    "fr": _latin("{})"),
    "ru": _latin("{})"),
    "es": _latin("{})"),
}


def lettered(sign: str, language: str, level: int = 1) -> str:
    """How `language` prints the item of a list that is known by a Latin letter, or below that by a Roman figure.

    c is (c), c) or (ج); ii on level 2 is (ii), ii) or '2'. Any other sign stays as it is, in the language's brackets.
    """
    written, pattern = LEVELS[resolve(language)][level - 1]
    number = _numbers(LEVELS["en"][level - 1][0]).get(sign)
    return pattern.format(sign if number is None else written(number))


def cited(reference: str, language: str) -> str:
    """A paragraph, or an item of a list, as `language` cites it: 8 (a) (i) is 8 (أ) '1' and 8 a) i).

    Its spaces are such as no line breaks at: a number that is torn apart is read as two.
    """
    signs = iter(range(1, 4))

    def printed(found: re.Match[str]) -> str:
        label = lettered(found[2], language, next(signs))
        return (found[1] or ("" if label.startswith("(") or not found.start() else " ")) + label

    return re.sub(r"( ?)\(([a-z]+)\)", printed, reference, count=3).replace(" ", NO_BREAK)


@cache
def _numbers(written: Callable[[int], str]) -> dict[str, int]:
    return {written(number): number for number in range(1, HIGHEST + 1)}
