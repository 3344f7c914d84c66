"""What a draft lacks before it can be filed."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.models import Component

from ..models import Question, Statement, SubmissionVersion
from ..states import PointsAt, QuestionKind
from . import checking


def lacking(version: SubmissionVersion) -> list[ValidationError]:
    """What a draft lacks before it can be filed; nothing when it is whole. Times are not asked here.

    The code of each names the field it is missed in, its parameter `place` the statement, counted from 1, its
    parameter `question` the question, its parameter `attachment` the file that was refused.
    """
    if _is_empty(version):
        return [ValidationError(_("Nothing has been written yet."), code="title")]
    faults = [] if version.title else [ValidationError(_("The title is missing."), code="title")]
    for question in _asked(version):
        if question.required:
            faults += _unanswered(version, question)
    return faults + list(_lacking_in(version)) + checking.refusals(version)


def _is_empty(version: SubmissionVersion) -> bool:
    parts = (version.statements, version.answers, version.attachments)
    return not (version.title or version.introduction or any(part.all() for part in parts))


def _asked(version: SubmissionVersion) -> Iterator[Question]:
    """The questions that are open: one that hangs on an earlier answer only where that was given."""
    answers = {answer.question: answer.value for answer in version.answers.all()}
    for question in version.form.asked():
        if not question.shown_if or question.shown_if_option in answers.get(question.shown_if, ()):
            yield question


def _unanswered(version: SubmissionVersion, question: Question) -> list[ValidationError]:
    if question.kind == QuestionKind.SECTION:
        return []
    if question.takes_statements:
        return [] if _of(version.statements, question) else [_no_statement(version, question)]
    given = version.attachments if question.kind == QuestionKind.FILE else version.answers
    if _of(given, question):
        return []
    words = _("“%(label)s” is not answered.")
    return [ValidationError(words, code="answer", params={"label": question.called, "question": question.key})]


def _of(rows: object, question: Question) -> bool:
    return any(row.question == question.key for row in rows.all())  # type: ignore[attr-defined]


def _no_statement(version: SubmissionVersion, question: Question) -> ValidationError:
    place = len(version.statements.all()) + 1
    return ValidationError(
        _("Write at least one statement."), code="words", params={"place": place, "question": question.key}
    )


def _lacking_in(version: SubmissionVersion) -> Iterator[ValidationError]:
    """What statements lack: their words, and what their question has them point at, where there is any."""
    questions = {question.key: question for question in version.form.asked()}
    statements = list(version.statements.all())
    components = _has_components(version, statements)
    for place, statement in enumerate(statements, start=1):
        params = {"place": place}
        if not (statement.words or statement.proposed):
            yield ValidationError(_("Statement %(place)s is empty."), code="words", params=params)
        points_at = getattr(questions.get(statement.question), "points_at", PointsAt.NOTHING)
        if points_at == PointsAt.COMPONENTS and components and statement.component_id is None:
            words = _("Statement %(place)s does not say to which component of the mandate it relates.")
            yield ValidationError(words, code="component", params=params)
        if points_at == PointsAt.TEXT and not statement.block:
            words = _("Statement %(place)s does not say to which paragraph of the text it relates.")
            yield ValidationError(words, code="block", params=params)


def _has_components(version: SubmissionVersion, statements: list[Statement]) -> bool:
    """Whether there are any to point at; asked only where a statement points at none."""
    without = any(statement.component_id is None for statement in statements)
    return without and Component.objects.filter(decision__process=version.process).exists()
