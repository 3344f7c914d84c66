"""Whether a number may stand in words: the beginnings of its cardinal and ordinal in the six languages.

One language writes in figures what another writes in words (the twenty-fifth session, 第25届会议). The question is
asked only of a number that was not found in figures; so the answer is generous.
"""

from __future__ import annotations

import re

from igsp_portal.foundations.language.characters import folded

HIGHEST = 100
_STEMS = {  # of 1 to 19, then of 20 to 90, then of 100
    "en": "one|first|once|single two|second|twice|both three|third|thrice four five|fifth six seven eight nine|ninth "
    "ten eleven twel thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twent thirt fort fift sixt sevent eight ninet hundred|century|centenn",
    "fr": "un|premi deux|second troi|tier quatr|quart cinq six sept huit neuf|neuv dix onz douz treiz quatorz quinz "
    "seiz dix dix dix vingt trent quarant cinquant soixant soixant quatre quatre cent",
    "es": "un|prim dos|segund|amb tres|terc cuat|cuart cinc|quint seis|sext siet|sept och|octav nuev|noven "
    "diez|decim once|undec doce|duodec trece|decim catorce|decim quince|decim diecis|decim dieci|decim dieci|decim "
    "dieci|decim veint|vigesim treint|trigesim cuarent|cuadrag cincuent|quincuag sesent|sexag setent|septuag "
    "ochent|octog novent|nonag cien|cent",
    "ru": "один|одн|перв дв|втор|об тр четыр|четв|четыре пят шест сем|седьм восем|восьм девят десят одиннадцат "
    "двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат тридцат сорок "
    "пятьдесят|пятидесят шестьдесят|шестидесят семьдесят|семидесят восемьдесят|восьмидесят девяност ст|сот",
}
_ZH = "零一二三四五六七八九"
_AR_STEMS = "واحد|احد|حاد|اول اثن|ثان|اثنا ثلاث|ثالث اربع|رابع خمس|خامس ست|سادس سبع|سابع ثمان|ثامن تسع|تاسع عشر|عاشر"
_AR_ONES = _AR_STEMS.split(" ")


def stands_in_words(number: int, language: str, words: str) -> bool:
    """Whether `words` seem to have a number from 1 to HIGHEST in words."""
    if language == "zh-hans":
        return _in_chinese(number, words)
    if language == "ar" and number <= 2:
        return True  # the form of the noun says it
    there = folded(words)
    prefix = r"(?<!\w)(?:[وفبكل]|ال|[وفبكل]ال|لل)?" if language == "ar" else r"(?<!\w)"
    first, *rest = _parts(number, language)
    return bool(re.search(f"{prefix}(?:{first})", there)) and all(re.search(part, there) for part in rest)


def _parts(number: int, language: str) -> list[str]:
    """The beginning of a word, and what else has to stand anywhere."""
    if language == "ar":
        return _arabic_parts(number)
    stems = _STEMS[language].split()
    if number < 20:
        return [stems[number - 1]]
    tens, ones = divmod(number, 10)
    name = stems[17 + tens]
    counts_on = language == "fr" and tens in (7, 9)  # soixante-quinze, quatre-vingt-quinze
    if counts_on:
        return [name, stems[9 + ones]]
    return [name, stems[ones - 1]] if ones else [name]


def _arabic_parts(number: int) -> list[str]:
    tens, ones = divmod(number, 10)
    if number == HIGHEST:
        return ["مائ|مئ"]
    if not tens:
        return [_AR_ONES[ones - 1]]
    ten = _AR_ONES[9] if tens < 3 else _AR_ONES[tens - 1]
    return [ten, _AR_ONES[ones - 1]] if ones else [ten]


def _in_chinese(number: int, words: str) -> bool:
    tens, ones = divmod(number, 10)
    if number == HIGHEST:
        return "百" in words
    if not tens:
        return _ZH[ones] in words or (number == 2 and "两" in words)
    return f"{_ZH[tens] if tens > 1 else ''}十{_ZH[ones] if ones else ''}" in words
