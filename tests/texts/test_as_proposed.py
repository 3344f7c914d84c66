"""A version as one participant has proposed it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from documents.models import TextVersion
from documents.texts import actions
from igsp_portal.models import User

from .proposed import proposed, reworded, shown, words
from .test_ledger_page import page, read

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

BRACKETS = "/en/igsp/texts/draft-plan/brackets/"
KENYA = f"{BRACKETS}proposed/ken/?version=5"


@pytest.fixture
def desk(farah: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(farah)


@pytest.fixture
def draft(plan: TextVersion, farah: User) -> TextVersion:
    return actions.continue_from(plan, by=farah)


def test_all_that_a_participant_proposes_is_in_its_place(draft: TextVersion, farah: User, desk: Client) -> None:
    before = words(draft)
    first = before.split()[0]
    reworded(draft, farah, first, "Kenyan")
    proposed(draft, farah, "new", words="A Kenyan paragraph.", block_kind="paragraph")
    proposed(draft, farah, "deletion", key="terms")
    proposed(draft, farah, "new", of="hrv", words="A Croatian paragraph.", block_kind="paragraph")
    html = read(page(KENYA, desk))
    assert before.replace(first, "Kenyan", 1)[:20] in html
    assert "A Kenyan paragraph." in html
    assert "A Croatian paragraph." not in html
    assert 'id="terms"' not in page(KENYA, desk)
    assert words(draft) == before


def test_its_alternatives_stand_without_brackets_and_those_of_others_stay(
    draft: TextVersion, farah: User, desk: Client
) -> None:
    first, second = words(draft).split()[0], words(draft).split()[-1]
    for of, old in (("ken", first), ("hrv", second)):
        proposal = reworded(draft, farah, old, f"X{of}", of=of)
        actions.put_in_brackets(proposal, draft, by=farah, opened_with=shown(draft))
    html = page(KENYA, desk)
    block = read(html[html.index('id="need"') :])
    assert "Xken" in block
    assert "[ Croatia Xhrv ]" in block
    assert "ken Xken" not in block


def test_what_does_not_fit_any_more_is_said(draft: TextVersion, farah: User, desk: Client) -> None:
    first = words(draft).split()[0]
    reworded(draft, farah, first, "One")
    reworded(draft, farah, first, "Two")
    assert "The words that 1 proposal changes do not stand any more" in read(page(KENYA, desk))


def test_the_ledger_leads_to_each_participant_that_proposes(draft: TextVersion, farah: User, desk: Client) -> None:
    reworded(draft, farah, words(draft).split()[0], "One")
    assert f'href="{KENYA}"' in page(f"{BRACKETS}?version=5", desk)
    assert "As proposed by Kenya" in read(page(f"{BRACKETS}?version=5", desk))
    assert "As proposed by Kenya" not in read(page(f"{BRACKETS}?version=4", desk))


def test_it_keeps_its_address_once_all_is_decided_and_is_offered_no_longer(
    draft: TextVersion, farah: User, desk: Client
) -> None:
    says = "Nothing that this participant proposed is undecided."
    made = reworded(draft, farah, words(draft).split()[0], "Kenyan")
    before = read(page(KENYA, desk))
    actions.accept(made, draft, by=farah, opened_with=shown(draft))
    after = read(page(KENYA, desk))
    assert ([says in one for one in (before, after)], words(draft) in after) == ([False, True], True)
    offered = [f'href="{KENYA}"' in page(f"{BRACKETS}{where}?version=5", desk) for where in ("", "proposed/ken/")]
    assert (offered, desk.get(f"{BRACKETS}proposed/hrv/?version=5").status_code) == ([False, False], 404)


def test_so_does_that_of_one_who_withdrew_for_everybody_who_reads_the_version(plan: TextVersion, amina: User) -> None:
    actions.withdraw(reworded(plan, amina, words(plan).split()[0], "Kenyan"), by=amina)
    answer = Client().get(f"{BRACKETS}proposed/ken/?version=4")
    assert (answer.status_code, "is undecided" in answer.content.decode()) == (200, True)


def test_it_is_for_those_who_may_see_the_proposals(
    draft: TextVersion, farah: User, amina: User, browser_of: Callable[[User], Client], desk: Client
) -> None:
    reworded(draft, farah, words(draft).split()[0], "One")
    for browser in (Client(), browser_of(amina)):
        assert browser.get(KENYA).status_code == 404
    assert desk.get(f"{BRACKETS}proposed/hrv/?version=5").status_code == 404
