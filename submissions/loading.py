"""Calls and submissions from a process's data folder. Loading again changes what differs; what was filed stays."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.datafiles import NO_TIME, Row, in_columns, keys, named, note, read, unnamed
from igsp_portal.foundations.datafiles.values import MISSING
from igsp_portal.foundations.record import audit
from meetings.kinds import ParticipantKind
from meetings.models import Component, Participant, Process

from . import actions, loading_attachments, loading_call_files, loading_entry, loading_forms
from .actions import Answered, Said
from .actions.joining import write_parties
from .compiling import loading as compiling
from .inviting import loading as inviting
from .inviting import reminding
from .models import Call, FormVersion, MadeProposal, Question, Submission, SubmissionVersion
from .models.calls import addressed_by
from .receiving.actions import screen
from .sources.loading import load_sources
from .states import ANSWERED, CallStage, PointsAt, SubmissionState, Verdict


class LoadedState(Enum):
    """The states a data file may name."""

    DRAFT = "draft"
    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    PUBLISHED = "published"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


WITH_REASON = (SubmissionState.RETURNED, SubmissionState.WITHDRAWN)


def load(folder: Path, process: Process, *, by: Any) -> None:
    """Load calls and what belongs to them, as far as their files are there. Raises DataError, naming file and line."""
    load_calls(folder, process, by=by)
    inviting.load_invitations(folder, process, by=by)
    if (folder / "submissions.yaml").exists():
        load_submissions(folder, process, by=by)
        made = MadeProposal.objects.filter(statement__version__submission__call__process=process)
        named([row.proposal for row in made.select_related("proposal")])
    compiling.load(folder, process, by=by)
    load_sources(folder, process, by=by)


def load_calls(folder: Path, process: Process, *, by: Any) -> None:
    """The calls of a process; their times are read on a clock in their zone."""
    source = read(folder / "calls.yaml", optional=True)
    decisions = {decision.key: decision for decision in process.decisions.all()}
    inputs = {required.key: required for required in process.inputs.all()}
    asked = loading_forms.tables(process)
    regions = {region.key: region for region in process.regions.all()}
    participants = {participant.key: participant for participant in process.participants.all()}
    rows = source.rows("calls", once="key")
    files_given: list[loading_call_files.Given] = []
    for row in rows:
        with row.record():
            find = {"process": process, "key": row.key()}
            zone = row.zone("zone", process.zone)
            values: dict[str, Any] = {
                "decision": row.reference("decision", decisions, None),
                "paragraph": row.text("paragraph", ""),
                "required_input": row.reference("input", inputs, None),
                "addressed": [kind.value for kind in row.choices("addressed", ParticipantKind)],
                "opens_at": row.local_time("opens", zone),
                "closes_at": row.local_time("closes", zone),
                "hard_closes_at": row.local_time("hard_closes", zone, None),
                "zone": zone,
                "stage": row.choice("state", CallStage, CallStage.PUBLISHED),
                **in_columns(title=row.translated("title"), guidance=row.translated("guidance", optional=True)),
            }
            earlier = [_earlier(given, zone) for given in row.rows("earlier")]
            links = _addressees(row, values["addressed"], regions, participants)
            reminders = row.dates("reminders")
            form = loading_forms.form_of(row, asked)
            files = loading_call_files.files_of(row, folder)
            files_given += files
            row.done()
            call = actions.put_call(by=by, find=find, values=values, earlier=earlier, links=links)
            reminding.set_days(call, reminders, by=by)
            loading_forms.load_form(row, call, form, by=by)
            loading_call_files.give_out(call, files, by=by)
    loading_call_files.refuse_unnamed(folder, files_given)
    unnamed(process.calls.all(), keys(rows))
    source.done()


def _addressees(row: Row, kinds: list[str], regions: dict[str, Any], known: dict[str, Any]) -> dict[str, list[Any]]:
    """Whom a call addresses beside its `kinds`; a call addresses somebody."""
    links: dict[str, list[Any]] = {
        "regions": row.references("regions", regions),
        "groups": row.references("groups", known),
        "named": row.references("participants", known),
    }
    if not kinds and not any(links.values()):
        note(row.fault("addressed", _("Say whom the call addresses.")))
    return links


def _earlier(row: Row, zone: str) -> dict[str, Any]:
    """A deadline that was moved, on the clock of the zone it was set by."""
    zone = row.zone("zone", zone)
    dates = {
        "closes_at": row.local_time("closes", zone),
        "hard_closes_at": row.local_time("hard_closes", zone, None),
        "zone": zone,
        "moved_at": row.utc_time("moved_at"),
    }
    row.done()
    return dates


def load_submissions(folder: Path, process: Process, *, by: Any) -> None:
    """Illustrative submissions, numbered in the order in which they were filed. One that is there is left alone."""
    source = read(folder / "submissions.yaml")
    rows = source.rows("submissions")
    source.done()
    tables = _tables(process)
    last_day = read(folder / "process.yaml").date("demonstration_day", None) or time.today()
    once: dict[str, dict[str, str]] = {}  # a participant answers a call by one submission
    files: list[loading_attachments.Attached] = []
    for row in sorted(rows, key=lambda row: row.utc_time("filed_at", NO_TIME)):
        with row.record():
            row.first("participant", once.setdefault(row.text("call", ""), {}))
            _load_submission(row, folder, tables, last_day, files, by=by)
    loading_attachments.refuse_unnamed(folder, files)


def _tables(process: Process) -> dict[str, dict[str, Any]]:
    components = Component.objects.filter(decision__process=process)
    return {
        "calls": {call.key: call for call in process.calls.all()},
        "participants": {p.key: p for p in Participant.objects.filter(process=process)},
        "components": {component.key: component for component in components},
    }


def _load_submission(
    row: Row,
    folder: Path,
    tables: dict[str, dict[str, Any]],
    last_day: dt.date,
    named: list[loading_attachments.Attached],
    *,
    by: Any,
) -> None:
    """Load a submission that is not there; the files that its row names go to those `named`."""
    call = row.reference("call", tables["calls"])
    participant = row.reference("participant", tables["participants"])
    state = SubmissionState(row.choice("state", LoadedState).value)
    filed_at = row.utc_time("filed_at", None)
    reason = row.text("reason") if state in WITH_REASON else ""
    arrived = loading_entry.arrival_of(row)
    parties = loading_entry.parties_of(row, tables["participants"])
    form = call.form if call else None
    files = loading_attachments.files_of(row, folder, form)
    named += files
    asked = loading_attachments.clarifications_of(row, filed_at)
    statements = row.rows("statements", once="key")
    words: dict[str, Any] = {
        "title": row.text("title"),
        "introduction": row.text("introduction", ""),
        "language": row.language("language", settings.LANGUAGE_CODE),
        "consent": row.flag("consent", False),
        "statements": [_statement(one, tables, form, place) for place, one in enumerate(statements, start=1)],
        "answers": dict(_answer(one, form) for one in row.rows("answers", once="question")),
    }
    if state != SubmissionState.DRAFT and filed_at is None:
        fault = _("“filed_at” is missing, although the state is %(state)s.")
        note(row.fault("state", fault % {"state": state.value}))
    row.done()
    if Submission.objects.filter(call=call, participant=participant).exists():
        return
    day = (filed_at or call.opens_at).date()
    if not arrived and participant.pk not in addressed_by([call], on=day)[call.pk]:
        raise row.fault("participant", _("“participant”: The call does not address this participant."))
    if filed_at:
        _refuse_impossible(row, filed_at, call, last_day)
    draft = _draft(call, participant, filed_at or call.opens_at, arrived, parties, by=by)
    draft = actions.save_draft(draft, by=by, **words)
    loading_attachments.attach(draft, files, by=by)
    row.leave_if_wrong()
    _bring_to(state, draft, filed_at, reason, by=by)
    loading_attachments.clarify(draft.submission, asked, by=by)


def _refuse_impossible(row: Row, filed_at: dt.datetime, call: Call, last_day: dt.date) -> None:
    """Nothing is filed before its call opens, or after the day that the demonstration takes for today."""
    opens_at = call.opens_at.astimezone(dt.UTC)
    if filed_at < opens_at:
        fault = _("The call opens later, at %(moment)s.")
        raise row.fault("filed_at", fault % {"moment": opens_at.isoformat().replace("+00:00", "Z")})
    if filed_at.date() > last_day:
        fault = _("This time is in the future: today is %(day)s, or is taken to be so in a demonstration.")
        raise row.fault("filed_at", fault % {"day": last_day.isoformat()})


def _draft(
    call: Call, participant: Participant, at: dt.datetime, arrived: dict[str, Any], parties: Any, *, by: Any
) -> SubmissionVersion:
    """A draft begun at `at`, whatever the portal's clock shows: these are records of the past. It has no words yet."""
    submission = Submission(call=call, participant=participant, created_at=at, illustrative=True)
    with audit.recorded("loaded", submission, by=by):
        submission.full_clean(exclude=["published_version"])
        submission.save(force_insert=True)
        new = {"submission": submission, "form": call.form, "number": 1, "saved_at": at, **arrived}
        draft = SubmissionVersion.objects.create(**new)
        write_parties(draft, parties)
        return draft


