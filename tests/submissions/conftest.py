"""A call of the tests' own, so that they do not depend on the days of 2004 in the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from igsp_portal.models import User
from meetings.models import Component, Participant, Process
from submissions import actions
from submissions.actions import Said
from submissions.inviting import actions as inviting
from submissions.inviting.actions import Invited
from submissions.models import Call, Invitation, Submission, SubmissionVersion

from ..cast import given


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any, tmp_path: Path) -> None:
    """Files of one test are not there in the next."""
    storage = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def call(igsp: Process, clock: Callable[[str], None]) -> Call:
    """Open on 15 October 2004, when the clock stands at noon; due on the 29th at five in the afternoon in Nairobi."""
    clock("2004-10-15T12:00")
    with given():
        return Call.objects.create(
            process=igsp,
            key="needs",
            stage="published",
            title="Needs of regions and countries",
            guidance="Say what is needed.",
            decision=igsp.decisions.get(key="ss-viii-1"),
            addressed=["state", "forum"],
            opens_at=dt.datetime(2004, 7, 15, 6, tzinfo=dt.UTC),
            closes_at=dt.datetime(2004, 10, 29, 14, tzinfo=dt.UTC),
            zone="Africa/Nairobi",
        )


@pytest.fixture
def kenya(igsp: Process) -> Participant:
    return igsp.participants.get(key="ken")


@pytest.fixture
def croatia(igsp: Process) -> Participant:
    return igsp.participants.get(key="hrv")


@pytest.fixture
def institutions(igsp: Process) -> Component:
    return Component.objects.get(decision__process=igsp, key="institutions")


@pytest.fixture
def draft(call: Call, kenya: Participant, amina: User) -> SubmissionVersion:
    """Kenya's draft, with nothing in it yet."""
    submission = actions.begin(call, kenya, by=amina)
    assert submission.draft is not None
    return submission.draft


@pytest.fixture
def write(institutions: Component, amina: User) -> Callable[..., SubmissionVersion]:
    """Fill a draft: write(draft) with words that can be filed, write(draft, title="…") with others."""

    def filled(version: SubmissionVersion, by: User = amina, **words: Any) -> SubmissionVersion:
        said = [
            Said("Permanent posts for monitoring.", institutions, "need", 1),
            Said("Train the trainers.", institutions, "priority", 2),
        ]
        values: dict[str, Any] = {"title": "Needs of Kenya", "consent": True, "statements": said} | words
        return actions.save_draft(version, by=by, **values)

    return filled


@pytest.fixture
def filed(draft: SubmissionVersion, write: Callable[..., SubmissionVersion], amina: User) -> Submission:
    """Kenya's submission, filed at noon on 15 October 2004."""
    return actions.file(write(draft), by=amina).submission


@pytest.fixture
def published(filed: Submission, farah: User) -> Submission:
    return actions.publish(actions.acknowledge(filed, by=farah), by=farah)


@pytest.fixture
def invitation(call: Call, croatia: Participant) -> Invitation:
    """Croatia's, sent in French to two addresses; nobody acts for Croatia yet."""
    [made] = inviting.invite(call, [Invited(croatia, ["mission@example.org", "env@example.org"], "fr")], by="test")
    inviting.send.func(call.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def desk(farah: User, browser_of: Callable[[User], Client]) -> Client:
    """The browser of one who receives submissions."""
    return browser_of(farah)
