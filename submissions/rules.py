"""Who may write, file, read and receive submissions: on top of the one table of roles."""

from __future__ import annotations

from typing import Any

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from meetings.models import Participant, Process

from .models import Call, Submission, SubmissionVersion


def may_write(user: Any, participant: Participant) -> bool:
    """Draft in the name of `participant`."""
    return access.may(user, Permission.OWN_DRAFT, process=participant.process, participant=participant)


def may_file(user: Any, participant: Participant) -> bool:
    """File, revise and withdraw in the name of `participant`."""
    return access.may(user, Permission.OWN_FILE, process=participant.process, participant=participant)


def is_of_party(user: Any, participant: Participant) -> bool:
    """Read what `participant` drafts and files."""
    return access.may(user, Permission.OWN_READ, process=participant.process, participant=participant)


def at_desk(user: Any, process: Process) -> bool:
    """Read what was filed, published or not."""
    return access.may(user, Permission.SUBMISSION_READ, process=process)


def may_receive(user: Any, process: Process) -> bool:
    """Acknowledge, publish and, at a party's request, withdraw."""
    return access.may(user, Permission.SUBMISSION_RECEIVE, process=process)


def may_read(user: Any, version: SubmissionVersion) -> bool:
    """Read the words and files of one version: the party all, the secretariat what was filed, others what is public."""
    submission = version.submission
    if is_of_party(user, submission.participant):
        return True
    if version.is_filed and at_desk(user, submission.process):
        return True
    return _is_public(user, version)


def _is_public(user: Any, version: SubmissionVersion) -> bool:
    submission = version.submission
    published = submission.published_version_id == version.pk and not submission.is_withdrawn
    return published and Process.objects.visible_to(user).filter(pk=submission.call.process_id).exists()


def shown_version(user: Any, submission: Submission) -> SubmissionVersion | None:
    """The version a reader is shown: the one that stands, or for the public the one that is published."""
    standing = submission.standing
    if standing and (is_of_party(user, submission.participant) or at_desk(user, submission.process)):
        return standing
    return submission.published_version if not submission.is_withdrawn else None


def acting_for(user: Any, call: Call) -> list[Participant]:
    """The participants addressed by `call` for which `user` may draft."""
    own = access.participants_where(user, Permission.OWN_DRAFT)
    return list(call.addressees().filter(pk__in=own)) if own else []
