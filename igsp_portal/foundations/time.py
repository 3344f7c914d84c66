"""Time: the portal's clock, deadlines said the same way everywhere, and the 10-4-6 rule.

A zone is stored by its name (Africa/Nairobi), never as a difference in hours. Moments are aware and in UTC.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy, ngettext

# 10-4-6: due ten weeks before the meeting, four weeks to process, issued six weeks before it.
SUBMITTED_BEFORE_MEETING = dt.timedelta(weeks=10)
ISSUED_BEFORE_MEETING = dt.timedelta(weeks=6)
REPORT_AFTER_CLOSING = dt.timedelta(weeks=2)
DAY = dt.timedelta(days=1)


class UnknownZone(LookupError):
    """A name that is no time zone's."""


def now() -> dt.datetime:
    """The moment, in UTC. Where PORTAL_TODAY is set, that day with the clock's own time of day.

    The day then stays the same for as long as it is set: at midnight UTC it begins anew.
    """
    moment = _clock()
    shown: dt.date | None = getattr(settings, "PORTAL_TODAY", None)
    return dt.datetime.combine(shown, moment.timetz()) if shown else moment


def passed() -> dt.datetime:
    """Up to when all has happened: now; where PORTAL_TODAY is set, the end of that day, which begins ever anew."""
    moment = now()
    return moment.replace(hour=23, minute=59, second=59) if getattr(settings, "PORTAL_TODAY", None) else moment


def on_clocks_outside(moment: dt.datetime) -> dt.datetime:
    """When clocks outside the portal will have gone on as far as the portal's own until `moment`; mostly `moment`.

    For whatever waits by the clock of the machine, such as the worker.
    """
    shown: dt.date | None = getattr(settings, "PORTAL_TODAY", None)
    try:
        return moment + (_clock().date() - shown) if shown else moment
    except OverflowError:  # at the end of the calendar
        return moment


def today(zone: str | None = None) -> dt.date:
    """The date in the zone of that name, in UTC where none is given; where PORTAL_TODAY is set, that day in every zone.

    Raises UnknownZone.
    """
    there = now().astimezone(named_zone(zone or "UTC")).date()
    return getattr(settings, "PORTAL_TODAY", None) or there


@cache
def named_zone(name: str) -> ZoneInfo:
    """The zone of that name. Raises UnknownZone."""
    if name not in _zones():
        raise UnknownZone(name)
    return ZoneInfo(name)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # to look for them takes ten milliseconds


def validate_zone(name: str) -> None:
    """A time zone has a name of the IANA database, such as Asia/Makassar."""
    try:
        named_zone(name)
    except UnknownZone as error:
        says = gettext_lazy("“%(zone)s” is not a time zone; write one such as Africa/Nairobi.")
        raise ValidationError(says, params={"zone": name}) from error


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The names of the zones of a country, by its code of two letters; none for a code that is not known."""
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in table if not line.startswith("#"))
    return tuple(row[2] for row in rows if row[0] == country)


def validate_country(code: str) -> None:
    """A country is given by its code in ISO 3166, such as KE."""
    if not zones_of(code):
        says = gettext_lazy("“%(code)s” is not an ISO 3166 country code of two capital letters, such as KE.")
        raise ValidationError(says, params={"code": code})


def may_be_in(zone: str, country: str, day: dt.date) -> bool:
    """Whether clocks in `country` showed on `day` what those of `zone` did; True for a country not known."""
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
    shown = {noon.astimezone(named_zone(name)).utcoffset() for name in zones_of(country)}
    return not shown or noon.astimezone(named_zone(zone)).utcoffset() in shown


def from_local(moment: dt.datetime, zone: str) -> dt.datetime:
    """The moment in UTC for a date and time as a clock on the wall of that zone shows it.

    An hour that comes twice is taken the first time. Raises UnknownZone, and ValueError for a time that has a
    zone already or that the clock of the zone leaps over.
    """
    if moment.tzinfo is not None:
        raise ValueError(f"{moment.isoformat()} has a zone already")
    there = moment.replace(tzinfo=named_zone(zone))
    try:
        utc = there.astimezone(dt.UTC)
    except OverflowError as error:
        raise ValueError(f"{moment.isoformat()} is at the edge of the calendar") from error
    if utc.astimezone(named_zone(zone)).replace(tzinfo=None) != moment.replace(fold=0):
        raise ValueError(f"{moment.isoformat()} is no time of day in {zone}")
    return utc


@dataclass(frozen=True, slots=True)
class Deadline:
    """The facts of a deadline as seen at the moment `at`: local time, UTC, and how long is left."""

    local: dt.datetime
    zone: str
    utc: dt.datetime
    at: dt.datetime

    @property
    def is_past(self) -> bool:
        """Whether a filing at `at` is late; one made at the very moment is in time."""
        return self.at > self.utc

    @property
    def phrase(self) -> str:
        """How long is left, or how long ago it closed, in the reader's language.

        Days of the calendar in its zone, as people count them. Within the last day whole hours or minutes, rounded
        down, so that nobody is promised more than there is.
        """
        days = abs(self.local.date() - self.at.astimezone(self.local.tzinfo).date()).days
        return _closed(self.at - self.utc, days) if self.is_past else _left(self.utc - self.at, days)

    def __str__(self) -> str:
        return self.phrase


def deadline(moment_utc: dt.datetime, zone_name: str, at: dt.datetime | None = None) -> Deadline:
    """The deadline at `moment_utc` of a party whose zone has that name, seen at `at` (now, by default).

    Raises UnknownZone, and ValueError for a moment without a zone.
    """
    at = now() if at is None else at
    for moment in (moment_utc, at):
        if moment.tzinfo is None:
            raise ValueError(f"{moment.isoformat()} has no time zone")
    utc = moment_utc.astimezone(dt.UTC)
    return Deadline(utc.astimezone(named_zone(zone_name)), zone_name, utc, at.astimezone(dt.UTC))


def submission_due(meeting_start: dt.date) -> dt.date:
    """When a document for a meeting is due: ten weeks before it begins (10-4-6)."""
    return meeting_start - SUBMITTED_BEFORE_MEETING


def issue_due(meeting_start: dt.date) -> dt.date:
    """When it is issued, in all languages at once: six weeks before the meeting begins (10-4-6)."""
    return meeting_start - ISSUED_BEFORE_MEETING


def report_due(closing: dt.date) -> dt.date:
    """When the report of a meeting is due: two weeks after it closes."""
    return closing + REPORT_AFTER_CLOSING


def _clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _parts(span: dt.timedelta) -> tuple[int, int]:
    """Whole hours; whole minutes: each of the whole span."""
    minutes = int(span.total_seconds()) // 60
    return minutes // 60, minutes


def _left(span: dt.timedelta, days: int) -> str:
    hours, minutes = _parts(span)
    if span >= DAY:
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    if hours:
        return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
    if minutes:
        return ngettext("%(count)d minute left", "%(count)d minutes left", minutes) % {"count": minutes}
    return gettext("less than a minute left")


def _closed(span: dt.timedelta, days: int) -> str:
    hours, minutes = _parts(span)
    if span >= DAY:
        return ngettext("closed %(count)d day ago", "closed %(count)d days ago", days) % {"count": days}
    if hours:
        return ngettext("closed %(count)d hour ago", "closed %(count)d hours ago", hours) % {"count": hours}
    if minutes:
        words = ngettext("closed %(count)d minute ago", "closed %(count)d minutes ago", minutes)
        return words % {"count": minutes}
    return gettext("closed less than a minute ago")
