"""Blocks are named to people by their numbers and first words, wherever something is said of them; never by keys."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from documents.models import TextVersion
from documents.texts import actions, known
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User

from .at_the_editor import Browser, Editor, address, words

pytestmark = pytest.mark.slow
NEED = "Much is already being done. Too often, however,…"


def test_a_deleted_paragraph_is_listed_by_its_first_words(farahs: Editor, draft: TextVersion) -> None:
    farahs.press("delete", "need")
    (one,) = farahs.open("").context["removals"]
    assert one["name"] == NEED
    farahs.language = "fr"
    (one,) = farahs.open("").context["removals"]
    assert one["name"].startswith("Beaucoup est déjà fait")


def test_the_head_of_an_open_paragraph_has_its_number_and_the_mark_that_names_it_in_words(farahs: Editor) -> None:
    heads = {
        key: re.findall(
            "<bdi>(.*?)</bdi>", farahs.open(key).text.partition(f'id="opened-{key}"')[2].partition("</h2>")[0]
        )
        for key in ("need", "millennium")
    }
    assert heads["need"] == ["4.", "{para:need}"]
    assert heads["millennium"][1] == "{note:millennium}"


def test_a_list_tells_footnotes_from_paragraphs_of_the_same_number(farahs: Editor) -> None:
    offered = re.findall(r"<option[^>]*>([^<]*)</option>", farahs.open("need").text)
    assert [one for one in offered if one.startswith(("1 – ", "footnote 1 – "))] == [
        "1 – In its decision SS.VII/1 of 15 February 2002 on…",
        "footnote 1 – General Assembly resolution 55/2.",
    ]


def test_what_hinders_a_step_names_each_paragraph_by_its_number(farahs: Editor, draft: TextVersion) -> None:
    blocks = known.of(actions.read_draft(draft), draft.text.numbering, ["en"])
    numbers = {key: blocks.name(key) for key in ("review", "mandate", "working-group")}
    assert all(number.isdecimal() for number in numbers.values())
    refused = farahs.press("delete", "review").context["opened"]["refusal"]
    assert refused.startswith(f"“{numbers['review']}” is referred to in: ")
    assert "review" not in refused
    refused = farahs.press("out", "mandate").context["opened"]["refusal"]
    assert refused == f"“{numbers['mandate']}” cannot be moved to another level."


def test_what_is_wrong_in_words_and_a_merge_with_nothing_name_the_paragraph(farahs: Editor, draft: TextVersion) -> None:
    refused = farahs.press("save", "need", words="Words.{note:nowhere}").context["opened"]["refusal"]
    assert refused == "Block 4 refers to footnote nowhere, which does not exist."
    farahs.press("forget", "need")
    heading = known.of(actions.read_draft(draft), draft.text.numbering, ["en"]).name("introduction")
    refused = farahs.press("merge", "introduction").context["opened"]["refusal"]
    assert refused == f"There is no block of the same kind after “{heading}”."


def test_the_history_tells_of_first_words(farahs: Editor, draft: TextVersion) -> None:
    for press, more in (("up", {}), ("agree", {"agreed": "agreed"}), ("delete", {})):
        farahs.press(press, "need", **more)
    told = [audit.in_words(event) for event in Event.objects.about(draft).order_by("-pk")[:3]]
    assert [NEED in one and "“need”" not in one for one in told] == [True, True, True]


def test_translations_that_are_older_are_listed_by_number_and_first_words(
    farahs: Editor, draft: TextVersion, farah: User, browser_of: Browser
) -> None:
    farahs.press("save", "need", words=words(draft, "need") + " It is urgent.")
    page = browser_of(farah).get(reverse("admin:documents_textversion_change", args=[draft.pk]))
    assert page.text.count(f">4 – {NEED}</a> (<bdi>") == 5


def test_what_cannot_be_taken_back_tells_where(farahs: Editor, chens: Editor, draft: TextVersion) -> None:
    farahs.press("save", "need", words="Farah's words.")
    chens.press("delete", "need")
    refused = farahs.press("undo")
    assert "it has been changed since in Farah&#x27;s words." in refused.text
    assert farahs.browser.get(address(draft)).status_code == 200


@pytest.mark.parametrize(
    ("said", "few", "known_by"),
    [
        ("[{is:a}best *available*] \\[science\\]{note:one}", 60, "[best available] [science]"),
        ("A | B\n1 | 2", 60, "A | B 1 | 2"),
        ("{para:one}" * 60 + "Words behind many marks", 20, "Words behind many…"),
        ("一二三四五六七八九十", 4, "一二三四…"),
    ],
)
def test_first_words_are_without_marks(said: str, few: int, known_by: str) -> None:
    assert known.begins(said, few) == known_by
