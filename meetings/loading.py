"""A process from its data folder: mandate, participants, meetings, letters. Loading again changes what differs.

What people have done since stands where it goes further: a meeting is never taken back to an earlier state, and
dates that were given stay on record.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.datafiles import Row, in_columns, keys, note, read, read_table, unnamed
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import records

from . import actions
from .kinds import EARLIER_WORDS, KINDS, BodyKind, InstrumentKind, MeetingKind, Named, ParticipantKind, instrument_of
from .models import (
    AgendaItem,
    Component,
    Decision,
    DecisionAlias,
    Letter,
    Meeting,
    MeetingDates,
    OwnName,
    Participant,
    Process,
    Region,
)
from .states import MEETING_MOVES, DatesBasis, LetterPurpose, MeetingState, RegionScheme

FILES = ("process.yaml", "meetings.yaml", "participants.yaml", "states.csv", "letters.yaml")
STATES_COLUMNS = ["key", "region", "regional_group", *CODES]


def load(folder: Path, *, by: Any) -> Process:
    """Load what this app keeps of the process in `folder`. Raises DataError, naming file and line."""
    process = load_process(folder / "process.yaml", by=by)
    load_participants(folder, process, by=by)
    load_meetings(read(folder / "meetings.yaml"), process, by=by)
    load_letters(read(folder / "letters.yaml", optional=True), process, by=by)
    return process


def load_process(path: Path, *, by: Any) -> Process:
    """The process and its decisions, from process.yaml."""
    row = read(path)
    decisions = row.rows("decisions", once="key")
    named = row.rows("kinds")
    process = None
    with row.record():
        process = _load_process(row, by=by)
    process = process or _stand_in(path, by=by)
    for decision in decisions:
        with decision.record():
            _load_decision(decision, process, by=by)
    unnamed(process.decisions.all(), keys(decisions))
    _load_names(named, process, by=by)
    return process


def _load_process(row: Row, *, by: Any) -> Process:
    row.date("demonstration_day", None)  # the day is used by the demonstration, before there is a database
    find = {"slug": row.text("slug")}
    values = {
        "series": row.text("series", ""),
        "series_aliases": row.texts("series_aliases"),
        "zone": row.zone("zone", "UTC"),
        "body_kind": _kind_of_body(row, "body_kind"),
        "parent_body_kind": _kind_of_body(row, "parent_body_kind"),
        "is_public": row.flag("public", True),
        **in_columns(
            name=row.translated("name"),
            short_name=row.translated("short_name"),
            system=row.translated("system", optional=True),
            organization=row.translated("organization", optional=True),
            body=row.translated("body"),
            parent_body=row.translated("parent_body", optional=True),
            about=row.translated("about", optional=True),
        ),
    }
    row.done()
    return records.put(Process, by=by, find=find, values=values)


def _kind_of_body(row: Row, key: str) -> str:
    return row.choice(key, BodyKind) if row.has(key) else ""


def _stand_in(path: Path, *, by: Any) -> Process:
    """Where process.yaml is wrong: a process to check the other files against. All of it is undone at the end."""
    slug = re.search(r"^slug:\s*(\S+)", path.read_text("utf-8", "replace"), re.MULTILINE)
    earlier = Process.objects.filter(slug=slug[1]).first() if slug else None
    unnamed = dict.fromkeys(CODES, "–")
    values = in_columns(name=unnamed, short_name=unnamed, body=unnamed)
    return earlier or records.put(Process, by=by, find={"slug": "stand-in"}, values=values)


def _load_names(rows: list[Row], process: Process, *, by: Any) -> None:
    """What the process calls kinds in its own words, and in which order it lists its participants."""
    seen: dict[str, dict[str, str]] = {of: {} for of in Named}
    loaded: set[str] = set()
    for row in rows:
        with row.record():
            of = row.choice("of", Named)
            kind = row.choice("kind", KINDS[of], earlier=EARLIER_WORDS)
            row.first("kind", seen[of])
            values = {
                "order": row.number("order", None),
                **in_columns(
                    one=row.translated("one", optional=True),
                    many=row.translated("many", optional=True),
                ),
            }
            row.done()
            find = {"process": process, "of": of, "kind": kind}
            loaded.add(records.put(OwnName, by=by, find=find, values=values).key)
    unnamed(process.own_names.all(), loaded)


def _load_decision(row: Row, process: Process, *, by: Any) -> None:
    find = {"process": process, "key": row.key()}
    symbol = row.text("symbol")
    values = {
        "symbol": symbol,
        "kind": row.choice("kind", InstrumentKind, instrument_of(symbol)),
        "number": row.text("number", ""),
        "adopted_on": row.date("adopted_on", None),
        **in_columns(
            printed_as=row.in_some_languages("printed_as"),
            title=row.translated("title"),
            place=row.translated("place", optional=True),
            says=row.translated("says", optional=True),
        ),
    }
    forms = [_form(alias) for alias in row.rows("literal_forms")]
    components = _components(row.rows("components"), {})
    row.done()
    decision = records.put(Decision, by=by, find=find, values=values)
    for alias, form in forms:
        with alias.refusals():
            records.put(DecisionAlias, by=by, find={"decision": decision, **form}, values={})
    _put_components(components, decision, None, by=by)


def _form(row: Row) -> tuple[Row, dict[str, str]]:
    form = {"form": row.text("form"), "where": row.text("where", "")}
    row.done()
    return row, form


@dataclass(frozen=True)
class _Component:
    """A component as its file gives it, with the items below it."""

    row: Row
    key: str
    values: dict[str, Any]
    items: list[_Component]


def _components(rows: list[Row], seen: dict[str, str]) -> list[_Component]:
    found = []
    for row in rows:
        with row.record():
            row.first("key", seen)
            values = {"label": row.text("label"), **in_columns(text=row.translated("text"))}
            found.append(_Component(row, row.key(), values, _components(row.rows("items"), seen)))
            row.done()
    return found


def _put_components(components: list[_Component], decision: Decision, parent: Component | None, *, by: Any) -> None:
    for place, given in enumerate(components, start=1):
        order = (parent.order if parent else 0) + place * (1 if parent else 100)
        values = {"parent": parent, "order": order, **given.values}
        with given.row.refusals():
            find = {"decision": decision, "key": given.key}
            component = records.put(Component, by=by, find=find, values=values)
        _put_components(given.items, decision, component, by=by)


def load_participants(folder: Path, process: Process, *, by: Any) -> None:
    """Regions and participants from participants.yaml, and Governments from states.csv where there is one."""
    source = read(folder / "participants.yaml")
    regions = _load_regions(source.rows("regions", once="key"), process, by=by)
    seen: dict[str, str] = {}
    for row in source.rows("participants"):
        with row.record():
            row.first("key", seen)
            find = {"process": process, "key": row.key()}
            values = {
                "kind": row.choice("kind", ParticipantKind),
                "short_name": row.text("short_name", ""),
                **_regions_of(row, regions),
                "priority": row.flag("priority", False),
                **in_columns(name=row.translated("name")),
            }
            row.done()
            records.put(Participant, by=by, find=find, values=values)
    source.done()
    if (folder / "states.csv").exists():
        _load_states(folder / "states.csv", process, regions, seen, by=by)
    unnamed(process.regions.all(), regions)
    unnamed(process.participants.all(), seen)


def _load_regions(rows: list[Row], process: Process, *, by: Any) -> dict[str, Region]:
    regions: dict[str, Region] = {}
    for place, row in enumerate(rows):
        with row.record():
            key = row.key()
            values = {
                "scheme": row.choice("scheme", RegionScheme),
                "order": place,
                **in_columns(name=row.translated("name")),
            }
            row.done()
            regions[key] = records.put(Region, by=by, find={"process": process, "key": key}, values=values)
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
        with row.record():
            row.first("key", seen)
            find = {"process": process, "key": _code_of_state(row)}
            values = {
                "kind": ParticipantKind.STATE,
                **_regions_of(row, regions),
                **in_columns(name={code: row.text(code) for code in CODES}),
            }
            row.done()
            records.put(Participant, by=by, find=find, values=values)


def _code_of_state(row: Row) -> str:
    key = row.key()
    if key and not re.fullmatch("[a-z]{3}", key):
        note(row.fault("key", _("“%(key)s” is no ISO 3166 code of three small letters, such as npl.") % {"key": key}))
    return key


def load_meetings(source: Row, process: Process, *, by: Any) -> None:
    """Meetings with their dates and agendas, from meetings.yaml."""
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
            agenda = [_agenda_item(item) for item in row.rows("agenda", once="number")]
            row.done()
            meeting = _put_meeting(find, values, state, cancelled_on, by=by)
            _put_dates(dates, meeting, by=by)
            _put_agenda(agenda, meeting, by=by)
            _compare_zone(row, meeting)
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
    for move in _moves_on(MeetingState(meeting.state), state):
        actions.move_meeting(meeting, to=move, by=by)
    if cancelled_on:
        records.change(meeting, by=by, values={"cancelled_on": cancelled_on})
    return meeting


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
    if code and not time.zones_of(code):
        fault = _("“%(code)s” is no ISO 3166 code of a country: two capital letters, such as KE.")
        note(row.fault("country", fault % {"code": code}))
    return code


def _put_dates(given: list[_Dates], meeting: Meeting, *, by: Any) -> None:
    """Dates in the order in which they were given: those on record are found again, new ones come after them."""
    recorded, added = list(meeting.dates.all()), False
    for dates in given:
        known = [other for other in recorded if dates.are(other)]
        if known and added:
            raise dates.row.fault("from", _("These dates are on record already; put the new ones after them."))
        with dates.row.refusals():
            if known:
                records.change(known[0], by=by, values=dates.where)
                recorded = recorded[recorded.index(known[0]) + 1 :]
            else:
                new = MeetingDates(meeting=meeting, **dates.days, **dates.where)
                added = bool(records.create(new, by=by, verb="loaded"))


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


def _compare_zone(row: Row, meeting: Meeting) -> None:
    """A hint where the clocks of the country show another time than the zone: the meeting moved, its zone did not."""
    dates = meeting.in_force
    if meeting.zone and dates and dates.country and not time.may_be_in(meeting.zone, dates.country, dates.starts_on):
        facts = {"zone": meeting.zone, "country": dates.country, "zones": ", ".join(time.zones_of(dates.country))}
        row.hint("zone", _("“%(zone)s” is no zone of %(country)s, where it takes place; there: %(zones)s.") % facts)


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
