"""Filing: a draft becomes a version that never changes, with number, time and SHA-256."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import prefetch_related_objects

from igsp_portal.foundations import time
from igsp_portal.foundations.files import stored
from igsp_portal.foundations.worker.work import LETTER, hand_over
from igsp_portal.models import User
from meetings.models import Component, Process

from .. import mails, names
from ..canonical import canonical, checksum
from ..log import appending
from ..models import Attachment, LogEntry, Submission, SubmissionVersion, with_questions_at_hand
from ..states import SubmissionState
from . import carrying, checking
from .clearing import refuse_unless_cleared
from .facts import PARTS, facts_of
from .lacking import lacking
from .rows import DraftChanged, FormChanged, locked, recorded, refuse_asked_otherwise, refuse_unless_receiving, there

LATER = "SELECT 1 FROM submissions_formversion o WHERE o.call_id = form.call_id AND o.number > form.number"
HOLD = (
    f"SELECT form.stamp, EXISTS ({LATER} AND o.opened_at IS NOT NULL) "  # noqa: S608 - nothing that was sent
    'FROM "meetings_process" process, "submissions_formversion" form WHERE form.id = %s AND process.id = %s'
)
ATTEMPTS = 3  # at a filing, where the form is changed meanwhile
STANDING = ["state", "acknowledged_at", "withdrawn_at", "withdrawal_reason", "published_version", "published_at"]


def file(
    version: SubmissionVersion,
    *,
    by: User | str,
    at: dt.datetime | None = None,
    expected: int | None = None,
    asked: str | None = None,
) -> SubmissionVersion:
    """File a draft: freeze it with number, time and SHA-256, and send the receipt. Returns the filed version.

    A version that is filed already is returned as it is: a double click files once. `expected` is the `revision`
    that was reviewed, `asked` the stamp that its form had then; `at` the moment of filing, now unless the request
    that files came before or it is a record of the past, and the one at which the deadline is tested. Raises
    ValidationError when the call is not open yet or closed, or the draft is not whole.
    """
    moment = at or time.now()
    for _attempt in range(ATTEMPTS):
        try:
            return _filed(version, by, moment, expected, asked)
        except _ChangedMeanwhile:
            continue
        except _Superseded:
            carrying.carry(version, version.submission.call.form, by=by)
            raise FormChanged from None
    raise FormChanged


def _filed(
    version: SubmissionVersion, by: User | str, moment: dt.datetime, expected: int | None, asked: str | None
) -> SubmissionVersion:
    draft, mandate = _read(version)
    if draft.is_filed:
        return draft
    if expected is not None and expected != draft.revision:
        raise DraftChanged(draft)
    refuse_asked_otherwise(draft, asked)
    refuse_unless_receiving(draft.submission.call, draft.submission.participant, draft.received_at or moment)
    checking.settle(draft)
    if faults := lacking(draft):
        raise ValidationError(faults)
    try:
        frozen = _frozen(draft, mandate, moment, by)
        refuse_unless_cleared(draft, frozen["sha256"], by)
        return _freeze(draft, frozen, by)
    except _FiledAlready as earlier:
        return earlier.version


class _ChangedMeanwhile(Exception):
    """The form was changed since it was read: the draft is judged once more, by what it asks now."""


class _Superseded(Exception):
    """A later version of the form is in use, to which the worker has yet to carry the draft."""


class _FiledAlready(Exception):
    def __init__(self, version: SubmissionVersion) -> None:
        super().__init__()
        self.version = version


def _read(version: SubmissionVersion) -> tuple[SubmissionVersion, list[Component]]:
    """The version as it is stored, with all that is filed with it, and the mandate it speaks to. Nothing is held."""
    rows = SubmissionVersion.objects.with_party_and_call().select_related("submission__participant__clearing_rule")
    fresh = there(rows.filter(pk=version.pk).order_by().first())
    fresh.submission.participant.process = fresh.process
    fresh.form.call = fresh.submission.call
    with_questions_at_hand(fresh.form)
    prefetch_related_objects([fresh], *PARTS)
    mandate = Component.objects.of_mandate_at_hand(fresh.process)
    by_key: dict[int | None, Component] = {component.pk: component for component in mandate}
    for statement in fresh.statements.all():
        statement.component = by_key.get(statement.component_id)
    return fresh, mandate


def _frozen(draft: SubmissionVersion, mandate: list[Component], at: dt.datetime, by: User | str) -> dict[str, Any]:
    """All that filing writes into a version but its number. It is made before anything is held: it takes longest."""
    call, content = draft.submission.call, canonical(facts_of(draft))
    return {
        "deadline": call.closes_at,
        "zone": call.zone,
        "names": names.in_each_language(draft, mandate),
        "late": (draft.received_at or at) > call.closes_at,
        "introduction": carrying.introduced(draft),
        "content": content,
        "sha256": checksum(content),
        "filed_at": at,
        "filed_by_name": str(by)[:254] if isinstance(by, User) else "",
    }


def _freeze(draft: SubmissionVersion, frozen: dict[str, Any], by: User | str) -> SubmissionVersion:
    """Write it, unless the draft has changed since it was read. Everybody who files waits for the number alone."""
    named = [party.participant.key for party in draft.parties.all()]
    with recorded("submission.filed", draft.submission, by=by) as event:
        held = locked(draft)
        if held.is_filed:
            raise _FiledAlready(held)
        if held.revision != draft.revision:
            raise DraftChanged(held)
        _leave_out(draft, carrying.not_to_be_filed(draft))
        _close_what_tells(draft)
        _stand(held.submission)
        if isinstance(by, User) or not held.submission.illustrative:  # whoever files an illustration has filed it
            hand_over(mails.send_receipt, held.pk, by.pk if isinstance(by, User) else None, rank=LETTER)
            if named:
                hand_over(mails.tell_the_named, held.pk, rank=LETTER)
        last = _alone_with_log(draft)
        held.rewrite(**frozen, **_next_number(held.process, last, frozen["filed_at"]))
        appending.append(held, last)
        event.facts |= {"number": held.filing_number, "version": held.number}
        event.facts |= {"late": held.late, "sha256": held.sha256} | ({"parties": named} if named else {})
    return held


def _leave_out(draft: SubmissionVersion, parts: list[Any]) -> None:
    """Take from a draft what answers no open question, and what the page before the filing has not shown.

    What stays is numbered anew: a statement is cited by its place.
    """
    for place, statement in enumerate(one for one in draft.statements.all() if one not in parts):
        if statement.order != place:
            statement.order = place
            statement.save(update_fields=["order"])
    for part in parts:
        part.delete()
        if isinstance(part, Attachment):
            transaction.on_commit(partial(stored.remove_unless_kept, part.file, Attachment.objects.all()))


def _close_what_tells(draft: SubmissionVersion) -> None:
    """Note of which parts the public would learn a choice that is not published (PartQuerySet.open_to_all)."""
    telling = carrying.telling(draft)
    for part in (*draft.answers.all(), *draft.statements.all(), *draft.attachments.all()):
        if part.pk and part.tells != (part.question in telling):
            part.tells = not part.tells
            part.save(update_fields=["tells"])


def _stand(submission: Submission) -> None:
    """A new filing has yet to be acknowledged; what was published before stays, unless it had been withdrawn."""
    if submission.is_withdrawn:
        submission.withdrawn_at, submission.withdrawal_reason = None, ""
        submission.published_version = submission.published_at = None
    submission.state, submission.acknowledged_at = SubmissionState.FILED, None
    submission.save(update_fields=STANDING)


def _alone_with_log(draft: SubmissionVersion) -> LogEntry | None:
    """The last filing of the process, whose row is held from here to the end: no number is drawn twice or left out.

    The form is held too, so that nobody changes what was just filed on; others file on it meanwhile.
    """
    held = " FOR SHARE OF form FOR NO KEY UPDATE OF process" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(HOLD + held, [draft.form_id, draft.process.pk])
        stamp, is_superseded = cursor.fetchone()
    if is_superseded:
        raise _Superseded
    if stamp != draft.form.stamp:
        raise _ChangedMeanwhile
    return appending.last_of(draft.process)


def _next_number(process: Process, last: LogEntry | None, at: dt.datetime) -> dict[str, Any]:
    serial = last.size + 1 if last else 1
    return {"serial": serial, "filing_number": f"{process.slug.upper()}-{at.astimezone(dt.UTC).year}-{serial:04d}"}