def _bring_to(
    state: SubmissionState, draft: SubmissionVersion, filed_at: dt.datetime | None, reason: str, *, by: Any
) -> None:
    """File, and do with it what `state` says, all at the time of filing: no other is known."""
    if state == SubmissionState.DRAFT:
        return
    submission = actions.file(draft, by=by, at=filed_at).submission
    if state in (SubmissionState.ACKNOWLEDGED, SubmissionState.PUBLISHED):
        submission = actions.acknowledge(submission, by=by, at=filed_at)
    if state == SubmissionState.PUBLISHED:
        actions.publish(submission, by=by, at=filed_at)
    if state == SubmissionState.RETURNED:
        screen(submission, by=by, verdict=Verdict.RETURNED, reason=reason, at=filed_at)
    if state == SubmissionState.WITHDRAWN:
        actions.withdraw(submission, by=by, reason=reason, at=filed_at)


def _statement(row: Row, tables: dict[str, dict[str, Any]], form: FormVersion | None, place: int) -> Said:
    """A statement; one without a key of its own is known by its place, one of no question is of the first there is."""
    questions = {question.key: question for question in form.asked() if question.takes_statements} if form else None
    if questions == {}:
        raise row.fault("words", _("The call asks for no statements."))
    question: Question | None = row.reference("question", questions, next(iter((questions or {}).values()), None))
    on = question.points_at if question else PointsAt.NOTHING
    version = question.text_version if question else None
    paragraphs = {key: key for key in actions.paragraphs(version)} if version else {} if question else None
    said = Said(
        key=row.key_or(str(place)),
        question=question.key if question else "",
        words=row.text("words", "") if row.has("proposed") else row.text("words"),
        proposed=row.text("proposed", ""),
        component=row.reference("component", tables["components"], None if on != PointsAt.COMPONENTS else MISSING),
        text_version=version,
        block=row.reference("paragraph", paragraphs, MISSING if on == PointsAt.TEXT else "") or "",
        kind=row.reference("kind", {key: key for key, _name in question.kinds()} if question else None),
        rank=row.number("rank", 1),
        withheld=row.flag("withheld", False),
    )
    row.done()
    return said


def _answer(row: Row, form: FormVersion | None) -> tuple[str, Answered]:
    questions = {question.key: question for question in form.asked() if question.kind in ANSWERED} if form else None
    question = row.reference("question", questions)
    answer = Answered(row.written("answer"), row.flag("withheld", False))
    row.done()
    return question.key if question else "", answer
