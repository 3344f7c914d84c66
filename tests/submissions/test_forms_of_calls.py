"""A call's form: what it asks, and that it freezes with the first filing; answers and keys of what is written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from igsp_portal.foundations import time
from igsp_portal.models import User
from meetings.models import Component, Participant
from submissions import actions
from submissions.actions import Answered, Said
from submissions.models import Call, FormFrozen, FormVersion, Option, Question, Submission, SubmissionVersion
from submissions.states import Channel, OptionRole, PointsAt, QuestionKind

from ..cast import given

Write = Callable[..., SubmissionVersion]


@pytest.fixture
def form(call: Call) -> FormVersion:
    """A form that asks for a text, a choice that opens a further text, a letter, and nothing else."""
    with given():
        call.form.questions.all().delete()
        ask = call.form.questions.create
        ask(key="context", kind=QuestionKind.TEXT, label="What is the context?", order=1, required=True)
        funds = ask(key="funds", kind=QuestionKind.CHOICE, label="Are there funds?", order=2, required=True)
        for place, key in enumerate(("yes", "no")):
            Option.objects.create(question=funds, role=OptionRole.OPTION, key=key, label=key.title(), order=place)
        ask(
            key="whose",
            kind=QuestionKind.TEXT,
            label="Whose?",
            order=3,
            required=True,
            shown_if="funds",
            shown_if_option="yes",
        )
    return FormVersion.objects.with_questions().get(pk=call.form.pk)


def words_of(faults: list[ValidationError]) -> list[str]:
    return [fault.messages[0] for fault in faults]


def test_a_call_asks_for_statements_on_the_mandate_until_it_asks_for_something_else(call: Call) -> None:
    (question,) = call.form.asked()
    assert (question.key, question.kind, question.points_at, question.required) == (
        "statements",
        QuestionKind.STATEMENTS,
        PointsAt.COMPONENTS,
        True,
    )
    assert [key for key, _ in question.kinds()] == ["need", "gap", "priority", "activity", "proposal"]


def test_questions_and_their_options_freeze_with_the_first_filing(filed: Submission) -> None:
    question = filed.call.form.question("statements")
    assert question is not None
    with given():
        kind = Option(question=question, role=OptionRole.KIND, key="wish", label="wish")
        for change in (question.save, question.delete, kind.save):
            with pytest.raises(FormFrozen):
                change()


def test_a_draft_freezes_nothing(draft: SubmissionVersion) -> None:
    question = Question.objects.get(form=draft.form)
    with given():
        question.required = False
        question.save()
    assert draft.form.is_frozen is False


def test_a_new_draft_is_written_on_the_form_in_use(call: Call, croatia: Participant, goran: User) -> None:
    with given():
        second = call.forms.create(number=2, opened_at=time.now())
        call.forms.create(number=3)  # being prepared
    draft = actions.begin(call, croatia, by=goran).draft
    assert draft is not None
    assert draft.form == second


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({}, ["“What is the context?” is not answered.", "“Are there funds?” is not answered."]),
        ({"context": "Floods.", "funds": ["no"]}, []),
        ({"context": "Floods.", "funds": ["yes"]}, ["“Whose?” is not answered."]),
        ({"context": "Floods.", "funds": ["yes"], "whose": "Our own."}, []),
    ],
)
def test_a_question_that_hangs_on_an_answer_is_asked_where_that_was_given(
    form: FormVersion, draft: SubmissionVersion, amina: User, answers: dict[str, object], missing: list[str]
) -> None:
    given_answers = {key: Answered(value) for key, value in answers.items()}
    actions.save_draft(draft, by=amina, title="Floods", answers=given_answers)
    fresh = SubmissionVersion.objects.get(pk=draft.pk)
    assert words_of(actions.lacking(fresh)) == missing


def test_answers_that_are_not_sent_stay_and_empty_ones_go(
    form: FormVersion, draft: SubmissionVersion, amina: User
) -> None:
    def said() -> dict[str, object]:
        return {answer.question: answer.value for answer in draft.answers.all()}

    actions.save_draft(draft, by=amina, title="A", answers={"context": Answered("Floods."), "funds": Answered(["no"])})
    actions.save_draft(draft, by=amina, title="A", answers={"funds": Answered(["yes"])})
    assert said() == {"context": "Floods.", "funds": ["yes"]}
    revision = actions.save_draft(draft, by=amina, title="A", answers={"context": Answered("")}).revision
    assert said() == {"funds": ["yes"]}
    again = actions.save_draft(
        draft, by=amina, title="A", answers={"context": Answered(""), "funds": Answered(["yes"])}
    )
    assert again.revision == revision


def test_what_is_too_long_or_not_offered_stays_in_the_draft_and_is_mended_before_filing(
    form: FormVersion, draft: SubmissionVersion, amina: User
) -> None:
    with given():
        form.questions.filter(key="context").update(most_words=2)
    answers = {"context": Answered("Three whole words"), "funds": Answered(["yes", "no"]), "whose": Answered("Ours.")}
    saved = actions.save_draft(draft, by=amina, title="Floods", answers=answers)
    assert [answer.value for answer in saved.answers.all()] == ["Three whole words", ["yes", "no"], "Ours."]
    with pytest.raises(ValidationError) as refusal:
        actions.file(saved, by=amina)
    assert refusal.value.messages == [
        "“What is the context?”: 3 words are written; at most 2 are asked for.",
        "“Are there funds?”: Choose one answer only.",
    ]


def test_what_is_no_answer_to_its_question_is_refused_with_its_name(
    form: FormVersion, draft: SubmissionVersion, amina: User
) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.save_draft(draft, by=amina, title="Floods", answers={"funds": Answered(["maybe"])})
    assert refusal.value.messages == ["“Are there funds?”: One of the answers chosen is not offered."]
    assert (refusal.value.params or {})["question"] == "funds"


def test_statements_are_of_the_kinds_and_as_short_as_their_question_asks(
    call: Call, draft: SubmissionVersion, institutions: Component, amina: User
) -> None:
    question = call.form.question("statements")
    with given():
        Option.objects.create(question=question, role=OptionRole.KIND, key="wish", label="wish")
        call.form.questions.update(most_words=1)
    said = [Said("Posts.", institutions, "wish"), Said("Train trainers.", institutions, "need")]
    actions.save_draft(draft, by=amina, title="Needs", statements=said)
    assert words_of(actions.lacking(SubmissionVersion.objects.get(pk=draft.pk))) == [
        "Statement 2 is of a kind that is not asked for. Choose another.",
        "Statement 2: 2 words are written; at most 1 are asked for.",
    ]


def test_answers_are_filed_and_never_change(form: FormVersion, draft: SubmissionVersion, amina: User) -> None:
    answers = {"context": Answered("Floods.", withheld=True), "funds": Answered(["no"])}
    version = actions.file(actions.save_draft(draft, by=amina, title="Floods", answers=answers), by=amina)
    assert json.loads(version.content)["answers"] == [
        {"question": "context", "value": "Floods.", "withheld": True},
        {"question": "funds", "value": ["no"], "withheld": False},
    ]
    with given(), pytest.raises(TypeError):
        version.answers.all().update(value="Droughts.")
    copied = actions.revise(version.submission, by=amina)
    assert [answer.value for answer in copied.answers.all()] == ["Floods.", ["no"]]


def test_a_statement_keeps_its_key_when_it_is_changed_moved_and_filed_anew(
    draft: SubmissionVersion, institutions: Component, amina: User
) -> None:
    def save(version: SubmissionVersion, *said: Said) -> list[str]:
        actions.save_draft(version, by=amina, title="Needs", statements=said)
        return [statement.key for statement in version.statements.all()]

    first, second = save(draft, Said("Posts.", institutions), Said("Training.", institutions))
    changed = [Said("Training.", institutions, key=second), Said("More posts.", institutions, key=first)]
    assert save(draft, *changed) == [second, first]
    assert save(draft, Said("Training.", institutions), changed[1], Said("Cars.", institutions))[:2] == [second, first]
    filed = actions.file(draft, by=amina)
    revised = actions.revise(filed.submission, by=amina)
    assert [s.key for s in revised.statements.all()] == [s.key for s in filed.statements.all()]


def test_two_statements_never_have_one_key(draft: SubmissionVersion, institutions: Component, amina: User) -> None:
    said = [Said("Posts.", institutions, key="one"), Said("Training.", institutions, key="one")]
    actions.save_draft(draft, by=amina, title="Needs", statements=said)
    keys = [statement.key for statement in draft.statements.all()]
    assert (keys[0], len(set(keys))) == ("one", 2)


def test_lateness_is_by_the_true_receipt(draft: SubmissionVersion, write: Write, amina: User, call: Call) -> None:
    write(draft)
    with given():
        draft.refresh_from_db()
        draft.rewrite(channel=Channel.PAPER, received_at=call.closes_at - dt.timedelta(hours=1))
    after = call.closes_at + dt.timedelta(days=2)
    version = actions.file(draft, by=amina, at=after)
    assert (version.late, version.filed_at) == (False, after)


def test_what_came_by_another_way_has_its_time(draft: SubmissionVersion) -> None:
    with given(), pytest.raises(IntegrityError), transaction.atomic():
        draft.rewrite(channel=Channel.EMAIL)
