"""Days and months of the year in running words, as the six languages write them.

Lists and ranges share a month and a year (17 and 18 June 2004; 2004年5月5日、5月19日): days are compared with their
months, years on their own. A month without a day counts only beside its year; months that Chinese writes as figures
are no figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from .plainly import SPACES, Plain

_S = rf"[{SPACES}]"
_NAMES = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet ao[ûu]t septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto se(?:p)?tiembre octubre noviembre diciembre",
    "ru": "январ(?:ь|я|е|ю|ем) феврал(?:ь|я|е|ю|ем) март(?:а|е|у|ом)? апрел(?:ь|я|е|ю|ем) ма(?:й|я|е|ю|ем) "
    "июн(?:ь|я|е|ю|ем) июл(?:ь|я|е|ю|ем) август(?:а|е|у|ом)? сентябр(?:ь|я|е|ю|ем) октябр(?:ь|я|е|ю|ем) "
    "ноябр(?:ь|я|е|ю|ем) декабр(?:ь|я|е|ю|ем)",
    "ar": "كانون_الثاني|يناير شباط|فبراير آذار|مارس نيسان|[أا]بريل|إبريل [أا]يار|مايو حزيران|يوني[هوة] "
    "تموز|يولي[هوة] آب|[أا]غسطس [أا]يلول|سبتمبر تشرين_الأول|[أا]كتوبر تشرين_الثاني|نوفمبر كانون_الأول|ديسمبر",
}
_AND = "[,،、-]|and|or|to|through|et(?: le)?|ou|au|y(?: el)?|e|o|al?(?: el)?|и|или|по|إلى|أو"
_DAY = r"[0-9]{1,2}(?![0-9])(?:(?:st|nd|rd|th|er|[.]?[º°ªo]|-?(?:го|е|ое))(?!\w))?"
_DAYS = rf"(?<![0-9./])(?<!(?-i:[A-ZА-Я])-)(?P<days>{_DAY}(?:(?:{_S}*(?:{_AND}){_S}*|{_S}+و{_S}*){_DAY}){{0,12}})"
_OF = rf"{_S}+(?:(?:of|de|do|من){_S}+)?(?:(?:شهر){_S}+)?"
_YEAR = rf"(?:{_S}*,?{_S}*(?:(?:of|del?|عام|سنة){_S}+)?(?P<year>[12][0-9]{{3}})(?![0-9]))?"
_ZH_DAYS = r"[0-9]{1,2}\s*日?(?:\s*[至、和与及到或-]\s*[0-9]{1,2}(?![0-9])(?!\s*[月年%])\s*日?){0,12}"
_ZH = re.compile(
    rf"(?:(?P<year>[12][0-9]{{3}})\s*年\s*)?(?P<month>[0-9]{{1,2}})\s*月份?(?:\s*(?P<days>{_ZH_DAYS})(?<=日))?"
)


@dataclass
class Dates:
    """The days and the months without a day, each with its words; all months and years that are named."""

    days: dict[tuple[int, int], str] = field(default_factory=dict)  # day and month
    months: dict[int, str] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)
    years: dict[int, str] = field(default_factory=dict)


def taken(plain: Plain) -> tuple[Dates, Plain]:
    """The dates in words, and the words without them."""
    dates, rest = Dates(), plain
    for pattern in _patterns(plain.language):
        matches, rest = rest.without(pattern)
        for match in matches:
            _add(dates, match, _month(match, plain.language))
    return dates, rest


def differing(there: Dates, here: Dates) -> tuple[list[str], list[str]]:
    """What stands in one only, as it is written there; of years those of figures are compared."""
    return _apart(there, here), _apart(here, there)


def _apart(these: Dates, those: Dates) -> list[str]:
    alone = [said for day, said in these.days.items() if day not in those.days]
    alone += [said for month, said in these.months.items() if month not in those.named]
    return list(dict.fromkeys(alone))


def _add(dates: Dates, match: re.Match[str], month: int) -> None:
    found = match.groupdict()
    said, days, year = match[0].strip(), found.get("days") or "", found["year"]
    for day in re.findall("[0-9]+", days):
        dates.days.setdefault((int(day), month), said)
    dates.named.add(month)
    if year:
        dates.years.setdefault(int(year), said)
        if not days:
            dates.months.setdefault(month, said)


def _month(match: re.Match[str], language: str) -> int:
    if language == "zh-hans":
        return int(match["month"])
    return next(at for at, name in enumerate(_names(language), 1) if name.fullmatch(match["month"]))


@cache
def _names(language: str) -> list[re.Pattern[str]]:
    """The twelve months; Arabic has two names of each, of which either or both may stand."""
    made = []
    for names in _NAMES[language].split():
        either = f"(?:{names.replace('_', _S)})"
        made.append(re.compile(rf"{either}(?:{_S}*/{_S}*{either})?" if language == "ar" else either, re.IGNORECASE))
    return made


@cache
def _patterns(language: str) -> list[re.Pattern[str]]:
    if language == "zh-hans":
        return [_ZH]
    edge = r"(?<!\w)" if language != "ar" else r"(?<![ء-ي]{3})"
    month = rf"(?P<month>{'|'.join(name.pattern for name in _names(language))})(?!\w)"
    flags = re.IGNORECASE if language != "en" else 0  # what may be done in May
    made = [re.compile(rf"{_DAYS}{_OF}{month}{_YEAR}", flags)]
    if language == "en":
        made.append(re.compile(rf"(?<!\w){month}{_S}+{_DAYS}(?![0-9.%]){_YEAR}"))
    return [*made, re.compile(rf"{edge}{month}{_YEAR}", flags)]
