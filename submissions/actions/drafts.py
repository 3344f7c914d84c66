"""Writing: a draft is begun, saved, given files, and opened anew from the version that stands."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from documents.models import TextVersion
from igsp_portal.foundations import time
from igsp_portal.foundations.files import filetypes, scanning, stored
from igsp_portal.foundations.files.filenames import clean_upload_name
from igsp_portal.foundations.language.cleaning import cleaned, cleaned_line
from igsp_portal.foundations.record.entered import as_kept
from igsp_portal.foundations.worker.work import SOON, hand_over
from igsp_portal.models import User
from meetings.models import Component, Participant

from ..models import (
    STATEMENTS,
    Answer,
    Attachment,
    Call,
    FormVersion,
    Question,
    Statement,
    Submission,
    SubmissionVersion,
)
from ..models.parts import differ, new_key
from ..sizes import LONGEST_STATEMENT, MOST_ATTACHMENTS, MOST_STATEMENTS
from ..states import FileState, StatementKind
from . import answering, checking
from .carrying import carry
from .rows import DraftChanged, lock, locked_draft, recorded, refuse_unless_receiving
from .voiding import voided

refuse_too_long = MaxLengthValidator(LONGEST_STATEMENT)
# What a statement says, by the columns of its row.
OF_STATEMENT = (
    *("question", "component_id", "text_version_id", "block", "kind", "words", "proposed", "rank"),
    *("withheld", "order"),
)


@dataclass(frozen=True)
class Said:
    """A statement as it is written in a draft, where it may still lack what it points at or its words.

    One without a key is new, and is given one.
    """

    words: str
    component: Component | None = None
    kind: str = StatementKind.NEED
    rank: int = 1
    key: str = ""
    question: str = STATEMENTS
    text_version: TextVersion | None = None
    block: str = ""
    proposed: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class Answered:
    """An answer as it is written in a draft; `value` as submissions.models.Answer describes it, empty for none."""

    value: Any
    withheld: bool = False


def begin(
    call: Call,
    participant: Participant,
    *,
    by: User | str,
    language: str = "",
    at: dt.datetime | None = None,
    unasked: bool = False,
) -> Submission:
    """Open the submission of `participant` under `call`, with an empty draft; the one there is, when there is one.

    Raises ValidationError when the call does not address the participant, save where it may come `unasked`, is not
    open yet or is closed `at` that moment, now unless the request that begins it came before.
    """
    if earlier := Submission.objects.filter(call=call, participant=participant).first():
        return earlier
    if not unasked and not call.addresses(participant):
        raise ValidationError(_("This call is not addressed to %(party)s."), params={"party": participant.name})
    refuse_unless_receiving(call, participant, at or time.now())
    submission = Submission(call=call, participant=participant, created_at=time.now())
    try:
        with recorded("submission.begun", submission, by=by):
            submission.save(force_insert=True)
            _open_draft(submission, number=1, by=by, language=language or getattr(by, "language", "en"))
    except IntegrityError:  # a colleague began it at the same moment
        return Submission.objects.get(call=call, participant=participant)
    return submission


def save_draft(
    version: SubmissionVersion,
    *,
    by: User | str,
    title: str,
    introduction: str = "",
    language: str = "en",
    consent: bool = False,
    statements: Sequence[Said] = (),
    answers: Mapping[str, Answered] | None = None,
    expected: int | None = None,
) -> SubmissionVersion:
    """Write what a draft says, in place of what it said; nothing is written when nothing differs.

    `answers` are those to write, by the key of their question; others stay. `expected` is the `revision` the writer
    started from. Raises DraftChanged when it is no longer the draft's, ValidationError when the version has been
    filed, has too many statements, or an answer is none to its question.
    """
    values = {
        "title": cleaned_line(title).strip(),
        "introduction": cleaned(introduction).strip(),
        "language": language,
        "consent": consent,
    }
    said = [replace(s, words=tidy(s.words), proposed=tidy(s.proposed)) for s in statements]
    if len(said) > MOST_STATEMENTS:
        raise ValidationError(
            _("A submission may have at most %(count)s statements."), params={"count": MOST_STATEMENTS}
        )
    for one in said:
        refuse_too_long(one.words)
        refuse_too_long(one.proposed)
    with transaction.atomic():
        draft = locked_draft(version)
        if expected is not None and expected != draft.revision:
            raise DraftChanged(draft)
        stored = list(draft.statements.all())
        rows = _rows(draft, _with_keys(stored, [*said, *_not_asked(draft, stored, said)]))
        differing = _differing(draft, _kept(draft, answers, language) if answers else {})
        if differing or _differs(draft, values, rows, stored):
            with recorded("submission.saved", draft.submission, by=by, version=draft.number):
                touch(draft, by, **values)
                Statement.objects.put_in(draft, rows, stored, OF_STATEMENT)
                write_answers(draft, differing)
    return draft


def tidy(words: str) -> str:
    """Words as a draft keeps them."""
    return cleaned(words).strip()


def _not_asked(draft: SubmissionVersion, stored: list[Statement], said: list[Said]) -> list[Said]:
    """The statements that are left over of a question which the form no longer asks: no form can have sent them."""
    sent, keys = {one.question for one in said}, {one.key for one in said}
    others = [row for row in stored if row.question not in sent and row.key not in keys]
    asked = set(Question.objects.filter(form=draft.form_id).values_list("key", flat=True)) if others else set()
    names = [field.name for field in fields(Said)]
    return [Said(**{name: getattr(row, name) for name in names}) for row in others if row.question not in asked]


def _with_keys(stored: list[Statement], statements: list[Said]) -> list[Said]:
    """The statements with their keys: one that has none is the stored one of the same words, or new."""
    taken = {one.key for one in statements}
    known = {(row.question, row.words): row.key for row in stored if row.key not in taken}
    found: dict[str, Said] = {}
    for one in statements:
        key = one.key or known.pop((one.question, one.words), "")
        key = key if key and key not in found else new_key()
        found[key] = replace(one, key=key)
    return list(found.values())


def refuse_too_large(name: str, size: int) -> None:
    """Raise the ValidationError of `attach` for a file of `size` bytes that is too large, before it is read."""
    name = clean_upload_name(name)
    with _refused_by_name(name):
        filetypes.check_size(size, settings.UPLOAD_LIMIT_BYTES)


@contextmanager
def _refused_by_name(name: str) -> Iterator[None]:
    """Whatever is refused inside is a ValidationError that names the file."""
    try:
        yield
    except (filetypes.FileRefused, scanning.NotScanned) as refusal:
        raise filetypes.named(name, refusal.reason) from refusal


def refuse_unreadable(name: str, data: bytes) -> None:
    """Read a file before there is a draft to attach it to. Raises ValidationError, as `attach` and its reading do."""
    name = clean_upload_name(name)
    with _refused_by_name(name):
        filetypes.read(data, filetypes.claimed(data, name, limit=settings.UPLOAD_LIMIT_BYTES))


def attach(
    version: SubmissionVersion, *, name: str, data: bytes, by: User | str, question: str = "", is_read: bool = False
) -> Attachment:
    """Add a file to a draft, and have the worker read it; the same bytes a second time change nothing.

    `question` is the key of the question that it answers, if it answers one; another takes the same file too. One that
    `refuse_unreadable` has let pass `is_read`.

    Raises ValidationError when the file is of no known type, too large, or one too many.
    """
    name = clean_upload_name(name)
    with _refused_by_name(name):
        file_type = filetypes.claimed(data, name, limit=settings.UPLOAD_LIMIT_BYTES)
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        draft = locked_draft(version)
        attached = {(a.question, a.sha256): a for a in draft.attachments.all()}
        if earlier := attached.get((question, digest)):
            return earlier
        if len(attached) >= MOST_ATTACHMENTS:
            raise ValidationError(_("At most %(count)s files can be attached."), params={"count": MOST_ATTACHMENTS})
        attachment = Attachment(version=draft, question=question, name=name, size=len(data), sha256=digest)
        attachment.media_type = file_type.media_type
        attachment.state = FileState.WAITING if filetypes.needs_reading(file_type) and not is_read else FileState.TAKEN
        happening = recorded("submission.attached", draft.submission, by=by, file=name, sha256=digest)
        with happening, stored.kept(attachment.file, digest, data):
            attachment.save(force_insert=True)
            touch(draft, by)
            if attachment.state == FileState.WAITING:
                hand_over(checking.check_attachment, attachment.pk, rank=SOON)
    return attachment


def detach(attachment: Attachment, *, by: User | str) -> None:
    """Take a file off a draft. Its bytes go too, unless another version holds them."""
    with transaction.atomic():
        draft = locked_draft(attachment.version)
        with recorded("submission.detached", draft.submission, by=by, file=attachment.name, sha256=attachment.sha256):
            attachment.delete()
            touch(draft, by)
        transaction.on_commit(partial(stored.remove_unless_kept, attachment.file, Attachment.objects.all()))


def withhold(attachment: Attachment, *, withheld: bool, by: User | str) -> None:
    """Say whether a file of a draft is `withheld` from publication; one that a colleague has taken off is left alone.

    Raises ValidationError once it is filed.
    """
    with transaction.atomic():
        draft = locked_draft(attachment.version)
        row = draft.attachments.filter(pk=attachment.pk).first()
        if row is None or row.withheld == withheld:
            return
        with recorded("submission.saved", draft.submission, by=by, version=draft.number):
            row.withheld = withheld
            row.save(update_fields=["withheld"])
            touch(draft, by)


def discard(version: SubmissionVersion, *, by: User | str, expected: int | None = None) -> None:
    """Throw a draft away with its files, and with it a submission of which nothing was ever filed.

    What was filed goes on standing. `expected` is the `revision` that was looked at. Raises DraftChanged when it is
    no longer the draft's, ValidationError when the version has been filed or is gone.
    """
    with transaction.atomic():
        draft = locked_draft(version)
        if expected is not None and expected != draft.revision:
            raise DraftChanged(draft)
        submission, files = draft.submission, [attachment.file for attachment in draft.attachments.all()]
        key = submission.pk
        with recorded("submission.discarded", submission, by=by, version=draft.number):
            (draft if submission.standing else submission).delete()
            submission.pk = key  # for the event, which tells of a row that is gone
        for file in files:
            transaction.on_commit(partial(stored.remove_unless_kept, file, Attachment.objects.all()))


def revise(submission: Submission, *, by: User | str, at: dt.datetime | None = None) -> SubmissionVersion:
    """Open a new version as a copy of the one that stands, which goes on standing until the new one is filed.

    The draft there is, when there is one. Raises ValidationError when nothing was filed or the call is closed `at`
    that moment, as in `begin`.
    """
    with transaction.atomic():
        submission = lock(submission)
        standing = submission.standing
        if submission.draft:
            return submission.draft
        if standing is None:
            raise ValidationError(_("Nothing has been filed yet."))
        refuse_unless_receiving(submission.call, submission.participant, at or time.now())
        number = standing.number + 1
        with recorded("submission.revised", submission, by=by, version=number):
            draft = _open_draft(submission, number=number, by=by, language=standing.language, form=standing.form)
            _copy(standing, draft)
        if (form := submission.call.form).pk != draft.form_id:
            carry(draft, form, by=by)
            draft.refresh_from_db()
    return draft


def _open_draft(
    submission: Submission, *, number: int, by: User | str, language: str, form: FormVersion | None = None
) -> SubmissionVersion:
    form = form or submission.call.form
    draft = SubmissionVersion(submission=submission, form=form, number=number, language=language)
    draft.saved_at, draft.saved_by_name = time.now(), str(by)[:254]
    draft.save(force_insert=True)
    return draft


def touch(draft: SubmissionVersion, by: User | str, **values: Any) -> None:
    """Write `values` into a draft, and that it was changed."""
    for name, value in values.items():
        setattr(draft, name, value)
    draft.clean_fields(exclude={field.name for field in draft._meta.fields} - set(values))
    saved = {"saved_at": time.now(), "saved_by_name": str(by)[:254]}
    draft.rewrite(revision=draft.revision + 1, **saved, **voided(draft), **values)


def _differs(draft: SubmissionVersion, values: dict[str, Any], rows: list[Statement], stored: list[Statement]) -> bool:
    if any(getattr(draft, name) != value for name, value in values.items()) or len(rows) != len(stored):
        return True
    return any(any(differ(*pair, ("key", *OF_STATEMENT))) for pair in zip(rows, stored, strict=True))


def _rows(draft: SubmissionVersion, said: list[Said]) -> list[Statement]:
    return [Statement(version=draft, order=place, **vars(one)) for place, one in enumerate(said)]


def _kept(draft: SubmissionVersion, answers: Mapping[str, Answered], language: str) -> dict[str, Answered]:
    """The answers as they are kept. Those to questions that the form no longer asks can only be emptied."""
    form = FormVersion.objects.with_questions().get(pk=draft.form_id)
    found = {}
    for key, one in answers.items():
        question = form.question(key)
        found[key] = replace(one, value=answering.kept(question, one.value, language) if question else "")
    return found


def _differing(draft: SubmissionVersion, answers: Mapping[str, Answered]) -> dict[str, Answered]:
    """Those of the answers that are not what the draft says."""
    now = {answer.question: answer for answer in draft.answers.all()} if answers else {}
    said = {key: (as_kept(answer, "value", answer.value), answer.withheld) for key, answer in now.items()}
    nothing = ("", False)
    return {
        key: one
        for key, one in answers.items()
        if (as_kept(Answer(), "value", one.value) or "", one.withheld if one.value else False) != said.get(key, nothing)
    }


def write_answers(draft: SubmissionVersion, answers: Mapping[str, Answered]) -> None:
    """Write answers by the keys of their questions; an empty one goes."""
    for key, one in answers.items():
        draft.answers.filter(question=key).delete()
        if one.value:
            draft.answers.create(question=key, value=one.value, withheld=one.withheld)


def _copy(standing: SubmissionVersion, draft: SubmissionVersion) -> None:
    for name in ("title", "introduction", "consent"):
        setattr(draft, name, getattr(standing, name))
    draft.save()
    parts: list[models.Model] = [
        *standing.statements.all(),
        *standing.answers.all(),
        *standing.attachments.all(),
        *standing.parties.all(),
    ]
    for part in parts:
        part.pk, part._state.adding = None, True
        part.version = draft  # type: ignore[attr-defined]
        part.save(force_insert=True)
