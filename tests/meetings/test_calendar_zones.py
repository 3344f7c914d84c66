"""Calendars say what their zones' clocks show: as zone by zone the summer comes and goes."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from igsp_portal.foundations.record import records
from meetings import zones
from meetings.models import Process
from submissions.models import Call

from .test_calendar_feed import feed

PARIS = """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:STANDARD
DTSTART:20040101T010000
TZNAME:CET
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20040328T020000
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20041031T030000
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
"""


def moment(zone: str, year: int = 2005, month: int = 6) -> dt.datetime:
    return dt.datetime(year, month, 10, 17, tzinfo=ZoneInfo(zone))


def table(zone: str, *moments: dt.datetime) -> str:
    (found,) = zones.tables(moments or [moment(zone)])
    return found.to_ical().decode().replace("\r\n", "\n")


def test_summer_begins_by_the_clock_that_it_ends() -> None:
    assert table("Europe/Paris").startswith(PARIS)


@pytest.mark.parametrize("zone", ["Africa/Nairobi", "Asia/Kathmandu", "Europe/Paris", "America/New_York"])
@pytest.mark.parametrize("month", [1, 3, 6, 10, 12])
def test_a_strange_reader_finds_the_moment_by_the_table_alone(zone: str, month: int) -> None:
    """The zone is given a name that no reader has a table of its own for."""
    made_up = f"Made-Up/{zone.replace('/', '-')}"  # readers keep what they have read by its name
    text = table(zone).replace(zone, made_up)
    at = moment(zone, month=month)
    whole = (
        f"BEGIN:VCALENDAR\n{text}BEGIN:VEVENT\nUID:x\nDTSTART;TZID={made_up}:{at:%Y%m%dT%H%M%S}\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    (entry,) = Calendar.from_ical(whole).walk("VEVENT")
    assert entry.decoded("DTSTART").utcoffset() == at.utcoffset()


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Pacific/Apia", "America/Caracas", "Europe/Dublin"])
def test_each_change_of_a_clock_has_its_line(zone: str) -> None:
    """Also where clocks change twice in a month, leap over a day, or by half an hour."""
    begins, ends = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2007, 2017))
    hour, found = begins, []
    while hour < ends:
        following = hour + dt.timedelta(minutes=30)
        if zones.shown(ZoneInfo(zone), hour) != zones.shown(ZoneInfo(zone), following):
            found.append(following)
        hour = following
    assert list(zones.changes(ZoneInfo(zone), begins, ends)) == found


def test_there_is_one_table_for_each_zone_and_none_for_utc() -> None:
    moments = [moment("Europe/Paris"), moment("Africa/Nairobi"), moment("Europe/Paris", 2006), moment("UTC")]
    assert [str(one["TZID"]) for one in zones.tables(moments)] == ["Africa/Nairobi", "Europe/Paris"]


@pytest.mark.slow
def test_a_calendar_has_the_table_of_each_zone_that_it_names(igsp: Process) -> None:
    opens, closes = (dt.datetime(2004, month, 1, 9, tzinfo=dt.UTC) for month in (10, 11))
    values: Any = {"title_en": "Needs, “wants”; and\\or\nhopes", "addressed": ["state"], "zone": "Africa/Nairobi"}
    values["stage"] = "published"
    records.create(Call(process=igsp, key="needs", opens_at=opens, closes_at=closes, **values), by="Farah")
    content = feed()
    named = {part.split(b":")[0] for part in content.split(b"TZID=")[1:]}
    tables = {line.removeprefix(b"TZID:") for line in content.split(b"\r\n") if line.startswith(b"TZID:")}
    assert (named, tables) == ({b"Africa/Nairobi"}, {b"Africa/Nairobi"})
    assert content.index(b"BEGIN:VTIMEZONE") < content.index(b"BEGIN:VEVENT")
    unfolded = content.replace(b"\r\n ", b"")
    assert "SUMMARY:Needs\\, “wants”\\; and\\\\or hopes – Deadline for submissions".encode() in unfolded
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.endswith(b"END:VCALENDAR\r\n")
