"""A session that is cancelled asks for nothing any more: nothing is due for it, and nothing is late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from documents.library import actions, matrix, rules
from documents.library.states import DocumentState, InputState
from documents.models import InputDue, RequiredInput
from igsp_portal.foundations.record import records
from meetings import actions as meetings_actions
from meetings import panels
from meetings.models import Meeting
from meetings.states import MeetingState
from meetings.views import meetings_of

from .test_pages import words

LATE = date(2004, 9, 1)  # documents for 6 September were due on 28 June and issued by 26 July


@pytest.fixture
def cancelled(igsp: Any, hall: Meeting, clock: Any) -> Meeting:
    """The ninth session, for which an input was awaited, cancelled after the input was due."""
    clock(f"{LATE}T12:00")
    values: Any = {"key": "x", "letter": "x", "title_en": "Views", "order": 99}
    wanted = records.create(RequiredInput(process=igsp, **values), by="test")
    records.create(InputDue(required_input=wanted, meeting=hall), by="test")
    meetings_actions.move_meeting(hall, to=MeetingState.CANCELLED, by="Farah")
    return hall


def test_its_inputs_are_no_longer_awaited_and_count_nowhere(igsp: Any, cancelled: Meeting, farah: Any) -> None:
    due = InputDue.objects.get(meeting=cancelled)
    assert (due.state_on(LATE), due.days_late_on(LATE)) == (InputState.DROPPED, 0)
    rows = matrix.of_process(igsp, meetings_of(igsp), farah)
    counted = sum(item["value"] for item in matrix.summary(rows, LATE))
    assert counted == InputDue.objects.filter(required_input__process=igsp).count() - 1


def test_an_input_that_came_for_it_stays_received_as_late_as_it_was(cancelled: Meeting, make_document: Any) -> None:
    due = InputDue.objects.get(meeting=cancelled)
    actions.answer(due, make_document(state=DocumentState.ISSUED, issued_on=date(2004, 8, 30)), by="test")
    assert (due.state_on(LATE), due.days_late_on(LATE)) == (InputState.RECEIVED_LATE, 63)


def test_its_page_and_the_inputs_say_so_without_a_day(client: Any, cancelled: Meeting) -> None:
    page = words(client.get("/en/igsp/meetings/hall/"))
    assert "no longer expected" in page
    assert "late" not in page.split("What this session needs")[-1]
    page = words(client.get("/en/igsp/inputs/"))
    assert "no longer expected The session was cancelled; the input is no longer expected." in page
    assert "6 September 2004 · cancelled" in page


def test_no_word_of_cancelled_sessions_stands_where_there_is_none(client: Any, igsp: Any) -> None:
    assert "no longer expected" not in words(client.get("/en/igsp/inputs/"))


def test_the_timeline_has_no_day_due_for_it(igsp: Any, cancelled: Meeting, farah: Any) -> None:
    marks, _panels = panels.process_parts(igsp, meetings_of(igsp), farah)
    assert [mark.label for mark in marks if "Ninth session" in str(mark.label)] == []


def test_a_document_planned_for_it_is_awaited_no_more(client: Any, cancelled: Meeting, make_document: Any) -> None:
    document = make_document(state=DocumentState.PLANNED, meeting=cancelled)
    assert (rules.expected_on(document), rules.days_late(document, LATE)) == (None, 0)
    for address in ("/en/igsp/documents/?meeting=hall", document.get_absolute_url()):
        page = words(client.get(address))
        assert "no longer expected" in page
        assert "expected by" not in page
    assert "The session for which it was intended was cancelled." in words(client.get("/symbol/UNEP/TEST/1/1?lang=en"))
