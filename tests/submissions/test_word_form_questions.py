"""Questions of every kind in a Word form, whose files come from other drafts, other forms, and people who mean ill."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents.models import TextVersion
from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Participant, Process
from submissions import actions
from submissions.actions import Answered, Said
from submissions.models import Call, FormVersion, Submission, SubmissionVersion
from submissions.states import QuestionKind

from ..cast import given, with_role
from .addresses import at
from .questions import ask, form_of_every_kind
from .word_forms import bytes_of, cell_of, downloaded, lines, sent, table_of, taken, write_in

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]


@pytest.fixture
def text(igsp: Process) -> TextVersion:
    return TextVersion.objects.filter(text__process=igsp, released_at__isnull=False).latest("number")


@pytest.fixture
def form(call: Call, text: TextVersion) -> FormVersion:
    made = form_of_every_kind(call, text)
    ask(made, "partners", QuestionKind.TABLE, columns=["name", "since"])
    with given():
        made.questions.get(key="partners").options.filter(key="since").update(number=True)
    return made


@pytest.fixture
def draft(form: FormVersion, call: Call, kenya: Participant, amina: User) -> SubmissionVersion:
    begun = actions.begin(call, kenya, by=amina).draft
    assert begun is not None
    return begun


@pytest.fixture
def written(draft: SubmissionVersion, text: TextVersion, amina: User) -> SubmissionVersion:
    """The draft with an answer to everything, in scripts that run either way."""
    answers = {
        "context": Answered("Floods.\nالجفاف\t干旱", True),
        "funds": Answered(["yes"]),
        "whose": Answered("Of a donor [sic], {x} *y* \\z"),
        "means": Answered(["grants", "loans"]),
        "posts": Answered("1.234"),
        "years": Answered([["3", "1"], ["4", ""]]),
        "partners": Answered([["GEF", "1991"], ["粮农组织", "1945.5"]]),
    }
    said = Said("Too weak.", None, "wording", 7, question="remarks", text_version=text, block="need", proposed="shall")
    return actions.save_draft(draft, by=amina, title="عنوان", statements=[said], answers=answers)


def answers(draft: SubmissionVersion) -> dict[str, Any]:
    return {answer.question: answer.value for answer in draft.answers.all()}


@pytest.mark.parametrize("language", ["en", "ar", "fr", "zh-hans"])
def test_all_that_is_written_comes_back_as_it_went_out(
    language: str, written: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    report = sent(browser, written, downloaded(browser, written, language))
    assert [state for state, _words in lines(report)] == ["Unchanged"] * 9


def test_an_answer_of_every_kind_is_filled_in_and_taken(
    draft: SubmissionVersion, text: TextVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft, "fr")
    write_in(cell_of(file, "d_title"), "Vues du Kenya")
    write_in(cell_of(file, "a_context"), "Des inondations et des sécheresses répétées.")
    write_in(cell_of(file, "a_funds"), "yes")
    boxes = cell_of(file, "a_means").paragraphs
    for line in (boxes[0], boxes[2]):
        tick = next(one for one in line._p.iter() if one.text == "☐")
        tick.text = "☒"
    write_in(cell_of(file, "a_posts"), "1 200,5")
    years, partners = table_of(file, "years"), table_of(file, "partners")
    for row, column, words in ((1, 1, "3"), (1, 2, "1"), (2, 1, "4")):
        years.rows[row].cells[column].text = words
    for row, words in ((1, "FEM"), (4, "FAO")):
        partners.rows[row].cells[0].text = words
    partners.rows[4].cells[1].text = "environ 1945"
    remark = table_of(file, "remarks").rows[1]
    for column, words in ((1, "need"), (2, "Wording"), (3, "Trop faible."), (4, "doit")):
        write_in(remark.cells[column], words)
    report = sent(browser, draft, file)
    assert [state for state, _words in lines(report)] == ["New"] * 3 + ["Left empty"] + ["New"] * 5
    page = report.content.decode()
    assert "6 words are written; at most 5 are asked for." in page
    assert "Row 2, Since: “environ 1945” is not a number." in page
    assert taken(browser, draft, report).status_code == 302
    draft.refresh_from_db()
    assert answers(draft) == {
        "context": "Des inondations et des sécheresses répétées.",
        "funds": ["yes"],
        "means": ["grants", "other"],
        "posts": "1200.5",
        "years": [["3", "1"], ["4", ""]],
        "partners": [["FEM", ""], ["FAO", "environ 1945"]],
    }
    (statement,) = draft.statements.all()
    assert (statement.question, statement.text_version, statement.block) == ("remarks", text, "need")
    assert (statement.kind, statement.words, statement.proposed) == ("wording", "Trop faible.", "doit")


def test_a_column_for_no_beside_one_for_yes_is_a_column_as_any(
    form: FormVersion, draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    ask(form, "laws", QuestionKind.TABLE, columns=["yes", "no", "why"])
    draft = actions.save_draft(
        draft, by=amina, title="Laws", statements=[], answers={"laws": Answered([["x", "y", "z"]])}
    )
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    assert [line for line in lines(sent(browser, draft, file)) if line[0] != "Left empty"] == [("Unchanged", "")] * 2
    table_of(file, "laws").rows[1].cells[1].text = "rarely"
    assert taken(browser, draft, sent(browser, draft, file)).status_code == 302
    assert answers(draft) == {"laws": [["x", "rarely", "z"]]}


def test_a_table_whose_columns_no_longer_say_what_they_are_is_not_in_the_file(
    written: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, written)
    for sign in list(table_of(file, "partners")._tbl.iter(qn("w:tag"), qn("w:bookmarkStart"))):
        if not sign.get(qn("w:name"), "").startswith("a_"):
            sign.getparent().remove(sign)
    write_in(cell_of(file, "a_context"), "Droughts.")
    report = sent(browser, written, file)
    assert sorted(state for state, _words in lines(report)) == ["Changed", "Not in the file"] + ["Unchanged"] * 7
    before = answers(written)
    assert taken(browser, written, report).status_code == 302
    assert answers(written) == before | {"context": "Droughts."}


def test_what_is_withheld_stays_so(written: SubmissionVersion, amina: User, browser_of: Browser) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, written)
    write_in(cell_of(file, "a_context"), "Droughts.")
    assert taken(browser, written, sent(browser, written, file)).status_code == 302
    assert [(a.value, a.withheld) for a in written.answers.filter(question="context")] == [("Droughts.", True)]


def test_of_a_form_that_was_changed_since_what_is_still_asked_is_read(
    written: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, written)
    write_in(cell_of(file, "a_context"), "Droughts.")
    write_in(cell_of(file, "a_posts"), "twelve")
    with given():
        FormVersion.objects.filter(pk=written.form_id).update(number=7)
        written.form.questions.filter(key="posts").delete()
    report = sent(browser, written, file)
    page = report.content.decode()
    assert "The questions have changed since this form was downloaded." in page
    assert lines(report)[-1] == ("Not understood", "twelve")
    assert taken(browser, written, report).status_code == 302
    assert answers(written)["context"] == "Droughts."


def test_a_form_of_another_party_or_call_is_refused_without_saying_whose(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = bytes_of(downloaded(browser, draft))
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    own = f"form_{draft.submission.pk}_".encode()
    parts["word/document.xml"] = parts["word/document.xml"].replace(own, b"form_999999_")
    answer = sent(browser, draft, packed(parts))
    assert answer.status_code == 400
    assert "This form was made for another participant or another call." in answer.content.decode()


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def changed(file: bytes, name: str, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return packed(parts | {name: data})


def test_hostile_and_foreign_files_are_refused_with_the_reason(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = bytes_of(downloaded(browser, draft))
    bomb = changed(file, "word/media/x.xml", b"0" * 300_000_000)
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="x"/>'
    refusals = {
        ("Form.docx", b""): "The file is empty",
        ("Form.docx", b"PK\x03\x04 nothing"): "damaged",
        ("Form.docx", b"%PDF-1.4"): "This is not a DOCX file",
        ("Form.docm", file): "This is not a DOCX file",
        ("Form.docx", changed(file, "word/vbaProject.bin", b"x")): "contains macros",
        ("Form.docx", bomb): "expands to more than the limit",
        ("Form.docx", changed(file, "word/document.xml", entity)): "declares entities",
        ("Form.docx", bytes_of(docx.Document())): "This file is no form that was downloaded here",
    }
    for (name, data), reason in refusals.items():
        answer = sent(browser, draft, data, name)
        assert answer.status_code == 400
        assert reason in answer.content.decode()
    answer = browser.post(at("word_report", draft.submission.pk))
    assert answer.status_code == 400
    assert "Choose a file." in answer.content.decode()


def test_tracked_changes_are_read_as_accepted_lists_as_lines_and_what_is_left_out_is_told(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    cell = cell_of(file, "a_context")
    write_in(cell, "Floods")
    paragraph = cell.paragraphs[0]._p
    for change, name, words in (("ins", "t", " and droughts"), ("del", "delText", " and fires")):
        made = OxmlElement(f"w:{change}")
        made.append(run := OxmlElement("w:r"))
        run.append(text := OxmlElement(f"w:{name}"))
        text.text = words
        paragraph.append(made)
    cell.add_paragraph("Beside the control")
    hidden = cell.add_paragraph().add_run("Unseen")
    hidden.font.hidden = True
    report = sent(browser, draft, file)
    assert lines(report)[1] == ("New", "Floods and droughts Beside the control")
    assert "Hidden words were left out: “Unseen”" in report.content.decode()


def test_nobody_else_downloads_a_draft_or_sends_a_form_back(
    draft: SubmissionVersion, kenya: Participant, igsp: Process, boris: User, farah: User, browser_of: Browser
) -> None:
    addresses = [at(name, draft.submission.pk) for name in ("word_form", "word_report")]

    def answers_to(browser: Client) -> list[int]:
        return [browser.get(address).status_code for address in addresses] + [browser.post(addresses[1]).status_code]

    observer, other = with_role("Olga", Role.READER, igsp, kenya), with_role("Otto", Role.FOCAL_POINT, igsp, "hrv")
    assert answers_to(browser_of(boris)) == [200, 200, 400]
    assert answers_to(browser_of(observer)) == [403, 403, 403]
    assert answers_to(browser_of(other)) == [404, 404, 404]
    assert answers_to(browser_of(farah)) == answers_to(browser_of(with_role("Chris", Role.AUDITOR, igsp)))
    assert set(answers_to(browser_of(farah))) <= {403, 404}
    stranger = [Client().get(address) for address in addresses] + [Client().post(addresses[1])]
    assert [(answer.status_code, "/accounts/login/" in answer["Location"]) for answer in stranger] == [(302, True)] * 3


def test_after_the_call_has_closed_a_draft_is_still_written(
    draft: SubmissionVersion, amina: User, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    clock("2005-10-15T12:00")
    browser = browser_of(amina)
    file = downloaded(browser, draft)
    write_in(cell_of(file, "a_context"), "Droughts.")
    assert taken(browser, draft, sent(browser, draft, file)).status_code == 302
    assert answers(draft) == {"context": "Droughts."}


def test_another_process_with_articles_is_answered_in_french(
    inc: Process, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    clock("2025-03-01T12:00")
    filed = Submission.objects.get(call__process=inc, call__key="articles", participant__key="prt")
    person = with_role("Paulo", Role.FOCAL_POINT, inc, filed.participant)
    draft, browser = actions.revise(filed, by=person), browser_of(person)
    file = downloaded(browser, draft, "fr")
    assert set(lines(sent(browser, draft, file))) == {("Unchanged", "")}
    write_in(cell_of(file, "a_entries"), "1 300,5")
    table_of(file, "costs").rows[1].cells[1].text = "1.234,50"
    row = table_of(file, "articles").rows[3]
    write_in(row.cells[2], "поправка")
    write_in(row.cells[3], "Les cordages manquent.")
    assert taken(browser, draft, sent(browser, draft, file)).status_code == 302
    now = answers(draft)
    assert (now["entries"], now["costs"]) == ("1300.5", [["Divers", "1234.50"], ["Barges", "20000"]])
    new = draft.statements.get(words="Les cordages manquent.")
    assert (new.question, new.kind, new.block) == ("articles", "amendment", "")
    assert draft.statements.get(words="Divers.").withheld


def test_ten_statements_cost_the_queries_of_one(
    draft: SubmissionVersion, text: TextVersion, amina: User, browser_of: Browser
) -> None:
    browser, counts = browser_of(amina), []
    for many in (1, 10):
        said = [Said("W.", None, "remark", 1, question="remarks", text_version=text, block="need")] * many
        actions.save_draft(draft, by=amina, title="T", statements=said)
        file = downloaded(browser, draft)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(at("word_form", draft.submission.pk))
            sent(browser, draft, file)
        counts.append(len(asked))
    assert counts[0] == counts[1]
