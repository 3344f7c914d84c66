"""The terms of a glossary in running words, whatever their endings.

How a term is found: words are compared without case, accents and vowel signs, and by their beginnings. Of each word of
the term its usual ending is taken off (the vowels at the end of a Russian word, the plural of the others), and up to
four letters may stand in its stead: создание is found in созданием, capacité in capacités. In Arabic the article, and
the conjunctions and prepositions written together with a word, are passed over before it; plurals that change a word
within are forms of their own. Abbreviations stand as they are. Short words that only join others (of, de, des, на,
في) are not asked for, and between two words of a term up to two others may stand in one sentence (renforcement de leurs
capacités). Chinese has no endings: there a term stands as it is. Names within symbols of documents are none.

A term may have several forms, any of which will do. Where a longer term of the glossary stands, the shorter one within
it is not looked for. A term that both the words and the glossary have in the original, and of which the glossary has
no words in the other language, is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from igsp_portal.foundations.language.characters import folded

from .plainly import Said

FORMS = "|"  # parts the forms of a term
_MARKS = re.compile(r"\{(?:note|para|is):[^}]*\}|[\[\]*]")
_JOINING = {
    "en": {"of", "for", "the", "and", "in", "on", "to", "a", "an", "by"},
    "fr": {"de", "des", "du", "d", "la", "le", "les", "l", "et", "a", "au", "aux", "en", "pour", "sur", "par"},
    "es": {"de", "del", "la", "el", "las", "los", "y", "a", "al", "en", "para", "sobre", "por"},
    "ru": {"и", "в", "на", "по", "о", "об", "с", "для", "от"},
    "ar": {"في", "من", "علي", "الي", "عن", "و"},
}
_ENDINGS = {
    "en": "(?:ies|es|s|y|e)$",
    "fr": "(?:aux|als?|eux|es|s|x|e)$",
    "es": "(?:es|os|as|s|o|a|e)$",
    "ru": "[аеиоуыэюяйьъ]{1,3}$",
    "ar": "(?:ات|ين|ون|ان|ها|ه|ا|ي)$",
}
_LEAST = 3  # letters that stay of a word
_BEFORE = "[وف]?(?:[بكل]?ال|لل|[بكل])?"
_ALL_BEFORE = [
    f"{joined}{article}" for joined in ("", "و", "ف") for article in ("", *"بكل", "ال", "بال", "كال", "لال", "لل")
]
_SIGN = re.compile("[A-Za-z0-9.()-]{1,40}/[A-Za-z0-9./()-]{0,80}[0-9][A-Za-z0-9./()-]{0,80}")
_APOSTROPHES = re.compile("['’ʼ]")
_BETWEEN = r"(?:[^\w.;:!?؛؟]+\w+){0,2}?[^\w.;:!?؛؟]+"


@dataclass(frozen=True)
class Term:
    """A term with the forms in which it may stand, by language; the first is the one that is named."""

    forms: Mapping[str, tuple[str, ...]]

    def __hash__(self) -> int:
        return id(self)

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Term:
        """A term as it is kept: the forms of each language parted by a stroke."""
        parted = {code: tuple(form for f in said.split(FORMS) if (form := f.strip())) for code, said in words.items()}
        return cls({code: forms for code, forms in parted.items() if forms})


class Glossary:
    """Terms by the beginnings of their words: of many, those that may stand in a wording are found at once.

    What stands in an original is kept, for its translations into the other languages.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = list(terms)
        self._begin: dict[str, dict[str, list[int]]] = {}
        self._stand: dict[Said, list[Term]] = {}

    def __len__(self) -> int:
        return len(self.terms)

    def standing(self, said: Said) -> list[Term]:
        """The terms that stand in a wording, in the order of the glossary."""
        if said not in self._stand:
            words = _folded(said.words)
            self._stand[said] = list(_standing(words, said.language, self.near(words, said.language)))
        return self._stand[said]

    def near(self, words: str, language: str) -> list[Term]:
        """Those that begin as some word does; no other one stands there."""
        if language not in self._begin:
            self._begin[language] = self._beginnings(language)
        begin = self._begin[language]
        there = {place for beginning in _begun(words, language) & begin.keys() for place in begin[beginning]}
        return [self.terms[place] for place in sorted(there)]

    def _beginnings(self, language: str) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, term in enumerate(self.terms):
            for form in term.forms.get(language, ()):
                found.setdefault(_beginning(form, language), []).append(place)
        return found


def departures(original: Said, translation: Said, glossary: Glossary) -> Iterator[Term]:
    """The terms that the original has, and the translation has not as the glossary has them."""
    if not glossary or not (standing := glossary.standing(original)):
        return
    here = _folded(translation.words)
    for term in standing:
        forms = term.forms.get(translation.language, ())
        if forms and not any(_pattern(form, translation.language).search(here) for form in forms):
            yield term


def _standing(words: str, language: str, glossary: list[Term]) -> Iterator[Term]:
    """The terms that stand in words, in the order of the glossary; longer ones are taken out first."""
    longest = sorted(glossary, key=lambda term: -max(map(len, term.forms[language])))
    found = set()
    for term in longest:
        for form in term.forms[language]:
            words, count = _pattern(form, language).subn(" ¦ ", words)
            if count:
                found.add(term)
    return (term for term in glossary if term in found)


def _begun(words: str, language: str) -> set[str]:
    """The beginnings of all words, of as many letters as are looked up; "" of what has none."""
    if language == "zh-hans":
        return {"", *words}
    every = set(re.findall(r"\w+", words))
    if language == "ar":
        every = {word.removeprefix(before) for word in every for before in _ALL_BEFORE if word.startswith(before)}
    return {"", *(word[:letters] for word in every for letters in range(1, _LEAST + 1))}


def _beginning(form: str, language: str) -> str:
    if language == "zh-hans":
        return _fold(form).replace(" ", "")[:1]
    first = next(iter(_telling(form, language)), "")
    begins = re.match(r"\w*", _stem(first, language))
    return begins[0][:_LEAST] if begins else ""


@lru_cache(maxsize=2048)
def _folded(words: str) -> str:
    return _fold(_SIGN.sub(" ", _MARKS.sub("", words)))


def _fold(words: str) -> str:
    """As a search has it, but for apostrophes: l’appui is two words."""
    return folded(_APOSTROPHES.sub(" ", words))


@lru_cache(maxsize=4096)
def _pattern(form: str, language: str) -> re.Pattern[str]:
    if language == "zh-hans":
        return re.compile(re.escape(_fold(form).replace(" ", "")))
    return re.compile(_BETWEEN.join(_word(word, language) for word in _telling(form, language)) or "(?!)")


def _telling(form: str, language: str) -> list[str]:
    """The words of a form that are asked for."""
    words = re.findall(r"\w+", _APOSTROPHES.sub(" ", form))
    return [word for word in words if _fold(word) not in _JOINING.get(language, ())] or words


def _word(word: str, language: str) -> str:
    stem = re.escape(_stem(word, language))
    if word.isupper():
        return rf"(?<!\w){stem}(?!\w)"
    before = _BEFORE if language == "ar" else ""
    return rf"(?<!\w){before}{stem}\w{{0,{4 if len(word) > _LEAST else 2}}}(?!\w)"


def _stem(word: str, language: str) -> str:
    """A word without its ending; an abbreviation as it stands."""
    stem = re.sub("^ال", "", _fold(word)) if language == "ar" else _fold(word)
    if word.isupper():
        return stem
    shorter = re.sub(_ENDINGS[language], "", stem)
    return shorter if len(shorter) >= _LEAST else stem
