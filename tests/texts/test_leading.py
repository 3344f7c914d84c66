"""What is called or cited goes on leading somewhere, whatever is done to it: no page of the text fails on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from documents import coherence
from documents.drafts import PlannedBlock
from documents.faults import Fault
from documents.models import TextVersion
from documents.texts import actions
from igsp_portal.models import User

from .at_the_editor import Editor, words

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]
NOTE = "General Assembly resolution 55/2."


@pytest.fixture
def farahs(draft: TextVersion, farah: User, browser_of: Browser) -> Editor:
    return Editor(browser_of(farah), draft)


def pages(editor: Editor) -> list[int]:
    """Whether the pages of the draft answer: the editor, and the text to read."""
    text = f"{editor.version.text.get_absolute_url()}?version={editor.version.number}"
    return [editor.open("").status_code, editor.browser.get(text).status_code]


@pytest.mark.parametrize(
    ("do", "key", "typed", "says"),
    [
        ("delete", "millennium", {}, f"“{NOTE}” is referred to in: 3. Change these references first."),
        ("kind", "millennium", {"kind": "paragraph"}, f"Block 3 refers to footnote {NOTE}, which does not exist."),
        ("kind", "review", {"kind": "text"}, "There is no numbered block “31” to refer to."),
        ("kind", "setting", {"kind": "footnote"}, "A footnote cannot refer to another footnote."),
    ],
)
def test_what_is_called_or_cited_is_neither_deleted_nor_made_something_without_a_number(
    do: str, key: str, typed: dict[str, str], says: str, farahs: Editor, draft: TextVersion
) -> None:
    before = actions.read_draft(draft)
    refused = farahs.press(do, key, **typed)
    assert (refused.status_code, says in refused.context["opened"]["refusal"]) == (400, True)
    assert (actions.read_draft(draft), pages(farahs)) == (before, [200, 200])


@pytest.mark.parametrize(("kind", "mark"), [("footnote", "{note:lakes}"), ("paragraph", "{para:lakes}")])
def test_an_insertion_is_not_taken_back_while_something_names_what_was_inserted(
    kind: str, mark: str, farahs: Editor, draft: TextVersion, chen: User
) -> None:
    farahs.press("insert", "need", kind=kind, new_words="Lakes.")
    opened = actions.fingerprint(words(draft, "terms"))
    actions.word_block(draft, "terms", "en", f"Terms of {mark}.", opened_with=opened, by=chen)
    refused = farahs.press("undo")
    assert (refused.status_code, pages(farahs)) == (400, [200, 200])
    assert words(draft, "terms") == f"Terms of {mark}."


def test_a_note_that_is_called_elsewhere_too_stays_when_its_paragraph_goes(draft: TextVersion, farah: User) -> None:
    opened = actions.fingerprint(words(draft, "terms"))
    actions.word_block(draft, "terms", "en", "Terms.{note:millennium}{note:technology}", opened_with=opened, by=farah)
    actions.remove_block(draft, "setting", by=farah)
    kept = set(draft.blocks.filter(kind="footnote").values_list("key", flat=True))
    assert ("millennium" in kept, "monterrey" in kept) == (True, False)


def test_a_heading_that_its_text_leaves_without_a_number_is_not_cited() -> None:
    blocks = [PlannedBlock("part", "heading"), PlannedBlock("first", "paragraph")]
    kinds = coherence.kinds(blocks, {"headings": [{"sign": "none"}]})
    with pytest.raises(Fault, match="no numbered block “part”"):
        coherence.check("first", "See {para:part}.", kinds)
