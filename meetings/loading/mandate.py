"""The process, its decisions with their components, and its own names for kinds, from process.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from igsp_portal.foundations.datafiles import Row, in_columns, keys, read, unnamed
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import records

from ..kinds import EARLIER_WORDS, KINDS, BodyKind, InstrumentKind, Named, instrument_of
from ..models import Component, Decision, DecisionAlias, OwnName, Process


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
