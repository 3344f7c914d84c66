"""Meetings as iCalendar (RFC 5545): the same bytes as long as nothing changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from icalendar import Calendar, Event

from igsp_portal.models import Event as Record

from .models import Meeting, Process
from .states import MeetingState

MOVES = {f"meeting.{state}" for state in MeetingState}
STATUS = {
    MeetingState.TENTATIVE: "TENTATIVE",
    MeetingState.SCHEDULED: "CONFIRMED",
    MeetingState.HELD: "CONFIRMED",
    MeetingState.CANCELLED: "CANCELLED",
}


def calendar(process: Process, meetings: Iterable[Meeting]) -> bytes:
    """The dated meetings as whole days, in the active language.

    SEQUENCE counts how often a meeting was given other dates or moved to another state; DTSTAMP is the time of
    its newest event.
    """
    feed = Calendar()
    feed.add("prodid", f"-//{process.slug}//{get_language()}//")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", str(process))
    dated = [meeting for meeting in meetings if meeting.in_force]
    past = _past(dated)
    for meeting in dated:
        feed.add_component(_entry(process, meeting, past[meeting.pk]))
    return feed.to_ical()


@dataclass
class _Past:
    """What the record tells of a meeting: how often its state moved, and when anything last changed."""

    moves: int = 0
    changed_at: dt.datetime = dt.datetime(2004, 1, 1, tzinfo=dt.UTC)


def _entry(process: Process, meeting: Meeting, past: _Past) -> Event:
    dates = meeting.history[-1]
    entry = Event()
    entry.add("uid", f"{process.slug}.{meeting.key}@igsp-portal")
    entry.add("dtstamp", past.changed_at.replace(microsecond=0))
    entry.add("dtstart", dates.starts_on)
    entry.add("dtend", dates.ends_on + dt.timedelta(days=1))  # the day after: DTEND is exclusive
    entry.add("summary", meeting.name)
    entry.add("status", STATUS[MeetingState(meeting.state)])
    entry.add("sequence", len(meeting.history) - 1 + past.moves)
    entry.add("url", f"{settings.SITE_ADDRESS}{meeting.get_absolute_url()}")
    if dates.place:
        entry.add("location", dates.place)
    return entry


def _past(meetings: list[Meeting]) -> dict[int, _Past]:
    """The past of each meeting, from the events about it and about its dates."""
    things = {("meetings.meeting", str(meeting.pk)): meeting.pk for meeting in meetings}
    for meeting in meetings:
        things |= {("meetings.meetingdates", str(dates.pk)): meeting.pk for dates in meeting.history}
    found = {meeting.pk: _Past() for meeting in meetings}
    events = Record.objects.filter(
        about_type__in=["meetings.meeting", "meetings.meetingdates"], about_key__in=[key for _kind, key in things]
    )
    for kind, key, verb, at in events.order_by("pk").values_list("about_type", "about_key", "verb", "at"):
        if (kind, key) in things:
            past = found[things[kind, key]]
            past.moves += verb in MOVES
            past.changed_at = at
    return found
