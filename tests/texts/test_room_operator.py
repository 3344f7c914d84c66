"""Whoever leads the room meets a way on, whatever becomes of the paragraph that is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from documents.models import Showing, Snapshot, TextVersion
from documents.texts import actions
from igsp_portal.models import User

from .proposed import keys

pytestmark = pytest.mark.slow
ROOM = "/en/igsp/texts/draft-plan/room/"
GONE = "This paragraph is no longer there."


class Screen:
    """The room's page before a person, who presses one of its buttons as it stands there."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser

    @property
    def html(self) -> str:
        return self.browser.get(ROOM).text

    def offered(self) -> dict[str, dict[str, str]]:
        """What each button of the operator's form sends, by its name on the page."""
        html = self.html
        fields = dict(re.findall(r'<input type="hidden" form="room-lead" name="(\w+)" value="([^"]*)">', html))
        buttons = re.findall(r'<button[^>]* form="room-lead" name="(\w+)" value="([^"]*)"([^>]*)>([^<]*)<', html)
        return {said: {**fields, name: value} for name, value, rest, said in buttons if "hidden" not in rest}

    def press(self, said: str, **typed: str) -> int:
        return self.browser.post(ROOM, {**self.offered()[said], **typed}).status_code


@pytest.fixture
def operator(farah: User, browser_of: Callable[[User], Client]) -> Screen:
    return Screen(browser_of(farah))


def test_next_to_a_paragraph_that_was_merged_or_deleted_the_room_goes_on(
    draft: TextVersion, farah: User, operator: Screen
) -> None:
    before, need, after, behind = keys(draft)[keys(draft).index("need") - 1 :][:4]
    actions.show(draft, need, by=farah)
    actions.merge_blocks(draft, before, by=farah)
    assert GONE in operator.html
    assert {said: sent.get("show") for said, sent in operator.offered().items()} == {
        "Previous": before,
        "Next": after,
        "Show nothing any more": None,
        "Take a snapshot": None,
    }
    assert (operator.press("Next"), Showing.objects.get().key) == (302, after)
    actions.remove_block(draft, after, by=farah)
    assert [operator.offered()[said]["show"] for said in ("Previous", "Next")] == [before, behind]
    assert (operator.press("Previous"), GONE in operator.html) == (302, False)


def test_where_the_paragraph_is_gone_the_room_is_ended_and_noted(
    draft: TextVersion, farah: User, operator: Screen
) -> None:
    actions.show(draft, "need", by=farah)
    actions.remove_block(draft, "need", by=farah)
    assert operator.press("Take a snapshot", label="Before lunch") == 302
    assert operator.press("Show nothing any more") == 302
    assert (Snapshot.objects.get().label, Showing.objects.count()) == ("Before lunch", 0)


def test_who_looks_by_themselves_goes_on_too(draft: TextVersion, farah: User, operator: Screen) -> None:
    before, need, after = keys(draft)[keys(draft).index("need") - 1 :][:3]
    actions.remove_block(draft, need, by=farah)
    html = operator.browser.get(f"{ROOM}?version=5&at=need").text
    ways: Any = re.findall(r'href="\?version=5&amp;at=([^"]+)" data-go="(\w+)"', html)
    assert ways == [(before, "before"), (after, "after")]
    assert f'href="{ROOM}" data-follow' in html
    assert "Show in the room" not in html


def test_whatever_is_shown_meanwhile_can_be_ended_by_the_same_page(draft: TextVersion, operator: Screen) -> None:
    """The script brings the part of the page anew, not its foot: its button is there, and hidden until then."""
    stop = r'<button[^>]*name="stop" value="1"([^>]*)>'
    for shown in (False, True):
        found = re.search(stop, operator.html)
        assert found
        assert ("hidden" in found[1], "data-shown" in operator.html) == (not shown, shown)
        operator.browser.post(ROOM, {"version": "5", "show": "need"})
