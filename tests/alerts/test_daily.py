"""Once a day, in the morning of the process's zone, for whoever wants that."""

from __future__ import annotations

from typing import Any

from documents.alerts.models import When
from documents.library import actions as library
from documents.models import Document
from meetings import actions as meetings
from meetings.models import Meeting
from meetings.states import MeetingState

IGSP = "Intergovernmental Strategic Plan"
NOOR, SAM = "noor@example.org", "sam@example.org"


class TestDaily:
    """Once a day, in the morning of the process's zone, for whoever wants that."""

    def test_the_day_is_told_at_seven_in_the_zone_of_the_process(
        self, alert: Any, paper: Document, at: Any, work: Any
    ) -> None:
        alert(NOOR, when=When.DAILY)
        library.issue(paper, by="Diego")
        assert work(hours=15, minutes=59) == []  # it is 6.59 in Nairobi
        (letter,) = work(minutes=2)
        assert letter.to == [NOOR]
        assert work(days=3) == []

    def test_what_was_told_at_once_is_not_told_again_in_the_morning(
        self, alert: Any, paper: Document, work: Any
    ) -> None:
        alert(NOOR, when=When.DAILY)
        alert(NOOR, paper)
        alert(SAM, when=When.DAILY)
        library.issue(paper, by="Diego")
        assert [letter.to[0] for letter in work(hours=1)] == [NOOR]
        assert [letter.to[0] for letter in work(days=2)] == [SAM]

    def test_a_day_of_several_things_is_one_message(
        self, alert: Any, issued: Document, hall: Meeting, work: Any
    ) -> None:
        alert(NOOR, when=When.DAILY)
        library.withdraw(issued, by="Diego", because="By mistake")
        work(hours=1)
        meetings.move_meeting(hall, to=MeetingState.CANCELLED, by="Farah")
        work(hours=1)
        (letter,) = work(days=1)
        assert letter.subject == f"2 changes ({IGSP})"
