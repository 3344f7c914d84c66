"""Tables of time zones for calendars (VTIMEZONE, RFC 5545, 3.6.5): what the clocks of a zone show in some years.

The library makes such tables too, but lets summer begin by its own clock and not by that which it ends: an hour late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard


def tables(moments: Iterable[dt.datetime]) -> Iterator[Timezone]:
    """A table for each zone in which there are moments, over their years and one on either side; none for UTC."""
    years: dict[str, list[int]] = {}
    for moment in moments:
        if isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key != "UTC":
            years.setdefault(moment.tzinfo.key, []).append(moment.year)
    for key in sorted(years):
        yield _table(ZoneInfo(key), min(years[key]) - 1, max(years[key]) + 1)


def _table(zone: ZoneInfo, first: int, last: int) -> Timezone:
    begins = dt.datetime(first, 1, 1, tzinfo=dt.UTC)
    table = Timezone()
    table.add("tzid", zone.key)
    table.add_component(_observance(zone, begins, begins))
    for moment in changes(zone, begins, dt.datetime(last + 1, 1, 1, tzinfo=dt.UTC)):
        table.add_component(_observance(zone, moment - dt.timedelta(seconds=1), moment))
    return table


def _observance(zone: ZoneInfo, before: dt.datetime, since: dt.datetime) -> TimezoneStandard | TimezoneDaylight:
    """What the clocks show since a moment; it is told by the clock that was in force before."""
    was, now = before.astimezone(zone), since.astimezone(zone)
    observance = TimezoneDaylight() if now.dst() else TimezoneStandard()
    observance.add("dtstart", (since + (was.utcoffset() or dt.timedelta())).replace(tzinfo=None))
    observance.add("tzoffsetfrom", was.utcoffset())
    observance.add("tzoffsetto", now.utcoffset())
    observance.add("tzname", now.tzname())
    return observance


def changes(zone: ZoneInfo, begins: dt.datetime, ends: dt.datetime) -> Iterator[dt.datetime]:
    """The moments, in UTC, between which the clocks of a zone differ from UTC always by the same."""
    day = begins
    while day < ends:
        following = day + dt.timedelta(days=1)
        if shown(zone, day) != shown(zone, following):
            yield _first_other(zone, day, following)
        day = following


def shown(zone: ZoneInfo, moment: dt.datetime) -> tuple[dt.timedelta | None, str | None]:
    """By how much the clocks of a zone differ from UTC, and what that is called."""
    there = moment.astimezone(zone)
    return there.utcoffset(), there.tzname()


def _first_other(zone: ZoneInfo, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    """The first second that is not as `before`."""
    while after - before > dt.timedelta(seconds=1):
        middle = before + dt.timedelta(seconds=int((after - before).total_seconds()) // 2)
        before, after = (middle, after) if shown(zone, middle) == shown(zone, before) else (before, middle)
    return after
