"""What a party can do after its submission was returned."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from igsp_portal.foundations.language.days import moment

from ..models import Submission
from ..states import SubmissionState


def next_step(submission: Submission, at: dt.datetime) -> str:
    """What its party can do `at` that moment, in one sentence; nothing unless it was returned."""
    if submission.state != SubmissionState.RETURNED:
        return ""
    call = submission.call
    if not call.receives_from(submission.participant, at):
        return _("The call is closed: write to the secretariat if you wish to file a new version.")
    if at > call.closes_at:
        return _("You can still file a new version; it will be marked as late.")
    until = {"moment": moment(call.closes_at, call.zone), "zone": call.zone}
    return _("You can file a new version until %(moment)s (%(zone)s).") % until
