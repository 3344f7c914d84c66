"""A compilation holds answers in words, tables and files too; and a call for letters alone is compiled likewise."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from igsp_portal.models import User
from meetings.models import Component, Participant, Process
from submissions import actions as submitting
from submissions.actions import Answered
from submissions.compiling import actions, content, making, pages
from submissions.models import Call, Compilation, Submission
from submissions.states import QuestionKind

from ..cast import given
from .questions import ask
from .test_filing import picture

pytestmark = pytest.mark.slow


@pytest.fixture
def letters(call: Call) -> Call:
    """The call, which asks for no statement."""
    with given():
        call.form.questions.all().delete()
    ask(call.form, "context", QuestionKind.TEXT, label="What is the context?")
    ask(call.form, "whose", QuestionKind.TEXT, label="Whose?", personal=True)
    ask(call.form, "years", QuestionKind.TABLE, label="By year", columns=["needed", "there"], rows=["2005", "2006"])
    ask(call.form, "letter", QuestionKind.FILE, label="A signed letter")
    return call


@pytest.fixture
def sent(letters: Call, kenya: Participant, amina: User, farah: User) -> Submission:
    """Kenya's letter and answers, published."""
    draft = submitting.begin(letters, kenya, by=amina).draft
    assert draft is not None
    answers = {
        "context": Answered("Drought, twice."),
        "whose": Answered("Secret person"),
        "years": Answered([["1", "2"], ["3", "4"]]),
    }
    submitting.save_draft(draft, by=amina, title="Letter", consent=True, answers=answers)
    with given():
        attached = submitting.attach(draft, name="Letter.png", data=picture(), by=amina, question="letter")
        type(attached).objects.filter(pk=attached.pk).update(state="taken")
    return submitting.publish(submitting.acknowledge(submitting.file(draft, by=amina).submission, by=farah), by=farah)


@pytest.fixture
def compilation(sent: Submission, igsp: Process, farah: User) -> Compilation:
    return actions.begin(sent.call, by=farah, meeting=igsp.meetings.get(key="wg-3"))


def said(found: dict[str, Any]) -> dict[str, list[str]]:
    return {
        group["title"]: [one["words"] for party in group["parties"] for one in party["statements"]]
        for group in found["groups"]
    }


def test_it_holds_answers_and_names_files_and_nothing_personal(compilation: Compilation) -> None:
    found = said(content.of(compilation))
    assert list(found) == ["What is the context?", "By year", "Files"]
    assert found["What is the context?"] == ["Drought, twice."]
    assert found["By year"] == ["1 | 2\n3 | 4"]
    assert found["Files"][0].startswith("Letter.png (")


def test_a_call_for_letters_is_compiled_and_issued(compilation: Compilation, farah: User, client: Any) -> None:
    document = actions.issue(compilation, by=farah)
    making.make_files.func(compilation.pk, farah.pk)
    document.refresh_from_db()
    assert (document.state, document.renditions.count()) == ("issued", 12)
    page = client.get(compilation.get_absolute_url()).content.decode()
    assert ("Drought, twice." in page, "Letter.png" in page, "Secret person" in page) == (True, True, False)


def test_where_nothing_at_all_was_sent_none_is_issued(
    compilation: Compilation, sent: Submission, amina: User, farah: User
) -> None:
    submitting.withdraw(sent, by=amina, reason="Mistaken")
    with pytest.raises(ValidationError, match="There is no statement in the compilation"):
        actions.issue(compilation, by=farah)


def test_one_that_was_issued_says_that_what_it_holds_was_withdrawn(
    compilation: Compilation, sent: Submission, amina: User, farah: User
) -> None:
    actions.issue(compilation, by=farah)
    before = pages._changed(compilation)
    submitting.withdraw(Submission.objects.get(pk=sent.pk), by=amina, reason="Mistaken")
    assert (before, "3 statements in it have been withdrawn" in pages._changed(compilation)) == ("", True)


def test_what_is_issued_is_held_against_withdrawals(compilation: Compilation, farah: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        actions.issue(compilation, by=farah)
    of_submissions = [one["sql"] for one in asked if 'FROM "submissions_submission"' in one["sql"]]
    assert of_submissions
    assert ("FOR UPDATE" in of_submissions[0]) == connection.features.has_select_for_update


def test_an_issued_one_is_revised_as_the_next_revision_of_its_document(
    compilation: Compilation, sent: Submission, farah: User, browser_of: Any
) -> None:
    with pytest.raises(ValidationError, match="Only a compilation that has been issued is revised"):
        actions.revise(compilation, by=farah)
    document = actions.issue(compilation, by=farah)
    making.make_files.func(compilation.pk, farah.pk)
    page = browser_of(farah).post(
        reverse("admin:submissions_compilation_do", args=[compilation.pk, "revise"]), follow=True
    )
    assert f"to be issued as {document.symbol}/Rev.1" in page.content.decode()
    begun = sent.call.compilations.latest("pk")
    assert (begun.title, begun.state, begun.meeting) == (compilation.title, "draft", compilation.meeting)
    with pytest.raises(ValidationError, match="has been begun already"):
        actions.revise(compilation, by=farah)
    following = actions.issue(begun, by=farah)
    making.make_files.func(begun.pk, farah.pk)
    document.refresh_from_db()
    following.refresh_from_db()
    assert (following.symbol, following.state) == (f"{document.symbol}/Rev.1", "issued")


def test_a_revision_begins_with_what_stands_by_now_and_its_synthesis(
    call: Call, kenya: Participant, croatia: Participant, igsp: Process, farah: User, institutions: Component
) -> None:
    from .compiling import publish, revise

    first = publish(call, kenya, submitting.Said("Posts.", institutions), by=farah)
    gone = publish(call, croatia, submitting.Said("Boats.", institutions), by=farah)
    issued = actions.begin(call, by=farah, meeting=igsp.meetings.get(key="wg-3"))
    statements = [row.statement for row in issued.rows.all()]
    actions.say(issued, statements, by=farah, words="Much is needed.")
    actions.issue(issued, by=farah)
    making.make_files.func(issued.pk, farah.pk)
    revise(Submission.objects.get(pk=first.pk), submitting.Said("Lasting posts.", institutions), by=farah)
    submitting.withdraw(Submission.objects.get(pk=gone.pk), by=farah, reason="Mistaken")
    begun = actions.revise(issued, by=farah)
    assert [row.statement.words for row in begun.rows.all()] == ["Lasting posts."]
    assert [one.words for one in begun.sentences.all()] == ["Much is needed."]
    assert {row.statement.words for row in issued.rows.all()} == {"Posts.", "Boats."}
