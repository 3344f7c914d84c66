"""The clock, deadlines and the 10-4-6 rule."""

import datetime as dt

import pytest
from django.utils import translation

from igsp_portal.foundations import time
from igsp_portal.foundations.time import UnknownZone, deadline, from_local

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
CLOSES = dt.datetime(2004, 10, 29, 14, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def clock(monkeypatch, settings):
    settings.PORTAL_TODAY = None
    monkeypatch.setattr(time, "_clock", lambda: NOON)
    return settings


def test_now_is_the_clock_in_utc(clock):
    assert time.now() == NOON
    assert time.now().tzinfo is dt.UTC


def test_a_day_that_was_set_keeps_the_time_of_day(clock):
    clock.PORTAL_TODAY = dt.date(2004, 10, 15)
    assert time.now() == dt.datetime(2004, 10, 15, 12, 0, tzinfo=dt.UTC)


def test_clocks_outside_go_on_by_as_much_as_the_portals_own(clock):
    moment, last = dt.datetime(2004, 10, 15, 12, 3, tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)
    assert time.on_clocks_outside(moment) == moment
    clock.PORTAL_TODAY = dt.date(2004, 10, 15)
    assert time.on_clocks_outside(moment) == NOON + dt.timedelta(minutes=3)
    assert time.on_clocks_outside(last) == last


def test_today_depends_on_the_zone(clock, monkeypatch):
    monkeypatch.setattr(time, "_clock", lambda: NOON.replace(hour=22))
    assert time.today() == dt.date(2026, 11, 22)
    assert time.today("Africa/Nairobi") == dt.date(2026, 11, 23)


@pytest.mark.parametrize("hour", [1, 12, 22])
def test_a_day_that_was_set_is_today_in_every_zone_at_every_hour(clock, monkeypatch, hour):
    monkeypatch.setattr(time, "_clock", lambda: NOON.replace(hour=hour))
    clock.PORTAL_TODAY = dt.date(2004, 10, 15)
    zones = ("Africa/Nairobi", "America/New_York", "Asia/Makassar", None)
    assert {time.today(zone) for zone in zones} == {dt.date(2004, 10, 15)}


@pytest.mark.parametrize("name", ["Bali", "", "../etc/passwd", "Africa/"])
def test_a_name_that_is_no_zone_is_refused(name):
    with pytest.raises(UnknownZone):
        time.named_zone(name)


def test_a_local_time_is_read_in_its_zone():
    assert from_local(dt.datetime(2004, 10, 29, 17, 0), "Africa/Nairobi") == CLOSES


def test_an_hour_that_comes_twice_is_taken_the_first_time():
    twice = dt.datetime(2004, 10, 31, 1, 30)
    assert from_local(twice, "America/New_York") == dt.datetime(2004, 10, 31, 5, 30, tzinfo=dt.UTC)


def test_an_hour_that_the_clock_leaps_over_is_refused():
    with pytest.raises(ValueError, match="no time of day in America/New_York"):
        from_local(dt.datetime(2004, 4, 4, 2, 30), "America/New_York")


@pytest.mark.parametrize(
    ("moment", "zone"), [("0001-01-01T00:00", "Asia/Makassar"), ("9999-12-31T23:59", "America/New_York")]
)
def test_a_moment_at_the_edge_of_the_calendar_is_no_time_of_day_elsewhere(moment, zone):
    with pytest.raises(ValueError, match="at the edge of the calendar"):
        from_local(dt.datetime.fromisoformat(moment), zone)


def test_a_deadline_is_said_in_local_time_and_utc():
    facts = deadline(CLOSES, "Asia/Makassar", CLOSES - dt.timedelta(days=3))
    assert facts.local.isoformat() == "2004-10-29T22:00:00+08:00"
    assert facts.utc.isoformat() == "2004-10-29T14:00:00+00:00"
    assert facts.zone == "Asia/Makassar"


@pytest.mark.parametrize(
    ("before", "phrase"),
    [
        (dt.timedelta(days=3, hours=23), "4 days left"),  # from 18:00 on the 25th to 17:00 on the 29th in Nairobi
        (dt.timedelta(days=14, hours=8), "14 days left"),
        (dt.timedelta(days=14, hours=18), "15 days left"),
        (dt.timedelta(days=1), "1 day left"),
        (dt.timedelta(hours=23, minutes=59), "23 hours left"),
        (dt.timedelta(hours=1), "1 hour left"),
        (dt.timedelta(minutes=2), "2 minutes left"),
        (dt.timedelta(seconds=30), "less than a minute left"),
        (dt.timedelta(0), "less than a minute left"),
        (dt.timedelta(seconds=-1), "closed less than a minute ago"),
        (dt.timedelta(minutes=-5), "closed 5 minutes ago"),
        (dt.timedelta(hours=-1), "closed 1 hour ago"),
        (dt.timedelta(days=-4), "closed 4 days ago"),
        (dt.timedelta(days=-4, hours=-8), "closed 5 days ago"),
    ],
)
def test_how_long_is_left_is_said_in_days_of_the_calendar_or_whole_units(before, phrase):
    assert deadline(CLOSES, "Africa/Nairobi", CLOSES - before).phrase == phrase


def test_a_filing_at_the_very_moment_is_in_time_and_after_it_late():
    assert not deadline(CLOSES, "UTC", CLOSES).is_past
    assert deadline(CLOSES, "UTC", CLOSES + dt.timedelta(seconds=1)).is_past


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        deadline(dt.datetime(2004, 10, 29), "UTC", CLOSES)


def test_documents_are_due_ten_weeks_and_issued_six_weeks_before_the_meeting():
    assert time.submission_due(dt.date(2004, 12, 1)) == dt.date(2004, 9, 22)
    assert time.issue_due(dt.date(2004, 12, 1)) == dt.date(2004, 10, 20)


def test_the_report_is_due_two_weeks_after_closing():
    assert time.report_due(dt.date(2004, 12, 4)) == dt.date(2004, 12, 18)
