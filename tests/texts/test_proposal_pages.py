"""Proposals are read at a page, told to the eye and to the ear."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import TextVersion
from documents.texts import actions
from igsp_portal.models import User

from .at_proposals import article, at, page, post, read_aloud
from .proposed import proposed, reworded, shown, words

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

Browser = Callable[[User], Client]


class TestReading:
    def test_what_goes_in_and_out_is_seen_and_heard(self, plan: TextVersion, amina: User, goran: User) -> None:
        made = reworded(plan, amina, "Much", "Little")
        actions.support(made, plan.process.participants.get(key="hrv"), by=goran)
        html = article(page(plan), made)
        assert re.findall(r"<(ins|del)>", html) == ["del", "ins"]
        said = read_aloud(html)
        assert said.startswith("Kenya Other wording · English undecided")
        assert "Deleted: Much (end of deletion) Inserted: Little (end of insertion) is already being done." in said
        assert "Supported by: Croatia" in said
        assert re.search(r"UTC Proposed by Kenya .*UTC Supported by Croatia", said)
        assert "Amina" not in said

    def test_the_secretariat_reads_who_did_it(
        self, plan: TextVersion, amina: User, farah: User, browser_of: Browser
    ) -> None:
        made = reworded(plan, amina, "Much", "Little")
        assert "Proposed by Kenya Amina" in read_aloud(article(page(plan, browser_of(farah)), made))

    def test_those_for_the_same_words_are_marked(self, plan: TextVersion, amina: User, goran: User) -> None:
        one, other = reworded(plan, amina, "Much", "Little"), reworded(plan, goran, "Much", "Enough", of="hrv")
        apart = reworded(plan, goran, "weight", "force", of="hrv")
        html = page(plan)
        marked = [made.pk for made in (one, other, apart) if "changes the same words" in article(html, made)]
        assert marked == [one.pk, other.pk]

    def test_each_stands_in_its_own_language(self, plan: TextVersion, amina: User) -> None:
        there = words(plan, language="ar")
        made = proposed(plan, amina, "wording", language="ar", words=there + " حقا.")
        html = article(page(plan, language="fr"), made)
        assert '<div class="negotiated tracked proposed-words" lang="ar" dir="rtl">' in html

    def test_paragraphs_stand_in_the_order_of_the_text(self, plan: TextVersion, amina: User) -> None:
        for key in ("terms", "mandate"):
            proposed(plan, amina, "deletion", key=key)
        proposed(plan, amina, "new", key="", words="First.", block_kind="text")
        anchors = re.findall(r'<section class="proposed-place" id="([^"]+)"', page(plan))
        assert anchors == ["at-the-beginning", "at-mandate", "at-terms"]

    def test_the_text_marks_paragraphs_with_undecided_proposals(
        self, plan: TextVersion, amina: User, farah: User
    ) -> None:
        reworded(plan, amina, "Much", "Little")
        actions.withdraw(reworded(plan, amina, "weight", "force"), by=amina)
        html = Client().get("/en/igsp/texts/draft-plan/").content.decode()
        assert f'<a href="{at(plan)}#at-need">1 proposal</a>' in html
        assert "Undecided: 1 proposal" in html

    def test_on_a_later_version_it_is_said_on_which_it_was_made_and_where_it_does_not_fit(
        self, plan: TextVersion, amina: User, farah: User, browser_of: Browser
    ) -> None:
        made, fits = reworded(plan, amina, "Much", "Little"), reworded(plan, amina, "weight", "force")
        draft = actions.continue_from(plan, by=farah)
        browser = browser_of(farah)
        assert "Carry 2 proposals from earlier versions" in page(draft, browser)
        there = words(draft).replace("Much", "Everything")
        actions.word_block(draft, "need", "en", there, opened_with=shown(draft), by=farah)
        assert post(browser, draft, "carry").status_code == 302
        html = page(draft, browser)
        said = [read_aloud(article(html, one)) for one in (made, fits)]
        assert [f"Made on version {plan.number}." in one for one in said] == [True, True]
        assert ["do not stand here any more" in one for one in said] == [True, False]
        assert "Everything is already" in said[1]

    def test_a_released_version_leads_to_where_its_proposals_are_decided(
        self, plan: TextVersion, amina: User, farah: User, browser_of: Browser
    ) -> None:
        says = "Proposals are accepted in the version that is being drafted, to which they are carried."
        browser = browser_of(farah)
        assert says not in page(plan, browser)
        made = reworded(plan, amina, "Much", "Little")
        begin = f'<a href="/en/admin/documents/textversion/{plan.pk}/change/">Begin the next version</a>'
        assert [part.count(begin) for part in (page(plan, browser), article(page(plan, browser), made))] == [2, 1]
        draft = actions.continue_from(plan, by=farah)
        there = f'<a href="{at(draft)}">Proposals on version {draft.number}</a>'
        assert [part.count(there) for part in (page(plan, browser), article(page(plan, browser), made))] == [2, 1]
        assert (says in page(plan), says in page(draft, browser)) == (False, False)

    def test_as_many_queries_for_three_as_for_one(
        self, draft: TextVersion, farah: User, goran: User, browser_of: Browser
    ) -> None:
        browser = browser_of(farah)
        addresses = [at(draft), f"{at(draft, 'new/')}?block=need", f"/en/igsp/texts/draft-plan/?version={draft.number}"]

        def asked() -> list[int]:
            found = []
            for address in addresses:
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    assert browser.get(address).status_code == 200
                found.append(len(queries))
            return found

        reworded(draft, farah, "Much", "Little")
        asked()
        once = asked()
        for key, old in (("need", "weight"), ("terms", "skills")):
            made = reworded(draft, farah, old, "force", key=key, of="hrv")
            actions.support(made, draft.process.participants.get(key="ken"), by=farah)
        assert asked() == once
