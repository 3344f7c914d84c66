"""Numbers written as words and figures, and what headings are called, in the six languages."""

import re
import unicodedata

from documents.numbering import NAMES, ordinals, signs
from documents.numbering.units import bare
from igsp_portal.foundations.language import lettering

HEADINGS = ("part", "title", "chapter", "section", "article", "rule", "regulation")
RUNNING = ("article", "rule", "regulation")  # numbers run on through the headings above
_ALSO = (  # ordinals that are read and never printed
    *("primer first", "second seconde", "tercer third", "fourth четвёртый четвёртая четвёртое"),
    *("fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
)
HAN = signs.HAN_FIGURES
CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
LETTERS = ("abcdefghijklmnopqrstuvwxyz", CYRILLIC, lettering.ABJAD)
_ALT = (("alt", "alt 1", "alt. 1", "alt.1"), ("alt 2", "alt. 2", "alt.2"), ("alt 3", "alt. 3", "alt.3"), (), ())
AGAIN = tuple(  # how the first, the second… paragraph put in after another one is marked
    (*dict.fromkeys(word.strip() for word in words), *alt)
    for *words, alt in zip(*(style.alternatives for style in signs.STYLES.values()), _ALT, strict=True)
)


def called(word: str) -> list[str]:
    """A word as it is written, in small letters, and as it is typed without its accents."""
    return [word.lower(), _unaccented(word.lower())]


def _unaccented(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


_ORDINALS = [
    *(
        (ordinals.ordinal(number, gender, language)[0], number)
        for language, words in ordinals.MASCULINE.items()
        for number in range(1, len(words) + 1)
        for gender in ("masculine", "feminine", "neuter")[: 3 if language == "ru" else 2]
    ),
    *((word, number) for number, words in enumerate(_ALSO, 1) for word in words.split()),
]
_NUMBERS = [
    *_ORDINALS,
    *((word, number) for number, word in enumerate(ordinals.CARDINALS, 1)),
    *((signs.arabic_definite(number, feminine=one), number) for number in range(1, 100) for one in (False, True)),
]
ORDINALS = {written for word, _number in _ORDINALS for written in called(word)}  # some stand before their word
NUMBERS = {written: number for word, number in _NUMBERS for written in called(word)}
COUNTED = {
    written: number for number in range(1, 20) for written in called(signs.arabic_ordinal(number))
}  # before headings that stand without a word

# What a heading is called in the six languages, by its usual word.
CALLED = {
    word: list(
        dict.fromkeys(
            written
            for names in NAMES.values()
            for one in (bare(names[word].heading), *names[word].also)
            for written in called(one)
        )
    )
    for word in NAMES["en"]
}
CALLED_BEHIND = {  # in Chinese, where the number stands before the word
    bare(name.heading): word for word, name in reversed(NAMES["zh-hans"].items()) if name.heading.startswith("第")
}


def numbers_of(sign: str) -> list[int]:
    """All that a figure, a letter or an ordinal may stand for, the likelier first: C is the third or the hundredth."""
    sign = sign.lower()
    if figures := re.match(r"\d+", sign):
        return [int(figures[0])]
    if sign in NUMBERS:
        return [NUMBERS[sign]]
    if set(sign) <= set(HAN + "十百零〇"):
        return [han(sign)]
    found = [roman(sign), letter(sign)]
    return [number for number in (found[::-1] if set(sign) <= set("cl") else found) if number]


def number_of(sign: str) -> int:
    """The number that a figure, a Roman or Han figure, or an ordinal stands for; 0 for none."""
    return next(iter(numbers_of(sign)), 0)


def letter(sign: str) -> int:
    """Which letter of an alphabet this is, or which name of one, said again past the last; 0 for none."""
    sign = sign.lower().replace("ـ", "")
    names = sign.split()
    said, alphabets = (names, [signs.ABJAD_NAMES]) if names and names[0] in signs.ABJAD_NAMES else (sign, LETTERS)
    for letters in alphabets:
        if len(set(said)) == 1 and said[0] in letters:
            return letters.index(said[0]) + 1 + len(letters) * (len(said) - 1)
    return 0


def alternative_of(mark: str) -> int:
    """Which paragraph put in after another one is so marked: 1 for bis, 2 for ter; 0 for none."""
    return next((number for number, words in enumerate(AGAIN, 1) if mark.lower() in words), 0)


def roman(sign: str) -> int:
    """The number of a Roman figure in small letters; 0 for what is none."""
    return _ROMAN.get(sign, 0)


def han(sign: str) -> int:
    """The number of a figure from 一 to 九百九十九."""
    hundreds, hundred, rest = sign.rpartition("百")
    tens, ten, ones = rest.strip("零〇").rpartition("十")
    number = 100 * _one(hundreds) if hundred else 0
    return number + (10 * (_one(tens) or 1) if ten else 0) + _one(ones)


_ROMAN = {lettering.lower_roman(number): number for number in range(1, lettering.HIGHEST + 1)}


def _one(sign: str) -> int:
    return HAN.index(sign) + 1 if sign else 0
