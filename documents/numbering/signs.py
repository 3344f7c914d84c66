"""Figures and letters as each of the six languages writes them, alone and behind a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from igsp_portal.foundations.language.lettering import LEVELS, Level, arabic_letter, letter, lower_roman, roman

SIGNS = ("roman", "upper", "arabic", "lower", "lower-roman", "words", "none")

ABJAD_NAMES = (
    "ألف",
    "باء",
    "جيم",
    "دال",
    "هاء",
    "واو",
    "زاي",
    "حاء",
    "طاء",
    "ياء",
    "كاف",
    "لام",
    "ميم",
    "نون",
) + ("سين", "عين", "فاء", "صاد", "قاف", "راء", "شين", "تاء", "ثاء", "خاء", "ذال", "ضاد", "ظاء", "غين")
ARABIC_ORDINALS = ("أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا")
ARABIC_TEENS = ("حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع")
ARABIC_TENS = ("عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
HAN_FIGURES = "一二三四五六七八九"


def han(number: int) -> str:
    """一 to 九百九十九; in figures from 1000."""
    if number > 999:
        return str(number)
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _han_below_hundred(number)
    head = HAN_FIGURES[hundreds - 1] + "百"
    if not rest:
        return head
    if rest < 10:
        return head + "零" + HAN_FIGURES[rest - 1]
    return head + ("一" if rest < 20 else "") + _han_below_hundred(rest)


def _han_below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else HAN_FIGURES[tens - 1]) + "十" if tens else ""
    return head + (HAN_FIGURES[ones - 1] if ones else "")


def arabic_ordinal(number: int) -> str:
    """أولا to عاشرا, then حادي عشر to تاسع عشر; in figures from 20."""
    if number <= 10:
        return ARABIC_ORDINALS[number - 1]
    return f"{ARABIC_TEENS[number - 11]} عشر" if number < 20 else str(number)


def arabic_letter_name(number: int) -> str:
    """ألف to غين; past them the name is said again: ألف ألف."""
    times, index = divmod(number - 1, len(ABJAD_NAMES))
    return " ".join([ABJAD_NAMES[index]] * (times + 1))


def arabic_definite(number: int, *, feminine: bool) -> str:
    """الأول to التاسع والتسعون, or الأولى and so on behind a feminine word; in figures from 100."""
    ending = "ة" if feminine else ""
    if number == 1:
        return "الأولى" if feminine else "الأول"
    if number <= 10:
        return "ال" + (*ARABIC_TEENS, "عاشر")[number - 1] + ending
    tens, ones = divmod(number, 10)
    if number < 20:
        return f"ال{ARABIC_TEENS[ones - 1]}{ending} عشر{ending}"
    if number > 99:
        return str(number)
    ten = "ال" + ARABIC_TENS[tens - 2]
    return f"ال{ARABIC_TEENS[ones - 1]}{ending} و{ten}" if ones else ten


def upper(number: int) -> str:
    return letter(number).upper()


_LATIN: dict[str, Callable[[int], str]] = {
    "roman": roman,
    "upper": upper,
    "arabic": str,
    "lower": letter,
    "lower-roman": lower_roman,
    "words": str,  # where there are none
    "none": lambda _number: "",
}
_ARABIC = _LATIN | {"upper": arabic_letter_name, "lower": arabic_letter, "lower-roman": str}
DEFINITE = ("roman", "words")  # which Arabic writes in words behind a word


def behind_a_word(sign: str, language: str, *, feminine: bool = False, in_han: bool = True) -> Callable[[int], str]:
    """How `language` writes a number behind the word that names a heading: Article 5, المرفق الأول, 附件一."""
    if language == "ar":
        return _ARABIC[sign] if sign not in DEFINITE else lambda number: arabic_definite(number, feminine=feminine)
    if language == "zh-hans" and sign in ("roman", "arabic", "words"):
        return han if in_han or sign == "words" else str
    return _LATIN[sign]


def alone(sign: str, language: str) -> Level:
    """A heading's number without a word, and the pattern in which it stands: I. or أولا - or 一、"""
    if sign in ("lower", "lower-roman"):
        return LEVELS[language][0 if sign == "lower" else 1]
    if language == "ar":
        return arabic_ordinal if sign == "roman" else _ARABIC[sign], "{} -"
    if language == "zh-hans" and sign == "roman":
        return han, "{}、"
    return _LATIN[sign], "{}."


@dataclass(frozen=True, slots=True)
class Style:
    """How one language numbers paragraphs and what hangs on them."""

    subparagraphs: tuple[Level, ...]
    paragraph: str
    alternatives: tuple[str, ...]
    between: str  # the numbers of nested headings: II.A


def _latin(language: str, alternatives: tuple[str, ...]) -> Style:
    return Style(LEVELS[language], "{}.", alternatives, ".")


_BIS = (" bis", " ter", " quater", " quinquies", " sexies")
STYLES = {
    "ar": Style(
        subparagraphs=LEVELS["ar"],
        paragraph="{} -",
        alternatives=(" مكررا", " مكررا ثانيا", " مكررا ثالثا", " مكررا رابعا", " مكررا خامسا"),
        between=" - ",
    ),
    "zh-hans": _latin("zh-hans", ("之二", "之三", "之四", "之五", "之六")),
    "en": _latin("en", _BIS),
    "fr": _latin("fr", _BIS),
    "ru": _latin("ru", (" бис", " тер", " кватер", " квинквиес", " сексиес")),
    "es": _latin("es", _BIS),
}
