"""Dates of meetings, their parts, and what lies before them are told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from documents.library import actions as library
from documents.models import Document
from igsp_portal.models import Event, User
from meetings import actions as meetings
from meetings.models import Meeting, MeetingDates, MeetingPart, Process
from meetings.states import MeetingState

from ..cast import given

IGSP = "Intergovernmental Strategic Plan"
NOOR, SAM = "noor@example.org", "sam@example.org"


class TestMeetings:
    """The dates of a meeting, and that it is cancelled."""

    def dates(self, hall: Meeting, day: int) -> MeetingDates:
        first = dt.date(2004, 12, day)
        place: Any = {"place_en": "Nairobi"}
        return MeetingDates(meeting=hall, basis="revised", starts_on=first, ends_on=first, **place)

    def test_new_dates_are_told_with_the_place(self, alert: Any, hall: Meeting, work: Any) -> None:
        alert(NOOR, hall)
        meetings.give_dates(self.dates(hall, 6), by="Farah")
        (letter,) = work(days=1)
        assert letter.subject == f"New dates – Ninth session ({IGSP})"
        assert letter.body.splitlines()[3:6] == [
            "6 December 2004",
            "Nairobi",
            "http://127.0.0.1:8000/en/igsp/meetings/hall/",
        ]

    def test_dates_given_and_removed_at_once_are_not_told(
        self, alert: Any, hall: Meeting, farah: User, work: Any
    ) -> None:
        alert(NOOR, hall)
        meetings.give_dates(self.dates(hall, 6), by=farah)
        meetings.remove_dates(hall, by=farah)
        assert work(days=1) == []

    def test_a_cancelled_meeting_is_told_and_that_it_takes_place_after_all(
        self, alert: Any, hall: Meeting, work: Any
    ) -> None:
        alert(NOOR, hall)
        for state in (MeetingState.CANCELLED, MeetingState.SCHEDULED, MeetingState.TENTATIVE, MeetingState.SCHEDULED):
            meetings.move_meeting(hall, to=state, by="Farah")
            work_done = work(hours=1)
            hall.refresh_from_db()
            subjects = [letter.subject for letter in work_done]
            assert subjects == {
                MeetingState.CANCELLED: [f"Cancelled – Ninth session ({IGSP})"],
                MeetingState.TENTATIVE: [],
            }.get(state, subjects)
        assert Event.objects.filter(verb="mail.queued").count() == 2

    def test_a_meeting_in_parts_is_told_part_by_part(self, alert: Any, hall: Meeting, work: Any) -> None:
        with given():
            second = MeetingPart.objects.create(meeting=hall, number=2)
            MeetingPart.objects.create(meeting=hall, number=1)
        alert(NOOR, hall)
        dates = self.dates(hall, 6)
        dates.part = second
        meetings.give_dates(dates, by="Farah")
        (letter,) = work(days=1)
        assert letter.body.splitlines()[3:5] == [
            "Ninth session, part 1: 6–8 September 2004",
            "Ninth session, part 2: 6 December 2004, Nairobi",
        ]

    def test_a_document_is_told_to_the_readers_of_each_meeting_that_has_it_before_it(
        self, alert: Any, paper: Document, igsp: Process, work: Any
    ) -> None:
        first, other = igsp.meetings.get(key="wg-1"), igsp.meetings.get(key="wg-2")
        with given():
            paper.also_before.add(first)
        alert(NOOR, first)
        alert(SAM, other)
        library.issue(paper, by="Diego")
        assert [letter.to[0] for letter in work(days=1)] == [NOOR]
