"""What follows a filing: it is acknowledged, published, or withdrawn."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.models import User

from .. import mails
from ..models import Screening, Submission, SubmissionVersion
from ..sizes import LONGEST_REASON
from ..states import SubmissionState, Verdict
from . import proposing
from .drafts import revise
from .rows import lock, locked_for, recorded, standing_of


def acknowledge(submission: Submission, *, by: User | str, at: dt.datetime | None = None) -> Submission:
    """Confirm to the party that the secretariat has what it filed. Raises ValidationError when it is not due."""
    with transaction.atomic():
        submission = locked_for(submission, SubmissionState.ACKNOWLEDGED)
        standing = standing_of(submission)
        with recorded("submission.acknowledged", submission, by=by, number=standing.filing_number):
            submission.state = SubmissionState.ACKNOWLEDGED
            submission.acknowledged_at = at or time.now()
            submission.save()
            if not submission.illustrative:
                mails.write_acknowledgement(submission, standing)
    return submission


def publish(submission: Submission, *, by: User | str, at: dt.datetime | None = None) -> Submission:
    """Open the version that stands to the public. Raises ValidationError unless acknowledged and consented to."""
    with transaction.atomic():
        submission = locked_for(submission, SubmissionState.PUBLISHED)
        standing = standing_of(submission)
        if not standing.consent:
            raise ValidationError(
                _("The participant has not agreed to publication; the submission cannot be published.")
            )
        screening = Screening.objects.latest_of(standing)
        if screening and screening.verdict == Verdict.CLARIFY:
            raise ValidationError(_("It needs clarification: record the result of its screening before publishing it."))
        with recorded("submission.published", submission, by=by, number=standing.filing_number):
            proposing.propose(submission, standing, by=by, at=at)
            submission.state = SubmissionState.PUBLISHED
            submission.published_at = at or time.now()
            submission.published_version = standing
            submission.save()
    return submission


def close(submission: Submission, *, by: User | str) -> Submission:
    """End the publication of an earlier version, whose party has not consented to that of the one that stands.

    What it proposes for texts is withdrawn with it. Raises ValidationError where there is no such version.
    """
    with transaction.atomic():
        submission = lock(submission)
        if not submission.consent_is_taken_back or submission.published_version is None:
            raise ValidationError(_("No earlier version is public against the participant's wish."))
        with recorded("submission.closed", submission, by=by, number=submission.published_version.filing_number):
            proposing.withdraw(submission, by=by, reason=gettext("The publication of the submission has been ended."))
            submission.published_version = submission.published_at = None
            submission.save(update_fields=["published_version", "published_at"])
    return submission


def withdraw(submission: Submission, *, by: User | str, reason: str, at: dt.datetime | None = None) -> Submission:
    """Take back what was filed: its words close, its trace (number, times, reason) stays, its party is told.

    `at` is the moment, now unless it is a record of the past.

    Raises ValidationError without a reason, with one that is too long, or when nothing stands.
    """
    return _take_back(submission, "submission.withdrawn", by=by, reason=reason, at=at)


def recall(submission: Submission, *, by: User | str, reason: str, at: dt.datetime | None = None) -> SubmissionVersion:
    """Take back what was filed before it is acknowledged, as `withdraw` does, and open it as a draft to be corrected.

    Returns the draft. Raises ValidationError also once it was acknowledged or where an earlier version was filed, and
    where nothing more can be filed `at` that moment, as in `revise`.
    """
    with transaction.atomic():
        held = lock(submission)
        if not held.may_be_recalled and held.state == SubmissionState.FILED:
            raise ValidationError(
                _("What was filed is never changed. You can file a new version; until then this version is valid.")
            )
        if not held.may_be_recalled:
            raise ValidationError(
                _("The secretariat has acknowledged this submission: file a new version, or withdraw it.")
            )
        return revise(_take_back(held, "submission.recalled", by=by, reason=reason), by=by, at=at)


def _take_back(
    submission: Submission, verb: str, *, by: User | str, reason: str, at: dt.datetime | None = None
) -> Submission:
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError(_("Give the reason for the withdrawal."))
    MaxLengthValidator(LONGEST_REASON)(reason)
    with transaction.atomic():
        submission = locked_for(submission, SubmissionState.WITHDRAWN)
        standing = standing_of(submission)
        with recorded(verb, submission, by=by, number=standing.filing_number, reason=reason):
            proposing.withdraw(submission, by=by, reason=reason)
            submission.state = SubmissionState.WITHDRAWN
            submission.withdrawn_at, submission.withdrawal_reason = at or time.now(), reason
            submission.save()
            if not submission.illustrative:
                mails.write_withdrawal(submission, standing)
    return submission
