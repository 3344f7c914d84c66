"""What was proposed and undecided at a moment of a draft is shown whole: where it stood then, and as it reads."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from documents.models import Snapshot, TextVersion
from documents.texts import actions
from igsp_portal.models import User

from .proposed import keys, proposed, reworded, shown, words
from .test_ledger_page import page, read

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]
MOMENTS = "/en/igsp/texts/draft-plan/moments/"


@pytest.fixture
def looking_back(farah: User, browser_of: Callable[[User], Client]) -> Callable[[Snapshot], str]:
    return lambda then: page(f"{MOMENTS}?version=5&at={then.pk}", browser_of(farah))


def at(html: str, key: str) -> list[str]:
    """What is proposed at a paragraph; without a key, what is told before all of them."""
    part = html[html.index(f'id="{key}">') :] if key else html[html.index('class="negotiated"') :]
    part = part[: part.index('<div class="block ')]
    return [read(one) for one in re.findall(r'<p class="marks"[^>]*>(Proposed.*?)</p>', part, re.DOTALL)]


def test_what_was_proposed_for_the_beginning_is_shown_before_the_text(
    draft: TextVersion, farah: User, looking_back: Callable[[Snapshot], str]
) -> None:
    proposed(draft, farah, "new", words="We, the Ministers,", block_kind="preambular", key="")
    then = actions.snapshot(draft, "Then", by=farah)
    html = looking_back(then)
    assert at(html, "") == ["Proposed then, undecided: Kenya – New: preambular paragraph"]
    assert "We, the Ministers," in html[: html.index('<div class="block ')]


def test_what_was_proposed_for_a_block_that_was_merged_or_deleted_since_is_shown_too(
    draft: TextVersion, farah: User, looking_back: Callable[[Snapshot], str]
) -> None:
    before = keys(draft)[keys(draft).index("need") - 1]
    reworded(draft, farah, "Much", "Little")
    reworded(draft, farah, words(draft, "terms")[:8], "Others", of="hrv", key="terms")
    actions.merge_blocks(draft, before, by=farah)
    actions.remove_block(draft, "terms", by=farah)
    then = actions.snapshot(draft, "Then", by=farah)
    html = looking_back(then)
    assert at(html, before) == ["Proposed then, undecided: Kenya – Other wording"]
    assert at(html, "") == ["Proposed then, undecided: Croatia – Other wording"]


def test_what_was_proposed_reads_as_the_text_does_whatever_became_of_it(
    draft: TextVersion, farah: User, looking_back: Callable[[Snapshot], str]
) -> None:
    number = r"See paragraph <bdi>1</bdi>|See paragraph 1"
    english = reworded(draft, farah, "Much", "See paragraph {para:mandate}. [{is:ken}Little]")
    proposed(draft, farah, "wording", of="hrv", language="ar", words=words(draft, language="ar") + " كلمة")
    then = actions.snapshot(draft, "Then", by=farah)
    actions.put_in_brackets(english, draft, opened_with=shown(draft), by=farah)
    html = looking_back(then)
    assert at(html, "need") == [
        "Proposed then, undecided: Kenya – Other wording",
        "Proposed then, undecided: Croatia – Other wording · العربية",
    ]
    stood = html[html.index('id="need">') : html.index('id="terms">')]
    assert re.search(number, stood)
    assert "{" not in stood
    assert re.findall(r'<p class="tracked" lang="(\w+)" dir="(\w+)">', stood) == [("en", "ltr"), ("ar", "rtl")]
    assert re.findall(r"<(ins|del)>", stood) == ["del", "ins", "ins"]
