"""A deadline that is moved: the earlier one stays beside it, everyone concerned is told once, the past is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.models import Event, OutgoingMail, User
from meetings.models import Participant, Process
from submissions import actions
from submissions.loading import load_calls
from submissions.mails import tell_of_moved_deadline
from submissions.models import Call, CallDates, SubmissionVersion

from ..cast import given, with_role
from .addresses import at
from .call_page import save

Browser = Callable[[User], Client]
LATER = dt.datetime(2004, 11, 12, 14, tzinfo=dt.UTC)


@pytest.fixture
def moved(call: Call, farah: User) -> Call:
    call.closes_at = LATER
    actions.change_call(call, by=farah, names=["closes_at"])
    return call


def letters() -> list[tuple[str, str]]:
    for dates in CallDates.objects.all():
        tell_of_moved_deadline.call(dates.pk)
    return sorted(OutgoingMail.objects.filter(letter="deadline").values_list("to", "language"))


def test_the_earlier_deadline_stands_beside_the_new_one_on_pages_in_calendar_and_for_programs(
    call: Call, farah: User, amina: User, browser_of: Browser
) -> None:
    calendar = Client().get("/en/igsp/calendar.ics")
    assert b"moved from" not in b"".join(calendar)
    assert save(browser_of(farah), call, closes_at_0="2004-11-12").status_code == 302
    (kept,) = call.earlier.all()
    assert (kept.closes_at, kept.zone) == (dt.datetime(2004, 10, 29, 14, tzinfo=dt.UTC), "Africa/Nairobi")
    assert Call.objects.get(pk=call.pk).closes_at == LATER

    earlier = "<s>29 October 2004, 17:00 (Africa/Nairobi)</s>"
    for page in (at("call", "needs"), call.process.get_absolute_url()):
        assert Client().get(page).content.decode().count(earlier) == 1
    assert browser_of(amina).get(at("call", "needs")).content.decode().count(earlier) == 1
    feed = b"".join(Client().get("/en/igsp/calendar.ics")).replace(b"\r\n ", b"").decode()
    assert "Deadline for submissions\\, moved from 29 October 2004\\, 17:00" in feed
    (told,) = Client().get("/api/v1/processes/igsp/calls/needs/").json()["earlier"]
    assert (told["closes_at"], told["zone"]) == ("2004-10-29T14:00:00Z", "Africa/Nairobi")
    event = Event.objects.get(verb="call.moved")
    assert (event.by, event.facts) == (
        farah,
        {
            "earlier": "29 October 2004, 17:00 (Africa/Nairobi)",
            "given": "12 November 2004, 17:00 (Africa/Nairobi)",
        },
    )


def test_everyone_concerned_is_told_once_in_their_language_and_nobody_else(
    moved: Call, igsp: Process, kenya: Participant, amina: User, draft: SubmissionVersion
) -> None:
    drafter = with_role("Drafter", Role.DRAFTER, igsp, kenya)
    clearer = with_role("Clearer", Role.CLEARING_OFFICER, igsp, kenya)
    idle = with_role("Idle", Role.DRAFTER, igsp, igsp.participants.get(key="hrv"))
    with_role("Reader", Role.READER, igsp, kenya)
    forum = with_role("Forum", Role.FOCAL_POINT, igsp, igsp.participants.get(key="amcen"))
    other = with_role("Other", Role.FOCAL_POINT, igsp, igsp.participants.exclude(kind__in=["state", "forum"])[0])
    expected = {amina.email, drafter.email, clearer.email, forum.email} | set(
        User.objects.filter(
            memberships__role=Role.FOCAL_POINT, memberships__participant__kind__in=["state", "forum"]
        ).values_list("email", flat=True)
    )
    assert not expected & {idle.email, other.email}
    told = [to for to, _language in letters()]
    assert told == sorted(expected)
    assert [to for to, _language in letters()] == told


def test_the_letter_says_both_deadlines(moved: Call, amina: User) -> None:
    letters()
    letter = OutgoingMail.objects.get(letter="deadline", to=amina.email)
    assert letter.subject == "Deadline moved: Needs of regions and countries"
    assert "Deadline: 12 November 2004, 17:00 (Africa/Nairobi); 12 November 2004, 14:00 UTC" in letter.body
    assert "Earlier deadline: 29 October 2004, 17:00 (Africa/Nairobi)" in letter.body
    assert letter.body.rstrip().endswith("/en/igsp/calls/needs/")


def test_a_draft_call_and_words_alone_move_nothing(call: Call, farah: User, browser_of: Browser) -> None:
    assert save(browser_of(farah), call, title_en="Other needs").status_code == 302
    with given():
        Call.objects.filter(pk=call.pk).update(stage="draft")
    assert save(browser_of(farah), call, closes_at_0="2004-11-12").status_code == 302
    assert (call.earlier.count(), Event.objects.filter(verb="call.moved").count(), letters()) == (0, 0, [])


def test_a_deadline_that_is_moved_twice_is_told_twice_and_both_are_kept(moved: Call, farah: User, amina: User) -> None:
    first = len(letters())
    moved.closes_at, moved.hard_closes_at = LATER + dt.timedelta(days=7), LATER + dt.timedelta(days=14)
    actions.change_call(moved, by=farah, names=["closes_at", "hard_closes_at"])
    assert len(letters()) == 2 * first > 0
    assert [dates.closes_at for dates in moved.earlier.all()] == [dt.datetime(2004, 10, 29, 14, tzinfo=dt.UTC), LATER]


@pytest.mark.parametrize("name", ["closes_at", "hard_closes_at"])
def test_a_moment_that_is_over_is_asked_for_twice(
    name: str, call: Call, farah: User, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    clock("2004-11-20T12:00")
    days = {f"{name}_0": "2004-11-12", f"{name}_1": "17:00"}
    page = save(browser_of(farah), call, **days)
    assert page.status_code == 200
    assert page.context["adminform"].form.errors == {
        "past": ["This moment is over: nothing could be filed in time. Confirm it, or correct it."]
    }
    assert '<input type="checkbox" name="past"' in page.content.decode()
    assert call.earlier.count() == 0
    assert save(browser_of(farah), call, past="on", **days).status_code == 302
    assert getattr(Call.objects.get(pk=call.pk), name) == LATER
    assert save(browser_of(farah), call, title_en="Other needs").status_code == 302


def test_a_moment_to_come_is_not_asked_for_twice(call: Call, farah: User, browser_of: Browser) -> None:
    page = browser_of(farah).get(reverse("admin:submissions_call_change", args=[call.pk])).content.decode()
    assert '<input type="hidden" name="past"' in page
    assert save(browser_of(farah), call, closes_at_0="2004-11-12").status_code == 302


def test_nor_is_a_call_published_whose_deadline_is_over_without_saying_so(
    call: Call, farah: User, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    told = []
    for moment in ("2004-10-29T14:00", "2004-10-29T14:01"):
        clock(moment)
        with given():
            Call.objects.filter(pk=call.pk).update(stage="draft")
        page = browser_of(farah).post(reverse("admin:submissions_call_do", args=[call.pk, "publish"]), follow=True)
        told.append([str(message) for message in page.context["messages"]])
    over = "Published. Its deadline is over: nothing can be filed in time."
    assert told == [["Published: anyone can now read it."], [over]]


FOLDER = """
calls:
  - key: views
    title: {ar: ا, zh-hans: 需, en: Views, fr: Avis, ru: Мнения, es: Opiniones}
    addressed: [state]
    opens: 2004-07-15T09:00
    closes: %s
    zone: Africa/Nairobi
    earlier: [%s]
