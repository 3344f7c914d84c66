"""The history of a paragraph goes on through earlier versions, and through those that it was split from or merged."""

from __future__ import annotations

import re

import pytest

from documents.models import TextVersion
from documents.texts import actions
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.models import User

from .at_the_editor import Browser, Editor, words

pytestmark = pytest.mark.slow
TERMS = "Terms.{note:technology}"


@pytest.fixture
def after(farahs: Editor, draft: TextVersion, farah: User, browser_of: Browser) -> Editor:
    """Farah before the version after the draft, in which she had reworded “need” twice and “terms” once."""
    for said in ("First.", "Second."):
        farahs.press("save", "need", words=said)
    farahs.press("save", "terms", words=TERMS)
    actions.release(
        draft, by=farah, typeset=False, exception=True, later={code: None for code in CODES if code != "en"}
    )
    return Editor(browser_of(farah), actions.continue_from(draft, by=farah))


def story(editor: Editor, key: str) -> list[str]:
    """What each entry changed the words to, the newest first."""
    opened = editor.open(key, history="1").context["opened"]
    return [re.sub("<del>.*?</del>|</?ins>", "", str(one["change"] or "")) for one in opened["story"]]


def test_rewordings_of_an_earlier_version_are_told_with_the_way_to_it(after: Editor, plan: TextVersion) -> None:
    assert story(after, "need") == ["Second.", "First."]
    page = after.open("need", history="1")
    ways = [(one["number"], one["url"]) for one in page.context["opened"]["stood"]]
    address = plan.text.get_absolute_url()
    assert ways == [(number, f"{address}?version={number}#need") for number in (5, 4, 3, 2, 1)]
    assert f'<a href="{address}?version=5#need">Version 5</a>' in page.text
    assert "It is as the version was begun." not in page.text


def test_a_part_has_the_history_of_the_whole_up_to_when_they_parted(after: Editor) -> None:
    after.press("split", "need", words="Second.\n---\nHalf.")
    after.press("save", "need", words="Third.")
    assert story(after, "need-part") == ["Half.", "Second.", "First."]


def test_what_was_merged_into_a_paragraph_is_in_its_history(after: Editor, draft: TextVersion) -> None:
    after.press("merge", "need")
    assert words(after.version, "need") == f"Second. {TERMS}"
    assert story(after, "need") == [f"Second. {TERMS}", TERMS, "Second.", "First."]
    after.press("undo")
    assert story(after, "need")[2:] == ["Second.", "First."]
