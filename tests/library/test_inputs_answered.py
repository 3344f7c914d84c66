"""What was late stays late when a session moves or is cancelled; an input is answered by a call that serves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from documents.library import actions, matrix
from documents.library.states import DocumentState, InputState
from documents.models import Document, InputDue, RequiredInput
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import User
from meetings import actions as meetings_actions
from meetings.models import Meeting, MeetingDates, Process
from meetings.states import DatesBasis, MeetingState
from meetings.views import meetings_of
from submissions.models import Call, Submission
from submissions.states import SubmissionState

from .test_pages import words

TODAY = date(2004, 10, 15)
DUE = date(2004, 6, 28)  # ten weeks before 6 September, the first day announced for the ninth session


@pytest.fixture
def due(igsp: Process, hall: Meeting) -> InputDue:
    """What is awaited for the ninth session by 28 June: views."""
    values: Any = {"key": "x", "letter": "x", "title_en": "Views", "order": 99}
    wanted = records.create(RequiredInput(process=igsp, **values), by="test")
    return records.create(InputDue(required_input=wanted, meeting=hall), by="test")


def standing(due: InputDue) -> tuple[InputState, int]:
    fresh = InputDue.objects.get(pk=due.pk)
    return fresh.state_on(TODAY), fresh.days_late_on(TODAY)


@pytest.fixture
def late_by_three_days(due: InputDue, make_document: Callable[..., Document]) -> InputDue:
    actions.answer(due, make_document(state=DocumentState.ISSUED, issued_on=DUE + timedelta(days=3)), by="test")
    return due


def test_what_came_late_stays_late_when_the_session_moves(late_by_three_days: InputDue, farah: User) -> None:
    later = {"starts_on": date(2005, 3, 1), "ends_on": date(2005, 3, 3), "basis": DatesBasis.REVISED}
    meetings_actions.give_dates(MeetingDates(meeting=late_by_three_days.meeting, **later), by=farah)
    assert standing(late_by_three_days) == (InputState.RECEIVED_LATE, 3)


def test_what_came_late_stays_late_when_the_session_is_cancelled(
    late_by_three_days: InputDue, farah: User, clock: Any
) -> None:
    clock("2004-08-01T12:00")
    meetings_actions.move_meeting(late_by_three_days.meeting, to=MeetingState.CANCELLED, by=farah)
    assert standing(late_by_three_days) == (InputState.RECEIVED_LATE, 3)


def test_nothing_is_late_for_a_session_cancelled_before_it_was_due(
    late_by_three_days: InputDue, farah: User, clock: Any
) -> None:
    clock("2004-06-01T12:00")
    meetings_actions.move_meeting(late_by_three_days.meeting, to=MeetingState.CANCELLED, by=farah)
    assert standing(late_by_three_days) == (InputState.RECEIVED, 0)


def test_a_session_that_is_convened_again_has_no_day_of_cancellation(hall: Meeting, farah: User, clock: Any) -> None:
    clock("2004-06-01T12:00")
    meetings_actions.move_meeting(hall, to=MeetingState.CANCELLED, by=farah)
    assert hall.cancelled_on == date(2004, 6, 1)
    meetings_actions.move_meeting(hall, to=MeetingState.SCHEDULED, by=farah)
    assert hall.cancelled_on is None


@pytest.fixture
def call_that_serves(due: InputDue, igsp: Process) -> Call:
    """A call, opened in May, to which one submission is published that was filed on 26 June."""
    call = Call.objects.get(process=igsp, key="regional-needs")
    with audit.recorded("test", call, by="test"):
        Call.objects.filter(pk=call.pk).update(required_input=due.required_input, opens_at="2004-05-01T00:00Z")
    return Call.objects.get(pk=call.pk)


def cell(igsp: Process, due: InputDue, user: Any) -> InputDue:
    rows = matrix.of_process(igsp, meetings_of(igsp), user)
    (row,) = [row for row in rows if row.required_input == due.required_input]
    return row.cells[due.meeting_id]


def first_filed(call: Call) -> date:
    published = call.submissions.published().filter(versions__filed_at__isnull=False)
    return published.earliest("versions__filed_at").versions.earliest("filed_at").filed_at.date()  # type: ignore[union-attr]


def test_an_input_is_answered_by_the_published_submissions_of_its_call(
    igsp: Process, due: InputDue, call_that_serves: Call, farah: User
) -> None:
    answered = cell(igsp, due, farah)
    assert answered.received_on == first_filed(call_that_serves)
    late = (first_filed(call_that_serves) - DUE).days
    state = InputState.RECEIVED_LATE if late > 0 else InputState.RECEIVED
    assert (answered.state_on(TODAY), answered.days_late_on(TODAY)) == (state, max(0, late))


def test_its_cell_and_its_entry_lead_to_the_call(client: Any, igsp: Process, call_that_serves: Call) -> None:
    count = call_that_serves.submissions.published().count()
    said = f"{call_that_serves.title}: {count} published submission{'s' * (count > 1)}"
    page = client.get("/en/igsp/inputs/").content.decode()
    assert page.count(f'<a href="{call_that_serves.get_absolute_url()}">{said}</a>') == 2
    assert said in words(client.get("/en/igsp/meetings/hall/"))


def test_a_submission_that_is_not_published_answers_nothing(
    igsp: Process, due: InputDue, call_that_serves: Call, farah: User
) -> None:
    with audit.recorded("test", call_that_serves, by="test"):
        Submission.objects.filter(call=call_that_serves, published_version__isnull=False).update(
            published_version=None, published_at=None, state=SubmissionState.ACKNOWLEDGED
        )
    assert cell(igsp, due, farah).state_on(TODAY) == InputState.OVERDUE


def test_a_session_that_was_over_when_the_call_opened_is_not_answered_by_it(
    igsp: Process, due: InputDue, call_that_serves: Call, farah: User
) -> None:
    with audit.recorded("test", call_that_serves, by="test"):
        Call.objects.filter(pk=call_that_serves.pk).update(opens_at="2004-09-20T00:00Z")
    assert cell(igsp, due, farah).state_on(TODAY) == InputState.OVERDUE
