"""Proposals are supported, withdrawn and decided at their page by those who may, and by nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from documents.models import Document, TextVersion
from documents.texts import actions
from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from tests.attack.forms import form_of
from tests.cast import given, with_role

from .at_proposals import article, at, page, post, read_aloud
from .proposed import proposed, reworded, shown, words

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

Browser = Callable[[User], Client]


class TestActing:
    def test_another_party_joins_and_leaves(
        self, plan: TextVersion, amina: User, goran: User, browser_of: Browser
    ) -> None:
        made, browser = reworded(plan, amina, "Much", "Little"), browser_of(goran)
        assert "Support in the name of Croatia" in article(page(plan, browser), made)
        assert post(browser, plan, "support", made, participant="hrv").status_code == 302
        assert "End the support of Croatia" in article(page(plan, browser), made)
        post(browser, plan, "leave", made, participant="hrv")
        assert [row.left_at is None for row in made.supports.all()] == [False]

    def test_the_proponent_withdraws(self, plan: TextVersion, amina: User, browser_of: Browser) -> None:
        made = reworded(plan, amina, "Much", "Little")
        post(browser_of(amina), plan, "withdraw", made, reason="We join another.")
        made.refresh_from_db()
        assert (made.state, made.decision) == ("withdrawn", "We join another.")
        assert "Withdrawn We join another." in read_aloud(article(page(plan), made))

    @pytest.mark.parametrize(
        ("do", "sent", "state", "begins"),
        [
            ("accept", {}, "accepted", "Little is"),
            ("part", {"words": "Not enough is done."}, "in_part", "Not enough is done."),
            ("brackets", {"label": "g77"}, "in_brackets", "[Much] [{is:g77}Little] is"),
            ("keep", {}, "kept", "Much is"),
            ("decline", {"reason": "Agreed otherwise."}, "declined", "Much is"),
        ],
    )
    def test_the_secretariat_decides(
        self,
        do: str,
        sent: dict[str, str],
        state: str,
        begins: str,
        draft: TextVersion,
        farah: User,
        browser_of: Browser,
    ) -> None:
        made, browser = reworded(draft, farah, "Much", "Little"), browser_of(farah)
        page(draft, browser)
        answer = post(browser, draft, do, made, opened_with=shown(draft), **sent)
        made.refresh_from_db()
        assert (answer.status_code, made.state) == (302, state)
        assert words(draft).startswith(begins)
        if state != "kept":
            assert "Take the decision back" in article(page(draft, browser), made)
            post(browser, draft, "reopen", made)
            assert words(draft).startswith("Much is")

    def test_one_whose_words_stand_no_more_is_accepted_with_the_words_that_its_form_offers(
        self, draft: TextVersion, farah: User, browser_of: Browser
    ) -> None:
        made, browser = reworded(draft, farah, "Much", "Little"), browser_of(farah)
        there = words(draft).replace("Much", "Everything")
        actions.word_block(draft, "need", "en", there, opened_with=shown(draft), by=farah)
        html = article(page(draft, browser), made)
        assert ('value="accept"' in html, 'value="part"' in html) == (False, True)
        sent = form_of(html)
        assert sent["words"] == [made.words]
        assert browser.post(at(draft, "act/"), {**sent, "do": "part"}).status_code == 302
        made.refresh_from_db()
        assert (words(draft), made.state) == (made.words, "in_part")

    def test_several_are_merged_from_what_they_say_together(
        self, draft: TextVersion, farah: User, browser_of: Browser
    ) -> None:
        both = [reworded(draft, farah, "Much", "Little"), reworded(draft, farah, "weight", "force", of="hrv")]
        browser = browser_of(farah)
        html = page(draft, browser)
        together = words(draft).replace("Much", "Little").replace("weight", "force")
        assert f">\n{together}</textarea>" in unescape(html[html.index("merge-words-") :])
        post(browser, draft, "merge", *both, opened_with=shown(draft), words=together)
        assert words(draft) == together

    def test_of_more_than_two_it_is_chosen_which_are_merged(
        self, draft: TextVersion, farah: User, browser_of: Browser
    ) -> None:
        one, two, three = (
            reworded(draft, farah, old, new, of=of)
            for old, new, of in (("Much", "Little", "ken"), ("weight", "force", "hrv"), ("is", "was", "ken"))
        )
        browser, before = browser_of(farah), words(draft)
        assert merging(page(draft, browser)) == ([], "")
        nobody = {"opened_with": shown(draft), "among": str(one.pk), "words": "Mine."}
        refused = post(browser, draft, "merge", **nobody).content.decode()
        assert merging(refused) == ([], "Mine.")
        asked = post(browser, draft, "merge", one, two, opened_with=shown(draft), among=str(one.pk), words="")
        together = before.replace("Much", "Little").replace("weight", "force")
        assert (asked.status_code, words(draft)) == (409, before)
        assert merging(asked.content.decode()) == ([one.pk, two.pk], together)
        post(browser, draft, "merge", one, two, opened_with=shown(draft), among=str(one.pk), words=together)
        three.refresh_from_db()
        assert (words(draft), three.state) == (together, "open")

    def test_a_decision_on_words_that_changed_is_refused_with_what_was_typed(
        self, draft: TextVersion, farah: User, browser_of: Browser
    ) -> None:
        made, browser, seen = reworded(draft, farah, "Much", "Little"), browser_of(farah), shown(draft)
        actions.word_block(draft, "need", "en", "Other words.", opened_with=seen, by=farah)
        answer = post(browser, draft, "part", made, opened_with=seen, words="Mine.", reason="So agreed.")
        html = answer.content.decode()
        assert (answer.status_code, words(draft)) == (409, "Other words.")
        assert ">\nMine.</textarea>" in html
        assert ">\nSo agreed.</textarea>" in html
        assert f'name="opened_with" value="{shown(draft)}"' in html
        assert "Farah has changed this paragraph since you opened it." in read_aloud(html)


def merging(html: str) -> tuple[list[int], str]:
    """Which proposals are ticked in the form that merges them, and the words that stand in it."""
    form = html[html.index('<details class="proposed-merge"') :]
    said = re.search(r'name="words"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    assert said
    ticked = re.findall(r'name="proposal" value="(\d+)" id="merge-\d+" checked', form)
    return [int(pk) for pk in ticked], unescape(said[1])


class TestWhoMayNot:
    @pytest.mark.parametrize("do", ["accept", "part", "brackets", "keep", "decline", "merge", "reopen", "carry"])
    def test_no_party_decides(self, do: str, plan: TextVersion, amina: User, browser_of: Browser) -> None:
        made = reworded(plan, amina, "Much", "Little")
        answer = post(browser_of(amina), plan, do, made, words="Mine.", reason="Mine.", opened_with=shown(plan))
        made.refresh_from_db()
        assert (answer.status_code, made.state) == (403, "open")

    @pytest.mark.parametrize("do", ["support", "leave"])
    def test_no_party_supports_for_another(
        self, do: str, plan: TextVersion, amina: User, goran: User, browser_of: Browser
    ) -> None:
        made = reworded(plan, amina, "Much", "Little")
        assert post(browser_of(goran), plan, do, made, participant="amcen").status_code == 403
        assert post(browser_of(goran), plan, do, made, participant="nowhere").status_code == 404
        assert not made.supports.exists()

    def test_no_party_withdraws_what_is_anothers(
        self, plan: TextVersion, amina: User, goran: User, browser_of: Browser
    ) -> None:
        made = reworded(plan, amina, "Much", "Little")
        assert post(browser_of(goran), plan, "withdraw", made).status_code == 403

    def test_who_reads_for_a_party_does_nothing(self, plan: TextVersion, amina: User, browser_of: Browser) -> None:
        made = reworded(plan, amina, "Much", "Little")
        reader = with_role("Rosa", Role.READER, plan.process, "ken")
        assert browser_of(reader).get(at(plan, "new/")).status_code == 403
        assert post(browser_of(reader), plan, "withdraw", made).status_code == 403

    def test_who_drafts_for_a_party_and_does_not_file_reads_proposals_and_does_nothing_to_them(
        self, plan: TextVersion, amina: User, goran: User, boris: User, browser_of: Browser
    ) -> None:
        own = reworded(plan, amina, "Much", "Little")
        other = reworded(plan, goran, "Much", "Some", of="hrv")
        actions.support(other, own.participant, by=amina)
        browser = browser_of(boris)
        html = page(plan, browser)
        assert ["<form" in article(html, one) for one in (own, other)] == [False, False]
        assert "Make a proposal" not in html
        assert browser.get(at(plan, "new/")).status_code == 403
        said = {do: post(browser, plan, do, other, participant="ken").status_code for do in ("support", "leave")}
        assert {**said, "withdraw": post(browser, plan, "withdraw", own).status_code} == dict.fromkeys(
            ("support", "leave", "withdraw"), 403
        )

    def test_a_proposal_on_a_draft_is_not_there_for_strangers_and_other_parties(
        self, draft: TextVersion, farah: User, goran: User, eve: User, browser_of: Browser
    ) -> None:
        made = reworded(draft, farah, "Much", "Little")
        for client in (browser_of(goran), browser_of(eve), Client()):
            assert client.get(at(draft)).status_code == 404
        for user in (goran, eve):
            assert browser_of(user).get(at(draft, "new/")).status_code == 404
            assert post(browser_of(user), draft, "support", made, participant="hrv").status_code == 404

    def test_what_quotes_a_language_that_is_yet_to_come_is_not_there(
        self, draft: TextVersion, farah: User, goran: User, browser_of: Browser
    ) -> None:
        there = words(draft, language="fr")
        made = proposed(draft, farah, "wording", language="fr", words=f"{there} Oui.")
        known = reworded(draft, farah, "Much", "Little")
        actions.release(draft, by=farah, typeset=False, exception=True, later={"fr": None})
        with given():
            Document.objects.filter(text_version=draft).update(state="issued")
        said = {user: page(draft, browser_of(user)) for user in (farah, goran)}
        assert [f"proposal-{made.pk}" in html for html in said.values()] == [True, False]
        assert [f"proposal-{known.pk}" in html for html in said.values()] == [True, True]

    def test_a_party_reads_its_own_on_a_draft_and_no_more_of_it(
        self, draft: TextVersion, farah: User, amina: User, browser_of: Browser
    ) -> None:
        made = reworded(draft, farah, "Much", "Little")
        other = reworded(draft, farah, "skills", "people", key="terms", of="hrv")
        actions.word_block(draft, "need", "en", "Secret words.", opened_with=shown(draft), by=farah)
        html = page(draft, browser_of(amina))
        assert "Inserted: Little (end of insertion) is already" in read_aloud(article(html, made))
        assert f"proposal-{other.pk}" not in html
        assert "Secret" not in html
        assert browser_of(amina).get(at(draft, "new/")).status_code == 403
        assert post(browser_of(amina), draft, "support", other, participant="ken").status_code == 404

    def test_proposals_of_another_version_are_not_reached_by_this_ones_page(
        self, plan: TextVersion, amina: User, farah: User, browser_of: Browser
    ) -> None:
        made = reworded(plan, amina, "Much", "Little")
        draft = actions.continue_from(plan, by=farah)
        assert post(browser_of(farah), draft, "keep", made).status_code == 404
        assert browser_of(farah).get("/en/igsp/texts/draft-plan/99/proposals/").status_code == 404

    def test_a_stranger_signs_in_first(self, plan: TextVersion, amina: User) -> None:
        made = reworded(plan, amina, "Much", "Little")
        for answer in (Client().get(at(plan, "new/")), post(Client(), plan, "support", made, participant="ken")):
            assert "/accounts/login/" in answer["Location"]
