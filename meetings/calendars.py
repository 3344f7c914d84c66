"""Meetings as iCalendar (RFC 5545): the same bytes as long as nothing changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language
from icalendar import Calendar, Event

from igsp_portal.models import Event as Record

from .models import Meeting, Process
from .states import MeetingState

STATUS = {
    MeetingState.TENTATIVE: "TENTATIVE",
    MeetingState.SCHEDULED: "CONFIRMED",
    MeetingState.HELD: "CONFIRMED",
    MeetingState.CANCELLED: "CANCELLED",
}


def calendar(process: Process, meetings: Iterable[Meeting]) -> bytes:
    """The dated meetings as whole days, in the active language.

    SEQUENCE counts how often a meeting was given other dates; DTSTAMP is the time of its newest event.
    """
    feed = Calendar()
    feed.add("prodid", f"-//{process.slug}//{get_language()}//")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", str(process))
    dated = [meeting for meeting in meetings if meeting.in_force]
    changed = _last_changes(dated)
    for meeting in dated:
        feed.add_component(
            _entry(process, meeting, changed.get(str(meeting.pk), dt.datetime(2004, 1, 1, tzinfo=dt.UTC)))
        )
    return feed.to_ical()


def _entry(process: Process, meeting: Meeting, stamp: dt.datetime) -> Event:
    dates = meeting.history[-1]
    entry = Event()
    entry.add("uid", f"{process.slug}.{meeting.key}@igsp-portal")
    entry.add("dtstamp", stamp.replace(microsecond=0))
    entry.add("dtstart", dates.starts_on)
    entry.add("dtend", dates.ends_on + dt.timedelta(days=1))  # the day after: DTEND is exclusive
    entry.add("summary", meeting.name)
    entry.add("status", STATUS[MeetingState(meeting.state)])
    entry.add("sequence", len(meeting.history) - 1)
    entry.add("url", f"{settings.SITE_ADDRESS}{meeting.get_absolute_url()}")
    if dates.place:
        entry.add("location", dates.place)
    return entry


def _last_changes(meetings: list[Meeting]) -> dict[str, dt.datetime]:
    keys = [str(meeting.pk) for meeting in meetings]
    events = Record.objects.filter(about_type="meetings.meeting", about_key__in=keys).order_by("pk")
    return dict(events.values_list("about_key", "at"))
