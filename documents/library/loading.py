"""Inputs and documents from a process's data folder. Loading again changes what differs, and writes nothing else.

What people have done since with a document's state stands: its data file never takes it back to an earlier one.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.datafiles import Row, in_columns, keys, note, read, unnamed
from igsp_portal.foundations.record import audit, records
from meetings.models import AgendaItem, Meeting, MeetingPart, Process

from .. import symbols
from ..symbols import SymbolError
from . import actions, loading_files
from .models import Document, FormerKey, InputDue, RequiredInput, SymbolAlias
from .states import TO_ISSUE, Distribution, DocumentKind, DocumentState

# The loader of texts links a document with what it is typeset from; the rest is read once all documents are there.
READ_LATER = ("text", "version", *loading_files.OF_A_DOCUMENT)


class LoadedState(Enum):
    """The states a data file may name: what is in preparation or withdrawn is for people to say."""

    PLANNED = "planned"
    ISSUED = "issued"


def load_library(folder: Path, process: Process, *, by: Any) -> None:
    """Load inputs and documents of the process in `folder`. Raises DataError, naming file and line."""
    load_inputs(folder, process, by=by)
    load_requests(folder, process, by=by)
    load_documents(folder, process, by=by)


def load_inputs(folder: Path, process: Process, *, by: Any) -> None:
    """Required inputs with the sessions they are awaited for, and the letters that asked for them."""
    source = read(folder / "inputs.yaml", optional=True)
    meetings = _by_key(process.meetings)
    rows = source.rows("inputs", once="key")
    letters: dict[str, str] = {}
    for place, row in enumerate(rows):
        with row.record():
            row.first("letter", letters)
            find = {"process": process, "key": row.key()}
            values = {
                "letter": row.text("letter", ""),
                "as_appropriate": row.flag("as_appropriate", False),
                "paragraph": row.text("paragraph", ""),
                "order": place,
                **in_columns(
                    title=row.translated("title"),
                    responsible=row.translated("responsible", optional=True),
                    remark=row.translated("remark", optional=True),
                ),
            }
            dues = [_due(cell, meetings) for cell in row.rows("for", once="meeting")]
            row.done()
            required_input = records.put(RequiredInput, by=by, find=find, values=values)
            _put_dues(dues, required_input, by=by)
    unnamed(process.inputs.all(), keys(rows))
    source.done()


def _due(row: Row, meetings: dict[str, Meeting]) -> tuple[Row, Meeting, dt.date | None]:
    due = row, row.reference("meeting", meetings), row.date("due", None)
    row.done()
    return due


def _compare_due(row: Row, due: InputDue) -> None:
    """An input comes before the session it serves; a hint where no day is known at all."""
    dates = due.meeting.in_force
    if due.due_on and dates and due.due_on > dates.ends_on:
        fault = _("The session that this input serves ends earlier, on %(day)s.")
        raise row.fault("due", fault % {"day": dates.ends_on.isoformat()})
    if due.due is None:
        says = _("“%(meeting)s” has no dates yet, so there is no due date; give one with “due”.")
        row.hint("meeting", says % {"meeting": due.meeting.key})


def _put_dues(dues: list[tuple[Row, Meeting, dt.date | None]], required_input: RequiredInput, *, by: Any) -> None:
    for row, meeting, due_on in dues:
        with row.refusals():
            find = {"required_input": required_input, "meeting": meeting}
            _compare_due(row, records.put(InputDue, by=by, find=find, values={"due_on": due_on}))


def load_requests(folder: Path, process: Process, *, by: Any) -> None:
    """Which letter asked for which inputs; the letters themselves are loaded by the app below."""
    inputs, letters = _by_key(process.inputs), _by_key(process.letters)
    for row in read(folder / "letters.yaml", optional=True).items("letters"):
        with row.record():
            letter = row.reference("key", letters)
            asked_for = row.references("inputs", inputs)
            row.leave_if_wrong()
            for required_input in asked_for:
                _link(required_input, required_input.requested_by, letter, by=by)


def load_documents(folder: Path, process: Process, *, by: Any) -> None:
    """Documents with their aliases, agenda items and the inputs they answer."""
    source = read(folder / "documents.yaml", optional=True)
    meetings = _by_key(process.meetings)
    dues = {
        (due.required_input.key, due.meeting.key): due
        for due in InputDue.objects.filter(required_input__process=process).select_related("required_input", "meeting")
    }
    seen: dict[str, str] = {}
    rows = source.rows("documents", once="symbol", alike=symbols.key)
    loaded = []
    for row in rows:
        with row.record():
            _refuse_second(row, seen)
            loaded.append((row, _load_document(row, process, meetings, dues, by=by)))
    loading_files.load_relations(loaded, process, by=by)
    loading_files.load_links(loaded, by=by)
    loading_files.load_files(folder, rows, loaded, by=by)
    unnamed(process.documents.all(), {key_of(row) for row in rows})
    source.done()


def _refuse_second(row: Row, seen: dict[str, str]) -> None:
    row.first("key", seen, lambda _given: key_of(row))


def key_of(row: Row) -> str:
    """The key that documents.yaml gives to a document, or its symbol does."""
    return row.text("key", "") or symbols.address(row.text("symbol", ""))


def _leave_for_later(row: Row) -> None:
    for name in READ_LATER:
        row.has(name)


def _hint_at_a_day_to_come(row: Row, process: Process, state: DocumentState, issued_on: dt.date | None) -> None:
    if state == DocumentState.ISSUED and issued_on and issued_on > time.today(process.zone):
        says = _("This day is still to come, and the document is issued now; to announce it, give “planned_on” alone.")
        row.hint("issued_on", says)


def _load_document(
    row: Row, process: Process, meetings: dict[str, Meeting], dues: dict[tuple[str, str], InputDue], *, by: Any
) -> Document:
    _leave_for_later(row)
    symbol = row.text("symbol") if row.has("symbol") else ""
    key = row.key() if not symbol or row.has("key") else symbols.address(symbol)
    values = _values(row, meetings)
    state = DocumentState(row.choice("state", LoadedState, LoadedState.PLANNED).value)
    issued_on = row.date("issued_on", None)
    _hint_at_a_day_to_come(row, process, state, issued_on)
    aliases = row.texts("aliases")
    former = row.texts("former_keys")
    items = _agenda_items(row, values["meeting"])
    further = row.references("also_before", meetings)
    answered = [_answered(given, dues) for given in row.rows("answers")]
    for name, cited in (("symbol", symbol), *(("aliases", alias) for alias in aliases)):
        if cited:
            _refuse_taken(row, name, cited, process, [key, *former])
    row.done()
    stored = _known_before(process, key, former, by=by)
    document = _put_document(process, key, {"symbol": symbol, **values}, state, issued_on, by=by)
    _refuse_other_items(row, stored, items)
    for known in former:
        records.put(FormerKey, by=by, find={"document": document, "key": known}, values={})
    for alias in aliases:
        records.put(SymbolAlias, by=by, find={"document": document, "symbol": alias}, values={})
    for item in items:
        _link(document, document.agenda_items, item, by=by)
    for meeting in further:
        _link(document, document.also_before, meeting, by=by)
    for given, due in answered:
        with given.refusals():
            actions.answer(due, document, by=by)
    return document


def _values(row: Row, meetings: dict[str, Meeting]) -> dict[str, Any]:
    return {
        "kind": row.choice("kind", DocumentKind),
        "meeting": (meeting := row.reference("meeting", meetings, None)),
        "part": row.reference("part", _parts(meeting), None),
        "distribution": row.choice("distribution", Distribution, Distribution.GENERAL),
        "original_language": row.language("original_language", "en"),
        "languages": row.languages("languages"),
        "submitted_on": row.date("submitted_on", None),
        "planned_on": row.date("planned_on", None),
        "job_number": row.text("job_number", ""),
        "issued_elsewhere": row.flag("issued_elsewhere", False),
        "illustrative": row.flag("illustrative", False),
        **in_columns(
            designation=row.same_or_translated("designation"),
            title=row.translated("title"),
            subtitle=row.translated("subtitle", optional=True),
            author=row.translated("author", optional=True),
            remark=row.translated("remark", optional=True),
        ),
    }


def _put_document(
    process: Process, key: str, values: dict[str, Any], state: DocumentState, issued_on: dt.date | None, *, by: Any
) -> Document:
    existing = process.documents.filter(key=key).first()
    if existing is None:
        made = Document(process=process, key=key, state=state, issued_on=issued_on, **values)
        return records.create(made, by=by, verb="loaded")
    actions.change(existing, by=by, values=values if issued_on is None else values | {"issued_on": issued_on})
    _move_on(existing, state, by=by)
    return existing


def _refuse_other_items(row: Row, stored: Document | None, items: list[AgendaItem]) -> None:
    """What an issued paper says of the agenda stays as well; links are no columns, which the row itself compares."""
    for why, names in stored.fixed().items() if stored else ():
        if "agenda_items" in names and not set(items) <= set(stored.agenda_items.all()):  # type: ignore[union-attr]
            raise row.fault("agenda", str(why))


def _known_before(process: Process, key: str, former: list[str], *, by: Any) -> Document | None:
    """The document with this key; one that has a former key of its is given this one."""
    stored = process.documents.filter(key=key).first()
    if stored is None and (stored := process.documents.filter(key__in=former).first()):
        actions.change(stored, by=by, values={"key": key})
    return stored


def _refuse_taken(row: Row, name: str, cited: str, process: Process, own: list[str]) -> None:
    """One symbol leads to one document in the whole portal: say which has it already."""
    try:
        other = Document.objects.by_symbol(cited).exclude(process=process, key__in=own).first()
    except SymbolError as error:
        note(row.fault(name, f"“{name}”: {error.sentence(_)} {_(symbols.HELP_TEXT)}."))
        return
    if other:
        fault = _(
            "“%(symbol)s” already leads to the document “%(document)s” of the process “%(process)s”; a "
            "symbol leads to one document only in the whole portal. Correct it, or leave it out and give a "
            "“key”."
        )
        facts = {"symbol": cited, "document": other.key, "process": other.process.slug}
        note(row.fault(name, fault % facts))


def _move_on(document: Document, state: DocumentState, *, by: Any) -> None:
    if state == DocumentState.ISSUED and document.state in TO_ISSUE:
        actions.issue(document, by=by, exception=True)  # the folder records what was done
    elif state == DocumentState.PLANNED and document.state == DocumentState.PREPARATION:
        actions.plan(document, by=by)


def _agenda_items(row: Row, meeting: Meeting | None) -> list[AgendaItem]:
    items = {item.number: item for item in meeting.agenda.all()} if meeting else {}
    return row.references("agenda", None if row.has("meeting") and not meeting else items)


def _parts(meeting: Meeting | None) -> dict[str, MeetingPart]:
    return {str(part.number): part for part in meeting.parts.all()} if meeting else {}


def _answered(row: Row, dues: dict[tuple[str, str], InputDue]) -> tuple[Row, InputDue]:
    awaited: dict[str, dict[str, InputDue]] = {required_input: {} for required_input, _meeting in dues}
    for (required_input, meeting), due in dues.items():
        awaited[required_input][meeting] = due
    answered = row, row.reference("meeting", row.reference("input", awaited))
    row.done()
    return answered


def _link(owner: Any, links: Any, thing: Any, *, by: Any) -> None:
    if links.filter(pk=thing.pk).exists():
        return
    with audit.recorded("changed", owner, by=by, added=str(thing)):
        links.add(thing)


def _by_key(rows: Any) -> dict[str, Any]:
    return {row.key: row for row in rows.all()}
