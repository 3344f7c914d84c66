"""After the close of a call nothing is received, but by a permission on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.models import Event, User
from meetings.models import Participant, Process
from submissions import actions
from submissions.models import Call, Grant, Submission, SubmissionVersion

from ..cast import given
from .addresses import at

Browser = Callable[[User], Client]
Clock = Callable[[str], None]
Write = Callable[..., SubmissionVersion]
UNTIL = dt.datetime(2004, 11, 10, 12, tzinfo=dt.UTC)


@pytest.fixture
def closed(call: Call) -> Call:
    """It closes for good on 5 November."""
    with given():
        Call.objects.filter(pk=call.pk).update(hard_closes_at=dt.datetime(2004, 11, 5, 14, tzinfo=dt.UTC))
    call.refresh_from_db()
    return call


@pytest.fixture
def grant(closed: Call, kenya: Participant) -> Grant:
    with given():
        return Grant.objects.create(call=closed, participant=kenya, until=UNTIL, reason="The line was down.")


def test_after_the_close_nothing_is_filed(
    closed: Call, draft: SubmissionVersion, write: Write, amina: User, clock: Clock
) -> None:
    write(draft)
    clock("2004-11-06T12:00")
    with pytest.raises(ValidationError, match="The call is closed"):
        actions.file(draft, by=amina)


def test_with_a_permission_it_is_filed_and_marked_late(
    draft: SubmissionVersion, grant: Grant, write: Write, amina: User, clock: Clock, browser_of: Browser
) -> None:
    write(draft)
    clock("2004-11-06T12:00")
    page = browser_of(amina).get(at("file", draft.submission.pk)).content.decode()
    assert ("not receiving" in page, "File for Kenya, marked as late" in page) == (False, True)
    assert actions.file(draft, by=amina).late


@pytest.mark.parametrize(("moment", "taken"), [("2004-11-10T12:00", True), ("2004-11-10T12:01", False)])
def test_a_permission_holds_until_its_moment(
    moment: str, taken: bool, draft: SubmissionVersion, grant: Grant, write: Write, amina: User, clock: Clock
) -> None:
    write(draft)
    clock(moment)
    if not taken:
        with pytest.raises(ValidationError, match="The call is closed"):
            actions.file(draft, by=amina)
    else:
        assert actions.file(draft, by=amina).is_filed


def test_a_permission_is_for_one_participant_under_one_call(
    grant: Grant, croatia: Participant, goran: User, clock: Clock, kenya: Participant
) -> None:
    clock("2004-11-06T12:00")
    with pytest.raises(ValidationError, match="The call is closed"):
        actions.begin(grant.call, croatia, by=goran)
    with given():
        other = Call.objects.create(
            process=grant.call.process,
            key="other",
            title="Other",
            addressed=["state"],
            stage="published",
            opens_at=grant.call.opens_at,
            closes_at=grant.call.closes_at,
            hard_closes_at=grant.call.hard_closes_at,
            zone="Africa/Nairobi",
        )
    assert [call.receives_from(kenya, UNTIL) for call in (grant.call, other)] == [True, False]


def test_who_has_a_permission_begins_and_revises_after_the_close(
    filed: Submission, grant: Grant, amina: User, clock: Clock, browser_of: Browser
) -> None:
    clock("2004-11-06T12:00")
    assert browser_of(amina).post(at("revise", filed.pk)).status_code == 302
    assert filed.versions.count() == 2


def test_a_permission_does_not_open_a_call_early(
    draft: SubmissionVersion, grant: Grant, write: Write, amina: User, clock: Clock
) -> None:
    write(draft)
    clock("2004-07-01T12:00")
    with pytest.raises(ValidationError, match="not open yet"):
        actions.file(draft, by=amina)


def test_a_permission_is_given_in_the_admin_site_in_the_time_of_the_call_and_on_record(
    closed: Call, kenya: Participant, farah: User, browser_of: Browser
) -> None:
    sent = {"call": closed.pk, "participant": kenya.pk, "reason": "The line was down."}
    sent |= {"until_0": "2004-11-10", "until_1": "15:00"}
    answer = browser_of(farah).post(reverse("admin:submissions_grant_add"), sent)
    assert answer.status_code == 302
    made = Grant.objects.get()
    assert (made.until, made.reason) == (UNTIL, "The line was down.")
    told = Event.objects.filter(about_type="submissions.grant").get()
    assert (told.by, told.about_label) == (farah, f"{kenya}: {closed}")


@pytest.mark.parametrize("change", [{"reason": ""}, {"until_0": ""}, {"until_0": "2004-10-01"}])
def test_a_permission_needs_its_reason_and_a_moment_to_come(
    change: dict[str, str], closed: Call, kenya: Participant, farah: User, browser_of: Browser
) -> None:
    sent = {"call": closed.pk, "participant": kenya.pk, "reason": "x", "until_0": "2004-11-10", "until_1": "15:00"}
    answer = browser_of(farah).post(reverse("admin:submissions_grant_add"), sent | change)
    assert (answer.status_code, Grant.objects.count()) == (200, 0)


def test_a_participant_of_another_process_is_given_none(
    closed: Call, inc: Process, farah: User, browser_of: Browser
) -> None:
    stranger = inc.participants.first()
    assert stranger
    grant = Grant(call=closed, participant=stranger, until=UNTIL, reason="x")
    with pytest.raises(ValidationError, match="This belongs to another process"):
        grant.full_clean()
