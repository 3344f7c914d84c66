"""Where the paragraphs of a draft come from is known through every split and merge, and what hung on them follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from documents.models import Text, TextVersion
from documents.texts import actions, papers
from igsp_portal.foundations.record import records
from igsp_portal.models import User

from .at_the_editor import Editor
from .proposed import party, reworded, shown

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]


def lines(version: TextVersion) -> list[tuple[Any, ...]]:
    """Each block with the one that it comes from, and in which version that was."""
    return sorted(version.lineage.values_list("key", "from_key", "from_version__number"))


@pytest.fixture
def merged(draft: TextVersion, farah: User) -> TextVersion:
    """The draft in which terms were merged into need, and need into setting; with a reservation on terms."""
    actions.reserve(draft, "terms", party(draft, "ken"), by=farah)
    actions.merge_blocks(draft, "need", by=farah)
    actions.merge_blocks(draft, "setting", by=farah)
    return draft


def test_what_is_merged_twice_is_known_to_come_from_both(merged: TextVersion, farah: User) -> None:
    assert lines(merged) == [("need", "terms", 4), ("setting", "need", 4), ("setting", "terms", 4)]
    actions.undo(merged, by=farah)
    assert lines(merged) == [("need", "terms", 4)]


def test_in_the_first_version_too_it_is_known_what_was_split_and_merged(plan: TextVersion, farah: User) -> None:
    text = records.create(Text(process=plan.text.process, key="first", title="First", original_language="en"), by=farah)
    first = records.create(TextVersion(text=text, number=1), by=farah)
    for key in ("b", "a"):
        actions.insert_block(first, "paragraph", after="", by=farah, words={"en": f"{key} and more"})
    assert actions.merge_blocks(first, "a-and-more", by=farah) == "b-and-more"
    part = actions.split_block(first, "a-and-more", {"en": ("a", "b")}, by=farah)
    assert lines(first) == [
        ("a-and-more", "b-and-more", 1),
        (part, "a-and-more", 1),
        (part, "b-and-more", 1),
    ]


def test_a_proposal_is_found_where_its_paragraph_went_by_two_steps(draft: TextVersion, farah: User) -> None:
    proposal = reworded(draft, farah, "A common plan", "One plan", key="need")
    actions.merge_blocks(draft, "setting", by=farah)
    actions.merge_blocks(draft, "working-group", by=farah)
    actions.accept(proposal, draft, by=farah, opened_with=shown(draft, "working-group"))
    assert "One plan is needed" in actions.read_draft(draft).words["en"]["working-group"]


def test_a_reservation_follows_its_paragraph_into_the_one_it_was_merged_into(
    merged: TextVersion, farah: User, browser_of: Browser
) -> None:
    reserved = papers.manuscript(merged, ["en"]).reserved
    assert {key: [one.key for one in several] for key, several in reserved.items()} == {"setting": ["ken"]}
    editor = Editor(browser_of(farah), merged)
    (row,) = editor.open("setting").context["opened"]["marks"]["reservations"]
    assert editor.press("unreserve", "setting", reservation=str(row.pk)).status_code == 302
    assert papers.manuscript(merged, ["en"]).reserved == {}


def test_and_stands_there_in_the_next_version(merged: TextVersion, farah: User) -> None:
    following = actions.continue_from(merged, by=farah)
    assert list(following.reservations.values_list("key", "participant__key")) == [("setting", "ken")]
