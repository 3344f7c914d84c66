"""The six official languages: equal, always in this order, each named in itself.

Codes are Django's. At addresses `zh` is taken for `zh-hans`. The institutional suffixes and letters are those
by which the secretariat marks files and prints (AR and A, ZH and C, …).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from .characters import LIGATURES


class UnknownLanguage(LookupError):
    """A code that is none of the six official languages'."""


@dataclass(frozen=True, slots=True)
class Language:
    """One official language and the marks it goes by."""

    code: str  # Django's
    html_lang: str  # for lang=, hreflang and Content-Language
    suffix: str  # in file names: UNEP_GC.23_6-AR.pdf
    own_name: str  # in itself
    short_name: str  # in itself, for a narrow language bar
    letter: str  # the secretariat's, on prints and in job file names
    direction: str  # ltr or rtl
    gettext_locale: str  # the folder under locale/
    name: Any  # in the reader's language, lazily: "Original: English"

    @property
    def between_words(self) -> str:
        """What is written between two words."""
        return "" if self.code == "zh-hans" else " "


LANGUAGES = {
    language.code: language
    for language in (
        Language("ar", "ar", "AR", "العربية", "ع", "A", "rtl", "ar", _("Arabic")),
        Language("zh-hans", "zh-Hans", "ZH", "中文", "中", "C", "ltr", "zh_Hans", _("Chinese")),
        Language("en", "en", "EN", "English", "En", "E", "ltr", "en", _("English")),
        Language("fr", "fr", "FR", "Français", "Fr", "F", "ltr", "fr", _("French")),
        Language("ru", "ru", "RU", "Русский", "Ру", "R", "ltr", "ru", _("Russian")),
        Language("es", "es", "ES", "Español", "Es", "S", "ltr", "es", _("Spanish")),
    )
}
CODES = tuple(LANGUAGES)
_ALIASES = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans"}


def resolve(code: str) -> str:
    """The official language's code for a code as written at an address: zh, ZH, zh_Hans, fr-CA.

    Raises UnknownLanguage for anything that is none of the six.
    """
    plain = code.strip().lower().replace("_", "-")
    for known in (plain, _ALIASES.get(plain, ""), plain.split("-")[0]):
        if known in LANGUAGES:
            return known
    raise UnknownLanguage(code)


def isolated(words: str) -> str:
    """Words that may run another way than the sentence they are put into, so that neither disturbs the other.

    Only a reader of a right-to-left language gets the marks (U+2068 and U+2069), which nobody sees.
    """
    return f"\u2068{words}\u2069" if get_language_bidi() else words


def listed(words: Iterable[str]) -> str:
    """Words one after the other within a sentence, parted as the reader's language parts them: a, b; أ، ب; 甲、乙."""
    return between_words().join(words)


def between_words() -> str:
    """What stands between two words of a list."""
    return _COMMAS.get(get_language() or "", ", ")


def between_phrases(language: str = "") -> str:
    """What stands between two phrases of a list, which may hold commas themselves, in this or the reader's language."""
    return _SEMICOLONS.get(language or get_language() or "", "; ")


def in_order(codes: Iterable[str]) -> list[str]:
    """The codes in the fixed order of the official languages, each once. Raises UnknownLanguage."""
    wanted = {resolve(code) for code in codes}
    return [code for code in CODES if code in wanted]


def collation_key(text: str, language: str) -> tuple[int, str, str]:
    """A key that sorts names in the alphabetical order of one language version.

    Compiled replies and lists of States stand in this order (conventions, "Masthead and text of a document").
    First come words in the language's own script; then letters decide, word by word, without case, accents
    and punctuation; then accents. ñ is a letter after n, й one after и; ё stands with е; Arabic ignores the
    article at the head of words and the forms of alef and hamza; Chinese follows pinyin.

    Raises UnknownLanguage.
    """
    code = resolve(language)
    folded = unicodedata.normalize("NFC", text).casefold()
    letters = _LETTERS.get(code, _latin_letters)(folded)
    words = " ".join(re.findall(r"[\w~]+", letters))
    foreign = code in _SCRIPTS and not words.startswith(_SCRIPTS[code])
    return int(foreign), _pinyin(words) if code == "zh-hans" else words, folded


def _without_marks(text: str, keep: str = "") -> str:
    """Letters without accents, points and vowel signs, but for the letters in `keep`."""
    return "".join(
        letter
        if letter in keep
        else "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
        for letter in text
    )


def _latin_letters(text: str) -> str:
    return _without_marks(text).translate(_LIGATURES)


def _spanish_letters(text: str) -> str:
    # The tilde follows z in the code table, so that every word in ñ comes after every word in n.
    return _without_marks(text, keep="ñ").replace("ñ", "n~").translate(_LIGATURES)


def _russian_letters(text: str) -> str:
    return _without_marks(text, keep="й").translate(_LIGATURES)


def _arabic_letters(text: str) -> str:
    plain = _without_marks(text, keep="آأإؤئ").replace("\u0640", "")
    return _ARABIC_ARTICLE.sub("", plain).translate(_ARABIC_FORMS)


def _chinese_letters(text: str) -> str:
    for name, stand_in in PINYIN_STAND_INS.items():
        text = text.replace(name, stand_in)
    return text


def _pinyin(text: str) -> str:
    """GB 2312 lists the 3,755 common characters in the order of pinyin; GB 18030 keeps its numbers."""
    return text.encode("gb18030", errors="replace").decode("latin-1")


_COMMAS = {"ar": "، ", "zh-hans": "、"}
_SEMICOLONS = {"ar": "؛ ", "zh-hans": "；"}
_LIGATURES = str.maketrans(LIGATURES)
# An article is a bare alef and lam before a longer word; a hamza on the alef makes it part of the name.
_ARABIC_ARTICLE = re.compile(r"(?<!\w)ال(?=\w\w)")
_ARABIC_FORMS = str.maketrans({"آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ت"})
# Names with a character outside the common ones, or with a reading of its own, under a common homophone.
PINYIN_STAND_INS = {"秘鲁": "毕鲁", "斐": "匪", "瑙": "脑", "梵": "凡", "汶": "问"}
_SCRIPTS = {
    "ar": tuple(map(chr, range(0x0621, 0x0700))),
    "ru": tuple(map(chr, range(0x0430, 0x0460))),
    "zh-hans": tuple(map(chr, range(0x4E00, 0xA000))),
}
_LETTERS = {
    "ar": _arabic_letters,
    "zh-hans": _chinese_letters,
    "ru": _russian_letters,
    "es": _spanish_letters,
}
