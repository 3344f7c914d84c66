"""A process from its data folder: mandate, participants, meetings, letters. Loading again changes what differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from igsp_portal.foundations import records
from igsp_portal.foundations.datafiles import Row, in_columns, read, read_table
from igsp_portal.foundations.languages import CODES

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
from .states import DatesBasis, LetterPurpose, MeetingKind, MeetingState, ParticipantKind, RegionScheme

STATES_COLUMNS = ["key", "region", "regional_group", *CODES]


def load(folder: Path, *, by: Any) -> Process:
    """Load what this app keeps of the process in `folder`. Raises DataError, naming file and line."""
    process = load_process(read(folder / "process.yaml"), by=by)
    load_participants(folder, process, by=by)
    load_meetings(read(folder / "meetings.yaml"), process, by=by)
    load_letters(read(folder / "letters.yaml"), process, by=by)
    return process


def load_process(row: Row, *, by: Any) -> Process:
    """The process and its decisions, from process.yaml."""
    row.has("demonstration_day")  # read before there is a database, by the demonstration itself
    values = {
        "series": row.text("series", ""),
        "series_aliases": row.texts("series_aliases"),
        "zone": row.text("zone", "UTC"),
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
    for decision in row.rows("decisions"):
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
    _load_components(row.rows("components"), decision, None, by=by)
    row.done()


def _load_components(rows: list[Row], decision: Decision, parent: Component | None, *, by: Any) -> None:
    for place, row in enumerate(rows, start=1):
        values = {
            "parent": parent,
            "label": row.text("label"),
            "order": (parent.order if parent else 0) + place * (1 if parent else 100),
            **in_columns(text=row.translated("text")),
        }
        with row.refusals():
            find = {"decision": decision, "key": row.text("key")}
            component = records.put(Component, by=by, find=find, values=values)
        _load_components(row.rows("items"), decision, component, by=by)
        row.done()


def load_participants(folder: Path, process: Process, *, by: Any) -> None:
    """Regions and participants from participants.yaml, and Governments from states.csv where there is one."""
    source = read(folder / "participants.yaml")
    regions: dict[str, Region] = {}
    for place, row in enumerate(source.rows("regions")):
        values = {
            "scheme": row.choice("scheme", RegionScheme),
            "order": place,
            **in_columns(name=row.translated("name")),
        }
        with row.refusals():
            find = {"process": process, "key": row.text("key")}
            regions[row.text("key")] = records.put(Region, by=by, find=find, values=values)
        row.done()
    for row in source.rows("participants"):
        values = {
            "kind": row.choice("kind", ParticipantKind),
            "short_name": row.text("short_name", ""),
            "region": row.reference("region", regions, None),
            "regional_group": row.reference("regional_group", regions, None),
            "priority": row.flag("priority", False),
            **in_columns(name=row.translated("name")),
        }
        with row.refusals():
            records.put(Participant, by=by, find={"process": process, "key": row.text("key")}, values=values)
        row.done()
    source.done()
    if (folder / "states.csv").exists():
        _load_states(folder / "states.csv", process, regions, by=by)


def _load_states(path: Path, process: Process, regions: dict[str, Region], *, by: Any) -> None:
    for line, cells in read_table(path, STATES_COLUMNS):
        row = Row.of_texts(path, line, cells)
        values = {
            "kind": ParticipantKind.STATE,
            "region": row.reference("region", regions, "") or None,
            "regional_group": row.reference("regional_group", regions, "") or None,
            **in_columns(name={code: row.text(code) for code in CODES}),
        }
        with row.refusals():
            records.put(Participant, by=by, find={"process": process, "key": row.text("key")}, values=values)


def load_meetings(source: Row, process: Process, *, by: Any) -> None:
    """Meetings with their dates and agendas, from meetings.yaml."""
    for place, row in enumerate(source.rows("meetings")):
        values = {
            "kind": row.choice("kind", MeetingKind),
            "number": row.number("number", None),
            "zone": row.text("zone", ""),
            "paragraph": row.text("paragraph", ""),
            "order": place,
            **in_columns(
                name=row.translated("name"),
                back_to_back_with=row.translated("back_to_back_with", optional=True),
            ),
        }
        state = row.choice("status", MeetingState, MeetingState.TENTATIVE)
        with row.refusals():
            meeting = records.put(
                Meeting,
                by=by,
                find={"process": process, "key": row.text("key")},
                values={**values, "state": state},
            )
        _load_dates(row.rows("dates"), meeting, by=by)
        _load_agenda(row.rows("agenda"), meeting, by=by)
        row.done()
    source.done()


def _load_dates(rows: list[Row], meeting: Meeting, *, by: Any) -> None:
    for row in rows:
        find = {
            "meeting": meeting,
            "basis": row.choice("basis", DatesBasis),
            "starts_on": row.date("from"),
            "ends_on": row.date("to"),
        }
        values = {
            "country": row.text("country", ""),
            "source": row.text("source", ""),
            **in_columns(place=row.translated("place", optional=True)),
        }
        with row.refusals():
            records.put(MeetingDates, by=by, find=find, values=values)
        row.done()


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
    for place, row in enumerate(source.rows("letters")):
        row.has("inputs")
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
