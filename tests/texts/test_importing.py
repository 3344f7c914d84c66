"""A text comes in by its page: read line by line, corrected, then written by one press that can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import numbering
from documents.drafts import Draft, PlannedBlock
from documents.exchange import akn_out, as_json, docx_out, reading
from documents.exchange.facts import Facts
from documents.models import TextVersion
from documents.texts import actions
from documents.texts.taking_in import taken
from documents.texts.taking_in.page import MEANWHILE
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from meetings.models import Process
from tests.attack.forms import form_of
from tests.cast import with_role

from .importing import NOTE, Importer, address, text_of

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]


@pytest.fixture
def empty(igsp: Process) -> TextVersion:
    return text_of(igsp)


@pytest.fixture
def into_empty(empty: TextVersion, farah: User, browser_of: Browser) -> Importer:
    return Importer(browser_of(farah), empty)


@pytest.fixture
def into_plan(draft: TextVersion, farah: User, browser_of: Browser) -> Importer:
    return Importer(browser_of(farah), draft)


def blocks(version: TextVersion) -> list[tuple[Any, ...]]:
    """Kind, level and words of each block."""
    draft = actions.read_draft(version)
    words = draft.words.get(version.text.original_language, {})
    return [(block.kind, block.level, words.get(block.key, "")) for block in draft.blocks]


def facts(version: TextVersion, language: str) -> Facts:
    draft = actions.read_draft(version)
    words = draft.words[language]
    labels = numbering.labels(draft.blocks, version.text.numbering, language, words)
    return Facts("A text", version.text.key, version.number, version.text.original_language, labels=labels)


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
    assert (whole["kept"], whole["new"], whole["gone"]) == (3, 1, ["2. Rivers run to the sea."])
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


# A second language


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
    assert (into_french.told(), into_french.page.context["whole"]["without"]) == ([], ["a) all of them;"])
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


# Nothing is lost, nothing is smuggled


def test_a_refused_text_stands_in_the_form_again(into_empty: Importer) -> None:
    into_empty.paste("1. One.\x00")
    assert into_empty.page.status_code == 400
    assert into_empty.page.context["pasted"].startswith("1. One.")


def test_words_that_cannot_be_read_come_back_at_their_line(into_empty: Importer) -> None:
    into_empty.paste("1. One.\n\n2. Two.")
    refused = into_empty.press("write", words_1="An [open bracket")
    assert (refused.status_code, into_empty.lines()[0][2]) == (400, "An [open bracket")
    assert [place for place, _says in into_empty.told()] == [1]
    assert blocks(into_empty.version) == []


def test_what_a_form_carries_is_taken_from_nobody_else_and_for_no_other_version(
    into_empty: Importer, draft: TextVersion, chen: User, browser_of: Browser
) -> None:
    into_empty.paste("1. One.")
    carried = into_empty.page.context["carried"]
    sent = {"do": "write", "taken": carried, "page": "1"}
    assert browser_of(chen).post(address(into_empty.version), sent).status_code == 400
    assert into_empty.browser.post(address(draft), sent).status_code == 400
    for forged in (
        "",
        "x",
        carried[:-1],
        carried[1:],
        carried.replace(carried[10], "A" if carried[10] != "A" else "B"),
    ):
        assert into_empty.browser.post(address(into_empty.version), sent | {"taken": forged}).status_code == 400
    assert blocks(into_empty.version) == []
    assert into_empty.browser.post(address(into_empty.version), sent).status_code == 302


@pytest.mark.parametrize(
    "made_up",
    [
        {"take_1": "poem"},
        {"take_1": "heading.9"},
        {"block_1": "no-such-block"},
        {"block_1": "../../x"},
        {"page": "99999999999999"},
        {"numbering": "file"},
    ],
)
def test_what_a_form_makes_up_is_passed_over(into_empty: Importer, made_up: dict[str, str]) -> None:
    into_empty.paste("1. One.")
    assert into_empty.press("write", **made_up).status_code == 302
    assert blocks(into_empty.version) == [("paragraph", 1, "One.")]


def test_nobody_else_takes_anything_in(empty: TextVersion, browser_of: Browser, boris: User, eve: User) -> None:
    for browser in (browser_of(boris), browser_of(eve)):
        assert browser.get(address(empty)).status_code in (403, 404)
        assert Importer(browser, empty).paste("1. One.").status_code in (403, 404)
    assert Importer(Client(), empty).paste("1. One.").status_code == 302
    assert blocks(empty) == []


def test_those_of_another_process_take_nothing_in(empty: TextVersion, inc: Process, browser_of: Browser) -> None:
    noor = browser_of(with_role("Noor", Role.EDITOR, inc))
    assert [noor.get(address(empty)).status_code, Importer(noor, empty).paste("1. One.").status_code] == [403, 403]
    elsewhere = address(empty).replace("/igsp/", "/inc/")
    assert noor.post(elsewhere, {"do": "read", "language": "en", "pasted": "1. One."}).status_code == 404
    assert blocks(empty) == []


def test_what_was_corrected_when_the_session_had_ended_is_given_back_and_can_be_written(
    empty: TextVersion, farah: User
) -> None:
    browser = Client()
    browser.force_login(farah)
    importer = Importer(browser, empty)
    importer.paste("1. One.")
    browser.logout()
    importer.press("write", words_1="The first.")
    assert importer.page.status_code in (302, 403)
    browser.force_login(farah)
    importer.page = browser.get(address(empty))
    sent = form_of(importer.page.text)
    assert sent["1-words"] == ["The first."]
    assert browser.post(address(empty), sent).status_code == 302
    assert blocks(empty) == [("paragraph", 1, "The first.")]


def test_a_longer_text_asks_no_more_of_the_database(into_empty: Importer) -> None:
    counts = []
    for length in (3, 60):
        words = "\n\n".join(f"{number}. Lake {number} is kept clean." for number in range(1, length + 1))
        with CaptureQueriesContext(connection) as queries:
            into_empty.paste(words)
        counts.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            into_empty.press("write")
        counts.append(len(queries))
        into_empty.press("write")
    assert counts[:2] == counts[2:]


def test_a_text_of_300_paragraphs_is_carried_whole_over_its_pages(into_empty: Importer) -> None:
    words = "\n\n".join(f"{number}. Lake {number} is kept clean and its shores are too." for number in range(1, 301))
    into_empty.paste(words)
    assert list(into_empty.page.context["pages"]) == [1, 2, 3]
    into_empty.press("page.3", words_1="The first lake.")
    into_empty.press("page.2", words_599="The last lake.")
    assert into_empty.press("write").status_code == 302
    found = blocks(into_empty.version)
    assert (len(found), found[0][2], found[-1][2]) == (300, "The first lake.", "The last lake.")


def test_more_than_can_be_carried_is_refused_with_the_limit(into_empty: Importer) -> None:
    into_empty.paste("\n\n".join(f"{number}. Lake." for number in range(1, reading.MOST_LINES + 2)))
    assert into_empty.page.status_code == 400
    assert "3001 lines" in into_empty.says()


def test_what_is_carried_comes_back_as_it_was(into_empty: Importer, farah: User) -> None:
    into_empty.paste("1. Each [Party [shall] act.")
    carried = taken.opened(into_empty.page.context["carried"], into_empty.version, farah)
    (line,) = carried.reading.lines
    assert (line.words, [str(one) for one in line.remarks]) == (
        r"Each \[Party [shall] act.",
        ["This bracket is opened but never closed."],
    )
