"""Drafts are carried to another version of their form; what it no longer asks is kept beside it as left over."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations.record.audit import together
from igsp_portal.models import User

from ..answers import hanging_on, opened
from ..models import Answer, FormVersion, Question, Statement, SubmissionVersion
from ..states import Channel, OptionRole, PointsAt, QuestionKind
from .rows import locked, recorded
from .voiding import voided

WAS = "_was_"  # in the key of a part that the question of that key no longer takes, before the number of its form


def carry(version: SubmissionVersion, form: FormVersion, *, by: User | str) -> None:
    """Write a draft on `form` from now on. All that was written stays; what no longer fits is left over."""
    with together():
        draft = locked(version)
        if draft.is_filed or draft.form_id == form.pk:
            return
        old = FormVersion.objects.with_questions().get(pk=draft.form_id)
        new = FormVersion.objects.with_questions().get(pk=form.pk)
        with recorded("submission.carried", draft.submission, by=by, form=new.number):
            for part in _parts(draft):
                asked, was = new.question(part.question), old.question(part.question)
                if asked is not None and not _fit(part, was, asked):
                    part.question = f"{part.question}{WAS}{old.number}"
                    part.save()
                elif was and asked and was.personal and not asked.personal and not part.withheld:
                    part.withheld = True  # it was given where nothing was to be published
                    part.save()
            draft.done_marks.all().delete()  # what was done may not be, as it is asked now
            draft.rewrite(form=new, revision=draft.revision + 1, **voided(draft))


def _parts(version: SubmissionVersion) -> list[Any]:
    return [*version.answers.all(), *version.statements.all(), *version.attachments.all()]


def _fit(part: Any, was: Question | None, asked: Question) -> bool:
    """Whether a part still answers its question as that is asked now; an answer is written in the shape asked for."""
    if was is None or was.kind != asked.kind:
        return False
    if isinstance(part, Statement):
        return _fits(part, asked)
    if not isinstance(part, Answer):
        return True
    value = _carried(was, asked, part.value)
    if value is not None and value != part.value:
        part.value = value
        part.save()
    return value is not None


def _fits(statement: Statement, asked: Question) -> bool:
    """Whether a question takes all that a statement says: nothing of it may go unseen with the field that held it."""
    among = {component.pk for component in asked.components.all()}
    on_component = asked.points_at == PointsAt.COMPONENTS and (not among or statement.component_id in among)
    of_text = statement.text_version_id == asked.text_version_id
    on_block = asked.points_at == PointsAt.TEXT and of_text and (not asked.blocks or statement.block in asked.blocks)
    return (
        statement.kind in dict(asked.kinds())
        and (asked.proposes or not statement.proposed)
        and (on_component or statement.component_id is None)
        and (on_block or not statement.block)
    )


def _carried(was: Question, asked: Question, value: Any) -> Any:
    """The answer in the shape in which the question asks for it now; None where something of it would be lost."""
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


def telling(version: SubmissionVersion) -> set[str]:
    """The keys of the questions of which it would tell a choice that is withheld, or personal, that they were open."""
    questions = version.form.asked()
    hidden = {question.key for question in questions if question.personal}
    hidden |= {answer.question for answer in version.answers.all() if answer.withheld}
    return hanging_on(questions, hidden)


def not_to_be_filed(version: SubmissionVersion) -> list[Any]:
    """The parts of a draft that answer no open question: what is left over, or hangs on an answer not given."""
    asked = {question.key for question in asked_of(version)}
    return [part for part in _parts(version) if part.question and part.question not in asked]


def introduced(version: SubmissionVersion) -> str:
    """The introduction as it is filed: of a draft only where its form asks for one, or it came by another way."""
    asked = version.is_filed or version.form.introduction or version.channel != Channel.PORTAL
    return version.introduction if asked else ""


def left_over(version: SubmissionVersion) -> list[tuple[str, Any]]:
    """What a draft holds that its form does not ask: its introduction, and answers, statements or files.

    Each is under its question's name.
    """
    asked = {question.key for question in version.form.asked()}
    left = [part for part in _parts(version) if part.question and part.question not in asked]
    introduction = [(_("Introduction"), version.introduction)] if version.introduction != introduced(version) else []
    return introduction + (_named(version, left) if left else [])


def _named(version: SubmissionVersion, left: list[Any]) -> list[tuple[str, Any]]:
    earlier = FormVersion.objects.with_questions().filter(call=version.form.call_id).order_by("-number")
    names: dict[str, str] = {}
    for form in earlier:
        for question in form.asked():
            names.setdefault(question.key, question.called)
            names[f"{question.key}{WAS}{form.number}"] = question.called
    return [
        (names.get(part.question) or names.get(part.question.partition(WAS)[0], part.question), part) for part in left
    ]
