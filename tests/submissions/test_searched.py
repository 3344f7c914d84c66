"""Published submissions are found by their words, and no others are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from documents.finding import Asked
from documents.search import indexing
from documents.search.answers import Narrowed, answer
from documents.search.models import Entry
from igsp_portal.models import User
from submissions import actions
from submissions.models import Answer, Statement, Submission, SubmissionVersion
from submissions.states import QuestionKind

from ..cast import given
from .questions import ask


def found(typed: str, user: Any = None) -> list[int]:
    things = answer(Asked.of(typed), user or AnonymousUser(), Narrowed()).found
    return [one.first.row for one in things if one.first.source == "submission"]


@pytest.fixture
def words(filed: Submission) -> str:
    """Words of a statement of the submission, which stand nowhere else."""
    statement = filed.versions.filed().get().statements.first()
    assert statement
    return f'"{statement.words}"'


def test_a_submission_is_found_once_it_is_published_and_no_more_once_withdrawn(
    filed: Submission, words: str, farah: User, amina: User, django_capture_on_commit_callbacks: Any
) -> None:
    before = found(words)
    with django_capture_on_commit_callbacks(execute=True):
        actions.acknowledge(filed, by=farah)
    assert found(words, farah) == before
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(filed, by=farah)
    assert found(words) == [filed.pk, *before]
    actions.withdraw(filed, by=amina, reason="Sent by mistake")
    assert found(words) == found(words, farah) == before


def test_where_a_publication_is_ended_no_word_of_it_stays_in_the_index(
    published: Submission, write: Any, farah: User, amina: User, django_capture_on_commit_callbacks: Any
) -> None:
    indexed = Entry.objects.filter(source="submission", row=published.pk)
    with django_capture_on_commit_callbacks(execute=True):
        indexing.index_rows.call("submission", [published.pk])
    assert indexed.exists()
    actions.file(write(actions.revise(published, by=amina), consent=False), by=amina)
    with django_capture_on_commit_callbacks(execute=True):
        actions.close(published, by=farah)
    assert not indexed.exists()


def test_the_link_leads_to_the_statement(client: Any, igsp: Any) -> None:
    published: Any = Submission.objects.published().filter(published_version__statements__isnull=False).first()
    assert published
    statement = published.published_version.statements.first()
    page = client.get("/en/igsp/search/", {"q": f'"{statement.words[:60].rsplit(" ", 1)[0]}"'}).content.decode()
    address = f"{published.get_absolute_url()}#statement-{statement.pk}"
    assert f'href="{address}"' in page
    assert f'id="statement-{statement.pk}"' in client.get(published.get_absolute_url()).content.decode()


def test_proposed_wordings_and_answers_are_found_and_personal_ones_are_not(
    draft: SubmissionVersion,
    write: Callable[..., SubmissionVersion],
    amina: User,
    farah: User,
    client: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    version = write(draft)
    for key, personal in (("context", False), ("whose", True)):
        ask(version.form, key, QuestionKind.TEXT, personal=personal)
    with given():
        Answer.objects.create(version=version, question="context", value="Okapi answered")
        Answer.objects.create(version=version, question="whose", value="Tapir answered")
        statement = version.statements.all()[0]
        QuerySet(Statement).filter(pk=statement.pk).update(proposed="Dugong proposed")
    filed = actions.file(version, by=amina).submission
    version = SubmissionVersion.objects.get(pk=version.pk)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(actions.acknowledge(filed, by=farah), by=farah)
    assert [found(word) for word in ("Okapi", "Dugong", "Tapir")] == [[filed.pk], [filed.pk], []]
    page = client.get("/en/igsp/search/", {"q": "Okapi"}).content.decode()
    answer = version.answers.get(question="context")
    address = f"{filed.get_absolute_url()}#answer-{answer.pk}"
    assert f'href="{address}"' in page
    assert f'id="answer-{answer.pk}"' in client.get(filed.get_absolute_url()).content.decode()
