"""Numbers in running words, as each language writes them: 1,000.5 · 1 000,5 · 1.000,5 · ١٬٠٠٠٫٥ are one.

Words of magnitude are reckoned in: 5.2 million, 520万, 5,2 млн. An ordinal in figures (25th, 25º, 第25届) may stand in
words elsewhere, and is never asked for; any other number up to a hundred may as well, if its words are found. What
does not fit the separators of its language (section 3.1 in Spanish) is taken for whatever it may mean. Figures within
a name are no numbers: CO2, COVID-19.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from .numerals import HIGHEST, stands_in_words
from .plainly import SPACES, Plain

_GROUPS = {
    "en": f",{SPACES[1:]}",
    "fr": SPACES,
    "es": f".{SPACES}",
    "ru": SPACES,
    "zh-hans": f",{SPACES[1:]}",
    "ar": f"٬{SPACES}",
}
_POINTS = {"en": ".", "fr": ",", "es": ",", "ru": ",", "zh-hans": ".", "ar": "٫,"}
_ORDINALS = {
    "en": r"(?:st|nd|rd|th|s)\b",  # also the 1990s
    "fr": r"(?:er|re|nde?|e|è?me|ème)s?\b",
    "es": r"(?:[.]?[ºª°]|[.][oa]\b|(?:er|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na|o|a)\b)",
    "ru": r"-(?:й|я|е|го|му|м|ю|ой|ая|ое|ый|х|ми|ти)\b",
}
_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** power for power in (3, 6, 9, 12))
_SCALES = {
    "en": {"thousand": _THOUSAND, "millions?": _MILLION, "billions?": _BILLION, "trillions?": _TRILLION},
    "fr": {"mille": _THOUSAND, "millions?": _MILLION, "milliards?": _BILLION, "billions?": _TRILLION},
    "es": {
        "mil mill(?:ones|ón)": _BILLION,
        "mil": _THOUSAND,
        "mill(?:ones|ón)": _MILLION,
        "bill(?:ones|ón)": _TRILLION,
    },
    "ru": {
        r"тыс(?:[.]|яч\w*)": _THOUSAND,
        r"(?:млн|миллион\w*)": _MILLION,
        r"(?:млрд|миллиард\w*)": _BILLION,
        r"(?:трлн|триллион\w*)": _TRILLION,
    },
    "zh-hans": {
        "万亿": _TRILLION,
        "千万": _MILLION * 10,
        "百万": _MILLION,
        "亿": _MILLION * 100,
        "万": _THOUSAND * 10,
        "千": _THOUSAND,
    },
    "ar": {
        "(?:آلاف|ألفا?)": _THOUSAND,
        "(?:ملايين|مليونا?)": _MILLION,
        "(?:بلايين|بليونا?|مليارا?ت?)": _BILLION,
        "تريليونا?": _TRILLION,
    },
}
_RANGE = re.compile(r"\s*(?:-|to|and|or|à|et|ou|a|y|o|до|и|или|至|到|和|إلى|و|أو)\s*")
_NAME = re.compile(r"(?<![A-Za-zА-Яа-яё0-9])[A-Za-zА-Яа-яё][A-Za-zА-Яа-яё+]*(?:[.-]?[0-9]+)+\w*|[ء-ي]{2,}-[0-9]+")
_HOURS = {
    "en": r"(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2}))?\s*[ap]\.?m\b",
    "fr": r"(?P<hour>[0-9]{1,2})\s*h(?:eures)?\b(?:\s*(?P<minute>[0-9]{2})\b)?",
    "ru": r"(?P<hour>[0-9]{1,2})\s*(?:ч[.]|час\w*)(?:\s*(?P<minute>[0-9]{2})\s*м\w*)?",
    "zh-hans": r"(?P<hour>[0-9]{1,2})\s*[时点](?:\s*(?P<minute>[0-9]{2}))?",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as written, and all that it may mean; `sure` where it has to stand in every language."""

    said: str
    means: frozenset[Decimal]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers in words, the words in which they stand, and the years of the dates that were in them."""

    figures: list[Figure]
    words: Plain
    years: Mapping[int, str]

    @property
    def all(self) -> list[Figure]:
        return [*(Figure(str(year), frozenset({Decimal(year)})) for year in self.years), *self.figures]


def differing(there: Numbers, here: Numbers) -> tuple[list[str], list[str]]:
    """The numbers that stand in one only, as they are written there.

    The years of dates count as well; how often they stand does not.
    """
    left, over = _unpaired(there.all, here.all)
    return _told(left, there, here), _told(over, here, there)


def read(plain: Plain) -> list[Figure]:
    """The numbers in words, in their order."""
    found = list(_found(plain))
    figures = [figure for figure, _scale, _start, _end in found]
    for at, ((_figure, scale, _s, end), following) in enumerate(zip(found, found[1:], strict=False)):
        if scale == 1 and following[1] != 1 and _RANGE.fullmatch(plain.words[end : following[2]]):  # 5 to 10 million
            larger = {value * following[1] for value in figures[at].means}
            figures[at] = replace(figures[at], means=figures[at].means | larger)
    return figures


def _unpaired(these: list[Figure], those: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Those of either that are sure and find none of the other; sure ones pair first."""
    left: list[Figure] = []
    taken: set[int] = set()
    free: defaultdict[Decimal, list[int]] = defaultdict(list)
    for at in sorted(range(len(those)), key=lambda at: those[at].sure):
        for value in those[at].means:
            free[value].append(at)  # the sure ones are taken from the end
    for figure in sorted(these, key=lambda figure: not figure.sure):
        partner = _taken_from(free, figure, taken)
        if partner is not None:
            taken.add(partner)
        elif figure.sure:
            left.append(figure)
    return left, [figure for at, figure in enumerate(those) if figure.sure and at not in taken]


