"""Proposals are made, read and decided on at pages, by those who may, and told to the eye and to the ear."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document, Proposal, TextVersion
from documents.texts import actions
from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from tests.attack.forms import form_of
from tests.cast import given, with_role

from .proposed import proposed, reworded, shown, words

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

Browser = Callable[[User], Client]


def at(version: TextVersion, page: str = "", language: str = "en") -> str:
    return f"/{language}/igsp/texts/draft-plan/{version.number}/proposals/{page}"


def read_aloud(html: str) -> str:
    """What a screen reader says: the words alone, those that nobody sees included."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def article(html: str, proposal: Proposal) -> str:
    found = re.search(rf'<article class="proposed" id="proposal-{proposal.pk}".*?</article>', html, re.DOTALL)
    assert found
    return found[0]


def page(version: TextVersion, client: Client | None = None, language: str = "en") -> str:
    response = (client or Client()).get(at(version, language=language))
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, version: TextVersion, do: str, *proposals: Proposal, **sent: str) -> Any:
    return client.post(at(version, "act/"), {"do": do, "proposal": [one.pk for one in proposals], **sent})


class TestMaking:
    def test_a_party_proposes_other_words_by_the_form(
        self, plan: TextVersion, amina: User, browser_of: Browser
    ) -> None:
        browser = browser_of(amina)
        address = f"{at(plan, 'new/')}?block=need&what=wording&language=en"
        sent = form_of(browser.get(address).content.decode()) | {"reason": "It is little."}
        assert sent["words"] == [words(plan)]
        sent["words"] = [words(plan).replace("Much", "Little")]
        answer = browser.post(address, sent)
        made = Proposal.objects.get()
        assert answer["Location"] == f"{at(plan)}#proposal-{made.pk}"
        assert (made.participant.key, made.words, made.reason) == ("ken", sent["words"][0], "It is little.")

    def test_each_kind_asks_for_what_it_needs(self, plan: TextVersion, amina: User, browser_of: Browser) -> None:
        browser = browser_of(amina)
        asked = {}
        for what in ("wording", "new", "deletion", "move"):
            sent = form_of(browser.get(f"{at(plan, 'new/')}?block=need&what={what}").content.decode())
            asked[what] = set(sent) - {
                "form_of",
                "opened_with",
                "csrfmiddlewaretoken",
                "block",
                "what",
                "language",
                "participant",
                "reason",
            }
        assert asked == {
            "wording": {"words"},
            "new": {"words", "block_kind", "level"},
            "deletion": set(),
            "move": {"after"},
        }

    @pytest.mark.parametrize(
        ("what", "sent"),
        [
            ("new", {"words": "Lakes are kept clean.", "block_kind": "paragraph", "level": "1"}),
            ("deletion", {}),
            ("move", {"after": "mandate"}),
        ],
    )
    def test_the_other_kinds_are_proposed_in_any_language(
        self, what: str, sent: dict[str, str], plan: TextVersion, hana: User, browser_of: Browser
    ) -> None:
        address = f"{at(plan, 'new/')}?block=terms&what={what}&language=fr"
        answer = browser_of(hana).post(address, {"participant": "amcen", **sent})
        made = Proposal.objects.get()
        assert answer.status_code == 302
        assert (made.kind, made.language, made.key, made.quoted) == (what, "fr", "terms", words(plan, "terms", "fr"))

    def test_what_is_refused_comes_back_with_the_reason(
        self, plan: TextVersion, amina: User, browser_of: Browser
    ) -> None:
        address = f"{at(plan, 'new/')}?block=need&what=wording&language=en"
        sent = {"participant": "ken", "words": "A [bracket that stays open.", "reason": "Because."}
        answer = browser_of(amina).post(address, sent)
        html = answer.content.decode()
        back = form_of(html)
        assert (back["words"], back["reason"]) == ([sent["words"]], ["Because."])
        assert "This bracket is opened but never closed. (at character 3)" in read_aloud(html)
        assert not Proposal.objects.exists()

    def test_without_a_paragraph_it_says_that_one_is_to_be_chosen(
        self, plan: TextVersion, amina: User, browser_of: Browser
    ) -> None:
        browser, says = browser_of(amina), "Choose the paragraph that the proposal concerns."
        asked = ("", "?block=&what=wording&language=en", "?block=&what=new", "?block=need&what=wording")
        html = [browser.get(f"{at(plan, 'new/')}{query}").content.decode() for query in asked]
        assert [says in one for one in html] == [False, True, False, False]
        assert ['name="reason"' in one for one in html] == [False, False, True, True]

    def test_what_is_refused_is_told_at_the_top(self, plan: TextVersion, amina: User, browser_of: Browser) -> None:
        browser, address = browser_of(amina), f"{at(plan, 'new/')}?block=need&what=wording&language=en"
        html = browser.post(address, form_of(browser.get(address).content.decode())).content.decode()
        top = read_aloud(html[html.index("<main") : html.index('<form class="choice"')])
        assert "This was not done. What you wrote is kept below." in top
        assert "These are the words of the text as it stands. Change what is to be changed." in top

    def test_the_words_that_it_concerns_are_shown_as_the_text_shows_them(
        self, draft: TextVersion, farah: User, browser_of: Browser
    ) -> None:
        said = "As paragraph {para:mandate} says, *all* is [well]."
        actions.word_block(draft, "need", "en", said, opened_with=shown(draft), by=farah)
        html = browser_of(farah).get(f"{at(draft, 'new/')}?block=need&what=wording&language=en").content.decode()
        quoted = html[html.index("<blockquote") : html.index("</blockquote>")]
        printed = re.sub(r"<[^>]+>", "", quoted).replace("\u202f", "")
        assert ("As paragraph 1 says, all is [well]." in printed, "<em>all</em>" in quoted) == (True, True)
        assert unescape(html).count(said) == 1

    def test_ones_own_page_leads_to_each(self, plan: TextVersion, amina: User, browser_of: Browser) -> None:
        one = reworded(plan, amina, "Much", "Little")
        new = proposed(plan, amina, "new", key="", words="We, the *Ministers*,", block_kind="text")
        html = browser_of(amina).get(reverse("own:home")).content.decode()
        found = re.findall(rf'<a href="{at(plan)}#proposal-(\d+)"><bdi>([^<]*)</bdi>', html)
        title = f"{plan.text.title}, Version {plan.number}"
        begins = "Much is already being done. Too often, however, activities…"
        assert found == [(str(new.pk), f"{title}: We, the Ministers,"), (str(one.pk), f"{title}: {begins}")]

    def test_the_secretariat_enters_one_on_a_participants_behalf(
        self, draft: TextVersion, farah: User, browser_of: Browser
    ) -> None:
        address = f"{at(draft, 'new/')}?block=need&what=deletion&language=en"
        browser_of(farah).post(address, {"participant": "hrv", "reason": "", "opened_with": shown(draft)})
        made = Proposal.objects.get()
        assert (made.participant.key, made.version) == ("hrv", draft)

    def test_nobody_proposes_other_words_for_some_they_have_not_seen(
        self, draft: TextVersion, farah: User, browser_of: Browser
    ) -> None:
        browser = browser_of(farah)
        address = f"{at(draft, 'new/')}?block=need&what=wording&language=en"
        sent = form_of(browser.get(address).content.decode())
        sent["words"] = [words(draft).replace("Much", "Little")]
        actions.word_block(draft, "need", "en", "Other words.", opened_with=shown(draft), by=farah)
        broken = browser.post(address, sent | {"participant": ["nobody"]}).content.decode()
        assert form_of(broken)["opened_with"] == sent["opened_with"]
        html = browser.post(address, sent).content.decode()
        assert "Farah has changed this paragraph since you opened it." in read_aloud(html)
        assert ("<p>Other words.</p>" in html, Proposal.objects.exists()) == (True, False)
        assert form_of(html)["words"] == sent["words"]
        browser.post(address, form_of(html))
        assert Proposal.objects.get().quoted == "Other words."

    def test_nobody_proposes_in_anothers_name(self, plan: TextVersion, goran: User, browser_of: Browser) -> None:
        address = f"{at(plan, 'new/')}?block=need&what=deletion&language=en"
        answer = browser_of(goran).post(address, {"participant": "ken", "reason": ""})
        assert (answer.status_code, Proposal.objects.exists()) == (200, False)

    def test_whoever_acts_for_nobody_proposes_nothing(self, plan: TextVersion, eve: User, browser_of: Browser) -> None:
        assert browser_of(eve).get(at(plan, "new/")).status_code == 403


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
