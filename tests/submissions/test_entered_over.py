"""What a party is writing while the secretariat enters something for it: no word of either is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from igsp_portal.models import User
from meetings.models import Participant
from submissions import actions
from submissions.actions import Answered
from submissions.models import Call, Submission, SubmissionVersion
from submissions.receiving import entry
from submissions.states import QuestionKind

from ..attack.forms import form_of
from ..cast import given
from .entering import address, entered, letter
from .questions import ask

pytestmark = pytest.mark.slow

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


def test_nothing_is_entered_over_what_a_party_is_writing(
    draft: SubmissionVersion, write: Callable[..., SubmissionVersion], kenya: Participant, call: Call, desk: Client
) -> None:
    write(draft, title="Zebra crossing")
    page = desk.post(address(call), letter(kenya))
    body = page.content.decode()
    assert (page.status_code, "The participant is writing in the portal." in body, "Zebra" in body) == (
        400,
        True,
        False,
    )
    draft.refresh_from_db()
    assert draft.title == "Zebra crossing"


def test_nothing_is_entered_over_what_a_party_begins_at_the_same_moment(
    kenya: Participant,
    call: Call,
    amina: User,
    write: Callable[..., SubmissionVersion],
    desk: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin = actions.begin

    def after_amina(*args: Any, **more: Any) -> Submission:
        write(begin(call, kenya, by=amina).draft)
        return begin(*args, **more)

    monkeypatch.setattr(actions, "begin", after_amina)
    page = desk.post(address(call), letter(kenya))
    assert (page.status_code, "The participant is writing in the portal." in page.content.decode()) == (400, True)
    assert not SubmissionVersion.objects.filed().filter(submission__call=call).exists()


def test_nor_over_what_it_revises_before_its_row_is_held(
    filed: Submission,
    kenya: Participant,
    call: Call,
    amina: User,
    write: Callable[..., SubmissionVersion],
    desk: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lock = entry.lock

    def after_amina(submission: Submission) -> Submission:
        write(actions.revise(submission, by=amina), title="More")
        return lock(submission)

    monkeypatch.setattr(entry, "lock", after_amina)
    assert desk.post(address(call), letter(kenya)).status_code == 400
    assert filed.versions.filed().count() == 1


def test_an_empty_draft_of_the_participant_stands_in_nobodys_way(
    draft: SubmissionVersion, kenya: Participant, call: Call, desk: Client
) -> None:
    submission = entered(desk, call, kenya)
    assert (submission, submission.versions.get()) == (draft.submission, draft)
    assert submission.versions.get().filed_by_name == "Farah"


def test_nothing_is_entered_over_words_that_would_not_be_filed_as_they_stand(
    draft: SubmissionVersion, kenya: Participant, call: Call, amina: User, desk: Client
) -> None:
    """What a draft holds that the form no longer asks for is still its party's."""
    ask(call.form, "more", QuestionKind.TEXT)
    actions.save_draft(draft, by=amina, title="", answers={"more": Answered("Also this.")})
    with given():
        call.form.questions.filter(key="more").update(shown_if="gone", shown_if_option="yes")
    assert desk.post(address(call), letter(kenya)).status_code == 400
    assert draft.answers.get().value == "Also this."


def test_words_typed_on_a_form_that_was_changed_meanwhile_are_given_back(
    call: Call, kenya: Participant, desk: Client, farah: User
) -> None:
    shown = form_of(desk.get(address(call)).content.decode())
    actions.open_form(actions.begin_form(call, by=farah), by=farah)
    page = desk.post(address(call), shown | letter(kenya))
    assert (page.status_code, Submission.objects.filter(call=call).count()) == (409, 0)
    assert "Il manque des laboratoires." in page.content.decode()
