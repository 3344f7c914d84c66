"""A proposal that is withdrawn while it stands in brackets is taken out of the text by a press of the drafter's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from documents.models import Proposal, TextVersion
from documents.texts import actions
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.models import User
from tests.attack.forms import form_of

from .at_proposals import article, at, page, post, read_aloud
from .at_the_editor import Editor
from .proposed import keys, proposed, reworded, shown, words
from .test_ledger_page import page as html_of
from .test_ledger_page import read, table
from .test_proposals import states

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

PRESS = "Take it out of the text"
TEXT = "/en/igsp/texts/draft-plan/"


@pytest.fixture
def desk(farah: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(farah)


@pytest.fixture
def made(draft: TextVersion, farah: User) -> Proposal:
    """Kenya’s proposal in brackets in the draft."""
    made = reworded(draft, farah, "Much", "Little")
    actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
    return made


def take_out(desk: Client, draft: TextVersion, proposal: Proposal) -> int:
    sent = form_of(article(page(draft, desk), proposal))
    return desk.post(at(draft, "act/"), {**sent, "do": "take_out"}).status_code


def withdraw(desk: Client, draft: TextVersion, made: Proposal) -> str:
    sent = {"do": "withdraw", "proposal": made.pk, "opened_with": shown(draft)}
    return read_aloud(desk.post(at(draft, "act/"), sent, follow=True).content.decode())


def test_who_withdraws_it_is_told_where_its_brackets_stand_still(
    draft: TextVersion, made: Proposal, desk: Client, farah: User
) -> None:
    assert "withdrawn. Its brackets still stand in the text: Paragraph 4." in withdraw(desk, draft, made)
    other = reworded(draft, farah, "weight", "force")
    assert "Its brackets still stand" not in withdraw(desk, draft, other)


def test_a_proponent_is_told_nothing_of_a_draft(
    draft: TextVersion, made: Proposal, amina: User, browser_of: Callable[[User], Client]
) -> None:
    assert "Its brackets still stand" not in withdraw(browser_of(amina), draft, made)
    assert PRESS not in page(draft, browser_of(amina))


def test_it_is_taken_out_and_that_is_taken_back(
    draft: TextVersion, made: Proposal, desk: Client, farah: User, farahs: Editor
) -> None:
    bracketed = words(draft)
    assert PRESS not in page(draft, desk)
    withdraw(desk, draft, made)
    assert PRESS in article(page(draft, desk), made)
    assert take_out(desk, draft, made) == 302
    assert (words(draft), states(made)) == (bracketed.replace("[Much] [{is:ken}Little]", "Much"), ["withdrawn"])
    assert PRESS not in page(draft, desk)
    farahs.press("undo")
    assert words(draft) == bracketed
    assert PRESS in article(page(draft, desk), made)


def test_nothing_is_taken_out_of_words_that_were_not_seen(
    draft: TextVersion, made: Proposal, desk: Client, farah: User
) -> None:
    withdraw(desk, draft, made)
    seen, there = shown(draft), words(draft).replace("already", "now")
    actions.word_block(draft, "need", "en", there, opened_with=seen, by=farah)
    assert post(desk, draft, "take_out", made, opened_with=seen).status_code == 409
    assert words(draft) == there


def test_what_is_not_withdrawn_is_not_taken_out(draft: TextVersion, made: Proposal, desk: Client) -> None:
    there = words(draft)
    assert post(desk, draft, "take_out", made, opened_with=shown(draft)).status_code == 409
    assert (words(draft), states(made)) == (there, ["in_brackets"])


def test_no_party_takes_it_out(
    draft: TextVersion, made: Proposal, amina: User, desk: Client, browser_of: Callable[[User], Client]
) -> None:
    withdraw(desk, draft, made)
    assert post(browser_of(amina), draft, "take_out", made, opened_with=shown(draft)).status_code == 403


def test_a_new_paragraph_goes_with_what_was_shown_under_it(draft: TextVersion, farah: User, desk: Client) -> None:
    before = keys(draft)
    made = proposed(draft, farah, "new", words="Lakes are kept clean.", block_kind="paragraph")
    actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
    actions.insert_block(draft, "subparagraph", after="lakes-are-kept-clean", by=farah, words={"en": "ponds too"})
    withdraw(desk, draft, made)
    assert "5 (a) Deleted: ponds too" in read_aloud(article(page(draft, desk), made))
    assert (take_out(desk, draft, made), keys(draft)) == (302, before)


def test_ledger_and_editor_say_whose_they_are(draft: TextVersion, made: Proposal, desk: Client, farahs: Editor) -> None:
    withdraw(desk, draft, made)
    rows = table(html_of(f"{TEXT}brackets/?version={draft.number}", desk), "open")
    assert [row[3] for row in rows if "Little" in row[1]] == ["Kenya"]
    beside = farahs.open("need").text.partition('<aside class="edited-proposals"')[2].partition("</aside>")[0]
    assert "Kenya Other wording · English withdrawn" in read(beside)
    assert f"#proposal-{made.pk}" in beside
    take_out(desk, draft, made)
    assert '<aside class="edited-proposals"' not in farahs.open("need").text


def test_nobody_reads_the_text_as_it_proposed_any_more(draft: TextVersion, made: Proposal, desk: Client) -> None:
    proposed_by = f"{TEXT}brackets/proposed/ken/?version={draft.number}"
    assert "Much is already" not in read(html_of(proposed_by, desk))
    withdraw(desk, draft, made)
    assert "[ Much ]" in read(html_of(proposed_by, desk))


@pytest.mark.parametrize("stands", [True, False])
def test_it_goes_on_to_the_next_version_as_long_as_its_brackets_stand(
    stands: bool, draft: TextVersion, made: Proposal, desk: Client, farah: User
) -> None:
    withdraw(desk, draft, made)
    later = dict.fromkeys(code for code in CODES if code != "en")
    actions.release(draft, by=farah, typeset=False, exception=True, later=later)
    draft.refresh_from_db()
    assert PRESS not in page(draft, desk)
    following = actions.continue_from(draft, by=farah)
    settled = words(following).replace("[Much] [{is:ken}Little]", "Much")
    if not stands:
        actions.word_block(following, "need", "en", settled, opened_with=shown(following), by=farah)
    assert ("Carry 1 proposal from earlier versions" in page(following, desk)) == stands
    post(desk, following, "carry")
    assert (f'id="proposal-{made.pk}"' in page(following, desk)) == stands
    if stands:
        assert (take_out(desk, following, made), words(following)) == (302, settled)
