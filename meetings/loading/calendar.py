"""Meetings with their parts, dates and agendas, from meetings.yaml, and letters, from letters.yaml."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from igsp_portal.foundations import time
from igsp_portal.foundations.datafiles import Row, in_columns, keys, note, unnamed
from igsp_portal.foundations.record import records

from .. import actions
from ..kinds import EARLIER_WORDS, MeetingKind
from ..models import AgendaItem, Letter, Meeting, MeetingDates, MeetingPart, Process
from ..states import MEETING_MOVES, DatesBasis, LetterPurpose, MeetingState


def load_meetings(source: Row, process: Process, *, by: Any) -> None:
    """Meetings with their parts, dates and agendas, from meetings.yaml."""
    rows = source.rows("meetings", once="key")
    for place, row in enumerate(rows):
        with row.record():
            find = {"process": process, "key": row.key()}
            values = {
                "kind": row.choice("kind", MeetingKind, earlier=EARLIER_WORDS),
                "number": row.number("number", None),
                "zone": row.zone("zone", ""),
                "paragraph": row.text("paragraph", ""),
                "order": place,
                **in_columns(
                    name=row.translated("name"),
                    back_to_back_with=row.translated("back_to_back_with", optional=True),
                ),
            }
            state = row.choice("status", MeetingState, MeetingState.TENTATIVE)
            cancelled_on = row.date("cancelled_on", None)
            dates = [_dates(given) for given in row.rows("dates")]
            parts = [_part(given) for given in row.rows("parts", once="number")]
            agenda = [_agenda_item(item) for item in row.rows("agenda", once="number")]
            row.done()
            meeting = _put_meeting(find, values, state, cancelled_on, by=by)
            _put_dates(dates, meeting, None, by=by)
            _tell_other_dates(row, dates, meeting, None)
            _put_parts(parts, meeting, by=by)
            _move_on(meeting, state, cancelled_on, by=by)
            if row.has("status") and meeting.state != state:
                _tell_other_state(row, meeting)
            _put_agenda(agenda, meeting, by=by)
            if not parts and (fault := meeting.zone_elsewhere):
                row.hint("zone", fault)
    unnamed(process.meetings.all(), keys(rows))
    source.done()


def _put_meeting(
    find: dict[str, Any], values: dict[str, Any], state: MeetingState, cancelled_on: dt.date | None, *, by: Any
) -> Meeting:
    meeting = Meeting.objects.filter(**find).first()
    if meeting is None:
        made = Meeting(**find, **values, state=state, cancelled_on=cancelled_on)
        return records.create(made, by=by, verb="loaded")
    records.change(meeting, by=by, values=values)
    return meeting


def _move_on(meeting: Meeting, state: MeetingState, cancelled_on: dt.date | None, *, by: Any) -> None:
    """Take a meeting on to the state that its file names; its dates are there, by which a move may come too early."""
    for move in _moves_on(MeetingState(meeting.state), state):
        actions.move_meeting(meeting, to=move, by=by)
    if cancelled_on:
        records.change(meeting, by=by, values={"cancelled_on": cancelled_on})


def _moves_on(now: MeetingState, wanted: MeetingState) -> list[MeetingState]:
    """The moves from `now` to the state a file names; none where that would take the meeting back."""
    if now in (MeetingState.HELD, MeetingState.CANCELLED) or wanted in (now, MeetingState.TENTATIVE):
        return []
    return [wanted] if wanted in MEETING_MOVES[now] else [MeetingState.SCHEDULED, wanted]


@dataclass(frozen=True)
class _Dates:
    """The days with their basis, and the place with its source, as the file gives them."""

    row: Row
    days: dict[str, Any]
    where: dict[str, Any]

    def are(self, recorded: MeetingDates) -> bool:
        return all(getattr(recorded, name) == value for name, value in self.days.items())


def _dates(row: Row) -> _Dates:
    days = {"basis": row.choice("basis", DatesBasis), "starts_on": row.date("from"), "ends_on": row.date("to")}
    where = {
        "country": _country(row),
        "source": row.text("source", ""),
        **in_columns(place=row.translated("place", optional=True)),
    }
    row.done()
    return _Dates(row, days, where)


def _country(row: Row) -> str:
    code = row.text("country", "")
    try:
        if code:
            time.validate_country(code)
    except ValidationError as error:
        note(row.fault("country", " ".join(error.messages)))
    return code


@dataclass(frozen=True)
class _Part:
    """A part of a meeting with its own dates, as the file gives them."""

    row: Row
    number: int
    values: dict[str, Any]
    dates: list[_Dates]


def _part(row: Row) -> _Part:
    name = in_columns(name=row.translated("name", optional=True))
    dates = [_dates(given) for given in row.rows("dates")]
    part = _Part(row, row.number("number"), {"zone": row.zone("zone", ""), **name}, dates)
    row.done()
    return part


def _put_parts(given: list[_Part], meeting: Meeting, *, by: Any) -> None:
    for one in given:
        with one.row.refusals():
            find = {"meeting": meeting, "number": one.number}
            part = records.put(MeetingPart, by=by, find=find, values=one.values)
            _put_dates(one.dates, meeting, part, by=by)
            _tell_other_dates(one.row, one.dates, meeting, part)
            if fault := part.zone_elsewhere:
                one.row.hint("zone", fault)
    numbers = [one.number for one in given]
    unnamed(meeting.parts.exclude(number__in=numbers))


def _put_dates(given: list[_Dates], meeting: Meeting, part: MeetingPart | None, *, by: Any) -> None:
    """Dates in the order in which they were given: those on record are found again, new ones come after them."""
    recorded, added = list(meeting.dates.filter(part=part)), False
    for dates in given:
        known = [other for other in recorded if dates.are(other)]
        if known and added:
            raise dates.row.fault("from", _("These dates are already on record; put the new ones after them."))
        with dates.row.refusals():
            if known:
                records.change(known[0], by=by, values=dates.where)
                recorded = recorded[recorded.index(known[0]) + 1 :]
            else:
                new = MeetingDates(meeting=meeting, part=part, **dates.days, **dates.where)
                added = bool(records.create(new, by=by, verb="loaded"))


def _tell_other_dates(row: Row, given: list[_Dates], meeting: Meeting, part: MeetingPart | None) -> None:
    """A hint at dates that the meeting was given in the admin site, or by a file that has lost them since."""
    others = [dates for dates in meeting.dates.filter(part=part) if not any(one.are(dates) for one in given)]
    if others:
        said = ngettext(
            "%(count)d entry is in the portal but not in the files: %(things)s",
            "%(count)d entries are in the portal but not in the files: %(things)s",
            len(others),
        )
        things = ", ".join(f"{_('dates')} “{dates}”" for dates in others)
        row.hint("dates", said % {"count": len(others), "things": things})


def _tell_other_state(row: Row, meeting: Meeting) -> None:
    """A hint at a state to which the meeting has come in the admin site: a file takes none back."""
    said = _("In the portal this meeting is %(state)s, and a file does not change that.")
    row.hint("status", said % {"state": meeting.get_state_display()})


def _agenda_item(row: Row) -> tuple[Row, str, dict[str, Any]]:
    number = row.text("number")
    values = {"illustrative": row.flag("illustrative", False), **in_columns(title=row.translated("title"))}
    row.done()
    return row, number, values


def _put_agenda(items: list[tuple[Row, str, dict[str, Any]]], meeting: Meeting, *, by: Any) -> None:
    for place, (row, number, values) in enumerate(items):
        with row.refusals():
            find = {"meeting": meeting, "number": number}
            records.put(AgendaItem, by=by, find=find, values={"order": place, **values})


def load_letters(source: Row, process: Process, *, by: Any) -> None:
    """Letters, from letters.yaml. Which inputs a letter asks for is read by the app that keeps inputs."""
    meetings = {meeting.key: meeting for meeting in process.meetings.all()}
    rows = source.rows("letters", once="key")
    for place, row in enumerate(rows):
        with row.record():
            row.texts("inputs")
            find = {"process": process, "key": row.key()}
            values = {
                "purpose": row.choice("purpose", LetterPurpose),
                "sent_on": row.date("sent_on", None),
                "meeting": row.reference("meeting", meetings, None),
                "paragraph": row.text("paragraph", ""),
                "order": place,
                **in_columns(to=row.translated("to"), about=row.translated("about")),
            }
            row.done()
            records.put(Letter, by=by, find=find, values=values)
    unnamed(process.letters.all(), keys(rows))
    source.done()
