"""The focal points of a party are told, once, that a version says what became of their statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from documents.library import actions as library
from documents.models import TextVersion
from documents.texts import actions as texts
from igsp_portal.foundations.access import Role
from igsp_portal.models import OutgoingMail, User
from meetings.models import Process
from submissions import actions as submitting
from submissions.models import Source, Statement, Submission
from submissions.sources import telling
from tests.cast import with_role

pytestmark = pytest.mark.slow
Noted = Callable[..., Source]
Committed = Callable[..., AbstractContextManager[list[Any]]]


def told() -> list[tuple[str, str]]:
    """To whom it was written, and in which language."""
    return sorted(OutgoingMail.objects.filter(letter="became").values_list("to", "language"))


@pytest.fixture
def answered(noted: Noted, posts: Statement, trainers: Statement, next_plan: TextVersion) -> TextVersion:
    noted(posts, key="need")
    noted(posts, key="terms", disposition="in_part")
    noted(trainers, disposition="not", note="Training is for another body.")
    return next_plan


def test_each_is_written_to_in_their_language_once(
    answered: TextVersion, igsp: Process, amina: User, farah: User, django_capture_on_commit_callbacks: Committed
) -> None:
    with_role("Odile", Role.FOCAL_POINT, igsp, "ken", language="fr")
    with django_capture_on_commit_callbacks(execute=True):
        texts.release(answered, by=farah, typeset=False, exception=True)
    assert told() == [("amina@example.org", "en"), ("odile@example.org", "fr")]
    telling.send_became.call(answered.pk)
    assert told() == [("amina@example.org", "en"), ("odile@example.org", "fr")]
    letter = OutgoingMail.objects.get(letter="became", language="en")
    assert "- reflected: 1\n- reflected in part: 1\n- not reflected: 1\n" in letter.body
    assert (
        f"/en/igsp/submissions/{Submission.objects.get(participant__key='ken', call__key='needs').pk}/#became"
        in letter.body
    )


def test_nobody_is_told_of_a_draft(answered: TextVersion) -> None:
    telling.send_became.call(answered.pk)
    assert told() == []


def test_nor_before_the_document_is_issued_that_the_version_is(
    answered: TextVersion, amina: User, farah: User, django_capture_on_commit_callbacks: Committed
) -> None:
    texts.plan_document(answered, by=farah)
    with django_capture_on_commit_callbacks(execute=True):
        texts.release(answered, by=farah, typeset=False, exception=True)
    assert told() == []
    answered.refresh_from_db()
    assert answered.document is not None
    with django_capture_on_commit_callbacks(execute=True):
        library.issue(answered.document, by=farah, on=dt.date(2004, 10, 14), exception=True)
    assert told() == [("amina@example.org", "en")]


def test_nor_the_party_of_a_submission_that_was_withdrawn(
    answered: TextVersion, filed: Submission, amina: User, farah: User, django_capture_on_commit_callbacks: Committed
) -> None:
    submitting.withdraw(filed, by=amina, reason="Mistaken")
    with django_capture_on_commit_callbacks(execute=True):
        texts.release(answered, by=farah, typeset=False, exception=True)
    assert told() == []