"""
FIRST = '{closes: 2004-09-30T17:00, moved_at: "2004-08-01T08:00:00Z"}'
SECOND = '{closes: 2004-10-29T17:00, moved_at: "2004-10-01T08:00:00Z"}'


def load(folder: Path, process: Process, closes: str, *earlier: str) -> list[str]:
    (folder / "calls.yaml").write_text(FOLDER.removeprefix("\n") % (closes, ", ".join(earlier)))
    load_calls(folder, process, by="test")
    return [f"{dates.closes_at:%m-%d}" for dates in process.calls.get(key="views").earlier.all()]


@pytest.mark.parametrize("named", [True, False])
def test_a_folder_has_the_deadlines_before_and_one_that_moves_a_deadline_is_told(
    named: bool, igsp: Process, tmp_path: Path, clock: Callable[[str], None]
) -> None:
    clock("2004-10-15T12:00")
    assert load(tmp_path, igsp, "2004-10-29T17:00", FIRST) == ["09-30"]
    assert Event.objects.filter(verb="call.moved").count() == 0
    later = (FIRST, SECOND) if named else (FIRST,)
    assert load(tmp_path, igsp, "2004-11-12T17:00", *later) == ["09-30", "10-29"]
    assert load(tmp_path, igsp, "2004-11-12T17:00", *later) == ["09-30", "10-29"]
    assert Event.objects.filter(verb="call.moved").count() == 1


def test_programs_are_told_of_a_moved_deadline_and_of_a_call_that_becomes_a_draft(
    call: Call, farah: User, clock: Callable[[str], None]
) -> None:
    listed = Client().get("/api/v1/processes/igsp/calls/").json()
    assert {item["key"] for item in listed["items"]} == {"needs", "regional-needs", "stakeholders"}
    later = listed["later"].partition("/api/")[2]
    call.closes_at = LATER
    actions.change_call(call, by=farah, names=["closes_at"])
    told = Client().get(f"/api/{later}").json()
    assert [item["closes_at"] for item in told["items"]] == ["2004-11-12T14:00:00Z"]
    clock("2004-07-01T12:00")
    actions.draft_call_again(call, by=farah)
    gone = Client().get("/api/" + told["later"].partition("/api/")[2]).json()
    assert ([item["key"] for item in gone["gone"]], gone["items"]) == (["needs"], [])
    assert Client().get("/api/v1/processes/igsp/calls/needs/").status_code == 404


def test_of_a_call_that_has_become_a_draft_again_nobody_is_told(call: Call, farah: User, moved: Call) -> None:
    with given():
        OutgoingMail.objects.all().delete()
        Call.objects.filter(pk=call.pk).update(stage="draft")
    tell_of_moved_deadline.func(call.earlier.get().pk)
    assert letters() == []
