"""Colleagues who write one draft mark what is done and comment on it; nobody else reads a word of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from igsp_portal.models import Event, User
from submissions import actions
from submissions.models import Call, Comment, FormVersion, Question, SubmissionVersion
from submissions.states import QuestionKind

from ..attack.forms import form_of
from ..cast import given
from .addresses import at
from .questions import ask

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]

WORDS = "Ask the ministry of finance."


@pytest.fixture
def sections(call: Call, draft: SubmissionVersion) -> FormVersion:
    """A form in two sections."""
    with given():
        call.form.questions.all().delete()
    for key in ("first", "second"):
        ask(call.form, key, QuestionKind.SECTION, label=f"The {key} part")
        ask(call.form, f"{key}-text", QuestionKind.TEXT, label=f"Say of the {key}")
    return FormVersion.objects.with_questions().get(pk=call.form.pk)


def press(browser: Client, draft: SubmissionVersion, do: str, **more: str) -> str:
    """Press a button of the form as it stands; the page that answers."""
    address = at("write", draft.submission.pk)
    sent = form_of(browser.get(address).content.decode()) | more | {"do": do}
    return browser.post(address, sent, follow=True).content.decode()


def test_a_section_is_marked_as_done_and_as_not_done_again(
    sections: FormVersion, draft: SubmissionVersion, amina: User, boris: User, browser_of: Browser
) -> None:
    page = press(browser_of(boris), draft, "done-second", **{"answers-second-text-words": "All."})
    assert draft.answers.get().value == "All."
    assert page.count("Boris, 15 October 2004, 12:00 UTC") == 1
    review = browser_of(amina).get(at("file", draft.submission.pk)).content.decode()
    assert "Not marked as done by you or your colleagues: The first part." in review
    press(browser_of(amina), draft, "open-second")
    assert draft.done_marks.count() == 0


def test_where_there_are_no_sections_each_question_is_marked(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    press(browser_of(amina), draft, "done-statements")
    assert [mark.question for mark in draft.done_marks.all()] == ["statements"]


def test_a_comment_is_read_by_colleagues_and_by_nobody_else(
    draft: SubmissionVersion, write: Write, amina: User, boris: User, farah: User, browser_of: Browser, client: Client
) -> None:
    page = press(browser_of(boris), draft, "comment-statements", **{"comment-statements": WORDS})
    assert page.count(WORDS) == 1
    assert press(browser_of(amina), draft, "save").count(WORDS) == 1
    version = actions.file(write(draft), by=amina)
    actions.publish(actions.acknowledge(version.submission, by=farah), by=farah)
    desk = reverse("admin:submissions_submission_change", args=[version.submission.pk])
    pages = [(browser_of(farah), desk), (browser_of(farah), desk.replace("change", "history"))]
    pages += [(who, at("submission", version.submission.pk)) for who in (browser_of(farah), client)]
    shown = [who.get(address).content.decode() for who, address in pages]
    assert [(WORDS in page, "commented" in page) for page in shown] == [(False, False)] * 4
    assert WORDS not in version.content
    assert not any(WORDS in str(event.__dict__) for event in Event.objects.all())
    actions.revise(version.submission, by=amina)
    assert press(browser_of(amina), draft, "save").count(WORDS) == 1


def test_a_comment_sent_twice_is_one_and_one_left_in_its_field_is_sent_by_any_button(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    for _time in range(2):
        press(browser_of(amina), draft, "save", **{"comment-statements": WORDS})
    assert [(c.words, c.by_name) for c in Comment.objects.all()] == [(WORDS, "Amina")]


def test_a_comment_that_is_too_long_comes_back(draft: SubmissionVersion, amina: User, browser_of: Browser) -> None:
    long = "x" * 5_001
    page = press(browser_of(amina), draft, "comment-statements", **{"comment-statements": long})
    assert form_of(page)["comment-statements"] == [long]
    assert Comment.objects.count() == 0


def test_the_form_costs_the_same_queries_with_one_comment_and_with_three(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    question, browser, counts = Question.objects.get(form=draft.form), browser_of(amina), []
    for words in (["a"], ["b", "c"]):
        for each in words:
            actions.comment(draft, question, each, by=amina)
        browser.get(at("write", draft.submission.pk))
        with CaptureQueriesContext(connection) as asked:
            browser.get(at("write", draft.submission.pk))
        counts.append(len(asked))
    assert counts[0] == counts[1]
