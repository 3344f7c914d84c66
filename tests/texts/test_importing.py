"""A text comes in by its page: read line by line, corrected, then written by one press that can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from documents import numbering
from documents.drafts import Draft, PlannedBlock
from documents.exchange import akn_out, as_json, docx_out
from documents.models import TextVersion
from documents.texts import actions
from documents.texts.taking_in.page import MEANWHILE
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from meetings.models import Process

from .importing import NOTE, Importer, blocks, facts, text_of

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]


# Into an empty version


def test_a_note_is_shown_line_by_line_before_anything_is_written_and_then_makes_the_text(
    igsp: Process, farah: User, browser_of: Browser
) -> None:
    version = text_of(igsp, original="zh-hans")
    importer = Importer(browser_of(farah), version)
    importer.paste(NOTE, "zh-hans")
    taken_for = [take for _place, take, _words in importer.lines()]
    assert taken_for == ["-"] * 4 + [
        *("heading.1", "paragraph", "subparagraph.1", "subparagraph.2", "subparagraph.2", "paragraph"),
        *("heading.1", "heading.2", "paragraph", "heading.2", "paragraph"),
    ]
    assert actions.read_draft(version).blocks == []
    assert importer.press("write").status_code == 302
    assert blocks(version) == [
        ("heading", 1, "导言"),
        ("paragraph", 1, "理事会着重强调下列各点；"),
        ("subparagraph", 1, "能力建设："),
        ("subparagraph", 2, "增强机构；"),
        ("subparagraph", 2, "实施协定；"),
        ("paragraph", 1, "理事会通过了决定。"),
        ("heading", 1, "活动"),
        ("heading", 2, "常驻代表委员会"),
        ("paragraph", 1, "商谈已经启动。"),
        ("heading", 2, "区域投入"),
        ("paragraph", 1, "已邀请各论坛提交意见。"),
    ]


@pytest.mark.skipif(not Path("../shared/domain/note.zh.txt").exists(), reason="the note is not beside the project")
def test_the_note_of_the_secretariat_comes_in_by_the_page(igsp: Process, farah: User, browser_of: Browser) -> None:
    data = Path("../shared/domain/note.zh.txt").read_bytes()
    version = text_of(igsp, original="zh-hans")
    importer = Importer(browser_of(farah), version)
    importer.send(data, "note.zh.txt", "zh-hans")
    assert importer.press("write").status_code == 302
    draft = actions.read_draft(version)
    printed = numbering.labels(draft.blocks, "letter", "zh-hans").printed
    numbers = [printed[block.key] for block in draft.blocks if block.kind == "paragraph"]
    assert numbers == [f"{number}." for number in range(1, 15)]


def test_what_was_taken_for_something_else_is_corrected_before_it_is_written(into_empty: Importer) -> None:
    into_empty.paste("A. Aims\n\n1. One.\n\nLoose words.\n\n2. Two.")
    into_empty.press("look", take_5="note", words_3="The first.", take_7="-")
    assert into_empty.lines() == [
        ("1", "heading.1", "Aims"),
        ("3", "paragraph", "The first."),
        ("5", "note", "Loose words."),
        ("7", "-", "Two."),
    ]
    into_empty.press("write")
    assert blocks(into_empty.version) == [
        ("heading", 1, "Aims"),
        ("paragraph", 1, "The first."),
        ("note", 1, "Loose words."),
    ]


def test_words_within_an_item_stay_there_unless_somebody_says_otherwise(into_empty: Importer) -> None:
    into_empty.paste("1. Each Party shall:\n\n(a) mark;\n\nIt does so now.\n\n(b) report.")
    assert [line[:2] for line in into_empty.lines()][2] == ("5", "text.2")
    other = "The file has the number “(b)”; the text will have “(a)”."
    assert other not in into_empty.page.text
    into_empty.press("look", take_5="text")
    assert other in into_empty.page.text
    into_empty.press("look", take_5="text.2")
    into_empty.press("write")
    assert [(kind, level) for kind, level, _ in blocks(into_empty.version)][2] == ("text", 2)


def test_one_event_names_the_file_and_its_checksum_and_one_press_takes_all_back(
    into_empty: Importer, farah: User
) -> None:
    data = b"1. One.\n\n2. Two."
    into_empty.send(data, "elements.txt")
    into_empty.press("write")
    event = Event.objects.about(into_empty.version).latest("pk")
    sha256 = hashlib.sha256(data).hexdigest()
    assert audit.in_words(event) == f"Farah took the file “elements.txt” into “A note (1)” (English, SHA-256 {sha256})"
    actions.undo(into_empty.version, by=farah)
    assert blocks(into_empty.version) == []


def test_a_heading_deeper_than_the_numbering_is_said_at_its_line_and_nothing_is_written(into_empty: Importer) -> None:
    into_empty.paste("Part I. General\n\nArticle 1. Aims\n\n1. One.\n\nArticle 2. Means\n\n1. Two.")
    assert into_empty.page.context["whole"]["offers_numbering"] is True
    into_empty.press("look", take_3="heading.5")
    assert [place for place, _says in into_empty.told()] == [3]
    assert into_empty.press("write").status_code == 400
    assert blocks(into_empty.version) == []


def test_the_text_is_numbered_as_the_file_is_where_that_is_chosen(into_empty: Importer) -> None:
    into_empty.paste("Part I. General\n\nArticle 1. Aims\n\n1. One.\n\nArticle 2. Means\n\n1. Two.")
    into_empty.press("look", numbering="file")
    into_empty.press("write", numbering="file")
    into_empty.version.text.refresh_from_db()
    assert into_empty.version.text.numbering == "articles"


def test_a_line_that_becomes_an_option_holds_what_follows_it(into_empty: Importer) -> None:
    into_empty.paste("1. One.\n\nA bold way\n\n2. Two.\n\nA timid way\n\n2. Other.")
    into_empty.press("look", take_3="option", take_7="option")
    into_empty.press("write")
    draft = actions.read_draft(into_empty.version)
    assert [(block.kind, block.option) for block in draft.blocks] == [
        ("paragraph", ""),
        ("option", ""),
        ("paragraph", "a-bold-way"),
        ("option", ""),
        ("paragraph", "a-timid-way"),
    ]


# What goes out comes in again


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("write", [docx_out.write, akn_out.write], ids=["docx", "akn"])
def test_a_file_of_the_portal_is_taken_in_as_it_went_out(
    write: Any, language: str, into_plan: Importer, draft: TextVersion
) -> None:
    before = actions.read_draft(draft)
    into_plan.send(write(before, language, facts(draft, language)), "plan", language)
    assert (into_plan.told(), into_plan.page.context["plan"].after) == ([], before)
    events = Event.objects.count()
    assert into_plan.press("write").status_code == 302
    assert (actions.read_draft(draft), Event.objects.count()) == (before, events)


def test_a_text_as_json_comes_into_an_empty_version_in_all_its_languages(
    into_empty: Importer, draft: TextVersion
) -> None:
    before = actions.read_draft(draft)
    data = as_json.write(before, text="draft-plan", version=5, original="en")
    into_empty.send(data, "plan.json")
    assert len(into_empty.page.context["whole"]["others"]) == 5
    into_empty.press("look", numbering="file")
    while (page := into_empty.page.context["page"]) < len(into_empty.page.context["pages"]):
        into_empty.press(f"page.{page + 1}")
    assert into_empty.press("write").status_code == 302
    assert actions.read_draft(into_empty.version) == before


# Into a version that has blocks


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("[Une", "“words.fr.one” cannot be read:"),
        ("Une{note:two}", "Block one refers to footnote two, which does not exist."),
        ("{para:none}", "There is no numbered block “none” to refer to."),
    ],
)
def test_words_of_other_languages_that_cannot_be_read_are_named_at_once(
    into_empty: Importer, words: str, says: str
) -> None:
    draft = Draft([PlannedBlock("one", "paragraph")], {"en": {"one": "One."}, "fr": {"one": words}})
    into_empty.send(as_json.write(draft, text="note", version=1, original="en"), "note.json")
    assert (says in into_empty.says(), "words.fr.one" in into_empty.says()) == (True, True)


def test_blocks_keep_their_keys_and_what_will_be_deleted_is_said_first(into_empty: Importer) -> None:
    into_empty.paste("A. Aims\n\n1. Lakes are to be kept clean.\n\n2. Rivers run to the sea.\n\n3. Nets are marked.")
    into_empty.press("write")
    keys = [block.key for block in actions.read_draft(into_empty.version).blocks]
    into_empty.paste(
        "A. Aims\n\n1. Nets are marked.\n\n2. A wholly new thought.\n\n3. Lakes are to be kept very clean."
    )
    whole = into_empty.page.context["whole"]
    assert (whole["kept"], whole["new"], whole["gone"]) == (3, 1, ["2 – Rivers run to the sea."])
    into_empty.press("write")
    after = [block.key for block in actions.read_draft(into_empty.version).blocks]
    assert after == [keys[0], keys[3], "a-wholly-new-thought", keys[1]]


def test_a_person_says_which_paragraph_a_line_is(into_empty: Importer) -> None:
    into_empty.paste("1. Lakes are to be kept clean.\n\n2. Rivers run to the sea.")
    into_empty.press("write")
    keys = [block.key for block in actions.read_draft(into_empty.version).blocks]
    into_empty.paste("1. Water of every kind matters.\n\n2. Lakes are to be kept clean.\n\n3. Rivers run to the sea.")
    assert into_empty.page.context["whole"]["new"] == 1
    into_empty.press("look", block_3="")
    into_empty.press("look", block_1=keys[0])
    into_empty.press("write")
    after = [block.key for block in actions.read_draft(into_empty.version).blocks]
    assert after == [keys[0], "lakes-are-to-be-2", keys[1]]


def test_two_lines_cannot_be_one_paragraph(into_empty: Importer) -> None:
    into_empty.paste("1. Lakes are to be kept clean.\n\n2. Rivers run to the sea.")
    into_empty.press("write")
    first, second = (block.key for block in actions.read_draft(into_empty.version).blocks)
    into_empty.paste("1. Lakes are to be kept clean.\n\n2. Rivers run to the sea.")
    refused = into_empty.press("write", block_3=first)
    assert (refused.status_code, into_empty.told()) == (
        400,
        [(3, "Line 1 was given the same paragraph. Choose another for one of the two.")],
    )


def test_a_version_that_was_changed_meanwhile_is_looked_at_again(
    into_plan: Importer, draft: TextVersion, farah: User
) -> None:
    into_plan.paste("1. One thought.")
    actions.insert_block(draft, "paragraph", after="need", by=farah, words={"en": "Somebody else's words."})
    before = actions.read_draft(draft)
    assert (into_plan.press("write").status_code, into_plan.says()) == (409, str(MEANWHILE))
    assert actions.read_draft(draft) == before
    assert into_plan.press("write").status_code == 302


def test_an_article_and_its_sentence_in_one_line_of_the_file_are_corrected_one_by_one(into_empty: Importer) -> None:
    into_empty.paste("Article 1. The aim is clean seas.\n\nArticle 3. Each Party shall:\n\n(a) act.")
    into_empty.press("look", numbering="file")
    assert into_empty.lines() == [
        ("-1", "heading.1", ""),
        ("1", "text", "The aim is clean seas."),
        ("-3", "heading.1", ""),
        ("3", "text", "Each Party shall:"),
        ("5", "subparagraph.1", "act."),
    ]
    told = into_empty.page.context["settle"]["remarked"]
    assert [(one["line"], one["says"]) for one in told] == [
        (3, "The file has the number “Article 3.”; the text will have “Article 2”.")
    ]
    into_empty.press("look", **{"words_-3": "Means"})
    into_empty.press("write")
    assert blocks(into_empty.version) == [
        ("heading", 1, ""),
        ("text", 1, "The aim is clean seas."),
        ("heading", 1, "Means"),
        ("text", 1, "Each Party shall:"),
        ("subparagraph", 1, "act."),
    ]
