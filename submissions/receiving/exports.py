"""Submissions as spreadsheets and data: what is published for everybody, what was received for the secretariat.

Both are made of the same facts, so neither says what the other does not. Private notes are in none.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations.datafiles import sheets
from igsp_portal.foundations.language.languages import LANGUAGES
from meetings.kinds import ParticipantKind
from meetings.models import Component, Process

from .. import asking, names
from ..models import Answer, Attachment, Statement, Submission, SubmissionVersion
from ..states import RECEIVED, FileState
from . import articles

Facts = dict[str, Any]
OF_FORM = "form__questions__options"


def published(process: Process, rows: QuerySet[Submission]) -> list[Facts]:
    """What the public reads of these published submissions of a process."""
    found = rows.prefetch_related(
        f"published_version__{OF_FORM}",
        "published_version__parties__participant",
        Prefetch("published_version__statements", Statement.objects.open_to_all()),
        Prefetch("published_version__answers", Answer.objects.open_to_all()),
        Prefetch("published_version__attachments", Attachment.objects.open_to_all()),
    )
    return _facts(process, [(one, one.published_version) for one in found], inside=False)


def received(process: Process) -> list[Facts]:
    """All that was filed in a process and stands, also what is not published; for the secretariat alone."""
    rows = Submission.objects.filter(call__process=process, state__in=RECEIVED)
    found = rows.select_related("participant__region", "participant__regional_group", "call__process").prefetch_related(
        f"versions__{OF_FORM}",
        "versions__parties__participant",
        "versions__statements",
        "versions__answers",
        "versions__attachments",
    )
    return _facts(process, [(one, one.standing) for one in found.order_by("pk")], inside=True)


def _facts(process: Process, pairs: list[tuple[Submission, Any]], *, inside: bool) -> list[Facts]:
    components = {one.pk: str(one) for one in Component.objects.of_mandate(process)}
    places = {
        (statement.text_version_id, statement.block)
        for _submission, version in pairs
        for statement in version.statements.all()
        if statement.text_version_id
    }
    named = articles.named(places)
    for submission, _version in pairs:
        submission.call.process = process  # which knows by now what its kinds of participants are called
    return [_of(submission, version, components, named, inside=inside) for submission, version in pairs]


def _of(submission: Submission, version: SubmissionVersion, components: Any, named: Any, *, inside: bool) -> Facts:
    party, process = submission.participant, submission.call.process
    places = {question.key: place for place, question in enumerate(version.form.asked())}
    answers = sorted(version.answers.all(), key=lambda one: places.get(one.question, len(places)))
    more: Facts = {
        "state": submission.get_state_display(),
        "filed_by": version.filed_by_name,
        "channel": version.get_channel_display(),
        "received_at": _utc(version.received_at),
        "may_be_published": version.consent,
    }
    return {
        "number": version.filing_number,
        "call": submission.call.title,
        "participant": party.name,
        "kind": process.names.one(ParticipantKind(party.kind)),
        "region": party.place.name if party.place else "",
        "with": [str(one) for one in names.further(version)],
        "language": version.language,
        "filed_at": _utc(version.filed_at),
        "late": version.late,
        **(more if inside else {}),
        "title": version.title,
        "introduction": version.introduction,
        "statements": [_statement(version, one, components, named, inside=inside) for one in version.statements.all()],
        "answers": [_answer(version, one, inside=inside) for one in answers],
        "attachments": [
            _withheld(
                {
                    "question": _asked(version, one.question),
                    "name": one.name,
                    "size": one.size,
                    "sha256": one.sha256,
                },
                one,
                inside=inside,
            )
            for one in version.attachments.all()
            if one.state != FileState.REFUSED
        ],
        "sha256": version.sha256,
        "illustrative": submission.illustrative,
    }


def _statement(version: SubmissionVersion, one: Statement, components: Any, named: Any, *, inside: bool) -> Facts:
    facts = {
        "question": _asked(version, one.question),
        "component": components.get(one.component_id, ""),
        "paragraph": named.get((one.text_version_id, one.block), one.block),
        "kind": version.form.kind_of(one),
        "rank": one.rank,
        "words": one.words,
        "proposed": one.proposed,
    }
    return _withheld(facts, one, inside=inside)


def _answer(version: SubmissionVersion, one: Answer, *, inside: bool) -> Facts:
    return _withheld(
        {
            "question": _asked(version, one.question),
            "answer": asking.text_of(version.form.question(one.question), one.value),
        },
        one,
        inside=inside,
    )


def _withheld(facts: Facts, part: Any, *, inside: bool) -> Facts:
    return facts | {"withheld": part.withheld} if inside else facts


def _asked(version: SubmissionVersion, key: str) -> str:
    question = version.form.question(key)
    return question.called if question else key


def _utc(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""


# As a spreadsheet

OF_SUBMISSION = ("number", "call", "participant", "together", "kind", "region", "language", "filed_at", "late")
INSIDE = ("state", "filed_by", "channel", "received_at", "may_be_published")


def head(*, inside: bool = False) -> list[str]:
    """What the columns of `rows` are called."""
    first = [
        _("Number"),
        _("Call"),
        _("Participant"),
        _("Joint submission"),
        _("Kind of participant"),
        _("Region"),
        _("Language"),
    ]
    first += [_("Filed (UTC)"), _("late")]
    if inside:
        first += [_("State"), _("Filed by"), _("Channel"), _("Received (UTC)"), _("It may be published")]
    last = [_("Title"), _("Part"), _("Question"), _("Component of the mandate"), _("Paragraph"), _("Kind"), _("Rank")]
    last += [_("Text"), _("Wording proposed")]
    return [*first, *last, *([_("Not to be published")] if inside else [])]


def rows(submissions: Iterable[Facts], *, inside: bool = False) -> Iterator[list[Any]]:
    """A row for each introduction, statement, answer and file; for a submission with none of these, one."""
    for facts in submissions:
        shown = (*OF_SUBMISSION, *INSIDE) if inside else OF_SUBMISSION
        together = "; ".join(facts["with"])
        first = [*((facts | {"together": together})[name] for name in shown), facts["title"]]
        parts = list(_parts(facts)) or [("", {})]
        for label, part in parts:
            said = [part.get(name, "") for name in ("question", "component", "paragraph", "kind", "rank")]
            words = part.get("words") or part.get("answer") or part.get("name", "")
            last = [part.get("withheld", "")] if inside else []
            yield [*first, label, *said, words, part.get("proposed", ""), *last]


def _parts(facts: Facts) -> Iterator[tuple[str, Facts]]:
    if facts["introduction"]:
        yield _("Introduction"), {"words": facts["introduction"]}
    for name, label in (("statements", _("Statement")), ("answers", _("Answer")), ("attachments", _("File"))):
        for part in facts[name]:
            yield label, part


def as_xlsx(submissions: list[Facts], name: str, *, inside: bool = False) -> HttpResponse:
    """The file to be saved under that name; no word in it is run as a formula."""
    right_to_left = LANGUAGES[get_language() or "en"].direction == "rtl"
    made = sheets.sheet(
        _("Submissions"), head(inside=inside), rows(submissions, inside=inside), right_to_left=right_to_left
    )
    return _saved(made, sheets.MEDIA_TYPE, name)


def as_json(process: Process, submissions: list[Facts], name: str) -> HttpResponse:
    """The same as data."""
    made = json.dumps({"process": process.slug, "submissions": submissions}, ensure_ascii=False, indent=1)
    return _saved(made.encode(), "application/json", name)


def _saved(made: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
