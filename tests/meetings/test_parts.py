"""A session that was adjourned and resumed: one session in parts, each with days, a place and a clock of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from icalendar import Calendar

from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from meetings import actions
from meetings.models import Meeting, MeetingDates, MeetingPart, Process
from meetings.rendering import meeting_rows
from meetings.states import MeetingState
from tests.cast import given

from .admin_forms import address, filled, problems


@pytest.fixture
def fifth(inc: Process) -> Meeting:
    """The fifth session of the committee: in Lisbon in 2024, resumed in Nairobi in 2025."""
    return inc.meetings.get(key="inc-5")


@pytest.fixture
def third(igsp: Process) -> Meeting:
    """A session in one piece, announced twice and held from 2 to 4 December 2004."""
    return igsp.meetings.get(key="wg-3")


def dates(meeting: Meeting, part: MeetingPart | None, first: str, last: str, **values: Any) -> MeetingDates:
    days = {"starts_on": dt.date.fromisoformat(first), "ends_on": dt.date.fromisoformat(last)}
    return MeetingDates(meeting=meeting, part=part, **{"basis": "announced", **days, **values})


def days(given_: MeetingDates | None) -> tuple[str, str]:
    assert given_ is not None
    return str(given_.starts_on), str(given_.ends_on)


def entries(address: str) -> list[Any]:
    calendar: Any = Calendar.from_ical(Client().get(address).content)
    return list(calendar.walk("VEVENT"))


def test_a_session_in_parts_lasts_from_the_first_day_of_the_first_to_the_last_of_the_last(fifth: Meeting) -> None:
    assert days(fifth.in_force) == ("2024-11-25", "2025-05-21")
    assert fifth.in_force is not None
    assert fifth.in_force.place == "Lisbon; Nairobi"
    assert days(fifth.announced) == ("2024-11-25", "2024-12-01")
    assert [(str(part), part.local_zone, days(part.in_force)) for part in fifth.parts.all()] == [
        ("Fifth session, first part", "Europe/Lisbon", ("2024-11-25", "2024-12-01")),
        ("Fifth session, resumed second part", "Africa/Nairobi", ("2025-05-12", "2025-05-21")),
    ]


def test_documents_are_due_by_the_first_part_even_where_the_second_is_moved_forward(fifth: Meeting) -> None:
    second = fifth.parts.get(number=2)
    actions.give_dates(dates(fifth, second, "2024-12-09", "2024-12-10"), by="Farah")
    fifth = Meeting.objects.get(pk=fifth.pk)
    assert (days(fifth.announced), days(fifth.in_force)) == (("2024-11-25", "2024-12-01"), ("2024-11-25", "2024-12-10"))
    assert (fifth.has_moved, second.has_moved, fifth.parts.get(number=1).has_moved) == (True, True, False)


def test_a_session_that_is_adjourned_keeps_its_days_as_those_of_its_first_part(third: Meeting) -> None:
    before = third.history
    with given():
        MeetingPart.objects.create(meeting=third, number=1)
        second = MeetingPart.objects.create(meeting=third, number=2)
    actions.give_dates(dates(third, second, "2005-02-14", "2005-02-18"), by="Farah")
    third = Meeting.objects.get(pk=third.pk)
    assert [(str(part), len(part.history)) for part in third.sittings if isinstance(part, MeetingPart)] == [
        ("Third session, part 1", len(before)),
        ("Third session, part 2", 1),
    ]
    assert (third.announced, days(third.in_force)) == (before[0], ("2004-12-02", "2005-02-18"))


def test_a_part_whose_days_are_not_known_yet_changes_nothing(third: Meeting) -> None:
    before = third.in_force
    with given():
        MeetingPart.objects.create(meeting=third, number=1)
        MeetingPart.objects.create(meeting=third, number=2)
    assert Meeting.objects.get(pk=third.pk).in_force == before


def test_a_part_is_not_given_what_it_has_nor_dates_of_another_meeting(fifth: Meeting, inc: Process) -> None:
    second = fifth.parts.get(number=2)
    same = dates(fifth, second, "2025-05-12", "2025-05-21", place="Nairobi")
    strange = dates(inc.meetings.get(key="inc-4"), second, "2025-06-02", "2025-06-03")
    said = []
    for wrong in (same, strange):
        with pytest.raises(ValidationError) as refused:
            actions.give_dates(wrong, by="Farah")
        said.append(refused.value.message_dict)
    assert said == [
        {"starts_on": ["The meeting already has these dates and this place."]},
        {"part": ["This is not a part of the meeting."]},
    ]


def test_the_record_says_which_part_was_moved(fifth: Meeting, clock: Callable[[str], None]) -> None:
    clock("2025-02-01T09:00")
    actions.give_dates(dates(fifth, fifth.parts.get(number=2), "2025-05-19", "2025-05-28"), by="Farah")
    newest = Event.objects.about(fifth).first()
    assert newest is not None
    assert audit.in_words(newest) == (
        "Farah moved “Fifth session” from 2025-05-12 – 2025-05-21 (resumed second part), Nairobi to "
        "2025-05-19 – 2025-05-28 (resumed second part)"
    )


def test_it_was_held_once_the_last_part_is_over_on_the_clock_of_its_place(
    fifth: Meeting, clock: Callable[[str], None]
) -> None:
    clock("2025-05-20T20:59")
    with pytest.raises(ValidationError, match="from its last day on: 21 May 2025"):
        actions.move_meeting(fifth, to=MeetingState.HELD, by="Farah")
    clock("2025-05-20T21:01")  # midnight in Nairobi, three hours ahead
    actions.move_meeting(fifth, to=MeetingState.HELD, by="Farah")
    with pytest.raises(ValidationError, match="from its last day on"):
        actions.give_dates(dates(fifth, fifth.parts.get(number=2), "2025-06-02", "2025-06-06"), by="Farah")
    assert len(fifth.history) == 2


def test_each_part_is_an_entry_of_the_calendar_and_the_first_bears_the_name_of_the_session(fifth: Meeting) -> None:
    events = entries("/en/inc/meetings/inc-5/calendar.ics")
    assert [[str(event[key]) for key in ("UID", "SUMMARY", "LOCATION")] for event in events] == [
        ["inc.inc-5@igsp-portal", "Fifth session, first part", "Lisbon"],
        ["inc.inc-5.2@igsp-portal", "Fifth session, resumed second part", "Nairobi"],
    ]
    assert [(str(event["DTSTART"].dt), str(event["DTEND"].dt)) for event in events] == [
        ("2024-11-25", "2024-12-02"),
        ("2025-05-12", "2025-05-22"),
    ]


def test_the_sequence_of_a_part_counts_its_own_dates(fifth: Meeting) -> None:
    def sequences() -> list[int]:
        events = entries("/en/inc/calendar.ics")
        return [int(event["SEQUENCE"]) for event in events if str(event["UID"]).startswith("inc.inc-5@")] + [
            int(event["SEQUENCE"]) for event in events if str(event["UID"]).startswith("inc.inc-5.2@")
        ]

    before = sequences()
    actions.give_dates(dates(fifth, fifth.parts.get(number=2), "2025-05-19", "2025-05-28"), by="Farah")
    assert (before, sequences()) == ([0, 0], [0, 1])


def test_the_process_and_its_timeline_show_each_part_with_its_place(fifth: Meeting) -> None:
    page = Client().get("/en/inc/")
    rows = [(row["name"], row["when"], row["place"]) for row in meeting_rows(fifth)]
    assert rows == [
        ("Fifth session, first part", "25 November to 1 December 2024", "Lisbon"),
        ("Fifth session, resumed second part", "12–21 May 2025", "Nairobi"),
    ]
    assert all(f'/meetings/inc-5/">{name}</a>' in page.content.decode() for name, _when, _place in rows)
    entries = [entry["what"] for entry in page.context["timeline"]["entries"]]
    assert [what for what in entries if "Fifth session, " in str(what)] == [row[0] for row in rows]


def test_the_page_of_the_session_says_when_and_where_each_part_is(fifth: Meeting) -> None:
    page = Client().get("/en/inc/meetings/inc-5/")
    assert page.context["facts"] == [
        {"label": "First part", "value": "Lisbon; 25 November to 1 December 2024; Europe/Lisbon"},
        {"label": "Resumed second part", "value": "Nairobi; 12–21 May 2025; Africa/Nairobi"},
    ]
    assert {"label": "Time zone", "value": "Europe/Lisbon, Africa/Nairobi"} in page.context["further"]


def test_the_admin_site_adds_a_part_and_its_dates(
    third: Meeting, farah: User, browser_of: Callable[[User], Client], clock: Callable[[str], None]
) -> None:
    clock("2004-12-05T09:00")
    browser = browser_of(farah)
    assert 'name="dates-__prefix__-part"' not in browser.get(address(third)).content.decode()
    sent = filled(browser, third, **{"parts-TOTAL_FORMS": "2"})
    for place, number in enumerate("12"):
        sent |= {f"parts-{place}-number": number, f"parts-{place}-zone": ""}
    assert browser.post(address(third), sent).status_code == 302
    second = third.parts.get(number=2)
    count = len(third.history)
    sent = filled(browser, third, **{"dates-TOTAL_FORMS": str(count + 1)})
    row = {"part": str(second.pk), "basis": "announced", "starts_on": "2005-02-14", "ends_on": "2005-02-18"}
    sent |= {f"dates-{count}-{name}": value for name, value in row.items()}
    answer = browser.post(address(third), sent)
    assert answer.status_code == 302, problems(answer)
    assert days(second.in_force) == ("2005-02-14", "2005-02-18")
