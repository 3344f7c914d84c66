"""Forms in the admin site: questions are written there, frozen ones read; a new version is begun and opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from documents.models import Document, TextVersion
from igsp_portal.models import User
from meetings.models import Process
from submissions import actions
from submissions.actions import Answered
from submissions.actions.forms import carry_drafts
from submissions.models import Call, FormVersion, Question, Submission, SubmissionVersion
from submissions.states import QuestionKind

from ..cast import given
from .addresses import at
from .questions import ask

Browser = Callable[[User], Client]

pytestmark = pytest.mark.slow


def change(thing: object) -> str:
    return reverse(f"admin:submissions_{type(thing)._meta.model_name}_change", args=[thing.pk])  # type: ignore[attr-defined]


def do(thing: object, move: str) -> str:
    return reverse(f"admin:submissions_{type(thing)._meta.model_name}_do", args=[thing.pk, move])  # type: ignore[attr-defined]


def six(name: str, text: str) -> dict[str, str]:
    return {f"{name}_{code}": text for code in ("ar", "zh_hans", "en", "fr", "ru", "es")}


NO_OPTIONS = {"options-TOTAL_FORMS": "0", "options-INITIAL_FORMS": "0"}


def test_a_question_is_added_and_changed_and_the_call_leads_to_its_form(
    call: Call, farah: User, browser_of: Browser
) -> None:
    browser = browser_of(farah)
    assert change(call.form) in browser.get(change(call)).content.decode()
    page = browser.get(change(call.form)).content.decode()
    assert f"{reverse('admin:submissions_question_add')}?form={call.form.pk}" in page
    asks = {"form": call.form.pk, "key": "why", "order": 3, "kind": "text", "points_at": "nothing", "most_words": 50}
    added = browser.post(
        reverse("admin:submissions_question_add"), {**asks, **six("label", "Why?"), **six("help", ""), **NO_OPTIONS}
    )
    assert added.status_code == 302, added.context["errors"]
    assert added["Location"] == change(call.form)
    question = Question.objects.get(key="why")
    assert (question.form, question.label, question.most_words) == (call.form, "Why?", 50)
    page = browser.get(change(question)).content.decode()
    assert 'name="blocks"' not in page
    version = TextVersion.objects.released().filter(text__process=call.process)[0]
    with given():
        call.form.questions.filter(key="statements").update(points_at="text", text_version=version)
    page = browser.get(change(call.form.question("statements"))).content.decode()
    assert page.count('name="blocks"') == version.blocks.count() > 0


def test_frozen_questions_are_read_with_the_reason(filed: Submission, farah: User, browser_of: Browser) -> None:
    question = filed.call.form.question("statements")
    page = browser_of(farah).get(change(question)).content.decode()
    assert "Submissions have been filed on this form, so it can no longer be changed." in page
    assert 'name="_save"' not in page
    assert browser_of(farah).post(change(question), {"order": "9"}).status_code == 403


def test_a_new_version_is_begun_as_a_copy_and_opened_with_the_drafts_that_it_touches(
    call: Call, draft: SubmissionVersion, amina: User, farah: User, browser_of: Browser
) -> None:
    with given():
        call.form.questions.create(key="why", kind=QuestionKind.TEXT, label="Why?", order=1)
    actions.save_draft(draft, by=amina, title="Floods", answers={"why": Answered("Secret floods.")})
    browser = browser_of(farah)
    assert browser.post(do(call, "begin-form")).status_code == 302
    second = FormVersion.objects.with_questions().get(call=call, number=2)
    assert [(q.key, q.kind, q.label) for q in second.asked()] == [
        ("statements", "statements", ""),
        ("why", "text", "Why?"),
    ]
    assert call.form.number == 1
    page = browser.get(change(second)).content.decode()
    assert "1 draft is carried over: Kenya" in page
    assert "Secret floods." not in page
    with given():
        second.questions.get(key="why").delete()
    assert browser.post(do(second, "open")).status_code == 302
    carry_drafts.call(second.pk, farah.pk)
    carried = SubmissionVersion.objects.get(pk=draft.pk)
    assert carried.form == second == call.form
    assert [(label, part.value) for label, part in actions.left_over(carried)] == [("Why?", "Secret floods.")]
    page = browser_of(amina).get(at("write", carried.submission.pk)).content.decode()
    assert '<strong>Why?</strong></p><blockquote dir="auto">Secret floods.</blockquote>' in page


def test_a_version_in_which_something_is_wrong_is_not_opened(call: Call, farah: User, browser_of: Browser) -> None:
    with given():
        second = actions.begin_form(call, by=farah)
        second.questions.create(key="funds", kind=QuestionKind.CHOICE, label="Funds", order=1)
    browser = browser_of(farah)
    fault = "“Funds” offers fewer than two answers."
    assert fault in browser.get(change(second)).content.decode()
    assert fault in browser.post(do(second, "open"), follow=True).content.decode()
    assert call.form.number == 1


def test_the_answers_of_another_process_are_offered_by_no_address(
    call: Call, inc: Process, farah: User, browser_of: Browser
) -> None:
    with given():
        secret = actions.begin_form(inc.calls.get(key="finance"), by=farah)
    offered = []
    for form in (secret, call.form):
        ask(form, "funds", QuestionKind.CHOICE, options=["secret", "open"])
        page = browser_of(farah).get(reverse("admin:submissions_question_add"), {"form": form.pk})
        offered.append("Secret" in page.content.decode())
    assert offered == [False, True]


def test_whose_drafts_are_carried_over_is_told_to_those_who_read_what_was_filed(
    call: Call, draft: SubmissionVersion, chen: User, farah: User, browser_of: Browser
) -> None:
    with given():
        second = actions.begin_form(call, by=farah)
    told = []
    for person in (farah, chen):
        page = browser_of(person).get(change(second)).content.decode()
        told.append(("1 draft is carried over" in page, "1 draft is carried over: Kenya" in page))
    assert told == [(True, True), (True, False)]


def test_whoever_changes_a_question_is_told_which_drafts_that_touches(
    call: Call, draft: SubmissionVersion, chen: User, farah: User, browser_of: Browser
) -> None:
    question = call.form.question("statements")
    asked = {"key": "statements", "order": 0, "kind": "statements", "points_at": "components", "required": "on"}
    told = []
    for label in ("Needs", "Needs", "Needs and priorities"):
        sent = {**asked, **six("label", label), **six("help", ""), **NO_OPTIONS}
        answer = browser_of(farah).post(change(question), sent, follow=True)
        told.append([str(message) for message in answer.context["messages"] if "draft" in str(message)])
    touched = "1 draft is written on this form and will be filed under what it asks then"
    assert told == [[f"{touched}: Kenya"], [], [f"{touched}: Kenya"]]
    page = browser_of(farah).get(change(question)).content.decode()
    assert f"yes, until something is filed on this form · {touched}" in page


def test_a_form_points_at_no_text_that_a_stranger_may_not_read(call: Call, igsp: Process) -> None:
    version = TextVersion.objects.issued().filter(text__process=igsp, document__isnull=False)[0]
    with given():
        call.form.questions.filter(key="statements").update(points_at="text", text_version=version)
        told = [actions.unfit(call.form)]
        QuerySet.update(Document.objects.filter(text_version=version), distribution="restricted")
        told.append(actions.unfit(call.form))
    assert [len(faults) for faults in told] == [0, 1]


def test_who_removes_a_question_comes_back_to_its_form(call: Call, farah: User, browser_of: Browser) -> None:
    question = ask(call.form, "why", QuestionKind.TEXT)
    answer = browser_of(farah).post(reverse("admin:submissions_question_delete", args=[question.pk]), {"post": "yes"})
    assert (answer.status_code, answer["Location"]) == (302, change(call.form))
    assert not Question.objects.filter(pk=question.pk).exists()


def test_the_form_of_a_published_call_does_not_come_to_ask_what_nobody_can_answer(
    call: Call, farah: User, browser_of: Browser
) -> None:
    asks = {"form": call.form.pk, "key": "funds", "order": 3, "kind": "choice", "points_at": "nothing"}
    sent = {**asks, **six("label", "Are there funds?"), **six("help", ""), **NO_OPTIONS}
    answer = browser_of(farah).post(reverse("admin:submissions_question_add"), sent)
    assert (answer.status_code, "offers fewer than two answers" in answer.content.decode()) == (200, True)
    assert not Question.objects.filter(form__call=call, key="funds").exists()


def test_a_question_that_opens_another_stays_in_the_form_of_a_published_call(
    call: Call, farah: User, browser_of: Browser
) -> None:
    funds = ask(call.form, "funds", QuestionKind.CHOICE, options=["yes", "no"])
    whose = ask(call.form, "whose", QuestionKind.TEXT, shown_if="funds", shown_if_option="yes")
    browser = browser_of(farah)
    statuses = [
        browser.post(reverse("admin:submissions_question_delete", args=[one.pk]), {"post": "yes"}).status_code
        for one in (funds, whose, funds)
    ]
    assert statuses == [403, 302, 302]
