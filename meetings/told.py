"""What programs are told that has changed: processes and meetings."""

from __future__ import annotations

from igsp_portal.foundations.record import changes

from .models import Meeting, Process


def begin() -> None:
    """Name the events that change what programs read of a process or a meeting."""
    changes.tell(
        "process",
        visible=Process.objects.visible_to,
        slug="slug",
        touched={"meetings.process": lambda process, event: [process.pk]},
    )
    changes.tell(
        "meeting",
        visible=Meeting.objects.visible_to,
        slug="key",
        touched={
            "meetings.meeting": lambda meeting, event: [meeting.pk],
            "meetings.meetingdates": lambda dates, event: [dates.meeting_id],
            "meetings.meetingpart": lambda part, event: [part.meeting_id],
            "meetings.agendaitem": lambda item, event: [item.meeting_id],
        },
    )
