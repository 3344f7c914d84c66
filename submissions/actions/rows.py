"""Rows under lock, and the event of a submission: what every action begins with.

On PostgreSQL the submission's row is held to the end of the transaction; SQLite, whose transactions begin
IMMEDIATE, lets one writer in at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Participant

from ..models import Call, Submission, SubmissionVersion
from ..states import SUBMISSION_MOVES, CallState, SubmissionState

Row = TypeVar("Row", Submission, SubmissionVersion)


class DraftChanged(ValidationError):
    """A colleague saved the draft after the writer had opened it: nobody's words are overwritten unseen."""

    def __init__(self, version: SubmissionVersion) -> None:
        self.version = version
        super().__init__(
            _("%(name)s has changed this draft since you opened it. None of your changes has been saved yet."),
            params={"name": version.saved_by_name or _("Somebody")},
        )


class FormChanged(ValidationError):
    """The draft was carried to another version of its form after the page was opened: its fields are not these."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The form was changed after you wrote this. "
                "It is kept here, but is not filed: copy what you still want to say."
            )
        )


class AskedOtherwise(ValidationError):
    """The form was changed after the page was opened: what was answered is read once more, under what it asks now."""

    def __init__(self) -> None:
        super().__init__(_("The form was changed after you opened this page. Read once more what will be filed."))


def refuse_asked_otherwise(draft: SubmissionVersion, asked: str | None) -> None:
    """Raise AskedOtherwise where the form of a draft no longer has the stamp it was shown with; of None, never."""
    if asked is not None and asked != draft.form.stamp:
        raise AskedOtherwise


def lock(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",))
    found = rows.select_related("call__process", "participant__process").filter(pk=submission.pk).first()
    return there(found)


def there(found: Row | None) -> Row:
    """The row that was looked for. Raises ValidationError when it is gone."""
    if found is None:
        raise ValidationError(_("This draft has been discarded in the meantime."))
    return found


def locked(version: SubmissionVersion) -> SubmissionVersion:
    """The version as it is stored now, its row and its submission's held.

    Both are named to PostgreSQL, which after a wait reads anew only the rows it was asked to hold. What it answers
    and whose it is stay as the caller has them: no lock is held on those.
    """
    rows = SubmissionVersion.objects.select_related("submission").select_for_update(of=("self", "submission"))
    fresh = there(rows.filter(pk=version.pk).order_by().first())
    earlier = version.submission
    fresh.submission.call, fresh.submission.participant = earlier.call, earlier.participant
    return fresh


def locked_draft(version: SubmissionVersion) -> SubmissionVersion:
    draft = locked(version)
    if draft.is_filed:
        raise ValidationError(
            _("This version was filed under the number %(number)s and can no longer be changed."),
            params={"number": draft.filing_number},
        )
    return draft


def locked_for(submission: Submission, to: SubmissionState) -> Submission:
    submission = lock(submission)
    if to not in SUBMISSION_MOVES[SubmissionState(submission.state)]:
        raise ValidationError(
            _("A submission that is %(old)s cannot become %(new)s."),
            params={"old": submission.get_state_display(), "new": SubmissionState(to).label},
        )
    return submission


def standing_of(submission: Submission) -> SubmissionVersion:
    standing = submission.standing
    assert standing is not None  # noqa: S101 - by the moves, only what was filed gets here
    return standing


@contextmanager
def recorded(verb: str, submission: Submission, *, by: User | str, **facts: Any) -> Iterator[Any]:
    party = submission.participant.party
    with audit.recorded(verb, submission, by=by, party=party, party_sees=True, **facts) as event:
        yield event


def refuse_unless_receiving(call: Call, participant: Participant, at: dt.datetime) -> None:
    """Raise ValidationError where `call` takes nothing from `participant` at `at`; by a grant it does once closed."""
    state = call.state_at(at)
    if state == CallState.NOT_YET_OPEN:
        raise ValidationError(_("The call is not open yet. What you have written has been kept."))
    if state == CallState.CLOSED and not call.receives_from(participant, at):
        raise ValidationError(_("The call is closed; nothing more can be filed. What you have written has been kept."))
