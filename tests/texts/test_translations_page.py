"""The page for those who translate: what is there, what is old, and what a translation seems to say otherwise."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import accord
from documents.accord import Glossary, Term
from documents.models import TextVersion, Wording
from documents.texts import actions
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.models import User
from meetings.models import Process

from ..cast import with_role

FOLDER = settings.BASE_DIR / "igsp_portal/processes/igsp"


@pytest.fixture
def chen(igsp: Process) -> Client:
    """Chen, who translates, in a browser."""
    browser = Client()
    browser.force_login(with_role("Chen", Role.TRANSLATOR, igsp))
    return browser


def address(version: TextVersion, language: str = "fr") -> str:
    return f"/en/igsp/texts/{version.text.key}/{version.number}/languages/?words={language}"


def say(version: TextVersion, key: str, language: str, words: str, by: User) -> None:
    block = version.blocks.get(key=key)
    found = Wording.objects.filter(block=block, language=language).first() or Wording(block=block, language=language)
    actions.word(found, words=words, by=by)


def of(page: Any, language: str) -> tuple[int, int, int]:
    row = next(one for one in page.context["languages"] if one["code"] == language)
    return row["wanted"] - row["there"], row["stale"], row["told"]


def test_the_plan_is_whole_and_agrees_in_all_six_languages(draft: TextVersion, chen: Client) -> None:
    page = chen.get(address(draft))
    assert {code: of(page, code) for code in CODES if code != "en"} == dict.fromkeys(
        ["ar", "zh-hans", "fr", "ru", "es"], (0, 0, 0)
    )
    assert "agrees with the original" in page.content.decode()


def test_the_terms_of_the_shipped_glossary_stand_in_every_version() -> None:
    with (FOLDER / "glossary.csv").open(encoding="utf-8", newline="") as table:
        terms = [Term.of({code: row[code] for code in CODES}) for row in csv.DictReader(table)]
    found = [
        (path.parent.name, code, key, hint.expected)
        for path in sorted(FOLDER.glob("texts/**/en.yaml"))
        for code in CODES
        for key, hint in accord.of_text(_words(path.parent), "en", code, Glossary(terms))
    ]
    assert found == []
    assert all(set(term.forms) == set(CODES) for term in terms)


def _words(folder: Path) -> dict[str, dict[str, str]]:
    return {code: yaml.safe_load(p.read_text("utf-8")) for code in CODES if (p := folder / f"{code}.yaml").exists()}


def test_what_a_translation_says_otherwise_leads_to_its_paragraph(
    draft: TextVersion, chen: Client, farah: User
) -> None:
    words = Wording.objects.get(block__version=draft, block__key="mandate", language="fr").words
    say(draft, "mandate", "fr", words.replace("SS.VII/1 du 15 février", "SS.VIII/1 du 16 février"), farah)
    page = chen.get(address(draft))
    assert of(page, "fr") == (0, 0, 1)
    [place] = page.context["told"]
    assert [(told.kind, told.sentence) for told in place["told"]] == [
        ("Symbols and numbers of decisions", "In the original: SS.VII/1; in the translation: SS.VIII/1."),
        ("Dates", "In the original: 15 February 2002; in the translation: 16 février 2002."),
    ]
    assert place["label"] == "1"
    opened = chen.get(place["url"].partition("#")[0])
    assert [told.kind for told in opened.context["opened"]["hints"]] == ["Symbols and numbers of decisions", "Dates"]
    assert "16 février 2002" in opened.content.decode()


def test_a_translation_older_than_its_original_is_listed_with_the_difference(
    draft: TextVersion, chen: Client, farah: User
) -> None:
    words = Wording.objects.get(block__version=draft, block__key="need", language="en").words
    say(draft, "need", "en", words.replace("Much is", "Something is"), farah)
    page = chen.get(address(draft, "ru"))
    assert (of(page, "ru"), of(page, "ar")) == ((0, 1, 0), (0, 1, 0))
    [place] = page.context["stale"]
    assert (place["key"], "<del>Much</del>" in place["since"], "<ins>Something</ins>" in place["since"]) == (
        "need",
        True,
        True,
    )


def test_a_departure_from_the_glossary_and_brackets_are_told(draft: TextVersion, chen: Client, farah: User) -> None:
    words = Wording.objects.get(block__version=draft, block__key="areas", language="es").words
    say(draft, "areas", "es", f"[{words}]".replace("creación de capacidad", "desarrollo"), farah)
    [place] = chen.get(address(draft, "es")).context["told"]
    assert [told.sentence for told in place["told"]] == [
        "Number of brackets in “Subject to the priorities of countries,…”: 1; in the original: 0.",
        "The glossary has “creación de capacidad” for “capacity-building”.",
    ]


def test_paragraphs_without_a_number_are_listed_by_their_first_words(
    draft: TextVersion, chen: Client, farah: User
) -> None:
    actions.insert_block(draft, "text", after="need", words={"en": "Behind the need."}, by=farah)
    page = chen.get(address(draft))
    assert [place["label"] for place in page.context["missing"]] == ["Behind the need."]
    assert ">Behind the need.</bdi></a></li>" in page.text


def test_what_is_not_translated_is_listed(igsp: Process, chen: Client) -> None:
    note = TextVersion.objects.select_related("text").get(text__process=igsp, text__key="tentative-organization")
    page = chen.get(address(note, "fr"))
    missing, stale, told = of(page, "fr")
    assert (missing, stale, told) == (len(page.context["missing"]), 0, 0)
    assert missing == page.context["languages"][0]["wanted"]
    assert of(page, "zh-hans") == (0, 0, 0)


def test_the_page_asks_as_often_whatever_there_is_to_tell(draft: TextVersion, chen: Client, farah: User) -> None:
    chen.get(address(draft))
    with CaptureQueriesContext(connection) as before:
        chen.get(address(draft))
    for key in ("need", "mandate", "working-group", "terms"):
        say(
            draft,
            key,
            "en",
            f"In 1999. {Wording.objects.get(block__version=draft, block__key=key, language='en').words}",
            farah,
        )
    with CaptureQueriesContext(connection) as after:
        page = chen.get(address(draft))
    assert len(page.context["stale"]) == 4
    assert len(after) <= len(before) + 2  # where there is anything old, what it was is looked up at once


@pytest.mark.parametrize("asked", ["en", "xx", "de"])
def test_the_original_and_what_is_no_language_have_no_such_page(draft: TextVersion, chen: Client, asked: str) -> None:
    assert chen.get(address(draft, asked)).status_code == 404


def test_words_that_run_another_way_than_the_sentence_are_kept_together(
    draft: TextVersion, chen: Client, farah: User
) -> None:
    words = Wording.objects.get(block__version=draft, block__key="mandate", language="ar").words
    say(draft, "mandate", "ar", words.replace("15 شباط", "16 شباط"), farah)
    page = chen.get(address(draft, "ar").replace("/en/", "/ar/", 1))
    [told] = page.context["told"][0]["told"]
    assert ("\u206815 February 2002\u2069" in told.sentence, "\u206816 شباط/فبراير 2002\u2069" in told.sentence) == (
        True,
        True,
    )
