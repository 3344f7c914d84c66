"""What a call asks: forms are written, begun anew and opened; drafts are carried over to the version in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from documents.library.states import Distribution
from documents.models import Block, TextVersion
from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit, records
from igsp_portal.foundations.worker import work
from igsp_portal.foundations.worker.work import PORTAL, SOON, hand_over
from igsp_portal.models import User
from meetings.models import Component

from ..models import Call, FormFrozen, FormVersion, Option, Question, SubmissionVersion
from ..sizes import MOST_QUESTIONS
from ..states import OptionRole, QuestionKind
from .carrying import carry

CARRIED_AT_ONCE = 50  # drafts, in one task of the worker


@dataclass(frozen=True)
class Asking:
    """A question as it is to stand in a form: its key, its columns, and what hangs on it.

    `options` are (role, key, columns) in their order; of no components, all.
    """

    key: str
    values: dict[str, Any]
    components: Sequence[Component] = ()
    options: Sequence[tuple[OptionRole, str, dict[str, Any]]] = field(default=())


def put_form(
    call: Call, *, number: int, introduction: bool, questions: Sequence[Asking], by: User | str
) -> FormVersion:
    """The version `number` of a call's form, with these questions and no others; opened where it is new.

    Raises ValidationError (FormFrozen where something was filed on it) when it may not be so.
    """
    with audit.together():
        form = call.forms.filter(number=number).first()
        is_new = form is None
        if form is None:
            form = records.create(FormVersion(call=call, number=number), by=by, verb="loaded")
        if form.introduction != introduction:
            if form.is_frozen:
                raise FormFrozen
            records.change(form, by=by, values={"introduction": introduction})
        for gone in form.questions.exclude(key__in=[one.key for one in questions]):
            records.remove(gone, by=by)
        for place, one in enumerate(questions):
            _put_question(form, one, place, by)
        if is_new:
            open_form(form, by=by)
        elif faults := unfit(form):
            raise ValidationError(faults)
    return form


def _put_question(form: FormVersion, one: Asking, place: int, by: User | str) -> None:
    find = {"form": form, "key": one.key}
    question = records.put(Question, by=by, find=find, values={**one.values, "order": place})
    if {component.pk for component in question.components.all()} != {component.pk for component in one.components}:
        if form.is_frozen:
            raise FormFrozen
        with audit.recorded("changed", question, by=by, fields=["components"]):
            question.components.set(one.components)
    stay = {(role, key) for role, key, _values in one.options}
    for option in question.options.all():
        if (option.role, option.key) not in stay:
            records.remove(option, by=by)
    for order, (role, key, values) in enumerate(one.options):
        find = {"question": question, "role": role, "key": key}
        records.put(Option, by=by, find=find, values={**values, "order": order})


def begin_form(call: Call, *, by: User | str) -> FormVersion:
    """A new version of a call's form, as a copy of the last one; the one being prepared, where there is one."""
    last = call.forms.with_questions().latest("number")
    if last.opened_at is None:
        return last
    with audit.recorded("form.begun", last, by=by) as event:
        form = FormVersion.objects.create(call=call, number=last.number + 1, introduction=last.introduction)
        event.about_thing = form
        for question in last.asked():
            options, components = list(question.options.all()), list(question.components.all())
            _copied(question, form=form)
            question.components.set(components)
            for option in options:
                _copied(option, question=question)
    return form


def _copied(row: Any, **owner: Any) -> None:
    """Save `row` as a new one of this owner."""
    row.pk, row._state.adding, row._prefetched_objects_cache = None, True, {}
    for name, value in owner.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def open_form(form: FormVersion, *, by: User | str) -> FormVersion:
    """Take a version of a form into use: what is begun from now on is written on it. The worker carries drafts over.

    Raises ValidationError when something is wrong in it. One that is in use is left as it is.
    """
    if form.opened_at is not None:
        return form
    if faults := unfit(form):
        raise ValidationError(faults)
    with audit.recorded("form.opened", form, by=by):
        form.opened_at = time.now()
        form.save(update_fields=["opened_at"])
        if touched_by(form).exists():
            hand_over(carry_drafts, form.pk, by.pk if isinstance(by, User) else 0, rank=SOON)
    return form


