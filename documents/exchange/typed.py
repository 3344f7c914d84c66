"""Numbers as people type them before a paragraph or a heading, in the six languages and of any width.

A label is told by its look alone: what it numbers depends on what stands around it (see `outline`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from igsp_portal.foundations.language import lettering
from igsp_portal.foundations.language.characters import plain

# What a heading is called, as the six languages write it.
CALLED = {
    "annex": "annexe|annex|anexo|приложение|مرفق|المرفق|附件",
    "appendix": "appendix|appendice|apéndice|добавление|تذييل|التذييل|附录",
    "option": "option|opción|opcion|вариант|خيار|الخيار|备选案文|选项|方案",
    "part": "part|partie|parte|часть|جزء|الجزء|部分|编",
    "title": "title|titre|título|titulo|باب|الباب",
    "chapter": "chapter|chapitre|capítulo|capitulo|глава|فصل|الفصل|章",
    "section": "section|sección|seccion|раздел|قسم|القسم|节",
    "article": "article|artículo|articulo|статья|مادة|المادة|条",
    "rule": "rule|règle|regla|правило|规则",
    "regulation": "regulation|règlement|reglamento",
}
ORDINALS = (
    ("الأول", "الأولى"),
    ("الثاني", "الثانية"),
    ("الثالث", "الثالثة"),
    ("الرابع", "الرابعة"),
    ("الخامس", "الخامسة"),
    ("السادس", "السادسة"),
    ("السابع", "السابعة"),
    ("الثامن", "الثامنة"),
    ("التاسع", "التاسعة"),
    ("العاشر", "العاشرة"),
)
ABJAD_NAMES = ["ألف", "باء", "جيم", "دال", "هاء", "واو", "زاي", "حاء", "طاء", "ياء", "كاف", "لام", "ميم", "نون"]
ARABIC_COUNT = ["أول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"]
HAN = "一二三四五六七八九"
AGAIN = (  # how the first, the second… paragraph put in after another one is marked
    ("bis", "бис", "之二", "مكررا", "مكرراً"),
    ("ter", "тер", "之三", "مكررا ثانيا"),
    ("quater", "кватер", "之四", "مكررا ثالثا"),
    ("quinquies", "квинквиес", "之五", "مكررا رابعا"),
    ("sexies", "сексиес", "之六", "مكررا خامسا"),
)
CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
BULLETS = "•●▪■◦‣·–—"

_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_AGAIN = "|".join(sorted((re.escape(word) for words in AGAIN for word in words), key=len, reverse=True))
_HAN = rf"[{HAN}]?十[{HAN}]?|[{HAN}]"
_ORDINAL = "|".join(sorted((word for pair in ORDINALS for word in pair), key=len, reverse=True))
_WORD = "|".join(
    f"(?P<{name}>{'|'.join(sorted(words.split('|'), key=len, reverse=True))})(?![a-zà-ÿа-яё])"
    for name, words in CALLED.items()
)
_COUNTER = rf"\d{{1,3}}|{_ROMAN}|[a-z](?![a-z])|{_ORDINAL}|{_HAN}"

_CALLED = re.compile(
    rf"(?P<label>(?:{_WORD})(?:(?:[ ]|(?=\d|[{HAN}十]))(?P<sign>{_COUNTER})(?![\w])"
    rf"(?:[ ]?(?P<again>{_AGAIN})(?!\w))?)?)(?P<stop>[ ]?[.:,—–-]?)",
    re.IGNORECASE,
)
_ORDERED_HAN = re.compile(
    rf"(?P<label>第(?P<sign>{_HAN}|\d{{1,3}})(?P<word>部分|编|章|节|条)(?P<again>{_AGAIN})?)(?P<stop>)"
)
_NUMBER = re.compile(
    rf"(?P<label>(?P<sign>\d{{1,4}})(?:[ ]?(?P<again>{_AGAIN})(?!\w))?)(?P<stop>[.、](?!\d)|[ ]?-(?=\s|$)|(?=\t)|$)"
)
_STEPS = re.compile(r"(?P<label>(?P<sign>\d{1,3}(?:\.\d{1,3})+))(?P<stop>\.?(?=[ \t]|$))")
_ENCLOSED = re.compile(
    rf"(?P<label>(?P<open>\(?)(?P<sign>{_ROMAN}|([a-z])\4?|[{CYRILLIC}]|[{lettering.ABJAD}]ـ?|\d{{1,3}})\))(?P<stop>)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?P<label>['‘’`](?P<sign>\d{1,2})['’‘`])(?P<stop>)")
_STOPPED = re.compile(rf"(?P<label>(?P<sign>{_ROMAN}|([a-z])\3?|[{CYRILLIC}]))(?P<stop>\.(?=[ \t]|$))", re.IGNORECASE)
_HAN_COUNT = re.compile(rf"(?P<label>(?P<sign>{_HAN}))(?P<stop>、|\.(?=\s|$)|$)")
_HAN_ENCLOSED = re.compile(rf"(?P<label>\((?P<sign>{_HAN})\))(?P<stop>)")
_ARABIC_COUNT = re.compile(rf"(?P<label>(?P<sign>(?:{'|'.join(ARABIC_COUNT)})اً?))(?P<stop>[ ]?[-:])")
_ARABIC_NAME = re.compile(rf"(?P<label>(?P<sign>{'|'.join(ABJAD_NAMES)}))(?P<stop>[ ]?-)")
_ARABIC_LETTER = re.compile(rf"(?P<label>(?P<sign>[{lettering.ABJAD}]ـ?))(?P<stop>[ ]?-)")
_BULLET = re.compile(rf"(?P<label>(?P<sign>[{BULLETS}]|-(?=[ \t])))(?P<stop>)")


Readings = Iterator[tuple[str, int, int]]  # look, number and depth
Reader = Callable[[re.Match[str]], Readings]


@dataclass(frozen=True, slots=True)
class Label:
    """A label as typed: its look, the numbers it may stand for by that look, and how many characters it takes."""

    text: str  # as it was typed, with its stop
    look: str  # article, roman, upper, arabic, (a), (i), '1', a., bullet …
    number: int = 0
    alternative: int = 0
    length: int = 0
    depth: int = 1  # of 1.2.3


def labels(text: str) -> list[Label]:
    """All that the beginning of `text` may be as a label, the likelier first: "i." is a figure or a letter."""
    folded = "".join(sign if len(sign := plain(character)) == 1 else character for character in text)
    folded = folded.replace("\t", " ") if "\t" not in text else _with_tabs(text, folded)
    start = len(folded) - len(folded.lstrip(" \t"))
    for pattern, read in _READERS:
        if found := pattern.match(folded, start):
            made = list(read(found))
            if made:
                end = found.end()
                return [
                    Label(text[start:end].strip(), look, number, _again(found), end, depth)
                    for look, number, depth in made
                ]
    return []


def _with_tabs(text: str, folded: str) -> str:
    return "".join("\t" if one == "\t" else other for one, other in zip(text, folded, strict=True))


def number_of(sign: str) -> int:
    """The number that a figure, a Roman or Han figure, or an Arabic ordinal stands for; 0 for none."""
    sign = sign.lower()
    if sign.isdecimal():
        return int(sign)
    for number, pair in enumerate(ORDINALS, 1):
        if sign in pair:
            return number
    if set(sign) <= set(HAN + "十"):
        return _han(sign)
    return _roman(sign) or (LATIN.find(sign) + 1 if len(sign) == 1 else 0)


def _called(found: re.Match[str]) -> Readings:
    word = next(name for name in CALLED if name in found.groupdict() and found[name])
    sign = found["sign"] or ""
    if sign or word in ("annex", "appendix"):
        yield word, number_of(sign) if sign else 0, 1


def _ordered_han(found: re.Match[str]) -> Readings:
    words = {"部分": "part", "编": "title", "章": "chapter", "节": "section", "条": "article"}
    yield words[found["word"]], number_of(found["sign"]), 1


def _enclosed(found: re.Match[str]) -> Readings:
    sign = found["sign"].lower()
    if sign.isdecimal():
        yield "(1)", int(sign), 1
    elif sign[0] in lettering.ABJAD:
        yield "(a)", lettering.ABJAD.index(sign[0]) + 1, 1
    elif sign in CYRILLIC:
        yield "(a)", CYRILLIC.index(sign) + 1, 1
    else:
        yield from _latin(sign, "(a)", "(i)")


def _stopped(found: re.Match[str]) -> Readings:
    sign = found["sign"]
    lower = sign.lower()
    if lower in CYRILLIC:
        yield ("upper" if sign.isupper() else "a."), CYRILLIC.index(lower) + 1, 1
    elif sign.isupper():
        yield from _latin(lower, "upper", "roman")
    elif sign.islower():
        yield from _latin(lower, "a.", "i.")


def _latin(sign: str, letters: str, figures: str) -> Readings:
    """A letter first where it may be both, but for i, ii, iii."""
    figure = _roman(sign)
    letter = LATIN.find(sign[0]) + 1 + 26 * (len(sign) - 1) if set(sign) == {sign[0]} else 0
    readings = [(letters, letter, 1)] if letter and len(sign) <= 2 else []
    if figure:
        readings.insert(0 if set(sign) == {"i"} else len(readings), (figures, figure, 1))
    yield from readings


def _plain(
    look: str, read: Callable[[str], int] = number_of
) -> Callable[[re.Match[str]], Iterator[tuple[str, int, int]]]:
    def reader(found: re.Match[str]) -> Readings:
        yield look, read(found["sign"]), 1

    return reader


def _steps(found: re.Match[str]) -> Readings:
    steps = found["sign"].split(".")
    yield "1.1", int(steps[-1]), len(steps)


def _again(found: re.Match[str]) -> int:
    mark = (found.groupdict().get("again") or "").lower()
    return next((number for number, words in enumerate(AGAIN, 1) if mark in words), 0)


def _roman(sign: str) -> int:
    return next((number for number in range(1, 100) if lettering.lower_roman(number) == sign), 0)


def _han(sign: str) -> int:
    tens, ten, ones = sign.rpartition("十")
    return (HAN.find(tens) + 1 or 1) * 10 * bool(ten) + (HAN.find(ones) + 1 if ones else 0)


def _arabic_count(sign: str) -> int:
    return next(number for number, root in enumerate(ARABIC_COUNT, 1) if sign.startswith(root))


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_ORDERED_HAN, _ordered_han),
    (_CALLED, _called),
    (_STEPS, _steps),
    (_NUMBER, _plain("arabic")),
    (_ENCLOSED, _enclosed),
    (_QUOTED, _plain("'1'")),
    (_STOPPED, _stopped),
    (_HAN_ENCLOSED, _plain("(a)")),
    (_HAN_COUNT, _plain("roman")),
    (_ARABIC_COUNT, _plain("roman", _arabic_count)),
    (_ARABIC_NAME, _plain("upper", lambda sign: ABJAD_NAMES.index(sign) + 1)),
    (_ARABIC_LETTER, _plain("a.", lambda sign: lettering.ABJAD.index(sign[0]) + 1)),
    (_BULLET, _plain("bullet", lambda sign: 0)),
)
