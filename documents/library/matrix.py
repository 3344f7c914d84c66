"""The inputs by session: where each stands on a day, as the matrix and the panels show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Prefetch, Value, When, prefetch_related_objects
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.language.lettering import cited
from meetings.models import Meeting, Process

from . import panels
from .listing import days_late_in_words
from .models import Document, InputDue, RequiredInput
from .models.documents import visible
from .models.inputs import Answer
from .states import InputState

TONES = {
    InputState.RECEIVED: "ok",
    InputState.RECEIVED_UNDATED: "ok",
    InputState.RECEIVED_LATE: "attention",
    InputState.AWAITED: "neutral",
    InputState.OVERDUE: "late",
    InputState.DROPPED: "neutral",
}
COUNTED = [state for state in TONES if state != InputState.DROPPED]


@dataclass
class InputRow:
    """A required input and its cells, by the session's id."""

    required_input: RequiredInput
    cells: dict[int, InputDue] = field(default_factory=dict)


def dues_of(user: Any) -> Any:
    """Cells with the documents that answer them, each marked `shown` where `user` may know of it.

    That an input was received is no secret even where the document is restricted; the document itself is.
    """
    shown = Case(When(visible(user), then=Value(True)), default=Value(False), output_field=BooleanField())
    answers = Document.objects.annotate(shown=shown)
    return InputDue.objects.prefetch_related(Prefetch("documents", answers))


def of_process(process: Process, meetings: Iterable[Meeting], user: Any) -> list[InputRow]:
    """Every input with its cells, in four queries; `meetings` are those of the process, with their dates."""
    by_key = {meeting.pk: meeting for meeting in meetings}
    rows = {found.pk: InputRow(found) for found in process.inputs.all()}
    others = panels.other_answers(process.pk, user) if rows else {}
    for due in dues_of(user).filter(required_input__process=process):
        row, due.others = rows[due.required_input_id], others.get(due.required_input_id, ())
        due.meeting, due.required_input = by_key[due.meeting_id], row.required_input
        row.cells[due.meeting_id] = due
        know_process(due, process)
    return list(rows.values())


def awaiting(meetings: Iterable[Meeting], rows: list[InputRow]) -> list[Meeting]:
    """The sessions for which something is awaited."""
    awaited = {key for row in rows for key in row.cells}
    return [meeting for meeting in meetings if meeting.pk in awaited]


def of_meeting(meeting: Meeting, user: Any) -> list[InputDue]:
    """What one session needs, in three queries (the meeting's dates come with it)."""
    dues = dues_of(user).filter(meeting=meeting).select_related("required_input")
    found = list(dues.order_by("required_input__order", "pk"))
    others = panels.other_answers(meeting.process_id, user) if found else {}
    for due in found:
        due.meeting, due.others = meeting, others.get(due.required_input_id, ())
        know_process(due, meeting.process)
    return found


def know_process(due: InputDue, process: Process) -> None:
    """Spare a cell the queries for what all of them share."""
    due.meeting.process = due.required_input.process = process
    for document in due.documents.all():
        document.process = process


def shown(due: InputDue) -> list[Document]:
    """The issued documents that answer it, as far as the reader may know of them."""
    return [document for document in due.answering if document.shown]  # type: ignore[attr-defined]


def cell(due: InputDue, today: date) -> dict[str, Any]:
    """What a cell of components/matrix.html takes."""
    state = due.state_on(today)
    links = [*map(_document_link, shown(due)), *map(_answer_link, due.answering_otherwise)]
    first, *further = links or [{"url": "", "symbol": "", "link_label": ""}]
    notes = [*(link["symbol"] or link["link_label"] for link in further), timing(due, today)]
    return {"label": state.label, "tone": TONES[state], **first, "note": " · ".join(note for note in notes if note)}


def _document_link(document: Document) -> dict[str, str]:
    return {"url": document.get_absolute_url(), "symbol": document.symbol, "link_label": document.title}


def _answer_link(answer: Answer) -> dict[str, str]:
    return {"url": answer.url, "symbol": "", "link_label": answer.label}


def timing(due: InputDue, today: date) -> str:
    """By how much it is late, or until when it is due."""
    if late := due.days_late_on(today):
        return days_late_in_words(late)
    if due.due is None or due.is_answered or due.meeting.is_cancelled:
        return ""
    return _("due on %(date)s") % {"date": date_format(due.due, "DATE_FORMAT")}


