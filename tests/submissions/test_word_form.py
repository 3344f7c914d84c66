"""The Word form through the door: downloaded, filled in, sent back, reported on, and taken into the draft."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from django.test import Client

from igsp_portal.models import User
from submissions import actions
from submissions.models import SubmissionVersion

from ..attack.forms import form_of
from .addresses import at
from .word_forms import bytes_of, cell_of, downloaded, lines, sent, shown_in, table_of, taken, write_in

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]
POSTS, TRAIN = "Permanent posts for monitoring.", "Train the trainers."


@pytest.fixture
def draft(draft: SubmissionVersion, write: Write) -> SubmissionVersion:
    """Kenya's, with a title and two statements."""
    return write(draft)


def said(draft: SubmissionVersion) -> tuple[str, list[str]]:
    draft.refresh_from_db()
    return draft.title, [statement.words for statement in draft.statements.all()]


def test_a_form_that_nobody_changed_says_nothing_new(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    report = sent(browser, draft, downloaded(browser, draft))
    assert lines(report) == [("Unchanged", ""), ("Left empty", ""), ("Unchanged", ""), ("Unchanged", "")]
    assert "There is nothing new in this file." in report.content.decode()
    assert "Take it into the draft" not in report.content.decode()


def test_what_is_filled_in_is_shown_and_then_taken_into_the_draft(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser, revision = browser_of(amina), draft.revision
    file = downloaded(browser, draft)
    write_in(cell_of(file, "d_title"), "Needs of Kenya, 2004")
    statements = table_of(file, "statements")
    write_in(statements.rows[1].cells[3], "Permanent posts.\nAnd cars.")
    write_in(statements.rows[3].cells[1], shown_in(statements.rows[1].cells[1]))
    write_in(statements.rows[3].cells[2], "gap")
    write_in(statements.rows[3].cells[3], "Laboratories.")
    report = sent(browser, draft, file)
    assert lines(report) == [
        ("Changed", "Needs of Kenya, 2004"),
        ("Left empty", ""),
        ("Changed", f"{draft.statements.all()[0].component} · need Permanent posts. And cars."),
        ("Unchanged", ""),
        ("New", f"{draft.statements.all()[0].component} · gap Laboratories."),
    ]
    draft.refresh_from_db()
    assert draft.revision == revision
    assert taken(browser, draft, report).status_code == 302
    assert said(draft) == ("Needs of Kenya, 2004", ["Permanent posts.\nAnd cars.", TRAIN, "Laboratories."])
    new = draft.statements.all()[2]
    assert (new.kind, new.component, new.rank) == ("gap", draft.statements.all()[0].component, 3)
    assert draft.consent


def test_pressed_twice_or_sent_again_it_is_taken_once(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    table = table_of(file, "statements")
    write_in(table.rows[3].cells[3], "Laboratories.")
    table._tbl.append(deepcopy(table.rows[3]._tr))
    table.add_row().cells[3].text = "Cars."
    report = sent(browser, draft, file)
    assert [taken(browser, draft, report).status_code for _press in range(2)] == [302, 302]
    words = [POSTS, TRAIN, "Laboratories.", "Laboratories.", "Cars."]
    assert said(draft)[1] == words
    again = sent(browser, draft, file)
    assert [state for state, _words in lines(again)] == ["Unchanged", "Left empty", *["Unchanged"] * 5]
    draft.refresh_from_db()
    assert said(draft)[1] == words


def test_the_same_form_sent_again_after_more_was_written_changes_what_came_of_it(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    rows = table_of(file, "statements").rows
    write_in(cell_of(file, "d_title"), "Needs")
    write_in(rows[1].cells[3], "Posts.")
    write_in(rows[3].cells[3], "Laboratories.")
    assert taken(browser, draft, sent(browser, draft, file)).status_code == 302
    write_in(cell_of(file, "d_title"), "Needs of Kenya")
    write_in(rows[1].cells[3], POSTS)  # as it was downloaded
    write_in(rows[3].cells[3], "Two laboratories.")
    report = sent(browser, draft, file)
    assert [state for state, _words in lines(report)] == [*("Changed", "Left empty", "Changed", "Unchanged", "Changed")]
    assert taken(browser, draft, report).status_code == 302
    assert said(draft) == ("Needs of Kenya", [POSTS, TRAIN, "Two laboratories."])


def test_a_form_sent_again_does_not_undo_what_was_written_on_the_site_since(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    file = downloaded(browser, draft)
    write_in(cell_of(file, "d_title"), "Needs")
    assert taken(browser, draft, sent(browser, draft, file)).status_code == 302
    page = form_of(browser.get(address).content.decode())
    changed = {"title": "On the site", "introduction": "From here.", "do": "save"}
    assert browser.post(address, page | changed).status_code == 302
    write_in(cell_of(file, "d_title"), "In the file")
    report = sent(browser, draft, file)
    assert [state for state, _words in lines(report)][:2] == ["Changed on the site too", "Changed on the site alone"]
    assert taken(browser, draft, report).status_code == 409
    assert said(draft)[0] == "On the site"


def test_what_a_colleague_changed_meanwhile_is_shown_beside_it_and_stays(
    draft: SubmissionVersion, amina: User, boris: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    write_in(table_of(file, "statements").rows[1].cells[3], "Posts.")
    theirs = browser_of(boris)
    address = at("write", draft.submission.pk)
    page = form_of(theirs.get(address).content.decode())
    changed = {"statements-0-words": "Cars.", "statements-1-words": "Teach.", "do": "save"}
    assert theirs.post(address, page | changed).status_code == 302
    report = sent(browser, draft, file)
    shown = report.content.decode()
    assert [state for state, _words in lines(report)] == [
        *("Unchanged", "Left empty", "Changed on the site too", "Changed on the site alone")
    ]
    assert "Boris" in shown
    assert re.findall(r"<details[^>]*>.*?(Cars|Teach)\.", shown, re.DOTALL) == ["Cars", "Teach"]
    answer = taken(browser, draft, report)
    assert answer.status_code == 409
    assert said(draft)[1] == ["Cars.", "Teach."]
    page = answer.content.decode()
    assert "Posts." in page
    assert browser.post(address, form_of(page) | {"do": "save"}).status_code == 302
    assert said(draft)[1] == ["Posts.", "Teach."]


def test_rows_that_were_deleted_in_the_file_stay_and_those_that_were_emptied_go(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    table = table_of(file, "statements")
    table._tbl.remove(table.rows[1]._tr)
    for cell in table.rows[1].cells[1:]:
        write_in(cell, "")
    report = sent(browser, draft, file)
    assert [state for state, _words in lines(report)] == ["Unchanged", "Left empty", "Not in the file", "Emptied"]
    assert taken(browser, draft, report).status_code == 302
    assert said(draft)[1] == [POSTS]


def test_what_is_not_in_the_lists_is_named_and_the_words_are_taken(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    row = table_of(file, "statements").rows[3]
    for place, words in ((1, "The weather"), (2, "wish"), (3, "Laboratories."), (4, "first")):
        write_in(row.cells[place], words)
    shown = sent(browser, draft, file)
    notes = re.findall(r'<ul class="word-notes">(.*?)</ul>', shown.content.decode(), re.DOTALL)
    assert [re.findall("<li>(.*?)</li>", one) for one in notes] == [
        [
            "“The weather” is not in the list.",
            "“wish” is not in the list.",
            "“first” is not a rank from 1 to 999.",
        ]
    ]
    assert taken(browser, draft, shown).status_code == 302
    new = draft.statements.get(words="Laboratories.")
    assert (new.component, new.kind, new.rank) == (None, "need", 3)


def test_lists_are_understood_in_the_words_of_any_language(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft, "fr")
    row = table_of(file, "statements").rows[3]
    assert shown_in(row.cells[2]) == "Choisir…"
    write_in(row.cells[2], "потребность")
    write_in(row.cells[3], "Des laboratoires.")
    assert taken(browser, draft, sent(browser, draft, file)).status_code == 302
    assert draft.statements.get(words="Des laboratoires.").kind == "need"


def test_marks_that_word_brings_are_removed_and_told(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    write_in(cell_of(file, "d_title"), "Ne\u00adeds \u200bof “Kenya”")
    report = sent(browser, draft, file)
    told = "Marks that came with pasted words and that nobody sees will be removed in:"
    assert f"{told} Title" in report.content.decode()
    assert taken(browser, draft, report).status_code == 302
    assert said(draft)[0] == "Needs of “Kenya”"


def test_words_that_are_too_long_are_not_taken_and_are_shown_whole(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    table, long = table_of(file, "statements"), "word " * 1001
    write_in(table.rows[1].cells[3], long)
    write_in(table.rows[2].cells[3], "Teach.")
    report = sent(browser, draft, file)
    assert [state for state, _words in lines(report)] == ["Unchanged", "Left empty", "Not understood", "Changed"]
    assert long.strip() in report.content.decode()
    assert taken(browser, draft, report).status_code == 302
    assert said(draft)[1] == [POSTS, "Teach."]


def test_no_more_statements_are_taken_than_there_is_room_for(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    table = table_of(file, "statements")
    for number in range(60):
        table.add_row().cells[3].text = f"Statement {number}."
    report = sent(browser, draft, file)
    states = [state for state, _words in lines(report)]
    assert [states.count(state) for state in ("New", "Not understood")] == [58, 2]
    assert taken(browser, draft, report).status_code == 302
    assert len(said(draft)[1]) == 60


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_form_that_libreoffice_has_saved_is_read_the_same(
    draft: SubmissionVersion, amina: User, browser_of: Browser, tmp_path: Path
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    write_in(table_of(file, "statements").rows[3].cells[3], "One.\nTwo.")
    (tmp_path / "form.docx").write_bytes(bytes_of(file))
    home, out = f"-env:UserInstallation=file://{tmp_path}/home", tmp_path / "out"
    convert = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(tmp_path / "form.docx")]
    subprocess.run(["soffice", "--headless", home, *convert], check=True, timeout=120, capture_output=True)
    report = sent(browser, draft, (out / "form.docx").read_bytes())
    assert [state for state, _words in lines(report)] == ["Unchanged", "Left empty", "Unchanged", "Unchanged", "New"]
    assert taken(browser, draft, report).status_code == 302
    assert said(draft)[1] == [POSTS, TRAIN, "One.\nTwo."]


def test_once_filed_there_is_nothing_to_download_or_to_send_back(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file, report_of = downloaded(browser, draft), at("word_report", draft.submission.pk)
    actions.file(draft, by=amina)
    there = at("submission", draft.submission.pk)
    answers = [browser.get(at("word_form", draft.submission.pk)), browser.get(report_of), sent(browser, draft, file)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, there)] * 3
