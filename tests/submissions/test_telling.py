"""What was opened by a choice that is withheld, or personal, stands nowhere in public: it would tell the choice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.models import User
from meetings.models import Component
from submissions import actions
from submissions.actions import Answered, Said
from submissions.answers import hanging_on
from submissions.compiling.choosing import published as chosen_from
from submissions.models import Question, Submission, SubmissionVersion
from submissions.receiving import exports
from submissions.states import PointsAt, QuestionKind

from ..cast import given
from .questions import ask

SAID = ("Pledged in secret.", "Then a table of sums.", "A need of those who pledge.", "Open to everybody.")


@pytest.fixture
def form(draft: SubmissionVersion) -> SubmissionVersion:
    """A choice opens a section, of which one answer opens another."""
    form = draft.form
    ask(form, "pledges", QuestionKind.CHOICE, label="Do you pledge?", options=["yes", "no"])
    ask(form, "of-pledges", QuestionKind.SECTION, label="Your pledge", shown_if="pledges", shown_if_option="yes")
    ask(form, "sum", QuestionKind.TEXT, label="How much?")
    ask(form, "loan", QuestionKind.CHOICE, label="As a loan?", options=["yes"])
    ask(form, "rest", QuestionKind.SECTION, label="The rest")
    ask(form, "terms", QuestionKind.TEXT, label="On what terms?", shown_if="loan", shown_if_option="yes")
    points = {"points_at": PointsAt.COMPONENTS, "kinds": ["need"]}
    ask(form, "wants", QuestionKind.STATEMENTS, label="Wants", shown_if="pledges", shown_if_option="yes", **points)
    ask(form, "more", QuestionKind.TEXT, label="Anything more?")
    return SubmissionVersion.objects.get(pk=draft.pk)


def published(form: SubmissionVersion, on: Component, amina: User, farah: User, *, withheld: bool) -> Submission:
    answers = {
        "pledges": Answered(["yes"], withheld=withheld),
        "sum": Answered(SAID[0]),
        "loan": Answered(["yes"]),
        "terms": Answered(SAID[1]),
        "more": Answered(SAID[3]),
    }
    said = [Said("Posts.", on), Said(SAID[2], on, question="wants")]
    actions.save_draft(form, by=amina, title="Needs of Kenya", consent=True, statements=said, answers=answers)
    submission = actions.file(SubmissionVersion.objects.get(pk=form.pk), by=amina).submission
    return actions.publish(actions.acknowledge(submission, by=farah), by=farah)


@pytest.mark.parametrize(("withheld", "personal"), [(False, False), (True, False), (False, True)])
def test_pages_programs_sheets_and_compilations_say_nothing_that_tells_it(
    withheld: bool,
    personal: bool,
    form: SubmissionVersion,
    institutions: Component,
    amina: User,
    farah: User,
    browser_of: Any,
) -> None:
    if personal:
        with given():
            Question.objects.filter(form=form.form_id, key="pledges").update(personal=True)
    submission = published(form, institutions, amina, farah, withheld=withheld)
    page = Client().get(submission.get_absolute_url()).content.decode()
    api = Client().get(reverse("api:submission", args=["igsp", submission.pk])).content.decode()
    rows = Submission.objects.filter(pk=submission.pk).select_related("participant", "call__process")
    sheet = str(exports.published(submission.process, rows))
    compiled = str([one.words for one in chosen_from(submission.call)])
    shown = [not (withheld or personal)] * 3 + [True]
    for words in (page, api, sheet):
        assert [said in words for said in SAID] == shown
    assert (SAID[2] in compiled) == shown[2]
    assert ("Your pledge" in page, "The rest" in page) == (shown[0], True)
    inside = browser_of(farah).get(submission.get_absolute_url()).content.decode()
    assert [said in inside for said in SAID] == [True] * 4


def test_what_hangs_on_a_question_is_known_through_sections_and_other_questions(form: SubmissionVersion) -> None:
    asked = list(Question.objects.filter(form=form.form_id))
    assert hanging_on(asked, {"pledges"}) == {"of-pledges", "sum", "loan", "terms", "wants"}
    assert hanging_on(asked, {"loan"}) == {"terms"}
    assert hanging_on(asked, set()) == set()
