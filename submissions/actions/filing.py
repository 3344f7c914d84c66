"""Filing: a draft becomes a version that never changes, with number, time and SHA-256."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.worker.work import hand_over
from igsp_portal.models import User
from meetings.models import Component, Process

from .. import mails, names
from ..canonical import FORM, canonical, checksum
from ..models import Statement, Submission, SubmissionVersion
from ..states import SubmissionState
from .rows import DraftChanged, locked, recorded, refuse_unless_receiving


def lacking(version: SubmissionVersion) -> list[ValidationError]:
    """What a draft lacks before it can be filed; nothing when it is whole. Times are not asked here.

    The code of each names the field it is missed in, its parameter `place` the statement, counted from 1.
    """
    statements = list(version.statements.all())
    if not (version.title or version.introduction or statements):
        return [ValidationError(_("Nothing has been written yet."), code="title")]
    faults = []
    if not version.title:
        faults.append(ValidationError(_("The title is missing."), code="title"))
    if not statements:
        faults.append(ValidationError(_("Write at least one statement."), code="words", params={"place": 1}))
    return faults + _lacking_in(statements, version.process)


def _lacking_in(statements: list[Statement], process: Process) -> list[ValidationError]:
    """What statements lack; a component is asked for where the mandate has any."""
    faults = []
    without = {s.pk for s in statements if s.component_id is None}
    if without and not Component.objects.filter(decision__process=process).exists():
        without = set()
    for place, statement in enumerate(statements, start=1):
        if not statement.words:
            words = _("Statement %(place)s has no words.")
            faults.append(ValidationError(words, code="words", params={"place": place}))
        if statement.pk in without:
            words = _("Statement %(place)s does not say which component of the mandate it concerns.")
            faults.append(ValidationError(words, code="component", params={"place": place}))
    return faults


def file(
    version: SubmissionVersion, *, by: User | str, at: dt.datetime | None = None, expected: int | None = None
) -> SubmissionVersion:
    """File a draft: freeze it with number, time and SHA-256, and send the receipt. Returns the filed version.

    A version that is filed already is returned as it is: a double click files once. `expected` is the `revision`
    that was reviewed; `at` the moment of filing, now unless it is a record of the past, and the one at which the
    deadline is tested. Raises ValidationError when the call is not open yet or closed, or the draft is not whole.
    """
    with transaction.atomic():
        draft = locked(version)
        if draft.is_filed:
            return draft
        if expected is not None and expected != draft.revision:
            raise DraftChanged(draft)
        moment = at or time.now()
        refuse_unless_receiving(draft.submission.call, moment)
        if faults := lacking(draft):
            raise ValidationError(faults)
        _freeze(draft, moment, by)
        person = by.pk if isinstance(by, User) else None
        if not draft.submission.illustrative:
            hand_over(mails.send_receipt, draft.pk, person)
    return draft


def _freeze(draft: SubmissionVersion, at: dt.datetime, by: User | str) -> None:
    submission = draft.submission
    serial = _next_serial(submission.process)
    number = f"{submission.process.slug.upper()}-{at.astimezone(dt.UTC).year}-{serial:04d}"
    draft.deadline, draft.zone = submission.call.closes_at, submission.call.zone
    draft.names = names.in_each_language(draft)
    draft.late = at > draft.deadline
    facts = {"number": number, "version": draft.number, "late": draft.late}
    with recorded("submission.filed", submission, by=by, **facts) as event:
        draft.content = canonical(facts_of(draft))
        draft.sha256 = event.facts["sha256"] = checksum(draft.content)
        draft.serial, draft.filing_number = serial, number
        draft.filed_at, draft.filed_by_name = at, str(by)[:254] if isinstance(by, User) else ""
        draft.save()
        _stand(submission)


def _stand(submission: Submission) -> None:
    """A new filing has yet to be acknowledged; what was published before stays, unless it had been withdrawn."""
    if submission.is_withdrawn:
        submission.withdrawn_at, submission.withdrawal_reason = None, ""
        submission.published_version = submission.published_at = None
    submission.state, submission.acknowledged_at = SubmissionState.FILED, None
    submission.save()


def _next_serial(process: Process) -> int:
    """The next running number. The row of the process is held, so that two filings never draw the same."""
    Process.objects.select_for_update(no_key=True).get(pk=process.pk)
    filed = SubmissionVersion.objects.filter(submission__call__process=process)
    return (filed.aggregate(last=models.Max("serial"))["last"] or 0) + 1


def facts_of(version: SubmissionVersion) -> dict[str, Any]:
    """What is filed, as the canonical form lists it (submissions/canonical.py)."""
    statements = version.statements.select_related("component__decision")
    attachments = sorted(version.attachments.all(), key=lambda a: (a.name, a.sha256))
    return {
        "form": FORM,
        "process": version.process.slug,
        "call": version.submission.call.key,
        "participant": version.submission.participant.key,
        "version": version.number,
        "language": version.language,
        "title": version.title,
        "introduction": version.introduction,
        "consent": version.consent,
        "statements": [
            {
                "component": f"{s.component.decision.key}/{s.component.key}" if s.component else "",
                "kind": s.kind,
                "rank": s.rank,
                "words": s.words,
            }
            for s in statements
        ],
        "attachments": [{"name": a.name, "sha256": a.sha256, "size": a.size} for a in attachments],
    }
