"""What changes when a filing is examined: each function writes rows and their event in one transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.cleaning import cleaned
from igsp_portal.foundations.record import audit
from igsp_portal.models import User

from ..actions.rows import lock, locked_for, recorded, standing_of
from ..models import Clarification, PrivateNote, Screening, Submission, SubmissionVersion
from ..sizes import LONGEST_MESSAGE
from ..states import RECEIVED, Channel, SubmissionState, Verdict
from . import letters

SENTENCES: dict[str, str | Promise] = {
    "submission.entered": _("%(by)s entered “%(about)s” for the participant, under the number %(number)s"),
    "submission.accepted": _("%(by)s examined “%(about)s”, number %(number)s, and accepted it"),
    "submission.returned": _("%(by)s returned “%(about)s”, number %(number)s: %(reason)s"),
    "submission.unclear": _("%(by)s found that “%(about)s”, number %(number)s, needs clarification"),
    "submission.noted": _("%(by)s wrote a private note on “%(about)s”"),
    "submission.asked": _("%(by)s asked for a clarification of “%(about)s”, number %(number)s"),
    "submission.answered": _("%(by)s answered the request for a clarification of “%(about)s”, number %(number)s"),
}
VERBS = {
    Verdict.ACCEPTED: "submission.accepted",
    Verdict.RETURNED: "submission.returned",
    Verdict.CLARIFY: "submission.unclear",
}
STATES = {Verdict.ACCEPTED: SubmissionState.ACKNOWLEDGED, Verdict.RETURNED: SubmissionState.RETURNED}
EXAMINED = (SubmissionState.FILED, SubmissionState.ACKNOWLEDGED, SubmissionState.RETURNED)


def screen(
    submission: Submission,
    *,
    by: User,
    verdict: Verdict,
    reason: str = "",
    at: dt.datetime | None = None,
    seen: int | None = None,
) -> Screening:
    """Say what was found of the version that stands; the party is told it, with the `reason`.

    What is accepted is acknowledged with it, what is returned awaits a new version, and of what needs clarification
    the reason is sent as the request. `at` is the moment, now unless it is a record of the past, `seen` the number of
    the version that was examined, if it is known. The same said again, as by a double click, is said once. Raises
    ValidationError without a reason, save for what is accepted, for what is published, withdrawn or not filed, and
    where another version has been filed since.
    """
    reason = _words(reason, needed=verdict != Verdict.ACCEPTED)
    with transaction.atomic():
        submission = _to_be_examined(submission, verdict)
        version = standing_of(submission)
        _refuse_unseen(version, seen)
        last = Screening.objects.latest_of(version)
        same = last and (last.verdict, last.reason) == (verdict, reason)
        if last and same and (verdict != Verdict.CLARIFY or is_awaited(submission)):
            return last
        with recorded(VERBS[verdict], submission, by=by, number=version.filing_number, reason=reason):
            screening = Screening(version=version, verdict=verdict, reason=reason, at=at or time.now())
            screening.by_name = str(by)[:254]
            screening.save(force_insert=True)
            _move(submission, verdict)
            if verdict != Verdict.CLARIFY and not submission.illustrative:
                letters.write_screening(submission, screening)
        if verdict == Verdict.CLARIFY:
            ask(submission, by=by, words=reason)
    return screening


def _to_be_examined(submission: Submission, verdict: Verdict) -> Submission:
    submission = lock(submission)
    if submission.state not in EXAMINED:
        raise ValidationError(_("Only what was filed and is not yet published is examined."))
    to = STATES.get(verdict)
    return locked_for(submission, to) if to and submission.state != to else submission


def _move(submission: Submission, verdict: Verdict) -> None:
    submission.state = STATES.get(verdict, SubmissionState(submission.state))
    if verdict == Verdict.ACCEPTED:
        submission.acknowledged_at = submission.acknowledged_at or time.now()
    submission.save(update_fields=["state", "acknowledged_at"])


def _refuse_unseen(version: SubmissionVersion, seen: int | None) -> None:
    """Raise ValidationError where what stands is not the version of that number; of None, never."""
    if seen is not None and version.number != seen:
        raise ValidationError(_("A new version has been filed since you opened this page. Read it before you go on."))


def write_note(submission: Submission, *, by: User, words: str, seen: int | None = None) -> PrivateNote:
    """Keep a private note on the version that stands, the `seen` one if that is known. Its words are in no event.

    Raises ValidationError without any, and where another version stands.
    """
    note = PrivateNote(words=_words(words), at=time.now(), by_name=str(by)[:254])
    with transaction.atomic():
        note.version = _received(submission)
        _refuse_unseen(note.version, seen)
        with audit.recorded("submission.noted", note, by=by):
            note.save(force_insert=True)
    return note


def ask(
    submission: Submission,
    *,
    by: User | str,
    words: str,
    seen: int | None = None,
    at: dt.datetime | None = None,
    sender: str = "",
) -> Clarification:
    """Ask the party for a clarification, by a letter to its focal points; once, if the same is asked again.

    Of a record of the past `at` is the moment, and `sender` who asked. Raises ValidationError without words, and where
    another version stands than the `seen` one, if that is known.
    """
    return _said(submission, by=by, words=words, seen=seen, at=at or time.now(), by_name=sender[:254] or str(by)[:254])


def answer(
    submission: Submission,
    *,
    by: User | str,
    words: str,
    channel: Channel = Channel.PORTAL,
    sender: str = "",
    at: dt.datetime | None = None,
    message_id: str = "",
) -> Clarification:
    """Answer what was asked last: the party on its page, or the secretariat for one that came by e-mail.

    `sender` wrote the e-mail, `at` that moment, and `message_id` is its own. Raises ValidationError without words,
    for a time to come, save of a record for a demonstration, and where nothing waits for an answer.
    """
    if at and at > time.now() and not submission.illustrative:
        raise ValidationError(_("This time is in the future."))
    facts: dict[str, Any] = {"channel": channel, "at": at or time.now(), "by_name": sender[:254] or str(by)[:254]}
    return _said(submission, by=by, words=words, is_answer=True, message_id=message_id.strip(), **facts)


def _said(
    submission: Submission,
    *,
    by: User | str,
    words: str,
    is_answer: bool = False,
    seen: int | None = None,
    **facts: object,
) -> Clarification:
    """Add a message to the end of the thread, and send it on."""
    message = Clarification(words=_words(words), is_answer=is_answer, by=by if isinstance(by, User) else None)
    for name, value in facts.items():
        setattr(message, name, value)
    with transaction.atomic():
        message.version = _received(submission)
        _refuse_unseen(message.version, seen)
        last = Clarification.objects.of(submission.pk).last()
        if is_answer and (last is None or last.is_answer):
            raise ValidationError(_("No clarification is awaited."))
        if (
            last
            and not (is_answer or last.is_answer)
            and (last.version, last.words) == (message.version, message.words)
        ):
            return last
        verb, number = "submission.answered" if is_answer else "submission.asked", message.version.filing_number
        with recorded(verb, message.version.submission, by=by, number=number):
            message.save(force_insert=True)
            if not message.version.submission.illustrative:
                letters.write_clarification(message)
    return message


def is_awaited(submission: Submission) -> bool:
    """Whether a request awaits an answer."""
    last = Clarification.objects.of(submission.pk).last()
    return last is not None and not last.is_answer


def _received(submission: Submission) -> SubmissionVersion:
    """The version that stands, its submission held. Raises ValidationError where none does."""
    held = lock(submission)
    if held.state not in RECEIVED:
        raise ValidationError(_("Nothing stands that could be examined: it was withdrawn, or not filed yet."))
    version = standing_of(held)
    version.submission = held
    return version


def _words(words: str, *, needed: bool = True) -> str:
    words = cleaned(words).strip()
    if needed and not words:
        raise ValidationError(_("Write something first."))
    MaxLengthValidator(LONGEST_MESSAGE)(words)
    return words
