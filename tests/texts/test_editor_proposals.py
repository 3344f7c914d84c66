"""What is proposed for a paragraph stands beside it in the editor, and the list tells where something is proposed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import proposing
from documents.models import Proposal, TextVersion
from documents.texts import actions
from igsp_portal.models import User

from .at_the_editor import Browser, Editor, address, words
from .proposed import party

pytestmark = pytest.mark.slow


@pytest.fixture
def asked(draft: TextVersion, farah: User) -> list[Any]:
    """Other words for a paragraph by Kenya, one behind it by Norway in French, and one that has been declined."""
    kenya, norway = party(draft, "ken"), party(draft, "nor")
    said = words(draft, "need").replace("The", "All the", 1) + " It is urgent."
    made = [
        actions.propose(draft, kenya, "wording", key="need", language="en", words=said, reason="It is late.", by=farah),
        actions.propose(
            draft, norway, "new", key="need", language="fr", words="Les lacs.", block_kind="paragraph", by=farah
        ),
        actions.propose(draft, norway, "deletion", key="need", language="en", by=farah),
        actions.propose(draft, norway, "wording", key="terms", language="en", words="Fewer words.", by=farah),
    ]
    actions.decline(made[2], by=farah, reason="No.")
    return made


def test_proposals_stand_beside_the_paragraph_that_is_open(farahs: Editor, asked: list[Any]) -> None:
    page = farahs.open("need")
    assert [one.proposal for one in page.context["opened"]["proposed"]] == asked[:2]
    aside = re.search(r'<aside class="edited-proposals".*?</aside>', page.text, re.DOTALL)
    assert aside
    said = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", aside[0]))
    for part in ("Kenya Other wording", "Inserted: It is urgent. (end of insertion)", "It is late.", "Norway"):
        assert part in said
    assert f'href="/en/igsp/texts/draft-plan/5/proposals/#proposal-{asked[0].pk}"' in aside[0]


def test_proposals_come_with_the_part_alone_that_the_script_opens(farahs: Editor, asked: list[Any]) -> None:
    part = farahs.browser.get(address(farahs.version), {"open": "need"}, headers={"X-Part": "paragraph"})
    assert part.text.count('<article class="proposed"') == 2


def test_proposals_in_the_language_of_the_desk_come_first(farahs: Editor, asked: list[Any]) -> None:
    farahs.language = "fr"
    assert [one.proposal for one in farahs.open("need").context["opened"]["proposed"]] == asked[1::-1]


def test_those_that_change_the_same_words_say_so(farahs: Editor, asked: list[Any], farah: User) -> None:
    says, there = "Another proposal changes the same words.", words(farahs.version, "need")
    assert says not in farahs.open("need").text
    other = there + " It is not urgent."
    norway = party(farahs.version, "nor")
    actions.propose(farahs.version, norway, "wording", key="need", language="en", words=other, by=farah)
    found = farahs.open("need")
    assert [one.touches for one in found.context["opened"]["proposed"]] == [True, True, False]
    assert found.text.count(says) == 2


def test_opening_a_paragraph_reckons_with_what_is_proposed_for_it_alone(
    farahs: Editor, asked: list[Any], farah: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reckoned: list[str] = []
    carried = proposing.carried

    def counted(quoted: str, proposed: str, now: Any) -> Any:
        reckoned.append(proposed)
        return carried(quoted, proposed, now)

    monkeypatch.setattr(proposing, "carried", counted)
    assert len(farahs.open("need").context["opened"]["proposed"]) == 2
    assert reckoned == [asked[0].words]


def test_what_is_proposed_follows_a_paragraph_that_is_split_and_merged(
    farahs: Editor, asked: list[Any], farah: User
) -> None:
    draft, there = farahs.version, words(farahs.version, "need")
    first, second = there.split(" Needs that ")
    part = actions.split_block(draft, "need", {"en": (first, f"Needs that {second}")}, by=farah)
    assert [one.proposal for one in farahs.open(part).context["opened"]["proposed"]] == asked[:2]
    actions.merge_blocks(draft, "need", by=farah)
    actions.merge_blocks(draft, "setting", by=farah)
    assert [one.proposal for one in farahs.open("setting").context["opened"]["proposed"]] == asked[:2]


def test_the_list_tells_where_something_is_proposed(farahs: Editor, asked: list[Any]) -> None:
    page = farahs.open("")
    told = {row["key"]: row["proposals"] for row in page.context["rows"] if row["proposals"]}
    assert told == {"need": "2 proposals", "terms": "1 proposal"}
    assert "Undecided: 3 proposals" in page.text
    row = farahs.press("look", "need")
    assert row.status_code == 302


def test_a_paragraph_without_proposals_has_no_column_for_them(farahs: Editor, asked: list[Any]) -> None:
    page = farahs.open("mandate")
    assert ("edited-proposals" in page.text, "has-proposals" in page.text) == (False, False)


def test_more_proposals_ask_no_more_of_the_database(farahs: Editor, asked: list[Any], farah: User) -> None:
    counts = []
    for place in range(2):
        with CaptureQueriesContext(connection) as queries:
            farahs.open("need")
        counts.append(len(queries))
        for key in ("usa", "chn"):
            actions.propose(
                farahs.version,
                party(farahs.version, key),
                "wording",
                key="need",
                language="en",
                words=f"Words {place}.",
                by=farah,
            )
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("nothing_proposed")
class TestOnEarlierVersions:
    """A draft that has just been begun: what was proposed on the version before is yet to be carried to it."""

    @pytest.fixture
    def waiting(self, plan: TextVersion, farah: User) -> TextVersion:
        kenya = party(plan, "ken")
        new: dict[str, Any] = {"words": "First.", "block_kind": "text"}
        nothing: dict[str, Any] = {}
        for kind, key, said in (("deletion", "need", nothing), ("deletion", "terms", nothing), ("new", "", new)):
            actions.propose(plan, kenya, kind, key=key, language="en", by=farah, **said)
        actions.keep(Proposal.objects.get(key="need"), by=farah)
        return actions.continue_from(plan, by=farah)

    def test_the_editor_leads_to_what_may_be_carried(
        self, waiting: TextVersion, farah: User, browser_of: Browser
    ) -> None:
        page = Editor(browser_of(farah), waiting).open("need")
        proposals = "/en/igsp/texts/draft-plan/{}/proposals/"
        assert f'<a href="{proposals.format(5)}">Carry 3 proposals from earlier versions</a>' in page.text
        for key, label in (
            ("at-need", "Version 4: 1 proposal"),
            ("at-terms", "Version 4: 1 proposal"),
            ("at-the-beginning", "The beginning of the text: Version 4: 1 proposal"),
        ):
            assert page.text.count(f'<a href="{proposals.format(4)}#{key}">{label}</a>') == 1

    def test_so_it_does_no_more_once_they_are_carried(
        self, waiting: TextVersion, farah: User, browser_of: Browser
    ) -> None:
        actions.carry_all(waiting, by=farah)
        page = Editor(browser_of(farah), waiting).open("need")
        assert ("from earlier versions" in page.text, "Version 4: " in page.text) == (False, False)
        assert "Undecided: 3 proposals" in page.text
