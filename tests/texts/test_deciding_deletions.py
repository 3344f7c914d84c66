"""Whoever decides that a paragraph goes sees all that goes with it, and deletes nothing that came since."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from documents.models import Proposal, TextVersion
from documents.texts import actions
from igsp_portal.models import User
from tests.attack.forms import form_of

from .at_proposals import article, at, page, read_aloud
from .proposed import keys, proposed, shown, words
from .test_proposals import states

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

WITH_IT = "These would be deleted with the paragraph:"


@pytest.fixture
def desk(farah: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(farah)


def with_more_under_it(draft: TextVersion, key: str, said: str, by: User) -> str:
    """A subparagraph of a paragraph, with a note that it alone calls; returns the key of the note."""
    under = actions.insert_block(draft, "subparagraph", after=key, by=by, words={"en": said})
    note = actions.insert_block(draft, "footnote", after="technology", by=by, words={"en": f"A note on {said}."})
    called = f"{said}{{note:{note}}}"
    actions.word_block(draft, under, "en", called, opened_with=shown(draft, under), by=by)
    return note


def press(desk: Client, draft: TextVersion, html: str, do: str, **more: str) -> int:
    form = html.partition('<form class="form"')[2].partition("</form>")[0]
    return desk.post(at(draft, "act/"), {**form_of(form), "do": do, **more}).status_code


def told(html: str) -> str:
    return read_aloud(html.partition(WITH_IT)[2].partition("</ul>")[0])


def test_a_card_names_what_goes_with_its_paragraph(draft: TextVersion, farah: User, desk: Client) -> None:
    made = proposed(draft, farah, "deletion", key="need")
    assert WITH_IT not in page(draft, desk)
    with_more_under_it(draft, "need", "skills of all", farah)
    assert told(article(page(draft, desk), made)) == (
        "4 (a) Deleted: skills of all 4 (end of deletion) 4 Deleted: A note on skills of all. (end of deletion)"
    )


def test_what_came_under_it_since_is_not_deleted_unseen(
    draft: TextVersion, farah: User, chen: User, desk: Client
) -> None:
    made = proposed(draft, farah, "deletion", key="need")
    html = article(page(draft, desk), made)
    with_more_under_it(draft, "need", "skills of all", chen)
    before = keys(draft)
    assert (press(desk, draft, html, "accept"), keys(draft), states(made)) == (409, before, ["open"])
    answer = desk.post(at(draft, "act/"), {**form_of(html), "do": "accept"}).content.decode()
    assert "Chen has changed this paragraph since you opened it." in read_aloud(answer)
    assert press(desk, draft, article(answer, made), "accept") == 302
    assert (set(before) - set(keys(draft)), states(made)) == (
        {"need", "skills-of-all", "a-note-on-skills"},
        ["accepted"],
    )


def test_words_of_what_goes_with_it_that_changed_since_are_not_deleted_unseen(
    draft: TextVersion, farah: User, desk: Client
) -> None:
    made = proposed(draft, farah, "deletion", key="need")
    note = with_more_under_it(draft, "need", "skills of all", farah)
    html = article(page(draft, desk), made)
    actions.word_block(draft, note, "en", "Another note.", opened_with=shown(draft, note), by=farah)
    assert press(desk, draft, html, "accept") == 409
    assert words(draft, note) == "Another note."


def in_brackets(draft: TextVersion, farah: User) -> Proposal:
    made = proposed(draft, farah, "new", words="Lakes are kept clean.", block_kind="paragraph")
    actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
    return made


def test_a_new_paragraph_in_brackets_is_declined_with_what_was_seen_under_it(
    draft: TextVersion, farah: User, desk: Client
) -> None:
    made, whole = in_brackets(draft, farah), keys(draft)
    html = article(page(draft, desk), made)
    with_more_under_it(draft, "lakes-are-kept-clean", "ponds too", farah)
    assert press(desk, draft, html, "decline", reason="No.") == 409
    html = article(page(draft, desk), made)
    assert told(html).startswith("5 (a) Deleted: ponds too")
    assert press(desk, draft, html, "decline", reason="No.") == 302
    assert keys(draft) == [key for key in whole if key != "lakes-are-kept-clean"]


def test_one_that_is_accepted_keeps_what_stands_under_it(draft: TextVersion, farah: User, desk: Client) -> None:
    made = in_brackets(draft, farah)
    with_more_under_it(draft, "lakes-are-kept-clean", "ponds too", farah)
    whole = keys(draft)
    assert press(desk, draft, article(page(draft, desk), made), "accept") == 302
    assert (keys(draft), words(draft, "lakes-are-kept-clean")) == (whole, "Lakes are kept clean.")


def test_a_deletion_in_brackets_that_is_accepted_in_part_offers_the_words_without_them(
    draft: TextVersion, farah: User, desk: Client
) -> None:
    made, there = proposed(draft, farah, "deletion", key="need"), words(draft)
    actions.put_in_brackets(made, draft, by=farah, opened_with=shown(draft))
    assert press(desk, draft, article(page(draft, desk), made), "part") == 302
    assert (words(draft), states(made)) == (there, ["in_part"])
