"""One word for one thing, in six languages: where a term of docs/glossary.csv stands, its translation stands too."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings

from igsp_portal.foundations.language.characters import folded

GLOSSARY = Path(settings.BASE_DIR) / "docs" / "glossary.csv"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|\w+\.yaml")
LANGUAGES = ("ar", "zh-hans", "fr", "ru", "es")


@dataclass(frozen=True)
class Term:
    """A term with the forms in which it may stand; in other languages also the beginnings of inflected words."""

    forms: dict[str, list[str]]
    pattern: re.Pattern[str]
    longer: re.Pattern[str] | None  # terms in which this one is a word: an agenda item is no item of anything else

    def __str__(self) -> str:
        return self.forms["en"][0]

    def stands_in(self, message: str) -> bool:
        rest = self.longer.sub(" ", message) if self.longer else message
        return bool(self.pattern.search(rest))

    def is_rendered(self, folded_translation: str, language: str) -> bool:
        return any(folded(form) in folded_translation for form in self.forms[language])


def any_of(forms: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(form) for form in forms)})\b", re.IGNORECASE)


@cache
def terms() -> list[Term]:
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        rows = [{code: row[code].split(" | ") for code in ("en", *LANGUAGES)} for row in csv.DictReader(file)]
    everything = [form for forms in rows for form in forms["en"]]
    found = []
    for forms in rows:
        pattern = any_of(forms["en"])
        longer = [form for form in everything if form not in forms["en"] and pattern.search(form)]
        found.append(Term(forms, pattern, any_of(longer) if longer else None))
    return found


def entries(language: str) -> Iterator[polib.POEntry]:
    name = {"zh-hans": "zh_Hans"}.get(language, language)
    return iter(polib.pofile(str(Path(settings.BASE_DIR) / "locale" / name / "LC_MESSAGES" / "django.po")))


def translations(entry: polib.POEntry) -> str:
    return " ".join([entry.msgstr, *entry.msgstr_plural.values()])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_is_translated_by_its_term(language: str) -> None:
    wrong = []
    for entry in entries(language):
        message, translation = PLACEHOLDER.sub(" ", entry.msgid), folded(translations(entry))
        wrong += [
            (str(term), entry.msgid, translations(entry))
            for term in terms()
            if term.stands_in(message) and not term.is_rendered(translation, language)
        ]
    assert wrong == []


def test_every_term_has_a_word_in_every_language() -> None:
    assert [(str(term), code) for term in terms() for code, forms in term.forms.items() if not all(forms)] == []


def test_the_glossary_has_the_terms_of_the_field() -> None:
    assert len(terms()) >= 60
