"""The library, the page of a document, the inputs by session, and what this app adds to a session's page."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.library import actions, matrix
from documents.library.states import DocumentState, InputState
from documents.models import InputDue, Relation, Rendition, RequiredInput
from igsp_portal.foundations.record import audit, records
from meetings import panels
from meetings.models import Meeting
from meetings.views import meetings_of

from .conftest import index

pytestmark = pytest.mark.slow


def words(response):
    """The words of a page, without its marks."""
    html = response.content.decode().replace("<wbr>", "")
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def asked(client, monkeypatch):
    """How many queries a page costs a stranger when nothing of it is kept."""
    from igsp_portal.foundations.pages import kept_pages

    monkeypatch.setattr(kept_pages, "_address", lambda request: None)

    def count(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return count


def test_the_library_lists_documents_meeting_by_meeting_in_the_order_of_symbols(client, igsp):
    page = client.get("/en/igsp/documents/").content.decode()
    found = re.findall(r"UNEP/IEG/IGSP/\d/\d+", page)
    assert list(dict.fromkeys(found)) == sorted(set(found))


def test_the_library_offers_each_language_and_marks_the_readers(client, issued):
    page = client.get("/fr/igsp/documents/?meeting=hall").content.decode()
    links = re.findall(r'class="file-link( file-current)?" href="([^"]+)"', page)
    assert links == [
        ("", "/symbol/UNEP/TEST/1/1?lang=ar"),
        ("", "/symbol/UNEP/TEST/1/1?lang=en"),
        (" file-current", "/symbol/UNEP/TEST/1/1?lang=fr"),
    ]


def test_a_document_is_found_by_the_beginning_of_its_symbol_and_by_words_of_its_title(client, issued):
    index(issued.process)
    for asked_for in ("unep/test/1", "UNEP/TEST/1/1", "about unep/test"):
        assert "UNEP/TEST/1/1" in words(client.get("/en/igsp/search/", {"q": asked_for}))
    assert "No document was found" in words(client.get("/en/igsp/search/", {"q": "zebra"}))


def test_an_awaited_document_is_listed_with_the_day_10_4_6_sets(client, make_document, clock):
    clock("2004-07-01T12:00")
    make_document(state=DocumentState.PLANNED)
    assert "expected by 26 July 2004" in words(client.get("/en/igsp/documents/?meeting=hall"))


def test_a_planned_day_goes_before_the_rule(client, make_document, clock):
    clock("2004-07-01T12:00")
    make_document(state=DocumentState.PLANNED, planned_on=date(2004, 8, 1))
    assert "expected by 1 August 2004" in words(client.get("/en/igsp/documents/?meeting=hall"))


def test_an_awaited_document_past_its_day_is_said_to_be_late(client, make_document, clock):
    clock("2004-07-29T12:00")
    make_document(state=DocumentState.PLANNED)
    assert "3 days late" in words(client.get("/en/igsp/documents/?meeting=hall"))


def test_replaced_files_are_not_listed_but_can_be_reached_from_the_documents_page(client, issued, post, clock):
    first = issued.renditions.get(language="en")
    clock("2104-10-29T12:00")
    post(issued, "en", "reissue")
    assert first.sha256 not in client.get("/en/igsp/documents/").content.decode()
    page = client.get(issued.get_absolute_url())
    assert words(page).partition("Earlier files, now replaced")[2].count("replaced on 29 October 2104") == 1
    assert f'href="/files/{first.sha256}"' in page.content.decode()


def test_the_page_of_a_document_tells_all_of_it(client, issued, make_document):
    other = make_document("UNEP/TEST/1/1/Corr.1", state=DocumentState.ISSUED)
    records.create(Relation(document=other, kind="corrects", to=issued), by="test")
    actions.answer(InputDue.objects.get(required_input__key="c"), issued, by="test")
    text = words(client.get(issued.get_absolute_url()))
    file = issued.renditions.get(language="ar")
    for fact in (
        "UNEP/TEST/1/1",
        "Ninth session",
        "26 July 2004",
        f"http://testserver/symbol/{issued.symbol}?lang=ar",
        file.sha256,
        "中文 not issued yet",
        "Corrected by: UNEP/TEST/1/1/Corr.1",
        "Report containing an inventory of relevant UNEP activities",
    ):
        assert fact in text


def test_a_record_without_files_says_so_and_lacks_no_language(client, igsp):
    document = igsp.documents.get(symbol="UNEP/GC.23/11")
    records.change(document, by="test", values={"state": DocumentState.ISSUED, "issued_elsewhere": True})
    text = words(client.get(document.get_absolute_url()))
    assert "The portal holds no file of this document." in text
    assert "not issued yet" not in text


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
@pytest.mark.parametrize("page", ["documents/", "documents/agenda-1/", "inputs/", "meetings/wg-1/", ""])
def test_every_page_stands_in_every_language(client, igsp, language, page):
    assert client.get(f"/{language}/igsp/{page}").status_code == 200


def test_a_title_that_is_not_in_the_readers_language_says_which_it_is(client, issued):
    page = client.get("/ar/igsp/documents/?meeting=hall").content.decode()
    assert '<h3 lang="en" dir="ltr">' in page


# Inputs


def test_the_inputs_stand_by_session_with_their_state_and_lateness(client, igsp, clock):
    clock("2004-06-01T12:00")
    text = words(client.get("/en/igsp/inputs/"))
    assert "(c) Report containing an inventory of relevant UNEP activities" in text
    assert "46 days late" in text  # due on 16 April, ten weeks before 25 June
    assert "letter of 24 May 2004" in text


@pytest.mark.parametrize(("language", "letter"), [("ar", "(ج)"), ("zh-hans", "(c)"), ("en", "(c)"), ("ru", "c)")])
def test_an_input_bears_its_letter_as_the_language_prints_it(client, igsp, language, letter):
    for page in ("inputs/", "meetings/wg-1/"):
        html = client.get(f"/{language}/igsp/{page}").content.decode()
        assert re.search(rf'class="letter">{re.escape(letter)}<', html), page
        assert "#input-c" in html, page


@pytest.mark.parametrize(("language", "numbers"), [("ar", "1، 2"), ("zh-hans", "1、2"), ("fr", "1, 2")])
def test_the_agenda_items_of_a_document_are_listed_as_the_language_lists(
    client, hall, make_document, language, numbers
):
    document = make_document(state=DocumentState.ISSUED)
    with audit.recorded("test", document, by="test"):
        document.agenda_items.set([hall.agenda.create(number=n, title=f"Item {n}", order=int(n)) for n in "12"])
    assert numbers in words(client.get(f"/{language}/igsp/documents/?meeting=hall"))


def test_inputs_outside_the_list_stand_below(client, igsp):
    page = words(client.get("/en/igsp/inputs/"))
    assert page.index("Inputs by session") < page.index("Inputs outside the list")


def test_an_input_received_late_is_marked_and_not_refused(igsp, farah, clock):
    rows = matrix.of_process(igsp, meetings_of(igsp), farah)
    (needs,) = [row for row in rows if row.required_input.key == "b"]
    (due,) = needs.cells.values()
    assert due.state_on(date(2004, 10, 15)) == InputState.RECEIVED_LATE
    assert due.days_late_on(date(2004, 10, 15)) == 70  # issued on the first day of the session


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({}, InputState.RECEIVED_UNDATED),
        ({"submitted_on": date(2004, 4, 16)}, InputState.RECEIVED),
        ({"submitted_on": date(2004, 4, 17)}, InputState.RECEIVED_LATE),
        ({"submitted_on": date(2004, 4, 1), "issued_on": date(2004, 5, 14)}, InputState.RECEIVED_LATE),
    ],
)
def test_when_an_input_was_received_is_told_by_its_issue_or_else_its_submission(igsp, make_document, known, state):
    due = igsp.inputs.get(key="c").due.get()  # due on 16 April 2004
    actions.answer(due, make_document(state=DocumentState.ISSUED, **known), by="test")
    assert due.state_on(date(2004, 10, 15)) == state


def test_sums_of_inputs_agree_with_the_cells(igsp, farah):
    rows = matrix.of_process(igsp, meetings_of(igsp), farah)
    sums = matrix.summary(rows, date(2004, 10, 15))
    assert sum(item["value"] for item in sums) == InputDue.objects.filter(required_input__process=igsp).count()


# What it adds to other pages


def test_a_session_shows_its_documents_and_what_it_needs(client, igsp):
    text = words(client.get("/en/igsp/meetings/wg-1/"))
    assert "What this session needs" in text
    assert "UNEP/IEG/IGSP/1/3" in text


def test_each_part_of_a_sessions_page_is_reached_from_its_top(client, igsp):
    page = client.get("/en/igsp/meetings/wg-3/").content.decode()
    top, below = page.split('<section class="section"', 1)
    anchors = re.findall(r'href="#(\w+)"', top.split('class="section-nav"')[1])
    assert anchors == ["documents", "needs", "agenda", "dates", "further"]
    assert [anchor for anchor in anchors if f'id="{anchor}"' in below] == anchors


def test_the_timeline_has_the_days_that_10_4_6_sets(igsp, farah):
    marks, _panels = panels.process_parts(igsp, meetings_of(igsp), farah)
    on = {mark.on for mark in marks if mark.kind == "due"}
    assert {date(2004, 4, 16), date(2004, 5, 14)} <= on  # ten and six weeks before 25 June 2004


def test_a_sessions_page_costs_the_same_with_one_document_or_many(make_document, post, asked, hall):
    def with_documents(numbers):
        for number in numbers:
            document = make_document(f"UNEP/TEST/1/{number}", state=DocumentState.ISSUED)
            post(document, "en")

    with_documents([1])
    first = asked(hall.get_absolute_url())
    with_documents([2, 3])
    assert asked(hall.get_absolute_url()) == first
    assert first <= 12


def test_files_are_found_by_their_document_and_not_among_all_of_the_library(issued):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by its statistics")
    plan = Rendition.objects.visible_to(AnonymousUser()).current().filter(document__in=[issued.pk]).explain()
    assert "SEARCH documents_rendition USING INDEX documents_rendition_document_id" in plan
    assert "SCAN documents_" not in plan


@pytest.mark.parametrize("address", ["/en/igsp/documents/?meeting=hall", "/en/igsp/inputs/"])
def test_lists_cost_the_same_with_one_row_or_three(igsp, hall, make_document, post, asked, address):
    def with_rows(numbers):
        for number in numbers:
            document = make_document(f"UNEP/TEST/1/{number}", state=DocumentState.ISSUED)
            post(document, "en")
            values: Any = {"key": f"x{number}", "title_en": "Input", "order": 90 + number}
            wanted = RequiredInput(process=igsp, **values)
            due = InputDue(required_input=records.create(wanted, by="test"), meeting=hall)
            actions.answer(records.create(due, by="test"), document, by="test")

    with_rows([1])
    first = asked(address)
    with_rows([2, 3])
    assert asked(address) == first


def test_a_consultation_without_documents_has_no_empty_list(client, igsp):
    consultation = Meeting.objects.filter(process=igsp, kind="expert")[0]
    assert "No document has been announced yet" not in words(client.get(consultation.get_absolute_url()))
