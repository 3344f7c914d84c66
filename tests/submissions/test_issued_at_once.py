"""A compilation is issued while somebody withdraws or revises what stands in it: it says what the public then read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from igsp_portal.models import User
from meetings.models import Participant
from submissions import actions as submitting
from submissions.actions import Said
from submissions.compiling import actions, choosing
from submissions.models import Call, Compilation, Submission

from .compiling import component, publish
from .test_filing import refuse_memory
from .test_frozen_forms import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Change = Callable[[Submission, User], Any]
CHANGES: list[Change] = [
    lambda submission, by: submitting.withdraw(submission, by=by, reason="Sent in error."),
    lambda submission, by: submitting.publish(submission, by=by),
]


@pytest.fixture
def submission(call: Call, kenya: Participant, farah: User) -> Submission:
    refuse_memory()
    return publish(call, kenya, Said("Posts for monitoring.", component(call, "institutions"), "need", 1), by=farah)


@pytest.fixture
def compilation(submission: Submission, call: Call, farah: User) -> Compilation:
    return actions.begin(call, by=farah, meeting=call.process.meetings.get(key="wg-3"))


def revised(submission: Submission, farah: User) -> Submission:
    """The same with a later version, which waits to be published."""
    draft = submitting.revise(submission, by=farah)
    said = [Said("Fewer posts.", component(submission.call, "institutions"), "need", 1)]
    draft = submitting.save_draft(draft, by=farah, title="Again", consent=True, statements=said)
    return submitting.acknowledge(submitting.file(draft, by=farah).submission, by=farah)


@pytest.mark.parametrize("change", CHANGES)
def test_who_issues_meanwhile_waits_and_is_refused(
    change: Change, submission: Submission, compilation: Compilation, farah: User
) -> None:
    submission = revised(submission, farah)
    _changed, refusal = at_once(lambda: change(submission, farah), lambda: actions.issue(compilation, by=farah))
    assert isinstance(refusal, ValidationError)
    assert "Statements in it were withdrawn or revised since they were chosen." in refusal.messages[0]
    assert not Compilation.objects.get(pk=compilation.pk).is_issued


@pytest.mark.parametrize("change", CHANGES)
def test_who_changes_it_while_it_is_issued_waits_and_what_was_issued_is_told_to_have_changed_since(
    change: Change, submission: Submission, compilation: Compilation, farah: User
) -> None:
    submission = revised(submission, farah)
    document, changed = at_once(lambda: actions.issue(compilation, by=farah), lambda: change(submission, farah))
    issued = Compilation.objects.get(pk=compilation.pk)
    assert (issued.is_issued, issued.document) == (True, document)
    assert isinstance(changed, Submission)
    assert [one.row.statement.words for one in choosing.changed(issued)] == ["Posts for monitoring."]
