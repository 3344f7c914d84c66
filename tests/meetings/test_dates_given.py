"""Dates given to a meeting: checked where they are entered, and removable while nobody has lived by them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from meetings import actions
from meetings.models import Meeting, MeetingDates, Process
from meetings.states import MeetingState

from ..cast import given, with_role

Browser = Callable[[User], Client]


@pytest.fixture
def third(igsp: Process) -> Meeting:
    """The third session, from 2 to 4 December 2004."""
    return igsp.meetings.get(key="wg-3")


@pytest.fixture
def ivan(igsp: Process) -> User:
    """Editor."""
    return with_role("Ivan", Role.EDITOR, igsp)


def dates(meeting: Meeting, **values: Any) -> MeetingDates:
    given_ = {"basis": "revised", "starts_on": dt.date(2004, 12, 6), "ends_on": dt.date(2004, 12, 10), "place": "Busan"}
    return MeetingDates(meeting=meeting, **given_ | values)


def history(meeting: Meeting) -> list[str]:
    return [str(one) for one in MeetingDates.objects.filter(meeting=meeting)]


@pytest.mark.parametrize("code", ["kr", "K", "XX", "K1"])
def test_a_country_is_two_capital_letters_of_the_standard(third: Meeting, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        dates(third, country=code).full_clean()
    assert refused.value.message_dict == {
        "country": [f"“{code}” is not an ISO 3166 country code of two capital letters, such as KE."]
    }


@pytest.mark.parametrize("country", ["", "KR"])
def test_a_meeting_may_have_a_country_or_none(third: Meeting, country: str) -> None:
    dates(third, country=country).full_clean()


def test_the_dates_in_force_are_not_given_again(third: Meeting, farah: User) -> None:
    actions.give_dates(dates(third), by=farah)
    before = history(third)
    with pytest.raises(ValidationError) as refused:
        actions.give_dates(dates(third, country="KR"), by=farah)
    assert (refused.value.message_dict, history(third)) == (
        {"starts_on": ["The meeting already has these dates and this place."]},
        before,
    )


@pytest.mark.parametrize("changed", [{"basis": "actual"}, {"place": "Seoul"}, {"ends_on": dt.date(2004, 12, 11)}])
def test_dates_that_say_something_new_are_given(third: Meeting, farah: User, changed: dict[str, Any]) -> None:
    before = history(third)
    new = [actions.give_dates(dates(third, **values), by=farah) for values in ({}, changed)]
    assert history(third) == [*before, *map(str, new)]


# Taken back


def address(meeting: Meeting, page: str = "change") -> str:
    return reverse(f"admin:meetings_meeting_{page}", args=[meeting.pk, *(["remove-dates"] if page == "do" else [])])


def buttons(browser: Client, meeting: Meeting) -> list[str]:
    found = re.findall(r'action="\.\./do/([\w-]+)/"', browser.get(address(meeting)).content.decode())
    return [name for name in found if name == "remove-dates"]


@pytest.fixture
def mistaken(third: Meeting, farah: User, clock: Any) -> MeetingDates:
    """Dates that Farah gave on 15 October 2004."""
    clock("2004-10-15T09:00")
    return actions.give_dates(dates(third), by=farah)


def test_dates_are_removed_on_their_day_by_whoever_gave_them(
    third: Meeting, mistaken: MeetingDates, farah: User, browser_of: Browser
) -> None:
    browser = browser_of(farah)
    assert buttons(browser, third) == ["remove-dates"]
    browser.post(address(third, "do"))
    assert history(third) == ["2004-12-01 – 2004-12-03", "2004-12-02 – 2004-12-04", "2004-12-02 – 2004-12-04"]
    assert buttons(browser, third) == []
    newest = Event.objects.about(third).first()
    assert newest is not None
    assert audit.in_words(newest) == "Farah removed the dates 2004-12-06 – 2004-12-10, Busan, of “Third session”"


@pytest.mark.parametrize(("who", "moment"), [("ivan", "2004-10-15T10:00"), ("farah", "2004-10-16T00:00")])
def test_dates_stay_on_record_for_others_and_from_the_next_day_on(
    request: pytest.FixtureRequest, third: Meeting, mistaken: MeetingDates, clock: Any, who: str, moment: str
) -> None:
    clock(moment)
    before = history(third)
    with pytest.raises(ValidationError) as refused:
        actions.remove_dates(third, by=request.getfixturevalue(who))
    assert refused.value.messages == ["Only dates that you added yourself today can be removed."]
    assert history(third) == before


def test_what_a_folder_gave_is_not_removed(third: Meeting, farah: User, browser_of: Browser) -> None:
    before = history(third)
    with pytest.raises(ValidationError, match="Only dates that you added yourself today"):
        actions.remove_dates(third, by=farah)
    assert (history(third), buttons(browser_of(farah), third)) == (before, [])


def test_a_meeting_that_was_held_keeps_the_days_on_which_it_was(third: Meeting, farah: User, clock: Any) -> None:
    """Moved forward, held and then without the new dates, it would have been held before its days."""
    clock("2004-10-15T09:00")
    earlier = {"starts_on": dt.date(2004, 10, 14), "ends_on": dt.date(2004, 10, 15)}
    actions.give_dates(dates(third, **earlier), by=farah)
    actions.move_meeting(third, to=MeetingState.HELD, by=farah)
    with pytest.raises(ValidationError, match="can be recorded as held from its last day on"):
        actions.remove_dates(third, by=farah)


# Moved to other clocks


def test_the_admin_site_says_that_a_meeting_moved_and_its_zone_did_not(
    igsp: Process, farah: User, browser_of: Browser
) -> None:
    with given():
        bureau = igsp.meetings.get(key="bureau")
        Meeting.objects.filter(pk=bureau.pk).update(zone="Europe/Paris")
    browser = browser_of(farah)
    forms = {f"{rows}-{name}_FORMS": "0" for rows in ("parts", "dates", "agenda") for name in ("TOTAL", "INITIAL")}
    row = {"basis": "announced", "starts_on": "2004-11-08", "ends_on": "2004-11-09", "country": "KR"}
    form = browser.get(address(bureau)).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    sent = {**shown, **forms, "dates-TOTAL_FORMS": "1", **{f"dates-0-{name}": value for name, value in row.items()}}
    said = [str(message) for message in browser.post(address(bureau), sent, follow=True).context["messages"]]
    assert said[0] == ("“Europe/Paris” is not a time zone of KR, where the meeting takes place; there are: Asia/Seoul.")