def requests(found: RequiredInput) -> list[str]:
    """The letters that asked for it, each with its day (where it is known) and addressees."""
    return [
        _("letter of %(date)s to: %(to)s") % {"date": date_format(letter.sent_on, "DATE_FORMAT"), "to": letter.to}
        if letter.sent_on
        else _("letter to: %(to)s") % {"to": letter.to}
        for letter in found.requested_by.all()
    ]


def anchor(found: RequiredInput) -> str:
    return f"input-{found.key}"


def table(caption: str, meetings: list[Meeting], rows: list[InputRow], today: date) -> dict[str, Any]:
    """What components/matrix.html takes."""
    return {
        "caption": caption,
        "corner": _("Input"),
        "columns": [{"label": m.name, "note": _dates(m), "url": m.get_absolute_url()} for m in meetings],
        "rows": [_table_row(row, meetings, today) for row in rows],
        "legend": legend({due.state_on(today) for row in rows for due in row.cells.values()}),
    }


def _table_row(row: InputRow, meetings: list[Meeting], today: date) -> dict[str, Any]:
    found = row.required_input
    notes = [found.responsible, _("as appropriate") if found.as_appropriate else ""]
    return {
        "letter": found.label,
        "title": found.title,
        "url": f"#{anchor(found)}",
        "note": " · ".join(note for note in notes if note),
        "cells": [cell(row.cells[m.pk], today) if m.pk in row.cells else None for m in meetings],
    }


def _dates(meeting: Meeting) -> str:
    day = date_format(meeting.in_force.starts_on, "DATE_FORMAT") if meeting.in_force else ""
    return " · ".join(part for part in (day, meeting.is_cancelled and meeting.get_state_display()) if part)


def legend(found: set[InputState]) -> list[dict[str, Any]]:
    """What each state means; of sessions cancelled only where there is one among those `found`."""
    explains = {
        InputState.RECEIVED: _("A document or submission answering this input was available by its due date."),
        InputState.RECEIVED_UNDATED: _(
            "A document answering this input is on record; when it was received is not known."
        ),
        InputState.RECEIVED_LATE: _("The answer came after the due date; it is still taken into account."),
        InputState.AWAITED: _("Not yet received and not yet due."),
        InputState.OVERDUE: _("Not received, and the due date has passed."),
        InputState.DROPPED: _("The session was cancelled; the input is no longer expected."),
    }
    told = [state for state in TONES if state in COUNTED or state in found]
    return [{"label": state.label, "tone": TONES[state], "explains": explains[state]} for state in told]


def summary(rows: list[InputRow], today: date) -> list[dict[str, Any]]:
    """How many cells stand where, as components/key_facts.html takes it; what is asked for no more counts nowhere."""
    counts = Counter(due.state_on(today) for row in rows for due in row.cells.values())
    return [{"value": counts[state], "label": state.label, "tone": TONES[state]} for state in COUNTED]


def needs(dues: list[InputDue], today: date) -> list[dict[str, Any]]:
    """What a session needs, line by line, for its page."""
    return [_need(due, today) for due in dues]


def _need(due: InputDue, today: date) -> dict[str, Any]:
    state = due.state_on(today)
    return {
        "input": due.required_input,
        "letter": due.required_input.label,
        "badge": {"label": state.label, "tone": TONES[state]},
        "timing": timing(due, today),
        "documents": shown(due),
        "others": due.answering_otherwise,
    }


def details(rows: list[InputRow]) -> list[dict[str, Any]]:
    """Each input with who provides it, what asked for it, and every document that answers it."""
    prefetch_related_objects([row.required_input for row in rows], "requested_by")
    return [
        {
            "anchor": anchor(row.required_input),
            "letter": row.required_input.label,
            "title": row.required_input.title,
            "facts": _facts(row.required_input),
            "documents": [
                {"meeting": due.meeting, "document": document} for due in row.cells.values() for document in shown(due)
            ],
            "others": list(dict.fromkeys(other for due in row.cells.values() for other in due.answering_otherwise)),
        }
        for row in rows
    ]


def _facts(found: RequiredInput) -> list[dict[str, Any]]:
    facts = [
        {"label": _("Provided by"), "value": found.responsible},
        {"label": _("Requested in paragraph"), "value": cited(found.paragraph, get_language() or "en")},
        {"label": _("Requested by"), "value": " · ".join(requests(found))},
        {"label": pgettext("of an input", "Remark"), "value": found.remark},
    ]
    return [fact for fact in facts if fact["value"]]
