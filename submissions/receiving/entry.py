"""What came to the secretariat by another way than the portal is entered and filed in the participant's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Participant

from .. import actions
from ..actions import Answered, Said
from ..actions.rows import lock
from ..models import Call, Submission, SubmissionVersion
from ..states import Channel

File = tuple[str, bytes]  # its name and its bytes


def enter(
    call: Call,
    participant: Participant,
    *,
    by: User,
    channel: Channel,
    received_at: dt.datetime,
    title: str,
    language: str,
    introduction: str = "",
    consent: bool = False,
    statements: Sequence[Said] = (),
    files: Sequence[File] = (),
) -> SubmissionVersion:
    """File what came by `channel` at `received_at`, by which it is late or not. Returns the filed version.

    Where the participant has filed already, it is a new version in place of all that the earlier one said. Raises
    ValidationError for a time to come or at which the call received nothing, while the participant has a draft of
    its own, and for whatever a draft, a file or a filing is refused.
    """
    if received_at > time.now():
        raise ValidationError(_("This time is in the future."))
    if not (introduction or statements or files):
        raise ValidationError(_("Enter a statement or an introduction, or attach a file."))
    with audit.recorded("submission.entered", by=by, party=participant.party, party_sees=True) as event:
        draft = _opened(call, participant, by=by, language=language, at=received_at)
        event.about_thing = draft.submission
        words: dict[str, Any] = {"title": title, "introduction": introduction, "language": language}
        nothing = {answer.question: Answered("") for answer in draft.answers.all()}
        draft = actions.save_draft(draft, by=by, consent=consent, statements=statements, answers=nothing, **words)
        for name, data in files:
            actions.attach(draft, name=name, data=data, by=by)
        draft.rewrite(channel=channel, received_at=received_at)
        filed = actions.file(draft, by=by)
        event.facts |= {"number": filed.filing_number}
    return filed


def _opened(call: Call, participant: Participant, *, by: User, language: str, at: dt.datetime) -> SubmissionVersion:
    """A draft with nothing in it of the participant's own words or files."""
    earlier = Submission.objects.filter(call=call, participant=participant).first()
    if earlier is None:
        begun = actions.begin(call, participant, by=by, language=language, at=at)
        if begun.call is not call:  # read, not made here: the party has begun at the same moment
            raise _writing()
        draft = begun.draft
        assert draft is not None  # noqa: S101 - it has just been begun
        return draft
    earlier = lock(earlier)
    if earlier.draft:
        raise _writing()
    draft = actions.revise(earlier, by=by, at=at)
    for attached in draft.attachments.all():
        actions.detach(attached, by=by)
    draft.parties.all().delete()
    return draft


def _writing() -> ValidationError:
    return ValidationError(_("The participant is writing in the portal. Ask it to file or to discard its draft first."))
