"""Many files posted in one go: shown row by row before anything is written, then all of them or none."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.library import actions, listing
from documents.library.actions import post_rendition
from documents.library.posting import waiting
from documents.models import Document, Rendition
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.files import whole
from igsp_portal.models import Event
from tests.cast import given, with_role

from . import many
from .files import docx, pdf, script

pytestmark = pytest.mark.usefixtures("waits")


@pytest.fixture
def one_fails(monkeypatch):
    """The second file that is stored finds the disk broken."""
    stored = []
    give_name = whole.give_name

    def fails(written, path, **how):
        if "renditions" in str(path):
            stored.append(path)
            if len(stored) == 2:
                raise OSError("the disk is broken")
        return give_name(written, path, **how)

    return lambda: monkeypatch.setattr(whole, "give_name", fails)


FORTY = {
    f"UNEP_TEST_1_{number}-{suffix}.{ending}": make(f"{number} {suffix}")
    for number in (1, 2)
    for suffix in ("AR", "ZH", "EN", "FR", "RU", "ES")
    for ending, make in (("pdf", pdf), ("docx", docx))
}


def test_many_files_are_posted_and_their_documents_issued_by_one_press(clerk, planned):
    address = many.send(clerk, FORTY)
    assert many.current() == {}
    shown = many.preview(clerk, address)
    assert {label for _name, label, _why in many.rows(shown)} == {"new file"}
    answer = many.post(clerk, address, issue=[document.pk for document in planned])
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/igsp/documents/")
    assert len(many.current()) == 24
    assert [Document.objects.get(pk=document.pk).state for document in planned] == ["issued", "issued"]
    assert Rendition.objects.filter(released_at__isnull=True, document__in=planned).count() == 0


def test_files_of_a_document_that_is_not_issued_with_them_wait(clerk, planned):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    assert [row["when"] for row in many.preview(clerk, address).context_data["rows"]] == [
        "waits until the document is issued"
    ]
    many.post(clerk, address)
    assert Rendition.objects.get(document=planned[0]).released_at is None


def test_what_each_file_comes_to_is_said_before_anything_is_written(clerk, issued, make_document, post):
    make_document("UNEP/TEST/1/2")
    same = pdf("UNEP/TEST/1/1 fr ")
    address = many.send(
        clerk,
        {
            "UNEP_TEST_1_1-EN.pdf": pdf("another"),
            "UNEP_TEST_1_1-RU.pdf": pdf("russian"),
            "UNEP_TEST_1_1-FR.pdf": same,
            "UNEP_TEST_1_2-FR.pdf": same,
            "UNEP_TEST_1_2-ES.pdf": pdf("russian"),
            "UNEP_TEST_1_2-AR.pdf": script(),
            "UNEP_TEST_1_2-ZH.pdf": pdf()[:200],
            "UNEP_TEST_1_2-EN.pdf": b"",
            "UNEP_TEST_9_9-EN.pdf": pdf("9"),
            "UNEP_TEST_1_2.pdf": pdf("no language"),
        },
    )
    shown = many.rows(many.preview(clerk, address))
    assert [(name, label) for name, label, _why in shown] == [
        ("UNEP_TEST_1_1-EN.pdf", "replaces a file"),
        ("UNEP_TEST_1_1-RU.pdf", "new file"),
        ("UNEP_TEST_1_1-FR.pdf", "posted already"),
        *((name, "refused") for name, _label, _why in shown[3:]),
    ]
    assert [why for _name, _label, why in shown] == [
        "",
        "",
        "",
        "The same file stands in row 3 as well.",
        "The same file stands in row 2 as well.",
        "The PDF contains scripts or starts other programs. Print it to a new PDF and send that.",
        "The PDF is damaged or incomplete. Open it on your device, save it again and send it.",
        "The file is empty. Check the file on your device and send it again.",
        "Choose the document to which the file belongs.",
        "Choose the language of the file.",
    ]


def test_the_same_bytes_under_another_symbol_are_refused_with_its_name(clerk, issued, make_document):
    make_document("UNEP/TEST/1/2")
    address = many.send(clerk, {"UNEP_TEST_1_2-FR.pdf": pdf("UNEP/TEST/1/1 fr ")})
    [(_name, label, why)] = many.rows(many.preview(clerk, address))
    assert label == "refused"
    assert why.startswith("This file has already been posted, as UNEP/TEST/1/1 in French.")


def test_while_a_row_is_refused_nothing_is_posted(clerk, planned):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1"), "UNEP_TEST_1_2-FR.pdf": b"no PDF"})
    answer = many.post(clerk, address)
    assert (answer.status_code, many.current()) == (400, {})
    assert "Nothing has been posted yet" in answer.content.decode()
    many.look(clerk, address, take_2=None)
    assert many.post(clerk, address).status_code == 302
    assert [symbol for symbol, *_ in many.current()] == ["UNEP/TEST/1/1"]


def test_where_one_file_fails_nothing_is_posted_and_the_preview_stands(clerk, planned, one_fails, store):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1"), "UNEP_TEST_1_2-FR.pdf": pdf("2")})
    before, sent = Event.objects.count(), many.form(many.preview(clerk, address), do="post")
    one_fails()
    answer = clerk.post(address, sent)
    assert (answer.status_code, many.current(), Event.objects.count()) == (400, {}, before)
    assert "Nothing was posted." in answer.content.decode()
    assert [path for path in store.rglob("*") if path.is_file()] == []
    assert [label for _name, label, _why in many.rows(answer)] == ["new file", "new file"]


def test_a_row_is_corrected_by_hand(clerk, planned):
    address = many.send(clerk, {"scan0001.pdf": pdf("1"), "UNEP_TEST_1_2-FR.pdf": pdf("2")})
    shown = many.look(clerk, address, symbol_1="unep/test/1/1", language_1="es", also_1=["en"], language_2="ru")
    assert [(row["label"], row["typed"]) for row in shown.context_data["rows"]] == [
        ("new file", "unep/test/1/1"),
        ("new file", ""),
    ]
    many.post(clerk, address)
    assert {(symbol, code) for symbol, code, _format in many.current()} == {
        ("UNEP/TEST/1/1", "en"),
        ("UNEP/TEST/1/1", "es"),
        ("UNEP/TEST/1/2", "ru"),
    }


def test_a_document_issued_between_the_preview_and_the_press_is_shown_again(clerk, planned, post):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    sent = many.form(many.preview(clerk, address), do="post")
    post(planned[0], "en")
    actions.issue(planned[0], by="test", exception=True)
    answer = clerk.post(address, sent)
    assert (answer.status_code, len(many.current())) == (409, 1)
    assert "The library has changed since this was shown." in answer.content.decode()
    assert [row["when"] for row in answer.context_data["rows"]] == ["available at once"]
    assert clerk.post(address, many.form(answer, do="post")).status_code == 302
    assert len(many.current()) == 2


def test_a_colleague_who_posts_in_between_is_not_overwritten_unseen(clerk, planned, farah):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("mine")})
    sent = many.form(many.preview(clerk, address), do="post")
    theirs = many_post_one(planned[0], pdf("theirs"), farah)
    answer = clerk.post(address, sent)
    assert (answer.status_code, many.current()) == (409, {("UNEP/TEST/1/1", "fr", "pdf"): theirs.sha256})
    assert [label for _name, label, _why in many.rows(answer)] == ["replaces a file"]


def many_post_one(document, data, by):
    return post_rendition(document, language="fr", name="x.pdf", file=io.BytesIO(data), by=by)


def test_two_clerks_do_not_see_each_others_files(clerk, browser_of, farah, planned):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    other = browser_of(farah)
    for answer in (other.get(address), other.post(address, {"do": "post"}), other.post(address, {"do": "discard"})):
        assert (answer.status_code, answer.headers["Location"]) == (302, many.BEGIN)
    assert many.current() == {}
    assert many.post(clerk, address).status_code == 302


def test_two_clerks_post_at_once_and_the_second_is_told(clerk, browser_of, farah, planned):
    colleague = browser_of(farah)
    sent = []
    for browser in (clerk, colleague):
        address = many.send(browser, {"UNEP_TEST_1_1-FR.pdf": pdf("the same")})
        sent.append((browser, address, many.form(many.preview(browser, address), do="post")))
    answers = [browser.post(address, words) for browser, address, words in sent]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert [label for _name, label, _why in many.rows(answers[1])] == ["posted already"]


def test_a_second_press_posts_nothing_and_says_what_the_first_did(clerk, planned):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    sent = many.form(many.preview(clerk, address), do="post")
    assert [clerk.post(address, sent).status_code for _press in range(2)] == [302, 302]
    assert Rendition.objects.filter(document=planned[0]).count() == 1
    assert Event.objects.filter(verb="file.posted", about_key=str(planned[0].pk)).count() == 1


def test_a_document_is_issued_with_all_its_languages_or_not_at_all(clerk, planned):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    shown = many.look(clerk, address, issue=[planned[0].pk])
    assert shown.context_data["refusals"] == [
        "“UNEP/TEST/1/1” cannot be issued so: all languages are issued together, and there is no file in: "
        "Arabic, Chinese, English, Russian, Spanish. Send the missing files; or do not select it here, and on its own "
        "page select the languages of issue or issue it as an exception."
    ]
    assert many.post(clerk, address).status_code == 400
    assert many.current() == {}


def test_whoever_may_not_issue_is_not_offered_it(browser_of, planned, igsp):
    browser = browser_of(with_role("Edda", Role.EDITOR, igsp))
    address = many.send(browser, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    assert many.preview(browser, address).context_data["issue"] == []
    many.look(browser, address, issue=[planned[0].pk])
    many.post(browser, address, issue=[planned[0].pk])
    assert Document.objects.get(pk=planned[0].pk).state == "planned"


def test_a_document_of_another_process_is_not_chosen(clerk, planned, igsp):
    from tests.access.conftest import another_process

    with given():
        foreign = Document.objects.create(process=another_process(), key="far", kind="other", title="Far away")
    address = many.send(clerk, {"x.pdf": pdf("1")})
    shown = many.look(clerk, address, document_1=str(foreign.pk), language_1="fr")
    assert many.rows(shown) == [("x.pdf", "refused", "Choose the document to which the file belongs.")]


def test_corrections_sent_with_the_press_are_said_to_have_posted_nothing(clerk, planned):
    address = many.send(clerk, {"UNEP_TEST_1_1.pdf": pdf("1")})
    answer = clerk.post(address, many.form(many.preview(clerk, address), do="post", language_1="fr"), follow=True)
    [said] = answer.context["messages"]
    assert (said.level_tag, str(said).startswith("Nothing has been posted yet.")) == ("warning", True)
    assert Rendition.objects.filter(document=planned[0]).count() == 0


def test_sessions_of_one_name_are_told_by_their_dates(clerk, igsp):
    shown = clerk.get(many.BEGIN)
    assert [name for _key, name in shown.context_data["meetings"]] == [
        listing.meeting_with_dates(one) for one in igsp.meetings.with_dates().order_by("order")
    ]
    assert any(" 2004" in name for _key, name in shown.context_data["meetings"])


def docx_of(words: int) -> bytes:
    return docx('<w:d xmlns:w="w"><w:p><w:t>' + "word " * words + "</w:t></w:p></w:d>")


def test_a_long_or_late_document_is_warned_of_and_posted_all_the_same(clerk, planned, clock):
    clock("2004-07-26T12:00")
    address = many.send(clerk, {"UNEP_TEST_1_1-EN.docx": docx_of(8_500), "UNEP_TEST_1_2-EN.docx": docx_of(8_501)})
    assert many.warnings(clerk, address) == [
        [],
        ["The document has 8501 words; the limit is 8500. A longer one needs a waiver."],
    ]
    clock("2004-07-27T12:00")
    late = "The document is issued later than six weeks before the session: it was due on 26 July 2004."
    assert [said[-1] for said in many.warnings(clerk, address)] == [late, late]
    assert many.post(clerk, address).status_code == 302
    assert len(many.current()) == 2


def test_that_an_issued_document_was_late_is_past_warning(clerk, issued, clock):
    clock("2004-09-07T12:00")
    address = many.send(clerk, {"UNEP_TEST_1_1-ES.docx": docx_of(3)})
    assert many.warnings(clerk, address) == [[]]


def test_files_that_are_discarded_leave_nothing(clerk, planned, waits):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    clerk.post(address, many.form(many.preview(clerk, address), do="discard"))
    assert [path for path in waits.rglob("*") if path.is_file()] == []
    assert clerk.get(address).headers["Location"] == many.BEGIN


def test_what_has_waited_for_more_than_a_day_is_swept_away(clerk, planned, waits):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    there = next(waits.glob("*/*")).stat().st_mtime
    assert list(waiting.sweep(there + 86_000)) == []
    assert len(list(waiting.sweep(there + 86_500))) == 1
    assert clerk.get(address).headers["Location"] == many.BEGIN


def test_the_files_wait_for_their_owner_who_finds_them_again(clerk, planned):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    assert address in clerk.get(many.BEGIN).content.decode()
    first = clerk.get("/en/igsp/admin/").content.decode()
    assert "1 file waits to be posted" in first
    assert f'href="{many.BEGIN}"' in first


def test_the_way_to_the_page_is_shown_to_those_who_may_post(clerk, browser_of, igsp, hall, client):
    auditor = browser_of(with_role("Ada", Role.AUDITOR, igsp))
    pages = ["/en/igsp/admin/", "/en/igsp/admin/documents/document/", "/en/igsp/meetings/hall/"]
    shown = {
        who: ["documents/document/post/" in browser.get(page).content.decode() for page in pages]
        for who, browser in {"clerk": clerk, "auditor": auditor}.items()
    }
    assert shown == {"clerk": [True, True, True], "auditor": [False, False, False]}
    assert auditor.get(many.BEGIN).status_code == 403
    assert auditor.post(many.BEGIN).status_code == 403


def test_where_all_is_posted_already_nobody_is_asked_to_correct_anything(clerk, issued, post):
    address = many.send(clerk, {"UNEP_TEST_1_1-EN.pdf": pdf("UNEP/TEST/1/1 en ")})
    answer = many.post(clerk, address)
    assert [label for _name, label, _why in many.rows(answer)] == ["posted already"]
    assert (answer.status_code, answer.context_data["refusal"]) == (
        400,
        "There is still something to settle, or nothing to post.",
    )


def test_files_that_wait_no_longer_are_not_missed_by_the_second_press(clerk, planned, waits):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    sent = many.form(many.preview(clerk, address), do="post")
    for file in waits.rglob("0001"):
        file.unlink()
    assert (clerk.post(address, sent).status_code, many.current()) == (409, {})


def test_a_preview_asks_the_database_the_same_for_one_file_and_for_many(clerk, make_document):
    for number in range(1, 10):
        make_document(f"UNEP/TEST/1/{number}")
    asked = []
    for numbers in (range(1, 2), range(2, 10)):
        files = {f"UNEP_TEST_1_{number}-FR.pdf": pdf(str(number)) for number in numbers}
        address = many.send(clerk, files)
        many.preview(clerk, address)
        with CaptureQueriesContext(connection) as queries:
            clerk.get(address)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_what_a_person_corrects_with_the_press_is_shown_before_it_is_posted(clerk, planned):
    address = many.send(clerk, {"UNEP_TEST_1_1-FR.pdf": pdf("1")})
    answer = many.post(clerk, address, language_1="es")
    assert (answer.headers["Location"], many.current()) == (address, {})
    assert many.post(clerk, address).headers["Location"] == many.library()
    assert [code for _symbol, code, _format in many.current()] == ["es"]
