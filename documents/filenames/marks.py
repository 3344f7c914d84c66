"""How people mark a language in the name of a file, and what else they write there that is no part of a symbol."""

from __future__ import annotations

import re

# Words that say a language in one of the six, or in its own name; none of them is part of a symbol.
WORDS: dict[str, str] = {
    "ar": "arabic|arabe|árabe|арабск(?:ий|ая|ом)|عربي|عربية|العربية|بالعربية|阿拉伯(?:文|语)|阿文|阿语",
    "zh-hans": (
        "chinese|chinois|chinoise|chino|китайск(?:ий|ая|ом)|صيني|صينية|الصينية|بالصينية|"
        "简体中文|简体|中文|汉语|漢語|zh[-_]hans|zh[-_]cn"
    ),
    "en": (
        "english|anglais|anglaise|inglés|ingles|inglesa|английск(?:ий|ая|ом)|"
        "(?:ال|بال)?[إا]ن[جكغ]ليزية|[إا]ن[جكغ]ليزي|英文|英语"
    ),
    "fr": (
        "french|français|francais|française|francaise|francés|frances|francesa|французск(?:ий|ая|ом)|"
        "فرنسي|فرنسية|الفرنسية|بالفرنسية|法文|法语"
    ),
    "ru": "russian|russe|ruso|rusa|русск(?:ий|ая|ом)|روسي|روسية|الروسية|بالروسية|俄文|俄语",
    "es": (
        "spanish|espagnol|espagnole|español|espanol|española|espanola|castellano|испанск(?:ий|ая|ом)|"
        "(?:ال|بال)?[إا]سبانية|[إا]سباني|西班牙(?:文|语)|西文|西语"
    ),
}
# Codes of two letters; of three, which countries have as well; and the letters of the secretariat.
CODES = {"ar": "ar", "zh": "zh-hans", "en": "en", "fr": "fr", "ru": "ru", "es": "es"}
LONG_CODES = {
    **{"ara": "ar", "chi": "zh-hans", "zho": "zh-hans", "eng": "en", "fre": "fr", "fra": "fr"},
    **{"rus": "ru", "spa": "es", "esp": "es", "cn": "zh-hans", "ch": "zh-hans", "sp": "es"},
}
LETTERS = {"a": "ar", "c": "zh-hans", "e": "en", "f": "fr", "r": "ru", "s": "es", "中": "zh-hans", "ع": "ar"}
_AROUND = "(?:version|versión|traduction|traducción|translation|текст|версия|перевод|النسخة|نسخة|ترجمة|النص|版|本|文本)"
_IN = "(?:in|en|na|на|em)"

_MONTHS = (
    "jan(?:uary|vier)?|feb(?:ruary)?|f[ée]vr?(?:ier)?|mar(?:ch|s)?|a[pv]r(?:il)?|may|mai|june?|juin|july?|juillet|"
    "aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?|d[ée]c(?:ember|embre)?|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_SAID = (
    "final(?:e|es)?[ _-]*(?:version|versión|text|draft|[0-9]{1,2})?|(?:version|versión)[ _-]*final(?:e)?|"
    "v(?:er(?:sion|s)?)?[ _.]?[0-9]{1,2}(?:[._][0-9]{1,2})?|clean|signed|scan(?:ned)?|ocr|web|(?:for[ _-]*)?posting|"
    "advance(?:[ _-]*(?:copy|version|text))?|unedited|(?:un)?edited|as[ _-]*(?:submitted|issued|adopted)|draft|"
    "definiti(?:f|ve)|definitivo|track(?:ed)?(?:[ _-]*changes)?|окончательн(?:ый|ая)|итог(?:овый)?|"
    "نهائي|نهائية|终稿|定稿|最终|"
    "new|updated|latest|ok|print(?:ed)?|low[ _-]*res|compressed|optimi[sz]ed"
)
_COPY = "(?:copy|copie|copia|копия|نسخة|副本|复制)(?:[ _-]*[(]?[0-9]{1,2}[)]?)?"
_BREAK = r"[\s_\-.,+&~;–—]"
_OPEN, _CLOSE = r"[(\[{（【]?\s*", r"\s*[)\]}）】]?"


