"""What a submission of a process's data folder holds besides words: its files, and what was asked about it since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from igsp_portal.foundations.datafiles import NO_TIME, Row, note

from . import actions, loading_call_files
from .models import FormVersion, Submission, SubmissionVersion
from .receiving.actions import answer, ask
from .states import QuestionKind

FOLDER = "submissions"


@dataclass(frozen=True)
class Attached:
    """One file of a submission, as its row in submissions.yaml names it."""

    row: Row
    path: Path
    question: str  # the key of the question that it answers; "" for none


@dataclass(frozen=True)
class Asked:
    """A request for a clarification, and the answer to it, if there is one."""

    row: Row
    words: str
    at: dt.datetime
    answer: str
    answered_at: dt.datetime | None


def files_of(row: Row, folder: Path, form: FormVersion | None) -> list[Attached]:
    """The files that the row of a submission names; each answers the first question that takes files, or another."""
    keys = [question.key for question in form.asked() if question.kind == QuestionKind.FILE] if form else []
    found = []
    for one in row.rows("files", once="file"):
        question = one.reference("question", {key: key for key in keys} if form else None, next(iter(keys), ""))
        found.append(Attached(one, loading_call_files.path_of(one, folder / FOLDER), question or ""))
        one.done()
    return found


def attach(draft: SubmissionVersion, given: Iterable[Attached], *, by: Any) -> None:
    """Add the files to a draft; notes those that are refused."""
    for one in given:
        try:
            actions.attach(draft, name=one.path.name, data=one.path.read_bytes(), by=by, question=one.question)
        except OSError as error:
            note(one.row.fault("file", _("The file cannot be read: %(why)s") % {"why": error.strerror}))
        except ValidationError as refusal:
            note(one.row.fault("file", " ".join(refusal.messages)))


def refuse_unnamed(folder: Path, named: Iterable[Attached]) -> None:
    """Note the files of the folder that no submission names."""
    says = _("No submission of submissions.yaml names this file.")
    loading_call_files.refuse_others(folder, FOLDER, {one.path for one in named}, says)


def clarifications_of(row: Row, filed_at: dt.datetime | None) -> list[Asked]:
    """What was asked about a submission, in order; notes what cannot have been said when it is said to have been."""
    found, before = [], filed_at
    for one in row.rows("clarifications"):
        words, at, said = one.text("asks"), one.utc_time("asked_at"), one.text("answer", "")
        answered_at = one.utc_time("answered_at") if said else None
        for key, moment in (("asked_at", at), ("answered_at", answered_at)):
            if moment == NO_TIME:
                continue
            if before and moment and moment < before:
                note(one.fault(key, _("“%(key)s” is earlier than what it follows.") % {"key": key}))
            before = moment or before
        one.done()
        found.append(Asked(one, words, at, said, answered_at))
    return found


def clarify(submission: Submission, asked: Iterable[Asked], *, by: Any) -> None:
    """Keep what was asked and answered, as records of the past of which nobody is written to."""
    for one in asked:
        with one.row.refusals():
            organization = submission.process.organization or str(submission.process)
            ask(submission, by=by, words=one.words, at=one.at, sender=organization)
            if one.answer:
                sender = str(submission.participant)
                answer(submission, by=by, words=one.answer, sender=sender, at=one.answered_at)
