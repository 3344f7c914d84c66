"""Regions and participants, from participants.yaml and states.csv."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations.datafiles import Row, in_columns, note, read, read_table, unnamed
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import records

from ..kinds import ParticipantKind
from ..models import GroupMember, Participant, Process, Region
from ..states import RegionScheme

STATES_COLUMNS = ["key", "region", "regional_group", *CODES]


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
    groups = source.rows("groups", once="group")
    source.done()
    if (folder / "states.csv").exists():
        _load_states(folder / "states.csv", process, regions, seen, by=by)
    _load_groups(groups, process, by=by)
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


def _load_groups(rows: list[Row], process: Process, *, by: Any) -> None:
    """Who is a member of which group; a member that the file no longer names is one no more."""
    known = {participant.key: participant for participant in process.participants.all()}
    for row in rows:
        with row.record():
            group = row.reference("group", known)
            members = row.references("members", known)
            days = {"since": row.date("since", None), "until": row.date("until", None)}
            row.done()
            with row.refusals():
                for member in members:
                    records.put(GroupMember, by=by, find={"group": group, "member": member}, values=days)
            for gone in group.members.exclude(member__in=members):
                records.remove(gone, by=by)


COLUMNS = {"region": RegionScheme.PROGRAMME_REGION, "regional_group": RegionScheme.REGIONAL_GROUP}


def _regions_of(row: Row, regions: dict[str, Region]) -> dict[str, Region | None]:
    """The region of the programme and the group of States: each is named from its own scheme."""
    return {column: _region(row, column, regions) for column in COLUMNS}


def _region(row: Row, column: str, regions: dict[str, Region]) -> Region | None:
    named = regions.get(row.text(column, ""))
    if named and named.scheme != COLUMNS[column]:
        other = next(name for name, scheme in COLUMNS.items() if scheme == named.scheme)
        fault = _("“%(key)s” belongs under “%(column)s”.") % {"key": named.key, "column": other}
        note(row.fault(column, fault))
        return None
    of_scheme = {key: region for key, region in regions.items() if region.scheme == COLUMNS[column]}
    return row.reference(column, of_scheme, None) or None


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
        note(
            row.fault("key", _("“%(key)s” is not an ISO 3166 code of three small letters, such as npl.") % {"key": key})
        )
    return key