def _at_end(what: str, before: str = f"{_BREAK}+") -> re.Pattern[str]:
    return re.compile(rf"(?:(?:^|{before}){_OPEN}|{_BREAK}*[(\[{{（【]\s*)(?:{what}){_CLOSE}\s*$", re.IGNORECASE)


def _at_start(what: str) -> re.Pattern[str]:
    return re.compile(rf"^{_OPEN}(?:{what})(?:$|\s*[)\]}}）】]{_BREAK}*|{_BREAK}+)", re.IGNORECASE)


def _phrase(words: str) -> str:
    return f"(?:{_AROUND}{_BREAK}*)?(?:{_IN}{_BREAK}+)?(?:{words})(?:{_BREAK}*{_AROUND})?"


LANGUAGE_AT_END = {code: _at_end(_phrase(words), f"{_BREAK}*(?<![^\\W\\d_])") for code, words in WORDS.items()}
LANGUAGE_AT_START = {code: _at_start(_phrase(words)) for code, words in WORDS.items()}
LANGUAGE_WITHIN = {
    code: re.compile(rf"{_BREAK}*[(\[{{（【]\s*(?:{_phrase(words)})\s*[)\]}}）】]", re.IGNORECASE)
    for code, words in WORDS.items()
}
CODE_AT_END = _at_end(f"(?P<code>{'|'.join(CODES)})")
LONG_CODE_AT_END = _at_end(f"(?P<code>{'|'.join(LONG_CODES)})")
LETTER_AT_END = _at_end(f"(?P<code>{'|'.join(LETTERS)})")
LETTER_BEHIND_FIGURE = re.compile(r"(?<=[0-9])(?P<code>[acefrs])$", re.IGNORECASE)
LETTERS_AT_END = re.compile(rf"(?:^|{_BREAK}+|[(\[])(?P<codes>A?C?E?F?R?S?)[)\]]?$")
LETTERS_LISTED = re.compile(
    rf"(?:^|{_BREAK}+|[(\[])(?P<codes>[acefrs](?:\s?[-+,&/]\s?[acefrs]){{1,5}})[)\]]?$", re.IGNORECASE
)
CODE_AT_START = _at_start(f"(?P<code>{'|'.join({**CODES, **LONG_CODES})})")
LETTER_AT_START = _at_start(f"(?P<code>{'|'.join(LETTERS)})")

COPY_AT_END = re.compile(rf"\s+[(][0-9]{{1,2}}[)]\s*$|[\s_]*[-–—]?[\s_]*(?<![^\W\d_]){_COPY}\s*$", re.IGNORECASE)
NUMBERED_COPY = re.compile(r"[(][0-9]{1,2}[)]$")
SAID_AT_END = _at_end(_SAID)
SAID_AT_START = _at_start(rf"{_SAID}|(?:copy|copie|copia|копия|نسخة)(?:\s+(?:of|de|من))?|fwd?|re")
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
DATE_AT_END = _at_end(
    rf"{_YEAR}(?P<s>[-_. ]?){_MONTH}(?P=s)(?:0[1-9]|[12][0-9]|3[01])|"
    rf"(?:0[1-9]|[12][0-9]|3[01])(?P<t>[-_. ]?){_MONTH}(?P=t){_YEAR}|"
    rf"{_DAY}{_BREAK}*(?:{_MONTHS}){_BREAK}*(?:{_YEAR}|[0-9]{{2}})"
)
DATE_AT_START = _at_start(rf"{_YEAR}(?P<s>[-_. ]?){_MONTH}(?P=s)(?:0[1-9]|[12][0-9]|3[01])")
NUMBER_AT_START = re.compile(
    r"^(?:[(][0-9]{1,3}[)]\s*|[0-9]{1,3}(?:[.)]\s+|\s*[-–—]\s+|_(?=[A-Za-z]))|0[0-9]{1,2}[\s_-]+)"
)
WORD_AT_END = re.compile(r"(?:\s+(?:[-–—]\s+)?|_{2,})(?P<word>[^\d\s]{2,})$")
WORD_AT_START = re.compile(r"^(?P<word>[^\d\s_/]{2,})\s+(?:[-–—]\s+)?")
