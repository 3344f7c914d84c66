"""Meetings, and the days and moments due, as iCalendar (RFC 5545): the same bytes as long as nothing changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language
from icalendar import Calendar, Event

from igsp_portal.foundations.language.days import date_format
from igsp_portal.models import Event as Record

from .models import FIRST, Meeting, MeetingPart, Process, Sitting
from .panels import Mark
from .states import MeetingState
from .zones import tables

MOVES = {f"meeting.{state}" for state in MeetingState}
REMOVED = "meeting.dates_removed"
STATUS = {
    MeetingState.TENTATIVE: "TENTATIVE",
    MeetingState.SCHEDULED: "CONFIRMED",
    MeetingState.HELD: "CONFIRMED",
    MeetingState.CANCELLED: "CANCELLED",
}


def calendar(process: Process, meetings: Iterable[Meeting], marks: Iterable[Mark] = ()) -> bytes:
    """The dated meetings, or their parts, as whole days, and the marks that have a key as days or moments.

    All is in the active language.

    SEQUENCE counts how often a meeting was given other dates, lost some or moved to another state, and how often that
    which a mark is about was changed; DTSTAMP is the time of the newest event.
    """
    feed = Calendar()
    feed.add("prodid", f"-//{process.slug}//{get_language()}//")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", str(process))
    dated = [(meeting, sitting) for meeting in meetings for sitting in meeting.sittings if sitting.in_force]
    due = [(mark, mark.about) for mark in marks if mark.key and mark.about]
    for table in tables(mark.at for mark, _about in due if mark.at):
        feed.add_component(table)
    past = _past([meeting for meeting, _sitting in dated], [about for _mark, about in due])
    for meeting, sitting in dated:
        feed.add_component(_entry(process, meeting, sitting, past[_name(meeting)]))
    for mark, about in due:
        feed.add_component(_due(process, mark, past[_name(about)]))
    return feed.to_ical()


@dataclass
class _Past:
    """What the record tells of a row: how often it changed, moved its state, lost dates, and when it last changed."""

    changes: int = -1  # the first event is its creation
    moves: int = 0
    removals: int = 0
    changed_at: dt.datetime = dt.datetime(2004, 1, 1, tzinfo=dt.UTC)


def _entry(process: Process, meeting: Meeting, sitting: Sitting, past: _Past) -> Event:
    dates = sitting.history[-1]
    entry = Event()
    entry.add("uid", f"{process.slug}.{_key(meeting, sitting)}@igsp-portal")
    entry.add("dtstamp", past.changed_at.replace(microsecond=0))
    entry.add("dtstart", dates.starts_on)
    entry.add("dtend", dates.ends_on + dt.timedelta(days=1))  # the day after: DTEND is exclusive
    entry.add("summary", str(sitting))
    entry.add("status", STATUS[MeetingState(meeting.state)])
    # Dates that were removed count twice: that they were given, and that they are gone.
    entry.add("sequence", len(sitting.history) - 1 + past.moves + 2 * past.removals)
    entry.add("url", f"{settings.SITE_ADDRESS}{meeting.get_absolute_url()}")
    if dates.place:
        entry.add("location", dates.place)
    return entry


def _key(meeting: Meeting, sitting: Sitting) -> str:
    """By what calendars know it for ever: the first part by the meeting's key, which held before it was adjourned."""
    number = sitting.number if isinstance(sitting, MeetingPart) else FIRST
    return f"{meeting.key}.{number}" if number > FIRST else meeting.key


def _due(process: Process, mark: Mark, past: _Past) -> Event:
    """A day, or a moment on the clock of its zone, of which the calendar has a table."""
    entry = Event()
    entry.add("uid", f"{process.slug}.{mark.key}@igsp-portal")
    entry.add("dtstamp", past.changed_at.replace(microsecond=0))
    if mark.at:
        entry.add("dtstart", mark.at)
        entry.add("description", f"{date_format(mark.at, 'DATETIME_FORMAT')} ({mark.at.tzinfo})")
    else:
        entry.add("dtstart", mark.on)
    entry.add("summary", " – ".join(str(words) for words in (mark.label, mark.remark) if words))
    entry.add("sequence", max(past.changes, 0))
    entry.add("transp", "TRANSPARENT")  # nobody is busy on the day something is due
    entry.add("url", f"{settings.SITE_ADDRESS}{mark.url}")
    return entry


def _name(row: Model) -> tuple[str, str]:
    """What the record calls a row."""
    return row._meta.label_lower, str(row.pk)


def _past(meetings: list[Meeting], others: list[Model]) -> dict[tuple[str, str], _Past]:
    """The past of each row, from the events about it; of a meeting also from those about its dates."""
    things = {_name(row): _name(row) for row in (*meetings, *others)}
    for meeting in (row for row in (*meetings, *others) if isinstance(row, Meeting)):
        of_it = [*meeting.history, *(part for part in meeting.sittings if isinstance(part, MeetingPart))]
        things |= {_name(row): _name(meeting) for row in of_it}
    found = {name: _Past() for name in things.values()}
    events = Record.objects.filter(
        about_type__in={kind for kind, _key in things}, about_key__in={key for _kind, key in things}
    )
    for kind, key, verb, at in events.order_by("pk").values_list("about_type", "about_key", "verb", "at"):
        if (kind, key) in things:
            past = found[things[kind, key]]
            past.changes += 1
            past.moves += verb in MOVES
            past.removals += verb == REMOVED
            past.changed_at = at
    return found