def _taken_from(free: dict[Decimal, list[int]], figure: Figure, taken: set[int]) -> int | None:
    for value in figure.means:
        places = free.get(value, [])
        while places:
            if (place := places.pop()) not in taken:
                return place
    return None


def _told(alone: list[Figure], own: Numbers, others: Numbers) -> list[str]:
    """What is worth a hint: neither a year that is named there already, nor a number that stands there in words."""
    there = {value for figure in others.all for value in figure.means}
    named = there & {Decimal(year) for year in (*own.years, *others.years)}
    elsewhere = others.words
    spoken = {value for value in _small(alone) if stands_in_words(int(value), elsewhere.language, elsewhere.words)}
    return [figure.said for figure in alone if figure.means.isdisjoint(named | spoken)]


def _small(figures: list[Figure]) -> set[Decimal]:
    values = {value for figure in figures for value in figure.means}
    return {value for value in values if 0 < value <= HIGHEST and value == int(value)}


def _found(plain: Plain) -> Iterator[tuple[Figure, Decimal, int, int]]:
    """Each number with its magnitude, and where it begins and ends."""
    for match in _pattern(plain.language).finditer(plain.words):
        if match["name"]:
            continue
        scale = _scale(match["scale"], plain.language)
        means = _hour(match) if match["hour"] else {value * scale for value in _means(match, plain.language)}
        ordinal = bool(match["ordinal"] or match["before"])
        yield Figure(match[0].strip(), frozenset(means), not ordinal), scale, match.start(), match.end()


def _hour(match: re.Match[str]) -> set[Decimal]:
    hour = Decimal(match["hour"]) + Decimal(match["minute"] or 0) / 100
    return {hour, hour + 12, hour - 12}


def _means(match: re.Match[str], language: str) -> set[Decimal]:
    if match["grouped"]:
        whole, _point, fraction = _parted(match["grouped"], _POINTS[language])
        return {_decimal(re.sub("[^0-9]", "", whole), fraction)}
    if match["fraction"]:
        whole, _point, fraction = _parted(match["fraction"], ".,٫:")
        return {_decimal(whole, fraction)}
    return {Decimal(match["plain"])}


def _parted(number: str, points: str) -> tuple[str, str, str]:
    at = next((at for at, sign in enumerate(number) if sign in points), len(number))
    return number[:at], number[at : at + 1], number[at + 1 :]


def _decimal(whole: str, fraction: str) -> Decimal:
    return Decimal(f"{whole}.{fraction or 0}")


def _scale(said: str | None, language: str) -> Decimal:
    scales = _SCALES[language].items()
    return next((scale for words, scale in scales if said and re.fullmatch(words, said)), Decimal(1))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    groups, points = re.escape(_GROUPS[language]), re.escape(_POINTS[language])
    end = r"(?![0-9]|[.,٫٬][0-9])"
    hour = _HOURS.get(language, r"(?P<hour>(?!))(?P<minute>)")
    numbers = (
        rf"(?P<grouped>[0-9]{{1,3}}(?P<parting>[{groups}])[0-9]{{3}}(?:(?P=parting)[0-9]{{3}})*(?:[{points}][0-9]+)?{end})"
        rf"|(?P<fraction>[0-9]+[.,٫:][0-9]+{end})|(?P<plain>[0-9]+)"
    )
    scale = "|".join(_SCALES[language])
    edge = "" if language == "zh-hans" else r"(?!\w)"
    return re.compile(
        rf"(?P<name>{_NAME.pattern})|{hour}|(?P<before>第\s*)?(?:{numbers})"
        rf"(?:(?P<ordinal>{_ORDINALS.get(language, '(?!)')})|[{SPACES}]*(?:(?P<scale>{scale}){edge}))?"
    )
