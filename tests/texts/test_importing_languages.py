"""A second language comes in by the page: beside the original, and asked about where it does not fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from documents.exchange import akn_out, docx_out
from documents.models import TextVersion
from documents.texts import actions
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.models import User
from meetings.models import Process

from .importing import Importer, facts

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]


FRENCH = "A. Buts\n\n1. Les lacs restent propres.\n\n2. Les filets sont marqués."


@pytest.fixture
def into_french(into_empty: Importer) -> Importer:
    into_empty.paste("A. Aims\n\n1. Lakes are kept clean.\n\n(a) all of them;\n\n2. Nets are marked.")
    into_empty.press("write")
    return into_empty


def test_a_second_language_is_put_beside_the_paragraphs_and_what_has_no_line_stays_untranslated(
    into_french: Importer,
) -> None:
    into_french.paste(FRENCH, "fr")
    assert (into_french.told(), into_french.page.context["whole"]["without"]) == ([], ["1 a) – all of them;"])
    into_french.press("write")
    words = actions.read_draft(into_french.version).words["fr"]
    assert list(words.values()) == ["Buts", "Les lacs restent propres.", "Les filets sont marqués."]


@pytest.mark.parametrize("write", [docx_out.write, akn_out.write])
def test_a_file_that_says_it_is_a_translation_does_not_take_the_place_of_the_original(
    write: Any, into_plan: Importer, draft: TextVersion
) -> None:
    before = actions.read_draft(draft)
    into_plan.send(write(before, "fr", facts(draft, "fr")), "plan", "en")
    assert into_plan.page.context["source"].language == "fr"
    assert "The file says that it is in Français; it is read as Français." in into_plan.page.text
    into_plan.press("write", language="en")
    assert into_plan.page.context["source"].language == "en"
    assert "The file says that it is in Français; it is read as English." in into_plan.page.text
    into_plan.press("write", language="fr")
    assert into_plan.press("write").status_code == 302
    assert actions.read_draft(draft) == before


def test_a_file_of_the_original_whose_words_were_translated_is_read_as_was_chosen(
    into_plan: Importer, draft: TextVersion
) -> None:
    into_plan.send(docx_out.write(actions.read_draft(draft), "en", facts(draft, "en")), "plan", "fr")
    assert into_plan.page.context["source"].language == "fr"
    assert "The file says that it is in English; it is read as Français." in into_plan.page.text


def test_a_line_that_fits_no_paragraph_is_asked_and_nothing_is_guessed(into_french: Importer) -> None:
    into_french.paste(FRENCH.replace("\n\n2.", "\n\nTous sans exception.\n\n2."), "fr")
    assert into_french.told() == [(5, "This line fits no paragraph of the original.")]
    assert into_french.press("write").status_code == 400
    (key,) = (block.key for block in actions.read_draft(into_french.version).blocks if block.kind == "subparagraph")
    assert into_french.press("write", block_5=key).status_code == 302
    assert actions.read_draft(into_french.version).words["fr"][key] == "Tous sans exception."


def test_another_number_is_a_doubt_until_somebody_says_that_it_is_right(into_french: Importer) -> None:
    into_french.paste(FRENCH.replace("\n\n2.", "\n\na) tous ;\n\n3."), "fr")
    assert into_french.told() == [(7, "The line has the number “3.”; its block has “2.”.")]
    assert into_french.press("write").status_code == 400
    into_french.press("agree")
    assert into_french.told() == []
    assert into_french.press("write").status_code == 302


def test_a_language_that_follows_a_release_comes_in_later(
    igsp: Process, into_french: Importer, farah: User, quick_engine: list[str]
) -> None:
    later = {code: None for code in CODES if code != "en"}
    actions.release(into_french.version, later=later, by=farah, exception=True)
    into_french.version.refresh_from_db()
    assert into_french.paste("1. Other.", "en").status_code == 400
    before = actions.read_draft(into_french.version)
    into_french.paste(FRENCH, "fr")
    assert into_french.press("write").status_code == 302
    assert "fr" in actions.read_draft(into_french.version).words
    actions.undo(into_french.version, by=farah)
    assert actions.read_draft(into_french.version) == before


def test_no_second_language_before_the_original(into_empty: Importer) -> None:
    assert into_empty.paste(FRENCH, "fr").status_code == 400
    assert into_empty.says() == "This version has no paragraphs yet. Take in the original first (English)."
