"""What was filed is taken back to be corrected, as long as it is not acknowledged; its trace stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from submissions import actions
from submissions.models import LogEntry, Submission, SubmissionVersion
from submissions.states import SubmissionState

from ..cast import given
from .addresses import at

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]
BUTTON = "Take back to correct and file again"


def recall(browser: Client, submission: Submission, reason: str = "A wrong annex.") -> int:
    return browser.post(at("withdraw", submission.pk), {"reason": reason, "recall": "1"}).status_code


def test_a_focal_point_takes_it_back_corrects_it_and_files_again(
    filed: Submission, write: Write, amina: User, browser_of: Browser
) -> None:
    first = filed.standing
    assert first is not None
    assert BUTTON in browser_of(amina).get(at("submission", filed.pk)).content.decode()
    sent = {"reason": "A wrong annex.", "recall": "1"}
    answer = browser_of(amina).post(at("withdraw", filed.pk), sent, follow=True)
    assert answer.redirect_chain == [(at("write", filed.pk), 302)]
    filed.refresh_from_db()
    assert (filed.state, filed.withdrawal_reason) == (SubmissionState.WITHDRAWN, "A wrong annex.")
    draft = filed.versions.get(filed_at=None)
    assert (draft.title, [s.words for s in draft.statements.all()]) == (
        first.title,
        [s.words for s in first.statements.all()],
    )
    again = actions.file(write(draft, title="Needs of Kenya, corrected"), by=amina)
    assert (again.number, again.submission.state) == (2, SubmissionState.FILED)
    assert LogEntry.objects.filter(version__submission=filed).count() == 2


def test_its_trace_stays(filed: Submission, amina: User) -> None:
    version = filed.standing
    assert version is not None
    before = version.content, version.sha256, version.filing_number
    actions.recall(filed, by=amina, reason="A wrong annex.")
    version.refresh_from_db()
    assert (version.content, version.sha256, version.filing_number) == before
    said = audit.in_words(Event.objects.get(verb="submission.recalled"))
    assert said == f"Amina took back “{filed}”, number {version.filing_number}, to correct it: A wrong annex."


def test_what_is_acknowledged_is_not_recalled(filed: Submission, farah: User, amina: User, browser_of: Browser) -> None:
    acknowledged = actions.acknowledge(filed, by=farah)
    assert BUTTON not in browser_of(amina).get(at("submission", filed.pk)).content.decode()
    with pytest.raises(ValidationError, match="has acknowledged"):
        actions.recall(acknowledged, by=amina, reason="A wrong annex.")


def test_it_is_not_recalled_while_the_public_reads_an_earlier_version(
    published: Submission, write: Write, amina: User
) -> None:
    later = actions.file(write(actions.revise(published, by=amina)), by=amina)
    with pytest.raises(ValidationError, match="file a new version"):
        actions.recall(later.submission, by=amina, reason="A wrong annex.")


def test_a_new_version_is_not_recalled_with_the_one_before_it(
    filed: Submission, write: Write, amina: User, farah: User, browser_of: Browser
) -> None:
    acknowledged = actions.acknowledge(filed, by=farah)
    later = actions.file(write(actions.revise(acknowledged, by=amina)), by=amina)
    assert BUTTON not in browser_of(amina).get(at("submission", filed.pk)).content.decode()
    assert recall(browser_of(amina), filed) == 302
    filed.refresh_from_db()
    assert (filed.state, filed.standing) == (SubmissionState.FILED, later)


def test_it_is_not_recalled_without_a_reason(filed: Submission, amina: User, browser_of: Browser) -> None:
    assert recall(browser_of(amina), filed, reason=" ") == 400
    filed.refresh_from_db()
    assert (filed.state, filed.versions.count()) == (SubmissionState.FILED, 1)


def test_once_the_call_is_closed_it_stands(
    filed: Submission, amina: User, clock: Callable[[str], None], browser_of: Browser
) -> None:
    with given():
        type(filed.call).objects.filter(pk=filed.call.pk).update(hard_closes_at=filed.call.closes_at)
    clock("2004-11-06T12:00")
    recall(browser_of(amina), filed)
    filed.refresh_from_db()
    assert (filed.state, filed.versions.count()) == (SubmissionState.FILED, 1)


def test_it_is_recalled_by_who_files_alone(filed: Submission, boris: User, goran: User, browser_of: Browser) -> None:
    assert [recall(browser_of(person), filed) for person in (boris, goran)] == [403, 404]
    filed.refresh_from_db()
    assert filed.state == SubmissionState.FILED


def test_the_secretariat_withdraws_at_a_request_and_recalls_nothing(
    filed: Submission, farah: User, browser_of: Browser
) -> None:
    page = browser_of(farah).get(at("submission", filed.pk)).content.decode()
    assert BUTTON not in page
    recall(browser_of(farah), filed)
    filed.refresh_from_db()
    assert (filed.state, filed.versions.count()) == (SubmissionState.WITHDRAWN, 1)
