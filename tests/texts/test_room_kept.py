"""Three hundred screens ask every other second: nothing is made anew for what they do not show, nor twice for two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.library import actions as library
from documents.models import TextVersion
from documents.texts import actions, typesetting
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User
from tests.cast import given

from .proposed import party, proposed, reworded
from .test_ledger_page import rewritten

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]
NOW = "/en/igsp/texts/draft-plan/room/now/"


class Screen:
    """Somebody's screen, which remembers what it has."""

    def __init__(self, browser: Client) -> None:
        self.browser, self.etag = browser, ""

    def ask(self) -> str | None:
        """What is shown; None for as before."""
        answer: Any = self.browser.get(NOW, headers={"If-None-Match": self.etag} if self.etag else {})
        self.etag = answer["ETag"]
        return answer.json()["part"] if answer.status_code == 200 else None


@pytest.fixture
def shown(draft: TextVersion, farah: User) -> TextVersion:
    """The draft, of which a paragraph is shown in the room."""
    actions.show(draft, "need", by=farah)
    return draft


@pytest.fixture
def kenya(shown: TextVersion, amina: User, browser_of: Callable[[User], Client]) -> Screen:
    return Screen(browser_of(amina))


@pytest.fixture
def croatia(shown: TextVersion, goran: User, browser_of: Callable[[User], Client]) -> Screen:
    return Screen(browser_of(goran))


@pytest.fixture
def desk(shown: TextVersion, farah: User, browser_of: Callable[[User], Client]) -> Screen:
    return Screen(browser_of(farah))


def happens(verb: str, thing: Any = None) -> None:
    with audit.recorded(verb, thing, by="test"):
        pass


def test_what_happens_elsewhere_in_the_portal_makes_no_screen_anew(
    kenya: Screen, note: TextVersion, farah: User, igsp: Any
) -> None:
    assert kenya.ask()
    for verb, thing in (("mail.sent", None), ("changed", igsp), ("changed", farah), ("changed", note)):
        happens(verb, thing)
        assert kenya.ask() is None, verb


def test_whatever_changes_on_a_screen_reaches_it(shown: TextVersion, kenya: Screen, desk: Screen, farah: User) -> None:
    def both() -> list[bool]:
        return [bool(screen.ask()) for screen in (kenya, desk)]

    assert (both(), both()) == ([True, True], [False, False])
    rewritten(shown, farah, need="The better science.")
    assert (both(), both()) == ([True, True], [False, False])
    proposal = reworded(shown, farah, "better", "best")
    assert both() == [True, True]
    actions.support(proposal, party(shown, "hrv"), by=farah)
    assert "supported by Croatia" in (desk.ask() or "")
    actions.agree(shown, "need", "agreed", by=farah)
    assert "(agreed)" in (desk.ask() or "")
    records.change(party(shown, "ken"), by=farah, values={"name_en": "Kenia"})
    assert "Kenia" in (desk.ask() or "")
    records.change(shown.text, by=farah, values={"title_en": "Another title"})
    assert desk.ask()


def test_a_change_that_is_there_after_a_later_one_reaches_the_screen(shown: TextVersion, desk: Screen) -> None:
    """On PostgreSQL what does not take the turn may commit after an event of a higher number."""
    happens("text.confirmed", shown)
    last: Any = Event.objects.latest("pk")
    with given():
        facts = {"about_type": last.about_type, "about_key": last.about_key, "at": last.at}
        Event.objects.bulk_create([Event(pk=last.pk + 5, verb="text.confirmed", **facts)])
        assert [desk.ask() is None, desk.ask() is None] == [False, True]
        Event.objects.bulk_create([Event(pk=last.pk + 3, verb="text.confirmed", **facts)])
    assert desk.ask()


def test_what_one_screen_shows_is_not_made_again_for_the_next(
    shown: TextVersion, kenya: Screen, croatia: Screen, farah: User
) -> None:
    for screen, wordings_are_read in ((kenya, True), (croatia, False)):
        with CaptureQueriesContext(connection) as queries:
            assert "Much" in (screen.ask() or "")
        asked = [query["sql"] for query in queries]
        assert any("documents_wording" in sql for sql in asked) is wordings_are_read
        assert len(asked) <= (24 if wordings_are_read else 9)


def test_what_was_kept_for_one_is_shown_to_nobody_who_may_not_see_it(
    shown: TextVersion, kenya: Screen, croatia: Screen, desk: Screen, farah: User
) -> None:
    reworded(shown, farah, "Much", "Little")
    proposed(shown, farah, "deletion", of="hrv", key="need")
    said = [(screen.ask() or "").count("<section>") for screen in (desk, kenya, croatia)]
    assert said == [2, 1, 1]
    assert [screen.ask() for screen in (desk, kenya, croatia)] == [None] * 3
    arabic = kenya.browser.get(NOW.replace("/en/", "/ar/")).json()["part"]
    assert 'lang="ar" dir="rtl"' in arabic


def test_once_a_version_is_issued_its_readers_go_through_it(
    shown: TextVersion, kenya: Screen, farah: User, quick_engine: list[str]
) -> None:
    actions.release(shown, by=farah)
    typesetting.typeset(shown)
    assert "data-go" not in (kenya.ask() or "data-go")
    assert shown.document
    library.issue(shown.document, by=farah, exception=True)
    assert "data-go" in (kenya.ask() or "")
