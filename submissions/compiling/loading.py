"""Illustrative compilations from a process's data folder. One that is there is left alone."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.library.states import DocumentKind
from igsp_portal.foundations.datafiles import Row, in_columns, note, read
from meetings.models import Process

from ..models import Call, Compilation, Statement
from ..states import Grouping
from . import actions, choosing
from .groups import keys_of


class LoadedState(Enum):
    """The states a data file may name."""

    DRAFT = "draft"
    ISSUED = "issued"


def load(folder: Path, process: Process, *, by: Any) -> None:
    """Load compilations.yaml, where it is: each with all that is published under its call. Raises DataError."""
    source = read(folder / "compilations.yaml", optional=True)
    rows = source.rows("compilations", once="key")
    source.done()
    calls = {call.key: call for call in process.calls.all()}
    meetings = {meeting.key: meeting for meeting in process.meetings.all()}
    for row in rows:
        with row.record():
            _load(row, calls, meetings, by=by)


def _load(row: Row, calls: dict[str, Call], meetings: dict[str, Any], *, by: Any) -> None:
    call: Call = row.reference("call", calls)
    said = {f"{one.version.submission.participant.key}/{one.key}": one for one in choosing.published(call)}
    values: dict[str, Any] = {
        "key": row.key(),
        "meeting": row.reference("meeting", meetings, None),
        "kind": row.choice("kind", DocumentKind, DocumentKind.INFORMATION).value,
        **in_columns(title=row.translated("title"), introduction=row.translated("introduction", optional=True)),
    }
    if row.has("grouped_by"):
        values["grouped_by"] = row.choice("grouped_by", Grouping).value
    state, issued_at = row.choice("state", LoadedState), row.utc_time("issued_at", None)
    sentences = [_sentence(one, said) for one in row.rows("synthesis")]
    if state == LoadedState.ISSUED and issued_at is None:
        fault = _("“issued_at” is missing, although the state is %(state)s.")
        note(row.fault("state", fault % {"state": state.value}))
    row.done()
    if call.compilations.filter(key=values["key"]).exists():
        return
    compilation = actions.begin(call, by=by, illustrative=True, **values)
    _write(compilation, sentences, by=by)
    if state == LoadedState.ISSUED and issued_at:
        try:
            actions.issue(compilation, by=by, at=issued_at, files=False)
        except ValidationError as refusal:
            raise row.fault("state", " ".join(refusal.messages)) from refusal


def _sentence(row: Row, said: dict[str, Statement]) -> tuple[dict[str, Any], list[Statement]]:
    """A sentence and the statements that it stands on; it stands under the head of the first of them."""
    values = {"language": row.language("language", settings.LANGUAGE_CODE), "words": row.text("words")}
    statements = row.references("statements", said, names=lambda value: value.rpartition("/")[2])
    row.done()
    return values, statements


def _write(compilation: Compilation, sentences: list[tuple[dict[str, Any], list[Statement]]], *, by: Any) -> None:
    for place, (values, statements) in enumerate(sentences, start=1):
        group = next(iter(keys_of(compilation.grouped_by, statements[:1]).values()), "")
        actions.say(compilation, statements, by=by, group=group, order=place, **values)
