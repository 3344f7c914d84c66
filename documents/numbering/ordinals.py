"""Numbers in words behind or before the words that they number: Part One, Première partie, Часть первая.

Arabic and Chinese have theirs in `signs`. Past twenty the numbers are figures.
"""

from __future__ import annotations

from .names import NAMES, Name

_CARDINALS = (
    "One Two Three Four Five Six Seven Eight Nine Ten"
    " Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen Twenty"
)
CARDINALS = _CARDINALS.split()
# Ordinals by language: masculine; the others are made of them.
_MASCULINE = {
    "fr": (
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième"
        " onzième douzième treizième quatorzième quinzième seizième dix-septième dix-huitième dix-neuvième vingtième"
    ),
    "es": (
        "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo"
        " undécimo duodécimo decimotercero decimocuarto decimoquinto decimosexto decimoséptimo decimoctavo"
        " decimonoveno vigésimo"
    ),
    "ru": (
        "первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый"
        " одиннадцатый двенадцатый тринадцатый четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый"
        " девятнадцатый двадцатый"
    ),
}
MASCULINE = {language: words.split() for language, words in _MASCULINE.items()}
GENDERS: dict[str, dict[str, tuple[str, ...]]] = {  # of the usual words that are not masculine
    "fr": {"feminine": ("part", "section", "rule", "regulation", "annex", "option")},
    "es": {"feminine": ("part", "section", "rule", "regulation", "option")},
    "ru": {
        "feminine": ("part", "chapter", "article"),
        "neuter": ("rule", "regulation", "annex", "appendix"),
    },
}
BEFORE = ("part",)  # in French and Spanish the ordinal comes before the word
_RUSSIAN = {"masculine": ("", "ого"), "feminine": ("ая", "ой"), "neuter": ("ое", "ого")}
_THIRD = {"masculine": ("третий", "третьего"), "feminine": ("третья", "третьей"), "neuter": ("третье", "третьего")}


def spelled(label: str, number: int, language: str) -> tuple[Name, str] | None:
    """The usual word `label` with its number in words, and the number alone; None where that is in figures."""
    name = NAMES[language][label]
    if number > len(CARDINALS) or language in ("ar", "zh-hans"):
        return None
    if language == "en":
        return _filled(name, CARDINALS[number - 1])
    gender = next((one for one, words in GENDERS[language].items() if label in words), "masculine")
    word, genitive = ordinal(number, gender, language)
    if language != "ru" and label in BEFORE:
        noun = name.within.replace(" {}", "")
        of = name.of.replace(f"{noun} {{}}", f"{word} {noun}")
        return Name(f"{word.capitalize()} {noun}", f"{word} {noun}", of), word
    return _filled(name, word, genitive)


def _filled(name: Name, word: str, genitive: str = "") -> tuple[Name, str]:
    return Name(name.heading.format(word), name.within.format(word), name.of.format(genitive or word)), word


def ordinal(number: int, gender: str, language: str) -> tuple[str, str]:
    """The word for the first to the twentieth, and its genitive where the language has one."""
    word = MASCULINE[language][number - 1]
    if language == "ru":
        if number == 3:
            return _THIRD[gender]
        ending, genitive = _RUSSIAN[gender]
        return word[:-2] + (ending or word[-2:]), word[:-2] + genitive
    if gender == "feminine":
        word = word[:-1] + "a" if language == "es" else word.replace("premier", "première")
    return word, word
