"""Where the texts of a process come from, from its data folder; what a later version does not say, it takes over."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from documents.models import TextVersion
from igsp_portal.foundations import time
from igsp_portal.foundations.datafiles import Row, read
from igsp_portal.foundations.record import audit
from meetings.models import Process

from ..models import Statement
from . import actions, reading
from .actions import Became

Known = dict[tuple[str, str, str], Statement]  # by call, participant and key
Said = list[tuple[Row, Became]]


class LoadedDisposition(Enum):
    """What a data file may say became of a statement: what is released is corrected in the portal."""

    REFLECTED = "reflected"
    IN_PART = "in_part"
    MERGED = "merged"
    NOT_REFLECTED = "not"


def load_sources(folder: Path, process: Process, *, by: Any) -> None:
    """Load sources.yaml. A version of which something is said already is left alone. Raises DataError."""
    source = read(folder / "sources.yaml", optional=True)
    rows = source.rows("sources")
    source.done()
    if not rows:
        return
    versions = _versions(process)
    said: dict[int, Said] = {}
    statements = _statements(process)
    for row in rows:
        with row.record():
            if found := _read(row, process, versions, statements):
                said.setdefault(found[0].pk, []).append((row, found[1]))
    for version in sorted(versions.values(), key=lambda version: (version.text_id, version.number)):
        before = versions.get((version.text.key, version.number - 1))
        if not version.sources.exists():
            _load(version, before, said.get(version.pk, []), by=by)


def _versions(process: Process) -> dict[tuple[str, int], TextVersion]:
    rows = TextVersion.objects.filter(text__process=process).select_related("text")
    return {(version.text.key, version.number): version for version in rows}


def _statements(process: Process) -> Known:
    rows = reading.standing_statements(process)
    return {(one.version.submission.call.key, one.version.submission.participant.key, one.key): one for one in rows}


def _read(
    row: Row, process: Process, versions: dict[tuple[str, int], TextVersion], statements: Known
) -> tuple[TextVersion, Became] | None:
    text = row.reference("text", {version.text.key: version.text for version in versions.values()})
    call = row.reference("call", {call.key: call for call in process.calls.all()})
    party = row.reference("participant", {party.key: party for party in process.participants.all()})
    number, key = row.number("version"), row.text("statement")
    disposition = row.choice("disposition", LoadedDisposition).value
    block = row.text("block", "")
    said, language = row.text("note", ""), row.language("language", settings.LANGUAGE_CODE)
    row.done()
    row.leave_if_wrong()
    if (version := versions.get((text.key, number))) is None:
        says = _("The text “%(text)s” has no version %(number)s.")
        raise row.fault("version", says % {"text": text.key, "number": number})
    row.reference("block", {key: key for key in version.blocks.values_list("key", flat=True)}, "")
    row.leave_if_wrong()
    if (statement := statements.get((call.key, party.key, key))) is None:
        there = sorted(own for of_call, of, own in statements if (of_call, of) == (call.key, party.key))
        says = _("“%(key)s” is no statement that was filed there; there are: %(known)s.")
        raise row.fault("statement", says % {"key": key, "known": ", ".join(there) or "–"}, names=key)
    return version, Became(statement, disposition, block, said, language)


def _load(version: TextVersion, before: TextVersion | None, said: Said, *, by: Any) -> None:
    """What is said of a version, at its release or when the statement was filed; the rest from the one before it."""
    released = version.released_at or time.now()
    for row, became in said:
        with row.record():
            at = max(released, became.statement.version.filing_time)
            actions.note(version, [became], by=by, at=at)
    if before is not None and before.sources.exists():
        anew = {(became.statement.version.submission_id, became.statement.key) for _row, became in said}
        with audit.recorded("source.taken_over", version, by=by):
            actions.take_over(before, version, but=anew)
