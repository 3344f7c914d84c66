"""The calendars: whole days, in the reader's language, the same bytes until something changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import records
from meetings import actions
from meetings.models import MeetingDates, Process
from meetings.states import MeetingState
from submissions.models import Call

from ..cast import given

pytestmark = pytest.mark.slow


def feed(address: str = "/en/igsp/calendar.ics") -> bytes:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content


def entries(content: bytes) -> dict[str, Any]:
    """The entries by their UID, as another program reads them."""
    found = Calendar.from_ical(content).walk("VEVENT")
    return {str(entry["UID"]): entry for entry in found}


def entry(key: str, address: str = "/en/igsp/calendar.ics") -> Any:
    return entries(feed(address))[f"igsp.{key}@igsp-portal"]


def test_it_is_served_as_a_calendar_by_its_name(igsp: Process) -> None:
    response = Client().get("/en/igsp/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="igsp.ics"'


def test_it_holds_every_dated_meeting_and_no_other(igsp: Process) -> None:
    dated = {f"igsp.{meeting.key}@igsp-portal" for meeting in igsp.meetings.all() if meeting.in_force}
    assert {uid for uid, entry in entries(feed()).items() if "DTEND" in entry} == dated
    assert len(dated) == 12


def test_it_holds_the_days_on_which_documents_are_due_and_issued(igsp: Process) -> None:
    due, issue = entry("wg-1.due"), entry("wg-1.issue")
    assert b"DTSTART;VALUE=DATE:20040416" in due.to_ical()  # ten weeks before 25 June
    assert issue.decoded("DTSTART") == dt.date(2004, 5, 14)
    assert str(due["SUMMARY"]) == "Documents due: First session – ten weeks before the first day announced"
    assert str(due["URL"]) == "http://127.0.0.1:8000/en/igsp/inputs/"
    assert str(due["TRANSP"]) == "TRANSPARENT"


@pytest.fixture
def call(igsp: Process) -> Any:
    """A call open from noon on 1 October to 17.00 on 29 October 2004, on the clocks of Nairobi."""
    opens, closes = dt.datetime(2004, 10, 1, 9, tzinfo=dt.UTC), dt.datetime(2004, 10, 29, 14, tzinfo=dt.UTC)
    values: Any = {"title_en": "Needs", "addressed": ["state"], "zone": "Africa/Nairobi", "stage": "published"}
    call = Call(process=igsp, key="needs", opens_at=opens, closes_at=closes, **values)
    return records.create(call, by="Farah")


def test_a_call_opens_and_closes_at_a_moment_told_on_the_clock_of_its_zone(call: Any) -> None:
    opens, deadline = entry("needs.opens"), entry("needs.deadline")
    assert b"DTSTART;TZID=Africa/Nairobi:20041029T170000" in deadline.to_ical()
    assert opens.decoded("DTSTART") == dt.datetime(2004, 10, 1, 9, tzinfo=dt.UTC)
    assert str(deadline["SUMMARY"]) == "Needs – Deadline for submissions"
    assert str(deadline["DESCRIPTION"]) == "29 October 2004, 17:00 (Africa/Nairobi)"


def test_a_deadline_put_off_keeps_its_uid_and_raises_its_sequence_and_stamp(call: Any, clock: Any) -> None:
    before = entry("needs.deadline")
    clock("2030-01-02T03:04")
    later = dt.datetime(2004, 11, 5, 14, tzinfo=dt.UTC)
    records.change(call, by="Farah", values={"closes_at": later})
    after = entry("needs.deadline")
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (after.decoded("DTSTART"), after.decoded("DTSTAMP").year) == (later, 2030)


def test_nothing_is_due_in_the_calendar_for_a_cancelled_meeting(igsp: Process) -> None:
    actions.move_meeting(igsp.meetings.get(key="wg-3"), to=MeetingState.CANCELLED, by="Farah")
    assert {"igsp.wg-3.due@igsp-portal", "igsp.wg-3.issue@igsp-portal"} & set(entries(feed())) == set()


def test_the_calendar_of_whoever_is_signed_in_is_kept_by_no_one_in_between(
    igsp: Process, farah: Any, browser_of: Any
) -> None:
    assert browser_of(farah).get("/en/igsp/calendar.ics")["Cache-Control"] == "no-cache, private"


def test_a_calendar_is_asked_for_again_and_comes_again_only_when_it_differs(igsp: Process) -> None:
    first = Client().get("/en/igsp/calendar.ics")
    same = Client().get("/en/igsp/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    actions.move_meeting(igsp.meetings.get(key="wg-3"), to=MeetingState.CANCELLED, by="Farah")
    other = Client().get("/en/igsp/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert (other.status_code, other["ETag"] == first["ETag"]) == (200, False)


def test_a_session_lasts_whole_days_and_ends_before_the_day_after(igsp: Process) -> None:
    session = entry("wg-2")
    assert session.decoded("DTSTART") == dt.date(2004, 9, 2)
    assert session.decoded("DTEND") == dt.date(2004, 9, 5)
    assert b"DTSTART;VALUE=DATE:20040902" in feed()


def test_an_entry_says_what_where_and_where_to_read_more(igsp: Process) -> None:
    session = entry("wg-3")
    assert str(session["SUMMARY"]) == "Third session"
    assert str(session["LOCATION"]) == "Intercontinental Resort, Jimbaran, Bali, Indonesia"
    assert str(session["URL"]) == "http://127.0.0.1:8000/en/igsp/meetings/wg-3/"


def test_an_unknown_place_is_left_out(igsp: Process) -> None:
    assert "LOCATION" not in entry("cpr-1")


def test_lines_are_no_longer_than_75_bytes_and_end_as_they_have_to(igsp: Process) -> None:
    for language in CODES:
        lines = feed(f"/{language}/igsp/calendar.ics").split(b"\r\n")
        assert max(len(line) for line in lines) <= 75
        assert not any(b"\n" in line for line in lines)


def test_the_head_has_what_the_standard_asks_for(igsp: Process) -> None:
    calendar = Calendar.from_ical(feed())
    assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "PUBLISH")
    assert str(calendar["PRODID"]) == "-//igsp//en//"


@pytest.mark.parametrize("language", CODES)
def test_each_language_has_its_own_words_and_the_same_entries(igsp: Process, language: str) -> None:
    found = entries(feed(f"/{language}/igsp/calendar.ics"))
    name = getattr(igsp.meetings.get(key="wg-1"), f"name_{language.replace('-', '_')}")
    assert str(found["igsp.wg-1@igsp-portal"]["SUMMARY"]) == name
    assert set(found) == set(entries(feed()))


def test_the_bytes_are_the_same_as_long_as_nothing_changes(igsp: Process, clock: Any) -> None:
    clock("2004-10-15T12:00")
    before = feed()
    clock("2004-11-20T07:00")
    assert feed() == before


def test_other_dates_raise_the_sequence_and_the_stamp_and_keep_the_uid(igsp: Process, clock: Any) -> None:
    before = entry("wg-3")
    clock("2030-01-02T03:04")
    third = igsp.meetings.get(key="wg-3")
    later = MeetingDates(meeting=third, basis="revised", starts_on=dt.date(2004, 12, 6), ends_on=dt.date(2004, 12, 8))
    actions.give_dates(later, by="Farah")
    after = entry("wg-3")
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (2, 3)
    assert after.decoded("DTSTAMP") == dt.datetime(2030, 1, 2, 3, 4, tzinfo=dt.UTC)
    assert after.decoded("DTSTART") == dt.date(2004, 12, 6)


def test_dates_that_are_removed_raise_the_sequence_too(igsp: Process, farah: Any) -> None:
    before = entry("wg-3")
    third = igsp.meetings.get(key="wg-3")
    later = MeetingDates(meeting=third, basis="revised", starts_on=dt.date(2004, 12, 6), ends_on=dt.date(2004, 12, 8))
    actions.give_dates(later, by=farah)
    given_out = entry("wg-3")
    actions.remove_dates(third, by=farah)
    after = entry("wg-3")
    assert after.decoded("DTSTART") == before.decoded("DTSTART")
    assert (given_out["SEQUENCE"], after["SEQUENCE"]) == (3, 4)


def test_a_cancelled_meeting_stays_in_the_calendar_as_cancelled(igsp: Process) -> None:
    before = entry("wg-3")
    actions.move_meeting(igsp.meetings.get(key="wg-3"), to=MeetingState.CANCELLED, by="Farah")
    after = entry("wg-3")
    assert (str(before["STATUS"]), str(after["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1


def test_a_tentative_meeting_is_tentative_in_the_calendar(igsp: Process) -> None:
    actions.move_meeting(igsp.meetings.get(key="wg-3"), to=MeetingState.TENTATIVE, by="Farah")
    assert str(entry("wg-3")["STATUS"]) == "TENTATIVE"


def test_a_change_of_one_meeting_leaves_the_others_as_they_are(igsp: Process, clock: Any) -> None:
    before = entry("wg-1").to_ical()
    clock("2030-01-02T03:04")
    actions.move_meeting(igsp.meetings.get(key="wg-3"), to=MeetingState.CANCELLED, by="Farah")
    assert entry("wg-1").to_ical() == before


def test_one_meeting_has_a_calendar_of_its_own(igsp: Process) -> None:
    alone = entries(feed("/en/igsp/meetings/wg-3/calendar.ics"))
    assert list(alone) == ["igsp.wg-3@igsp-portal"]
    assert alone["igsp.wg-3@igsp-portal"] == entry("wg-3")


def test_a_meeting_without_dates_has_no_calendar(igsp: Process) -> None:
    assert Client().get("/en/igsp/meetings/bureau/calendar.ics").status_code == 404


def test_only_a_public_calendar_may_be_kept_by_those_in_between(igsp: Process, farah: Any, browser_of: Any) -> None:
    assert Client().get("/en/igsp/calendar.ics")["Cache-Control"] == "no-cache, public"
    with given():
        Process.objects.filter(pk=igsp.pk).update(is_public=False)
    assert browser_of(farah).get("/en/igsp/calendar.ics")["Cache-Control"] == "no-cache, private"
