"""A party that files a new version without consent: what is public stays so until the secretariat decides, openly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.models import Event, User
from submissions import actions
from submissions.models import Submission

Browser = Callable[[User], Client]
TOLD = "An earlier one is public, and stays so"


@pytest.fixture
def taken_back(published: Submission, write: Any, amina: User) -> Submission:
    draft = actions.revise(published, by=amina)
    return actions.file(write(draft, consent=False), by=amina).submission


def change(submission: Submission) -> str:
    return reverse("admin:submissions_submission_change", args=[submission.pk])


def test_whoever_files_it_is_told_before_and_the_secretariat_after(
    published: Submission, write: Any, amina: User, farah: User, browser_of: Browser
) -> None:
    draft = write(actions.revise(published, by=amina), consent=False)
    review = browser_of(amina).get(reverse("submissions:file", args=["igsp", published.pk])).content.decode()
    assert "The one that is public stays so until the secretariat ends its publication" in review
    desk = browser_of(farah)
    pages = [desk.get(change(published)).content.decode()]
    actions.file(draft, by=amina)
    pages.append(desk.get(change(published)).content.decode())
    assert [TOLD in page for page in pages] == [False, True]
    assert Client().get(published.get_absolute_url()).status_code == 200


def test_the_secretariat_ends_it_by_a_button_its_party_sees_that_and_programs_are_told(
    taken_back: Submission, amina: User, farah: User, browser_of: Browser
) -> None:
    browser_of(farah).post(reverse("admin:submissions_submission_do", args=[taken_back.pk, "close"]))
    assert Client().get(taken_back.get_absolute_url()).status_code == 404
    assert Client().get(reverse("api:submission", args=["igsp", taken_back.pk])).status_code == 404
    own = browser_of(amina).get(taken_back.get_absolute_url()).content.decode()
    assert "ended the publication of number" in own
    assert TOLD not in browser_of(farah).get(change(taken_back)).content.decode()
    assert Event.objects.filter(verb="submission.closed", by=farah).count() == 1


def test_what_its_party_consents_to_is_not_closed(published: Submission, farah: User) -> None:
    with pytest.raises(ValidationError, match="No earlier version"):
        actions.close(published, by=farah)
