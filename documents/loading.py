"""Inputs and documents from a process's data folder. Loading again changes what differs, and writes nothing else.

What people have done since with a document's state stands: its data file never takes it back to an earlier one.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any

from igsp_portal.foundations import audit, records
from igsp_portal.foundations.datafiles import Row, in_columns, read
from igsp_portal.foundations.languages import CODES
from meetings.models import AgendaItem, Meeting, Process

from . import actions
from .models import Document, InputDue, RequiredInput, SymbolAlias
from .states import Distribution, DocumentKind, DocumentState

LANGUAGES = {code: code for code in CODES}


class LoadedState(Enum):
    """The states a data file may name: what is in preparation or withdrawn is for people to say."""

    PLANNED = "planned"
    ISSUED = "issued"


def load(folder: Path, process: Process, *, by: Any) -> None:
    """Load what this app keeps of the process in `folder`. Raises DataError, naming file and line."""
    from .loading_texts import load_texts

    if (folder / "inputs.yaml").exists():
        load_inputs(folder, process, by=by)
    if (folder / "letters.yaml").exists():
        load_requests(folder, process, by=by)
    if (folder / "documents.yaml").exists():
        load_documents(folder, process, by=by)
    load_texts(folder, process, by=by)


def load_inputs(folder: Path, process: Process, *, by: Any) -> None:
    """Required inputs with the sessions they are awaited for, and the letters that asked for them."""
    source = read(folder / "inputs.yaml")
    meetings = _by_key(process.meetings)
    for place, row in enumerate(source.rows("inputs", once="key")):
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
        find = {"process": process, "key": row.text("key")}
        with row.refusals():
            required_input = records.put(RequiredInput, by=by, find=find, values=values)
        for cell in row.rows("for", once="meeting"):
            _load_due(cell, required_input, meetings, by=by)
        row.done()
    source.done()


def _load_due(row: Row, required_input: RequiredInput, meetings: dict[str, Meeting], *, by: Any) -> None:
    find = {"required_input": required_input, "meeting": row.reference("meeting", meetings)}
    values = {"due_on": row.date("due", None)}
    with row.refusals():
        records.put(InputDue, by=by, find=find, values=values)
    row.done()


def load_requests(folder: Path, process: Process, *, by: Any) -> None:
    """Which letter asked for which inputs; the letters themselves are loaded by the app below."""
    inputs, letters = _by_key(process.inputs), _by_key(process.letters)
    for row in read(folder / "letters.yaml").items("letters"):
        letter = row.reference("key", letters)
        for required_input in row.references("inputs", inputs):
            _link(required_input, required_input.requested_by, letter, by=by)


def load_documents(folder: Path, process: Process, *, by: Any) -> None:
    """Documents with their aliases, agenda items and the inputs they answer."""
    source = read(folder / "documents.yaml")
    meetings = _by_key(process.meetings)
    dues = {
        (due.required_input.key, due.meeting.key): due
        for due in InputDue.objects.filter(required_input__process=process).select_related("required_input", "meeting")
    }
    seen: dict[str, str] = {}
    for row in source.rows("documents", once="symbol"):
        row.first("key", seen)
        with row.refusals():
            document = _load_document(row, process, meetings, by=by)
            _load_aliases(row, document, by=by)
        for item in _agenda_items(row, document):
            _link(document, document.agenda_items, item, by=by)
        for answered in row.items("answers"):
            _load_answer(answered, document, dues, by=by)
        row.done()
    source.done()


def _load_document(row: Row, process: Process, meetings: dict[str, Meeting], *, by: Any) -> Document:
    row.has("text")  # which text it is typeset from: the loader of texts links the two
    symbol = row.text("symbol") if row.has("symbol") else ""
    key = row.text("key") if not symbol or row.has("key") else _key_of(symbol)
    values = {
        "symbol": symbol,
        "kind": row.choice("kind", DocumentKind),
        "meeting": row.reference("meeting", meetings, None),
        "distribution": row.choice("distribution", Distribution, Distribution.GENERAL),
        "original_language": row.reference("original_language", LANGUAGES, "en"),
        "languages": row.references("languages", LANGUAGES),
        "submitted_on": row.date("submitted_on", None),
        "planned_on": row.date("planned_on", None),
        "job_number": row.text("job_number", ""),
        "issued_elsewhere": row.flag("issued_elsewhere", False),
        "illustrative": row.flag("illustrative", False),
        **in_columns(
            title=row.translated("title"),
            subtitle=row.translated("subtitle", optional=True),
            author=row.translated("author", optional=True),
            remark=row.translated("remark", optional=True),
        ),
    }
    state = DocumentState(row.choice("state", LoadedState, LoadedState.PLANNED).value)
    issued_on = row.date("issued_on", None)
    existing = process.documents.filter(key=key).first()
    if existing is None:
        made = Document(process=process, key=key, state=state, issued_on=issued_on, **values)
        return records.create(made, by=by, verb="loaded")
    records.change(existing, by=by, values=values if issued_on is None else values | {"issued_on": issued_on})
    _move_on(existing, state, by=by)
    return existing


def _move_on(document: Document, state: DocumentState, *, by: Any) -> None:
    if state == DocumentState.ISSUED and document.state in (DocumentState.PREPARATION, DocumentState.PLANNED):
        actions.issue(document, by=by, exception=True)  # the folder records what was done
    elif state == DocumentState.PLANNED and document.state == DocumentState.PREPARATION:
        actions.plan(document, by=by)


def _key_of(symbol: str) -> str:
    """The key of a document whose data file gives it none: its symbol, as an address takes it."""
    return "".join(letter if letter.isalnum() else "-" for letter in symbol.lower()).strip("-")


def _load_aliases(row: Row, document: Document, *, by: Any) -> None:
    for cited in row.texts("aliases"):
        records.put(SymbolAlias, by=by, find={"document": document, "symbol": cited}, values={})


def _agenda_items(row: Row, document: Document) -> list[AgendaItem]:
    items = {item.number: item for item in document.meeting.agenda.all()} if document.meeting else {}
    return row.references("agenda", items)


def _load_answer(row: Row, document: Document, dues: dict[tuple[str, str], InputDue], *, by: Any) -> None:
    awaited: dict[str, dict[str, InputDue]] = {required_input: {} for required_input, _meeting in dues}
    for (required_input, meeting), due in dues.items():
        awaited[required_input][meeting] = due
    due = row.reference("meeting", row.reference("input", awaited))
    with row.refusals():
        actions.answer(due, document, by=by)
    row.done()


def _link(owner: Any, links: Any, thing: Any, *, by: Any) -> None:
    if links.filter(pk=thing.pk).exists():
        return
    with audit.recorded("changed", owner, by=by, added=str(thing)):
        links.add(thing)


def _by_key(rows: Any) -> dict[str, Any]:
    return {row.key: row for row in rows.all()}
