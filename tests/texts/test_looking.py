"""What changed since a person last looked, told to that person alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Look, TextVersion
from documents.texts import actions
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from tests.cast import given

pytestmark = pytest.mark.slow

PLAN = "/en/igsp/texts/draft-plan/"
SINCE = "What changed since version 4, which you looked at last"


def next_version(version: TextVersion, by: User) -> TextVersion:
    """The next version, released the moment it is begun."""
    with given():
        following = actions.continue_from(version, by=by)
        actions.release(following, by=by, typeset=False)
    return following


def test_a_person_is_led_from_the_version_they_looked_at_to_the_one_they_read(
    plan: TextVersion, eve: User, farah: User, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(eve)
    assert "you looked at last" not in browser.get(PLAN).text
    next_version(plan, farah)
    for _again in range(2):
        html = browser.get(PLAN).text
        assert f'href="{PLAN}compare/?from=4&amp;to=5" rel="nofollow"><strong>{SINCE}</strong>' in html
    assert "you looked at last" not in browser.get(f"{PLAN}?version=4").text


def test_versions_that_were_passed_over_are_passed_over(
    plan: TextVersion, eve: User, farah: User, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(eve)
    browser.get(PLAN)
    next_version(next_version(plan, farah), farah)
    assert f'href="{PLAN}compare/?from=4&amp;to=6"' in browser.get(PLAN).text
    browser.get(f"{PLAN}?version=5")
    assert SINCE in browser.get(PLAN).text


def test_a_stranger_is_told_nothing_and_nothing_is_noted(plan: TextVersion, farah: User) -> None:
    next_version(plan, farah)
    assert "you looked at last" not in Client().get(PLAN).text
    assert Look.objects.count() == 0


def test_a_draft_is_not_looked_at(
    plan: TextVersion, draft: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    browser_of(farah).get(f"{PLAN}?version=5")
    assert Look.objects.count() == 0


def test_the_record_does_not_say_who_looked(plan: TextVersion, eve: User, browser_of: Callable[[User], Client]) -> None:
    before = audit.stamp()
    browser_of(eve).get(PLAN)
    event = Event.objects.get(verb="text.looked_at")
    assert (event.by, event.by_label, event.public, event.about_key) == (None, "portal", False, str(plan.pk))
    assert audit.stamp() == before


def test_reading_again_costs_one_query_and_writes_nothing(
    plan: TextVersion, eve: User, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(eve)
    browser.get(PLAN)
    events = Event.objects.count()
    with CaptureQueriesContext(connection) as queries:
        browser.get(PLAN)
    assert len([one for one in queries if "documents_look" in one["sql"]]) == 1
    assert Event.objects.count() == events


def test_reading_goes_on_where_nothing_can_be_written(
    plan: TextVersion, eve: User, browser_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: Any, *args: Any, **kwargs: Any) -> None:
        raise DatabaseError("attempt to write a readonly database")

    browser = browser_of(eve)
    monkeypatch.setattr(Look, "save", fails)
    assert browser.get(PLAN).status_code == 200
    assert Look.objects.count() == 0
