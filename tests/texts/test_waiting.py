"""The first page of the secretariat area says what waits in the texts, with the way to each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import TextVersion, Wording
from documents.texts import actions
from documents.texts.waiting import told
from igsp_portal.models import User
from tests.cast import given

from .proposed import proposed, reworded, shown

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]
Browser = Callable[[User], Client]


def waiting(browser: Client) -> list[tuple[str, str]]:
    """What waits, but for what submissions have waiting."""
    rows = browser.get(reverse("admin_of_process", args=["igsp"])).context["waiting"]
    return [(words, way) for words, way in rows if "/admin/submissions/" not in way]


def test_where_all_is_done_nothing_waits(draft: TextVersion, farah: User, browser_of: Browser) -> None:
    assert waiting(browser_of(farah)) == []


def test_what_is_undecided_is_counted_text_by_text(draft: TextVersion, farah: User, browser_of: Browser) -> None:
    proposal = reworded(draft, farah, "Much", "Little")
    proposed(draft, farah, "deletion", of="hrv")
    browser = browser_of(farah)
    assert [words for words, _way in waiting(browser)] == [f"{draft.text} – Undecided: 2 proposals"]
    actions.decline(proposal, by=farah, reason="No.")
    [(words, way)] = waiting(browser)
    assert words == f"{draft.text} – Undecided: 1 proposal"
    assert "Croatia" in browser.get(way).text


def test_translations_of_a_draft_that_are_old_or_missing_are_counted(
    draft: TextVersion, farah: User, chen: User, diego: User, browser_of: Browser
) -> None:
    actions.word_block(draft, "need", "en", "Other words.", opened_with=shown(draft), by=farah)
    with given():
        Wording.objects.get(block__version=draft, block__key="terms", language="fr").delete()
    old = "العربية 1, 中文 1, Français 1, Русский 1, Español 1"
    for person in (farah, chen):
        found = waiting(browser_of(person))
        assert [words for words, _way in found] == [
            f"{draft} – Not translated yet: Français 1",
            f"{draft} – Older than the original: {old}",
        ]
        assert [browser_of(person).get(way).status_code for _words, way in found] == [200, 200]
    assert waiting(browser_of(diego)) == []


def test_it_costs_the_same_however_much_waits(draft: TextVersion, farah: User) -> None:
    counts = []
    for key in ("need", "terms", "mandate"):
        actions.word_block(draft, key, "en", "Other words.", opened_with=shown(draft, key), by=farah)
        proposed(draft, farah, "deletion", key=key)
        with CaptureQueriesContext(connection) as queries:
            assert len(told({draft.process.pk})) == 2
        counts.append(len(queries))
    assert counts == [5, 5, 5]
