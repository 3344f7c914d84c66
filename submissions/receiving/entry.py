"""What came to the secretariat by another way than the portal is entered and filed in the participant's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Participant

from .. import actions
from ..actions.facts import facts_of
from ..actions.rows import lock
from ..actions.saving import ANSWER, PARTIES, STATEMENT
from ..canonical import canonical
from ..models import Call, Submission, SubmissionVersion
from ..states import Channel

OF_HEAD = ("title", "language", "consent")  # what says nothing by itself


@dataclass(frozen=True)
class File:
    """A file that came with it, the question that it answers, if any, and whether it is not to be published."""

    name: str
    data: bytes
    question: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class Arrival:
    """By which way it came, when it was received, and from which address, if that is known."""

    channel: Channel
    received_at: dt.datetime
    sender: str = ""


def enter(
    call: Call,
    participant: Participant,
    arrival: Arrival,
    *,
    by: User,
    said: Mapping[str, Any],
    files: Sequence[File] = (),
) -> SubmissionVersion:
    """File what arrived; by the time of its receipt it is late or not. Returns the filed version.

    `said` has values by the names of `actions.fields_of`, as `actions.save_fields` takes them. Also a participant that
    the call does not address is taken. Where it has filed already, this is a new version in place of all that the
    earlier one said; the same once more, as after a double click or an answer that was lost, is the version that
    stands. Raises ValidationError for a time to come or at which the call received nothing, while the
    participant is writing a draft of its own, and for whatever a draft, a file or a filing is refused.
    """
    if arrival.received_at > time.now():
        raise ValidationError(_("This time is in the future."))
    if not files and not any(value for name, value in said.items() if name not in OF_HEAD):
        raise ValidationError(_("Enter a statement or an introduction, or attach a file."))
    for file in files:  # it may take seconds, in which nobody else is held up
        actions.refuse_unreadable(file.name, file.data)
    try:
        return _filed(call, participant, arrival, by=by, said=said, files=files)
    except _EnteredAlready as earlier:
        return earlier.version


class _EnteredAlready(Exception):
    def __init__(self, version: SubmissionVersion) -> None:
        super().__init__()
        self.version = version


def _filed(
    call: Call,
    participant: Participant,
    arrival: Arrival,
    *,
    by: User,
    said: Mapping[str, Any],
    files: Sequence[File],
) -> SubmissionVersion:
    with audit.recorded("submission.entered", by=by, party=participant.party, party_sees=True) as event:
        draft = _opened(call, participant, by=by, language=str(said["language"]), at=arrival.received_at)
        event.about_thing = draft.submission
        _write(draft, said, files, by=by)
        draft.rewrite(channel=arrival.channel, received_at=arrival.received_at, sender=arrival.sender)
        _refuse_the_same(draft)
        filed = actions.file(draft, by=by)
        event.facts |= {"number": filed.filing_number}
    return filed


def _refuse_the_same(draft: SubmissionVersion) -> None:
    """Raise _EnteredAlready when the version that stands has been entered with the same content."""
    submission = draft.submission
    standing = submission.standing
    if not standing or submission.is_withdrawn or standing.sender != draft.sender:
        return
    if _content(standing) == _content(draft):
        raise _EnteredAlready(standing)


def _content(version: SubmissionVersion) -> str:
    """What is filed of a version, but for what tells it from another of the same content."""
    facts = facts_of(SubmissionVersion.objects.with_party_and_call().get(pk=version.pk))
    statements = [{**statement, "key": ""} for statement in facts["statements"]]
    return canonical(facts | {"version": 0, "salt": "", "statements": statements})


def _opened(call: Call, participant: Participant, *, by: User, language: str, at: dt.datetime) -> SubmissionVersion:
    """The draft to write into: new, or one into which the participant has written nothing of its own."""
    earlier = Submission.objects.filter(call=call, participant=participant).first()
    begun = earlier or actions.begin(call, participant, by=by, language=language, at=at, unasked=True)
    submission = lock(begun)
    draft = submission.draft
    if draft is None:
        return actions.revise(submission, by=by, at=at)
    if draft.revision and actions.holds_anything(draft):
        raise ValidationError(
            _("The participant is writing in the portal. Ask it to file or to discard its draft first.")
        )
    return draft


def _write(draft: SubmissionVersion, said: Mapping[str, Any], files: Sequence[File], *, by: User) -> None:
    for attached in draft.attachments.all():
        actions.detach(attached, by=by)
    draft.refresh_from_db(fields=["revision"])
    nothing: dict[str, Any] = {name: None for name in actions.fields_of(draft) if name.startswith((ANSWER, STATEMENT))}
    nothing |= {"introduction": "", PARTIES: []}
    actions.save_fields(draft, by=by, sent=nothing | dict(said), seen={}, expected=draft.revision)
    for file in files:
        attached = actions.attach(draft, name=file.name, data=file.data, by=by, question=file.question, is_read=True)
        if file.withheld:
            actions.withhold(attached, withheld=True, by=by)
