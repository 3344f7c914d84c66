"""The ledger of a text's brackets as a page, and the text without what is in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import brackets
from documents.drafts import Draft, PlannedBlock
from documents.models import Proposal, TextVersion
from documents.texts import actions
from igsp_portal.models import User
from tests.cast import given

pytestmark = pytest.mark.slow

TEXT = "igsp/texts/draft-plan/"
PAGE = f"{TEXT}brackets/"
NOTE = "igsp/texts/tentative-organization/brackets/"


def page(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def read(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def table(html: str, section: str) -> list[list[str]]:
    """The rows under a heading, cell by cell."""
    found = re.search(rf'<h2 id="{section}">.*?</section>', html, re.DOTALL)
    assert found, section
    rows = re.findall(r"<tr>(.*?)</tr>", found[0], re.DOTALL)[1:]
    return [[read(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def rewritten(version: TextVersion, farah: User, **words: str) -> None:
    """Other words in English; a key stands with _ for -."""
    draft = actions.read_draft(version)
    english = {**draft.words["en"]} | {key.replace("_", "-"): text for key, text in words.items()}
    with given():
        actions.write_draft(version, replace(draft, words={"en": english}), by=farah)


@pytest.fixture
def next_one(plan: TextVersion, farah: User) -> TextVersion:
    """A fifth version with four brackets in two paragraphs, being drafted."""
    version = actions.continue_from(plan, by=farah)
    rewritten(version, farah, need="The [{is:ken}best [available]] science.", terms="Terms [one] and [two].")
    return version


def test_every_open_bracket_is_told_with_its_place_its_words_and_its_age(
    next_one: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    html = page(f"/en/{PAGE}?version=5", browser_of(farah))
    assert "4 brackets are open." in read(html)
    assert table(html, "open") == [
        ["4", "[ best [available] ]", "Version 5"],
        ["4", "[ available ] 2 deep", "Version 5"],
        ["5", "[ one ]", "Version 5"],
        ["5", "[ two ]", "Version 5"],
    ]
    assert f'<a href="/en/{TEXT}?version=5#need">4</a>' in html


def test_it_says_who_proposed_what_stands_in_brackets(
    next_one: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    kenya = next_one.process.participants.get(key="ken")
    with given():
        Proposal.objects.create(
            version=next_one,
            participant=kenya,
            kind="wording",
            key="need",
            language="en",
            words="x",
            made_at="2004-10-01T00:00Z",
            state="in_brackets",
            decided_on="2004-10-02",
            label="ken",
        )
    rows = table(page(f"/en/{PAGE}?version=5", browser_of(farah)), "open")
    assert [row[3] for row in rows] == ["Kenya", "", "", ""]


def test_counts_by_section_add_up_to_what_stands_in_the_text(plan: TextVersion) -> None:
    version = plan.text.versions.get(number=3)
    words = actions.read_draft(version).words["en"]
    expected = sum(len(brackets.scan(said)) for said in words.values())
    html = page(f"/en/{PAGE}?version=3")
    assert table(html, "sections")[-1] == ["In all", str(expected)]
    assert len(table(html, "open")) == expected


def test_the_curve_is_told_as_a_table_too(plan: TextVersion) -> None:
    html = page(f"/en/{PAGE}")
    rows = [[int(cell) for cell in row] for row in table(html, "curve")]
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    standing = 0
    for _number, there, came, went in rows:
        standing += came - went
        assert there == standing
    assert rows[-1][1] == 0
    assert re.findall(r'<svg[^>]*aria-hidden="true"', html)
    assert "There are no brackets left in this text." in read(html)
    assert len(table(html, "closed")) == sum(row[3] for row in rows)


def test_the_count_is_of_the_original_unless_another_language_is_asked_for(plan: TextVersion) -> None:
    assert 'lang="en" dir="ltr"><span aria-hidden="true" class="bracket">' in page(f"/fr/{PAGE}?version=3")
    assert 'lang="ar" dir="rtl"><span aria-hidden="true" class="bracket">' in page(f"/en/{PAGE}?version=3&words=ar")
    assert Client().get(f"/en/{PAGE}?words=xx").status_code == 404


def test_a_language_that_is_not_released_is_not_read_here(plan: TextVersion, farah: User) -> None:
    version = actions.continue_from(plan, by=farah)
    draft = actions.read_draft(version)
    with given():
        words = {code: of for code, of in draft.words.items() if code in ("en", "fr")}
        words["fr"] = {**words["fr"], "need": "[secret]"}
        actions.write_draft(version, Draft(draft.blocks, words), by=farah)
        actions.release(version, by=farah, typeset=False, exception=True, later={"fr": None})
    assert Client().get(f"/fr/{PAGE}?words=fr").status_code == 404


def test_brackets_of_a_draft_are_for_those_who_may_see_it(
    next_one: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    assert Client().get(f"/en/{PAGE}?version=5").status_code == 404
    assert "best [available]" not in page(f"/en/{PAGE}")
    assert len(table(page(f"/en/{PAGE}"), "curve")) == 4
    assert len(table(page(f"/en/{PAGE}", browser_of(farah)), "curve")) == 5


def test_a_paragraph_whose_brackets_do_not_balance_is_named(
    next_one: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    rewritten(next_one, farah, mandate="One [open")
    html = page(f"/en/{PAGE}?version=5", browser_of(farah))
    assert "none of theirs is counted: 1." in read(html)
    assert len(table(html, "open")) == 4


def test_the_text_without_brackets_has_dots_where_they_stood(
    next_one: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    html = page(f"/en/{PAGE}clean/?version=5", browser_of(farah))
    assert "The … science." in read(html)
    assert "Terms … and …." in read(html)
    assert "[" not in html[html.index('<div class="negotiated"') :]


def test_a_footnote_that_is_called_in_brackets_alone_goes_with_them(
    next_one: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    draft = actions.read_draft(next_one)
    blocks = [*draft.blocks, PlannedBlock("lost", "footnote")]
    words = {**draft.words["en"], "terms": "Terms [one{note:lost}].", "lost": "A lost note."}
    with given():
        actions.write_draft(next_one, Draft(blocks, {"en": words}), by=farah)
    browser = browser_of(farah)
    assert "A lost note." in page(f"/en/{TEXT}?version=5", browser)
    assert "A lost note." not in page(f"/en/{PAGE}clean/?version=5", browser)


def test_the_page_of_the_text_leads_here(plan: TextVersion) -> None:
    assert f'href="/en/{PAGE}?version=3"' in page(f"/en/{TEXT}?version=3")


def test_the_number_of_queries_does_not_grow_with_the_text(
    plan: TextVersion, note: TextVersion, farah: User, nothing_proposed: None
) -> None:
    with given():
        actions.release(actions.continue_from(note, by=farah), by=farah, typeset=False)
    counts = []
    for address in (f"/en/{PAGE}?version=3", f"/en/{NOTE}", f"/ar/{PAGE}?version=2"):
        with CaptureQueriesContext(connection) as queries:
            page(address)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 16


@pytest.mark.parametrize("query", ["?version=9", "?version=x"])
def test_a_version_that_is_not_there_leads_to_those_that_are(plan: TextVersion, query: str) -> None:
    for address in (PAGE, f"{PAGE}clean/"):
        answer = Client().get(f"/en/{address}{query}")
        assert (answer.status_code, "There is no such version" in answer.text) == (404, True)


def test_where_a_language_has_more_brackets_than_the_original_is_told(plan: TextVersion) -> None:
    """In the plan's third version, where 119 stand in English, 120 in Arabic and Spanish and 121 in French."""
    html = page(f"/en/{PAGE}?version=3")
    part = html[html.index('<h2 id="differing">') :]
    said = [read(one) for one in re.findall(r"<li>(.*?)</li>", part[: part.index("</section>")])]
    assert said == [
        "العربية – Number of brackets in “26”: 4; in the original: 3.",
        "Français – Number of brackets in “26”: 4; in the original: 3.",
        "Español – Number of brackets in “26”: 4; in the original: 3.",
        "Français – Number of brackets in “60”: 4; in the original: 3.",
    ]
    assert 'id="differing"' not in page(f"/en/{PAGE}?version=4")
    assert 'id="differing"' not in page(f"/en/{NOTE}")
