"""What colleagues who write one draft say to each other: that a section is done, and comments on it.

Its events are the party's own, as all that tells of a draft; the words of a comment are in none of them.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.models import User

from ..models import Comment, DoneMark, Question, SubmissionVersion
from ..sizes import LONGEST_MESSAGE
from .drafts import tidy
from .rows import locked_draft, recorded

refuse_too_long = MaxLengthValidator(LONGEST_MESSAGE)


def mark_done(version: SubmissionVersion, question: Question, *, done: bool, by: User | str) -> None:
    """Mark a section of a draft as done, or take the mark back. Raises ValidationError when the draft is gone."""
    with transaction.atomic():
        draft = locked_draft(version)
        marks = DoneMark.objects.filter(version=draft, question=question.key)
        if marks.exists() == done:
            return
        verb = "submission.marked_done" if done else "submission.reopened"
        with recorded(verb, draft.submission, by=by, question=question.called):
            if done:
                mark = DoneMark(version=draft, question=question.key, at=time.now(), by_name=str(by)[:254])
                mark.save(force_insert=True)
            else:
                marks.delete()


def comment(version: SubmissionVersion, question: Question, words: str, *, by: User | str) -> None:
    """Write a comment for one's colleagues; the same words sent twice by the same person are one.

    Raises ValidationError when there are no words or too many, or the draft is gone.
    """
    words = tidy(words)
    if not words:
        raise ValidationError(_("Write a comment."))
    refuse_too_long(words)
    with transaction.atomic():
        draft = locked_draft(version)
        rows = Comment.objects.filter(submission=draft.submission, question=question.key)
        last, name = rows.last(), str(by)[:254]
        if last and (last.words, last.by_name) == (words, name):
            return
        with recorded("submission.commented", draft.submission, by=by, question=question.called):
            row = Comment(submission=draft.submission, question=question.key, words=words, at=time.now(), by_name=name)
            row.save(force_insert=True)
