"""A process from its data folder: mandate, participants, meetings, letters. Loading again changes what differs.

What people have done since stands where it goes further: a meeting is never taken back to an earlier state, and
dates that were given stay on record.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations import records
from igsp_portal.foundations.datafiles import Row, in_columns, read, read_table
from igsp_portal.foundations.languages import CODES

from . import actions
from .models import (
    AgendaItem,
    Component,
    Decision,
    DecisionAlias,
    Letter,
    Meeting,
    MeetingDates,
    Participant,
    Process,
    Region,
)
from .states import MEETING_MOVES, DatesBasis, LetterPurpose, MeetingKind, MeetingState, ParticipantKind, RegionScheme

FILES = ("process.yaml", "meetings.yaml", "participants.yaml", "states.csv", "letters.yaml")
STATES_COLUMNS = ["key", "region", "regional_group", *CODES]


def load(folder: Path, *, by: Any) -> Process:
    """Load what this app keeps of the process in `folder`. Raises DataError, naming file and line."""
    process = load_process(read(folder / "process.yaml"), by=by)
    load_participants(folder, process, by=by)
    load_meetings(read(folder / "meetings.yaml"), process, by=by)
    if (folder / "letters.yaml").exists():
        load_letters(read(folder / "letters.yaml"), process, by=by)
    return process


def load_process(row: Row, *, by: Any) -> Process:
    """The process and its decisions, from process.yaml."""
    row.date("demonstration_day", None)  # the day is used by the demonstration, before there is a database
    values = {
        "series": row.text("series", ""),
        "series_aliases": row.texts("series_aliases"),
        "zone": row.zone("zone", "UTC"),
        "is_public": row.flag("public", True),
        **in_columns(
            name=row.translated("name"),
            short_name=row.translated("short_name"),
            organization=row.translated("organization", optional=True),
            body=row.translated("body"),
            parent_body=row.translated("parent_body", optional=True),
            about=row.translated("about", optional=True),
        ),
    }
    with row.refusals():
        process = records.put(Process, by=by, find={"slug": row.text("slug")}, values=values)
    for decision in row.rows("decisions", once="key"):
        _load_decision(decision, process, by=by)
    row.done()
    return process


def _load_decision(row: Row, process: Process, *, by: Any) -> None:
    values = {
        "symbol": row.text("symbol"),
        "adopted_on": row.date("adopted_on", None),
        **in_columns(
            title=row.translated("title"),
            place=row.translated("place", optional=True),
            says=row.translated("says", optional=True),
        ),
    }
    with row.refusals():
        decision = records.put(Decision, by=by, find={"process": process, "key": row.text("key")}, values=values)
    for alias in row.rows("literal_forms"):
        find = {"decision": decision, "form": alias.text("form"), "where": alias.text("where", "")}
        records.put(DecisionAlias, by=by, find=find, values={})
        alias.done()
    _load_components(row.rows("components"), decision, None, {}, by=by)
    row.done()


def _load_components(
    rows: list[Row], decision: Decision, parent: Component | None, seen: dict[str, str], *, by: Any
) -> None:
    for place, row in enumerate(rows, start=1):
        row.first("key", seen)
        values = {
            "parent": parent,
            "label": row.text("label"),
            "order": (parent.order if parent else 0) + place * (1 if parent else 100),
            **in_columns(text=row.translated("text")),
        }
        with row.refusals():
            find = {"decision": decision, "key": row.text("key")}
            component = records.put(Component, by=by, find=find, values=values)
        _load_components(row.rows("items"), decision, component, seen, by=by)
        row.done()


def load_participants(folder: Path, process: Process, *, by: Any) -> None:
    """Regions and participants from participants.yaml, and Governments from states.csv where there is one."""
    source = read(folder / "participants.yaml")
    regions = _load_regions(source.rows("regions", once="key"), process, by=by)
    seen: dict[str, str] = {}
    for row in source.rows("participants"):
        row.first("key", seen)
        values = {
            "kind": row.choice("kind", ParticipantKind),
            "short_name": row.text("short_name", ""),
            **_regions_of(row, regions),
            "priority": row.flag("priority", False),
            **in_columns(name=row.translated("name")),
        }
        with row.refusals():
            records.put(Participant, by=by, find={"process": process, "key": row.text("key")}, values=values)
        row.done()
    source.done()
    if (folder / "states.csv").exists():
        _load_states(folder / "states.csv", process, regions, seen, by=by)


def _load_regions(rows: list[Row], process: Process, *, by: Any) -> dict[str, Region]:
    regions: dict[str, Region] = {}
    for place, row in enumerate(rows):
        values = {
            "scheme": row.choice("scheme", RegionScheme),
            "order": place,
            **in_columns(name=row.translated("name")),
        }
        with row.refusals():
            find = {"process": process, "key": row.text("key")}
            regions[row.text("key")] = records.put(Region, by=by, find=find, values=values)
        row.done()
    return regions


def _regions_of(row: Row, regions: dict[str, Region]) -> dict[str, Region | None]:
    """The region of the programme and the group of States: each is named from its own scheme."""

    def of(scheme: RegionScheme) -> dict[str, Region]:
        return {key: region for key, region in regions.items() if region.scheme == scheme}

    return {
        "region": row.reference("region", of(RegionScheme.PROGRAMME_REGION), None) or None,
        "regional_group": row.reference("regional_group", of(RegionScheme.REGIONAL_GROUP), None) or None,
    }


def _load_states(path: Path, process: Process, regions: dict[str, Region], seen: dict[str, str], *, by: Any) -> None:
    for line, cells in read_table(path, STATES_COLUMNS):
        row = Row.of_texts(path, line, cells)
        row.first("key", seen)
        values = {
            "kind": ParticipantKind.STATE,
            **_regions_of(row, regions),
            **in_columns(name={code: row.text(code) for code in CODES}),
        }
        with row.refusals():
            records.put(Participant, by=by, find={"process": process, "key": row.text("key")}, values=values)


def load_meetings(source: Row, process: Process, *, by: Any) -> None:
    """Meetings with their dates and agendas, from meetings.yaml."""
    for place, row in enumerate(source.rows("meetings", once="key")):
        values = {
            "kind": row.choice("kind", MeetingKind),
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
        find = {"process": process, "key": row.text("key")}
        with row.refusals():
            meeting = _load_meeting(find, values, state, by=by)
        _load_dates(row.rows("dates"), meeting, by=by)
        _load_agenda(row.rows("agenda", once="number"), meeting, by=by)
        row.done()
    source.done()


def _load_meeting(find: dict[str, Any], values: dict[str, Any], state: MeetingState, *, by: Any) -> Meeting:
    meeting = Meeting.objects.filter(**find).first()
    if meeting is None:
        return records.create(Meeting(**find, **values, state=state), by=by, verb="loaded")
    records.change(meeting, by=by, values=values)
    for move in _moves_on(MeetingState(meeting.state), state):
        actions.move_meeting(meeting, to=move, by=by)
    return meeting


def _moves_on(now: MeetingState, wanted: MeetingState) -> list[MeetingState]:
    """The moves from `now` to the state a file names; none where that would take the meeting back."""
    if now in (MeetingState.HELD, MeetingState.CANCELLED) or wanted in (now, MeetingState.TENTATIVE):
        return []
    return [wanted] if wanted in MEETING_MOVES[now] else [MeetingState.SCHEDULED, wanted]


def _load_dates(rows: list[Row], meeting: Meeting, *, by: Any) -> None:
    """Dates in the order in which they were given: those on record are found again, new ones come after them."""
    recorded, added = list(meeting.dates.all()), False
    for row in rows:
        days, where = _dates(row)
        known = [dates for dates in recorded if all(getattr(dates, name) == value for name, value in days.items())]
        if known and added:
            raise row.fault("from", _("These dates are on record already; put the new ones after them."))
        with row.refusals():
            if known:
                records.change(known[0], by=by, values=where)
                recorded = recorded[recorded.index(known[0]) + 1 :]
            else:
                added = bool(records.create(MeetingDates(meeting=meeting, **days, **where), by=by, verb="loaded"))


def _dates(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """The days with their basis, and the place with its source."""
    days = {"basis": row.choice("basis", DatesBasis), "starts_on": row.date("from"), "ends_on": row.date("to")}
    where = {
        "country": row.text("country", ""),
        "source": row.text("source", ""),
        **in_columns(place=row.translated("place", optional=True)),
    }
    row.done()
    return days, where


def _load_agenda(rows: list[Row], meeting: Meeting, *, by: Any) -> None:
    for place, row in enumerate(rows):
        values = {
            "illustrative": row.flag("illustrative", False),
            "order": place,
            **in_columns(title=row.translated("title")),
        }
        with row.refusals():
            records.put(AgendaItem, by=by, find={"meeting": meeting, "number": row.text("number")}, values=values)
        row.done()


def load_letters(source: Row, process: Process, *, by: Any) -> None:
    """Letters, from letters.yaml. Which inputs a letter asks for is read by the app that keeps inputs."""
    meetings = {meeting.key: meeting for meeting in process.meetings.all()}
    for place, row in enumerate(source.rows("letters", once="key")):
        row.texts("inputs")
        values = {
            "purpose": row.choice("purpose", LetterPurpose),
            "sent_on": row.date("sent_on", None),
            "meeting": row.reference("meeting", meetings, None),
            "paragraph": row.text("paragraph", ""),
            "order": place,
            **in_columns(to=row.translated("to"), about=row.translated("about")),
        }
        with row.refusals():
            records.put(Letter, by=by, find={"process": process, "key": row.text("key")}, values=values)
        row.done()
    source.done()
