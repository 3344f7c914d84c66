"""A version with what is proposed for each of its paragraphs behind it."""

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

from .proposed import proposed, reworded, shown, words
from .test_ledger_page import read

pytestmark = pytest.mark.usefixtures("nothing_proposed")

ADDRESS = "/{}/igsp/texts/draft-plan/brackets/with-proposals/?version=5"


@pytest.fixture
def desk(farah: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(farah)


@pytest.fixture
def draft(plan: TextVersion, farah: User) -> TextVersion:
    return actions.continue_from(plan, by=farah)


def page(desk: Client, language: str = "en") -> str:
    answer = desk.get(ADDRESS.format(language))
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex, nofollow")
    return answer.content.decode()


def parties(html: str) -> list[str]:
    return re.findall(r'<p class="proposed-of"[^>]*>([^<]+)</p>', html)


def behind(html: str, key: str) -> str:
    """What stands between a block of the text and the next one."""
    return re.split(r'<div class="block', html[html.index(f'id="{key}"') :])[0]


def test_what_is_proposed_stands_behind_its_paragraph_told_to_the_eye_and_the_ear(
    draft: TextVersion, farah: User, desk: Client
) -> None:
    first = words(draft).split()[0]
    reworded(draft, farah, first, "Kenyan")
    proposed(draft, farah, "deletion", of="hrv", key="terms")
    html = page(desk)
    assert (parties(behind(html, "need")), parties(behind(html, "terms"))) == (["Kenya"], ["Croatia"])
    assert re.findall(r"<(ins|del)[ >]", behind(html, "need")) == ["del", "ins"]
    assert "Deletion" in read(behind(html, "terms"))


def test_what_is_for_the_beginning_stands_before_the_text(draft: TextVersion, farah: User, desk: Client) -> None:
    proposed(draft, farah, "new", words="We, the Ministers,", block_kind="preambular", key="")
    html = page(desk)
    before = html[: html.index('<div class="negotiated">')]
    assert (parties(before), "We, the Ministers," in read(before)) == (["Kenya"], True)


def test_what_is_decided_is_left_out(draft: TextVersion, farah: User, desk: Client) -> None:
    proposal = reworded(draft, farah, words(draft).split()[0], "Kenyan")
    actions.accept(proposal, draft, by=farah, opened_with=shown(draft))
    assert parties(page(desk)) == []


def test_it_is_offered_where_something_is_undecided(draft: TextVersion, farah: User, desk: Client) -> None:
    address = "/en/igsp/texts/draft-plan/brackets/clean/?version=5"
    offered = [ADDRESS.format("en") in desk.get(address).content.decode()]
    reworded(draft, farah, words(draft).split()[0], "Kenyan")
    offered.append(ADDRESS.format("en") in desk.get(address).content.decode())
    assert offered == [False, True]


def test_three_cost_as_many_queries_as_one(draft: TextVersion, farah: User, desk: Client) -> None:
    counts = []
    for party in ("ken", "hrv", "idn"):
        proposed(draft, farah, "deletion", of=party, key="terms")
        page(desk)
        with CaptureQueriesContext(connection) as queries:
            page(desk)
        counts.append(len(queries))
    assert counts[0] == counts[2]
