"""A party may change the words of a statement after it was said what became of it: both readers are told that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from documents.models import TextVersion
from igsp_portal.models import User
from meetings.models import Component
from submissions import actions as submitting
from submissions.actions import Said
from submissions.models import Source, Statement, Submission
from submissions.sources import addresses
from tests.cast import given

CHANGED = "The participant has changed the words of this statement since."


@pytest.fixture
def revised(
    next_plan: TextVersion,
    noted: Callable[..., Source],
    posts: Statement,
    filed: Submission,
    institutions: Component,
    amina: User,
    farah: User,
) -> Callable[[str], TextVersion]:
    """revised("New words."): published, linked, released, and filed again with other words under the same key."""

    def made(words: str) -> TextVersion:
        submitting.publish(submitting.acknowledge(filed, by=farah), by=farah)
        noted(posts, key="need")
        with given():
            rows = TextVersion.objects.filter(pk=next_plan.pk)
            rows.update(state="released", released_at="2004-10-15T12:00Z")
        draft = submitting.revise(filed, by=amina)
        said = [Said(words, institutions, key=posts.key)]
        submitting.save_draft(draft, by=amina, title="Needs of Kenya", consent=True, statements=said)
        submitting.file(draft, by=amina)
        return TextVersion.objects.select_related("text").get(pk=next_plan.pk)

    return made


def told(version: TextVersion, submission: Submission, *browsers: Client) -> list[list[bool]]:
    pages = (addresses.of(version), submission.get_absolute_url())
    return [[CHANGED in browser.get(page).content.decode() for page in pages] for browser in browsers]


def test_its_party_and_the_secretariat_are_told_at_once_and_the_public_once_it_reads_the_new_words(
    revised: Callable[[str], TextVersion], filed: Submission, amina: User, farah: User, browser_of: Any
) -> None:
    version = revised("Permanent posts, and ships.")
    inside = [browser_of(amina), browser_of(farah)]
    assert told(version, filed, *inside, Client()) == [[True, True], [True, True], [False, False]]
    submission = Submission.objects.get(pk=filed.pk)
    submitting.publish(submitting.acknowledge(submission, by=farah), by=farah)
    assert told(version, filed, *inside, Client()) == [[True, True]] * 3


def test_words_that_stay_as_they_were_are_not_called_changed(
    revised: Callable[[str], TextVersion], posts: Statement, filed: Submission, amina: User, browser_of: Any
) -> None:
    version = revised(posts.words)
    assert told(version, filed, browser_of(amina), Client()) == [[False, False]] * 2
