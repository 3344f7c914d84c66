"""Who may write, file, read and receive submissions: on top of the one table of roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from meetings.models import Participant, Process

from .models import Answer, Attachment, Call, Statement, Submission, SubmissionVersion


def may_write(user: Any, participant: Participant) -> bool:
    """Draft in the name of `participant`."""
    return access.may(user, Permission.OWN_DRAFT, process=participant.process, participant=participant)


def may_file(user: Any, participant: Participant) -> bool:
    """File, revise and withdraw in the name of `participant`."""
    return access.may(user, Permission.OWN_FILE, process=participant.process, participant=participant)


def may_clear(user: Any, participant: Participant) -> bool:
    """Let a draft of `participant` be filed, where it wants a second person to."""
    return access.may(user, Permission.OWN_CLEAR, process=participant.process, participant=participant)


def is_of_party(user: Any, participant: Participant) -> bool:
    """Read what `participant` drafts and files."""
    return access.may(user, Permission.OWN_READ, process=participant.process, participant=participant)


def at_desk(user: Any, process: Process) -> bool:
    """Read what was filed, published or not."""
    return access.may(user, Permission.SUBMISSION_READ, process=process)


def may_receive(user: Any, process: Process) -> bool:
    """Acknowledge, publish and, at a party's request, withdraw."""
    return access.may(user, Permission.SUBMISSION_RECEIVE, process=process)


def is_inside(user: Any, submission: Submission) -> bool:
    """Read also what is not published: as one of its party, or in the secretariat."""
    return is_of_party(user, submission.participant) or at_desk(user, submission.process)


def is_named(user: Any, version: SubmissionVersion) -> bool:
    """Read what was filed in the name of a further party, as one of its people; never a draft."""
    own = access.participants_where(user, Permission.OWN_READ)
    return bool(own) and version.is_filed and version.parties.filter(participant__in=own).exists()


def may_read_file(user: Any, attached: Attachment) -> bool:
    """Read a file: the party any, the secretariat what was filed, the named what stands, others what is published."""
    version = attached.version
    if is_of_party(user, version.submission.participant):
        return True
    if version.is_filed and at_desk(user, version.submission.process):
        return True
    if version == version.submission.standing and is_named(user, version):
        return True
    return _is_public(user, version) and version.attachments.open_to_all().filter(pk=attached.pk).exists()


def is_unasked(version: SubmissionVersion) -> bool:
    """Whether the secretariat took what came by another way from a participant that the call does not address."""
    return version.received_at is not None and not version.submission.call.addresses(version.submission.participant)


Parts = tuple[Iterable[Answer], Iterable[Statement], Iterable[Attachment]]


def parts_read(version: SubmissionVersion, *, whole: bool) -> Parts:
    """The answers, statements and files of a version: the `whole` of them, or what may be published."""
    if whole:
        return version.answers.all(), version.statements.all(), version.attachments.all()
    return tuple(rows.open_to_all() for rows in (version.answers, version.statements, version.attachments))


def is_in_part(version: SubmissionVersion) -> bool:
    """Whether the public reads only some of it."""
    parts = (version.statements, version.answers, version.attachments)
    return any(rows.exclude(pk__in=rows.open_to_all().values("pk")).exists() for rows in parts)


def _is_public(user: Any, version: SubmissionVersion) -> bool:
    submission = version.submission
    published = submission.published_version_id == version.pk and not submission.is_withdrawn
    return published and Process.objects.visible_to(user).filter(pk=submission.call.process_id).exists()


def shown_version(user: Any, submission: Submission) -> SubmissionVersion | None:
    """The version a reader is shown: the one that stands, or for the public the one that is published."""
    standing = submission.standing
    if standing and (is_inside(user, submission) or is_named(user, standing)):
        return standing
    return submission.published_version if not submission.is_withdrawn else None


def not_addressed(user: Any, call: Call) -> list[str]:
    """The names of the participants of its process for which `user` acts, where `call` addresses none of them."""
    own = access.participants_where(user, Permission.OWN_READ)
    found = list(Participant.objects.filter(pk__in=own, process=call.process_id)) if own else []
    addressed = call.addressees().filter(pk__in=[one.pk for one in found]).exists() if found else True
    return [] if addressed else [one.name for one in found]


def acting_for(user: Any, call: Call) -> list[Participant]:
    """The participants addressed by `call` for which `user` may draft."""
    own = access.participants_where(user, Permission.OWN_DRAFT)
    return list(call.addressees().filter(pk__in=own)) if own else []