@task()
def carry_drafts(form_id: int, by_id: int, after: int = 0) -> None:
    """Carry drafts over to a form, each in a transaction of its own, and hand the rest on, behind the one `after`.

    One that fails hinders no other: the task fails once they are done, and can be run again. Who files a draft
    that has not been reached yet has it carried over, and reads it over once more (see `filing`).
    """
    form = FormVersion.objects.select_related("call__process").get(pk=form_id)
    by = User.objects.filter(pk=by_id).first() or PORTAL
    drafts = list(touched_by(form).filter(pk__gt=after).order_by("pk")[:CARRIED_AT_ONCE])
    if len(drafts) == CARRIED_AT_ONCE:
        hand_over(carry_drafts, form_id, by_id, drafts[-1].pk, rank=SOON)
    faults = []
    for draft in drafts:
        try:
            carry(draft, form, by=by)
        except Exception as error:  # whatever is wrong with it
            faults.append(error)
    if faults:
        raise faults[0]


work.tell(carry_drafts, _("Carrying drafts over to a version of a form"), FormVersion)


def touched_by(form: FormVersion) -> models.QuerySet[SubmissionVersion]:
    """The drafts that are written on an earlier version of the same form."""
    drafts = SubmissionVersion.objects.with_party_and_call().filter(filed_at__isnull=True, form__call=form.call_id)
    return drafts.filter(form__number__lt=form.number).select_related("form")


def written_on(form: FormVersion) -> models.QuerySet[SubmissionVersion]:
    """The drafts that are written on a form, and are filed under what it asks by then."""
    return SubmissionVersion.objects.with_party_and_call().filter(filed_at__isnull=True, form=form)


def unfit(form: FormVersion) -> list[ValidationError]:
    """What is wrong in a form as a whole; nothing where it can be used."""
    fresh = FormVersion.objects.with_questions().get(pk=form.pk)
    asked = fresh.asked()
    if not asked:
        return [ValidationError(_("The form asks nothing yet. Add a question."))]
    faults = [
        ValidationError(said, params={"label": question.called, "question": question.key})
        for place, question in enumerate(asked)
        for said in _wrong(question, asked[:place])
    ]
    if len(asked) > MOST_QUESTIONS:
        faults.append(ValidationError(_("At most %(count)s questions can be asked."), params={"count": MOST_QUESTIONS}))
    return faults


def refuse_unanswerable(form: FormVersion) -> None:
    """Raise ValidationError when something is wrong in a form by which a published call asks."""
    if form.opened_at is not None and not form.call.is_draft and (faults := unfit(form)):
        raise ValidationError(faults)


def _wrong(question: Question, before: list[Question]) -> Iterator[Any]:
    if question.kind == QuestionKind.CHOICE and len(question.offered(OptionRole.OPTION)) < 2:
        yield _("“%(label)s” offers fewer than two answers.")
    if question.kind == QuestionKind.TABLE and not question.offered(OptionRole.COLUMN):
        yield _("“%(label)s” has no column.")
    if question.shown_if and question.shown_if_option not in _offered_by(question.shown_if, before):
        yield _("“%(label)s” depends on an answer that no earlier question offers.")
    if question.text_version is None:
        return
    if not _is_read_by_all(question.text_version):
        yield _("“%(label)s” points at a version of a text that has not been released.")
    if not set(question.blocks) <= set(paragraphs(question.text_version)):
        yield _("“%(label)s” names a paragraph that its text does not have.")


def _is_read_by_all(version: TextVersion) -> bool:
    """Whether whoever may read the call may read the version: released, and its document issued and not restricted."""
    document = version.document
    return version.is_issued and (document is None or document.distribution != Distribution.RESTRICTED)


def paragraphs(version: TextVersion) -> list[str]:
    """The keys of the paragraphs of a version of a text, in their order."""
    return list(Block.objects.filter(version=version).order_by("order").values_list("key", flat=True))


def _offered_by(key: str, questions: list[Question]) -> set[str]:
    """The answers that the choice of that key among the questions offers."""
    chosen = [one for one in questions if one.key == key and one.kind == QuestionKind.CHOICE]
    return {option.key for one in chosen for option in one.offered(OptionRole.OPTION)}
