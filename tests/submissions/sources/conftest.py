"""The plan's newest version, a draft that follows it, and two statements of Kenya's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from documents.models import TextVersion
from documents.texts import actions as texts
from igsp_portal.models import User
from meetings.models import Process
from submissions.models import Source, Statement, Submission
from submissions.sources import actions
from submissions.sources.actions import Became
from tests.cast import given


def release(version: TextVersion) -> TextVersion:
    """Released, without a document: its readers have it."""
    with given():
        TextVersion.objects.filter(pk=version.pk).update(state="released", released_at="2004-10-15T12:00Z")
    return TextVersion.objects.select_related("text").get(pk=version.pk)


@pytest.fixture
def farahs(farah: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(farah)


@pytest.fixture
def plan(igsp: Process) -> TextVersion:
    """The newest released version of the draft plan, without the sources of its folder."""
    versions = TextVersion.objects.released().select_related("text", "document")
    with given():
        Source.objects.filter(version__text__process=igsp)._raw_delete("default")
    return versions.filter(text__process=igsp, text__key="draft-plan").latest("number")


@pytest.fixture
def next_plan(plan: TextVersion, farah: User) -> TextVersion:
    """A next version of the plan, not released."""
    return texts.continue_from(plan, by=farah)


@pytest.fixture
def posts(filed: Submission) -> Statement:
    return Statement.objects.get(version__submission=filed, words__startswith="Permanent posts")


@pytest.fixture
def trainers(filed: Submission) -> Statement:
    return Statement.objects.get(version__submission=filed, words__startswith="Train")


@pytest.fixture
def noted(next_plan: TextVersion, farah: User) -> Callable[..., Source]:
    """noted(posts, key="need") links a statement to a paragraph of the draft."""

    def note(statement: Statement, disposition: str = "reflected", **said: Any) -> Source:
        version = said.pop("version", next_plan)
        (source,) = actions.note(version, [Became(statement, disposition, **said)], by=farah)
        return source

    return note
