"""Drafts are carried to another version of their form; what it no longer asks is kept beside it as left over."""

from __future__ import annotations

from typing import Any

from igsp_portal.foundations.record.audit import together
from igsp_portal.models import User

from ..answers import opened
from ..models import FormVersion, Question, SubmissionVersion
from ..states import OptionRole, QuestionKind
from .rows import locked, recorded

WAS = "_was_"  # in the key of an answer that the question of that key no longer takes, before the number of its form


def carry(version: SubmissionVersion, form: FormVersion, *, by: User | str) -> None:
    """Write a draft on `form` from now on. Every answer stays: one that no longer fits is left over (`left_over`)."""
    with together():
        draft = locked(version)
        if draft.is_filed or draft.form_id == form.pk:
            return
        old = FormVersion.objects.with_questions().get(pk=draft.form_id)
        new = FormVersion.objects.with_questions().get(pk=form.pk)
        with recorded("submission.carried", draft.submission, by=by, form=new.number):
            for answer in draft.answers.all():
                asked, was = new.question(answer.question), old.question(answer.question)
                if asked is None:
                    continue
                value = _carried(was, asked, answer.value) if was else None
                if value is None:
                    answer.question = f"{answer.question[:50]}{WAS}{old.number}"
                else:
                    answer.value = value
                answer.save()
            draft.rewrite(form=new, revision=draft.revision + 1)


def _carried(was: Question, asked: Question, value: Any) -> Any:
    """The answer in the shape in which the question asks for it now; None where something of it would be lost."""
    if was.kind != asked.kind:
        return None
    if asked.kind == QuestionKind.CHOICE:
        return value if set(value) <= {option.key for option in asked.offered(OptionRole.OPTION)} else None
    if asked.kind != QuestionKind.TABLE:
        return value
    columns, rows = _places(was, asked, OptionRole.COLUMN), _places(was, asked, OptionRole.ROW)
    if columns is None or rows is None:
        return None
    in_columns = [[row[place] if place is not None else "" for place in columns] for row in value]
    nothing = [""] * len(columns)
    return [in_columns[place] if place is not None else nothing for place in rows] if rows else in_columns


def _places(was: Question, asked: Question, role: OptionRole) -> list[int | None] | None:
    """Where each column or row of the question stood before, None for a new one; None where one of them is gone."""
    before = [option.key for option in was.offered(role)]
    now = [option.key for option in asked.offered(role)]
    if not set(before) <= set(now) or bool(before) != bool(now):
        return None
    return [before.index(key) if key in before else None for key in now]


def asked_of(version: SubmissionVersion) -> list[Question]:
    """The questions of a version's form that are open to it: one that hangs on an answer only where that was given."""
    return opened(version.form.asked(), {answer.question: answer.value for answer in version.answers.all()})


def not_to_be_filed(version: SubmissionVersion) -> list[Any]:
    """The parts of a draft that answer no open question: what is left over, or hangs on an answer not given."""
    asked = {question.key for question in asked_of(version)}
    parts = [*version.answers.all(), *version.statements.all(), *version.attachments.all()]
    return [part for part in parts if part.question and part.question not in asked]


def left_over(version: SubmissionVersion) -> list[tuple[str, Any]]:
    """What a draft holds that its form does not ask: each answer, statement or file, under its question's name."""
    asked = {question.key for question in version.form.asked()}
    parts = [*version.answers.all(), *version.statements.all(), *version.attachments.all()]
    left = [part for part in parts if part.question and part.question not in asked]
    if not left:
        return []
    earlier = FormVersion.objects.with_questions().filter(call=version.form.call_id).order_by("-number")
    names: dict[str, str] = {}
    for form in earlier:
        for question in form.asked():
            names.setdefault(question.key, question.called)
            names[f"{question.key[:50]}{WAS}{form.number}"] = question.called
    return [(names.get(part.question, part.question), part) for part in left]
