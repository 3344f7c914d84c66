"""Proposals are made at a page, of each kind and in any language, by those who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Document, Proposal, TextVersion
from documents.texts import actions
from igsp_portal.models import User
from tests.attack.forms import form_of
from tests.cast import given

from .at_proposals import at, read_aloud
from .proposed import proposed, reworded, shown, words

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

Browser = Callable[[User], Client]


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
                "q",  # of the search at the head of the page
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
        printed = re.sub(r"<[^>]+>", "", quoted)
        assert ("As paragraph 1 says, all is [well]." in printed, "<em>all</em>" in quoted) == (True, True)
        assert unescape(html).count(said) == 1

    def test_until_a_later_version_is_issued_it_is_made_on_the_one_that_people_have(
        self, plan: TextVersion, draft: TextVersion, farah: User, amina: User, browser_of: Browser
    ) -> None:
        browser, address = browser_of(amina), f"{at(plan, 'new/')}?block=need&what=wording&language=en"
        actions.release(draft, by=farah, typeset=False, exception=True)
        sent = form_of(browser.get(address).content.decode())
        sent["words"] = [words(plan).replace("Much", "Little")]
        assert browser.post(address, sent).status_code == 302
        assert Proposal.objects.get().version == plan
        with given():
            Document.objects.filter(text_version=draft).update(state="issued")
        told = browser.get(address, follow=True).content.decode()
        assert "A later version has been released: make the proposal on that one." in read_aloud(told)

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
