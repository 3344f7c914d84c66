"""What changed between two versions, as a page: legible to the eye without colour, and to the ear."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.comparison import compare_words
from documents.drafts import Draft, PlannedBlock
from documents.models import Lineage, TextVersion
from documents.texts import actions
from documents.texts.redlines import Redline, Version
from igsp_portal.models import User
from tests.cast import given

pytestmark = pytest.mark.slow

TEXT = "igsp/texts/draft-plan/"
PAGE = f"{TEXT}compare/"
NOTE = "igsp/texts/tentative-organization/"


def page(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return response.content.decode()


def read_aloud(html: str) -> str:
    """What a screen reader says: the words alone, those that nobody sees included."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def row(html: str, anchor: str) -> str:
    """The row of that anchor."""
    found = re.search(rf'<div class="compared [^"]*" id="{anchor}">(.*?)\n</div>', html, re.DOTALL)
    assert found, anchor
    return found[1]


def numbers(html: str, anchor: str) -> list[str]:
    return [read_aloud(label) for label in re.findall(r'<p class="label">(.*?)</p>', row(html, anchor))]


def rewritten(draft: Draft, **words: str) -> Draft:
    """The same with other words in English; a key stands with _ for -."""
    english = {**draft.words["en"]} | {key.replace("_", "-"): text for key, text in words.items()}
    return replace(draft, words={**draft.words, "en": english})


@pytest.fixture
def draft(plan: TextVersion, farah: User) -> TextVersion:
    """A next version of the plan that is to be read here and issued as no document."""
    return actions.continue_from(plan, by=farah)


@pytest.fixture
def parted(draft: TextVersion, plan: TextVersion, farah: User) -> TextVersion:
    """A next version in English in which the second sentence of a paragraph became one of its own."""
    before = actions.read_draft(draft)
    first, second = before.words["en"]["results"].split(". ", 1)
    blocks = [*before.blocks]
    place = next(number for number, block in enumerate(blocks) if block.key == "results")
    blocks.insert(place + 1, PlannedBlock("results-2", "paragraph"))
    words = {"en": {**before.words["en"], "results": f"{first}.", "results-2": second}}
    with given():
        actions.write_draft(draft, Draft(blocks, words), by=farah)
        Lineage.objects.create(version=draft, key="results-2", from_version=plan, from_key="results", how="split")
        actions.release(draft, by=farah, typeset=False)
    return draft


@pytest.fixture
def later(draft: TextVersion, farah: User) -> TextVersion:
    """The next version of the plan, released in English and Arabic: words changed, a block put in, out, and moved."""
    before = actions.read_draft(draft)
    blocks = [block for block in before.blocks if block.key != "nature"]
    need = next(block for block in blocks if block.key == "need")
    blocks.remove(need)
    blocks.insert(1, need)
    blocks.insert(4, PlannedBlock("cycle", "paragraph"))
    words = {code: dict(of) for code, of in before.words.items() if code in ("en", "ar")}
    for code, cycle in (("en", "The plan is reviewed [every four years]."), ("ar", "تُستعرض الخطة كل أربع سنوات [ثم].")):
        words[code].pop("nature")
        words[code]["cycle"] = cycle
    words["en"]["mandate"] = words["en"]["mandate"].replace("help developing", "assist [all poor]")
    words["ar"]["mandate"] = words["ar"]["mandate"].replace("القدرات", "[المؤسسات]", 1)
    with given():
        actions.write_draft(draft, Draft(blocks, words), by=farah)
        actions.release(draft, by=farah, typeset=False, exception=True)
    return draft


def test_what_was_put_in_and_taken_out_is_seen_and_heard(later: TextVersion) -> None:
    html = page(f"/en/{PAGE}?from=4&to=5")
    words = row(html, "mandate")
    assert re.findall(r"<(ins|del)>", words) == ["del", "ins"]
    assert (
        "The plan was to Deleted: help developing (end of deletion) Inserted: assist [ all poor ] "
        "(end of insertion) countries" in read_aloud(words)
    )


def test_a_sentence_says_how_much_changed(later: TextVersion) -> None:
    assert "1 paragraph changed, 1 paragraph inserted, 1 paragraph deleted, 1 paragraph moved" in read_aloud(
        page(f"/en/{PAGE}")
    )


def test_what_moved_leads_to_where_it_stood_and_back(later: TextVersion) -> None:
    html = page(f"/en/{PAGE}")
    assert 'href="#was-need">From 4</a>' in row(html, "need")
    assert 'href="#need">Now 1</a>' in row(html, "was-need")
    anchors = re.findall(r' id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert {to for to in re.findall(r'href="#([^"]+)"', html) if to not in anchors} == set()


def test_a_paragraph_that_was_split_says_where_its_parts_are(parted: TextVersion) -> None:
    html = page(f"/en/{PAGE}")
    assert '<strong>Split</strong> <a href="#results-2">Now 10</a>' in row(html, "results")
    assert '<strong>Split</strong> <a href="#results">From 9</a>' in row(html, "results-2")
    assert re.findall("<(ins|del)>", row(html, "results") + row(html, "results-2")) == []
    assert "1 paragraph split" in read_aloud(html)


def test_a_reference_prints_its_number_as_the_paragraph_in_which_it_stands_says_it() -> None:
    cited, within = {"marking": "article 3, paragraph 1"}, {"costs": {"marking": "1 of article 3"}}
    earlier, later = Version(1, {}, cited, within), Version(2, {"marking": "1."}, cited, within)
    segments = compare_words("See paragraph {para:marking}.", "See {para:marking} now.", "costs")
    assert read_aloud(Redline(earlier, later, "ltr", on_paper=True).html("costs", segments)) == (
        "See paragraph 1 of article 3 now ."
    )
    html = Redline(earlier, later, "ltr", on_paper=False).html("costs", segments)
    assert '<a href="#marking">1 of article 3</a>' in html


def test_each_row_has_its_number_in_both_versions(later: TextVersion) -> None:
    html = page(f"/en/{PAGE}")
    assert numbers(html, "mandate") == ["Version 4: 1.", "Version 5: 2."]
    assert numbers(html, "cycle") == ["–", "Version 5: 4."]
    assert numbers(html, "was-nature") == ["Version 4: 6.", "–"]
    assert (read_aloud(row(html, "cycle")).count("Inserted"), "Deleted" in row(html, "was-nature")) == (1, True)


def test_what_did_not_change_is_folded_and_still_there(later: TextVersion) -> None:
    html = page(f"/en/{PAGE}")
    folded = re.findall(r'<details class="unchanged">(.*?)</details>', html, re.DOTALL)
    assert {'id="management"' in stretch for stretch in folded} == {False, True}
    assert all("is-changed" not in stretch for stretch in folded)
    assert "paragraphs unchanged · 7 – 42" in read_aloud(html)
    assert re.findall(r"<details[^>]* open", html) == []


def test_there_are_two_ways_to_show_it_and_the_words_are_the_same(later: TextVersion) -> None:
    tracked, bold = page(f"/en/{PAGE}?from=4&to=5"), page(f"/en/{PAGE}?from=4&to=5&as=bold")
    assert 'class="negotiated comparison tracked"' in tracked
    assert 'class="negotiated comparison bold"' in bold
    assert row(tracked, "mandate") == row(bold, "mandate")


def test_in_arabic_no_letter_joins_one_of_another_time(later: TextVersion) -> None:
    html = page(f"/ar/{PAGE}")
    assert 'dir="rtl"' in html
    assert "</del>\u200c<ins>" in row(html, "mandate")
    assert 'bdi class="ltr">A.03.II.A.1' in html


def test_the_order_in_which_two_versions_are_named_does_not_matter(later: TextVersion) -> None:
    html = page(f"/en/{PAGE}?from=5&to=4")
    assert "Comparison of version 4 and version 5" in html
    assert row(html, "mandate") == row(page(f"/en/{PAGE}?from=4&to=5"), "mandate")


def test_a_version_compared_with_itself_has_not_changed(later: TextVersion) -> None:
    assert "Nothing changed." in page(f"/en/{PAGE}?from=5&to=5")


def test_a_language_that_one_version_is_not_in_leads_to_the_others(later: TextVersion) -> None:
    html = page(f"/fr/{PAGE}?from=4&to=5")
    main = html[html.index("<main") : html.index("</main>")]
    assert [unescape(url) for url in re.findall(r'<li><a href="([^"]+)" lang', main)] == [
        f"/ar/{PAGE}?from=4&to=5",
        f"/en/{PAGE}?from=4&to=5",
    ]
    assert '<div class="compared' not in main


@pytest.mark.parametrize("query", ["?from=9", "?to=x", "?from=4&to=-1"])
def test_a_version_that_is_not_there_leads_to_those_that_are(later: TextVersion, query: str) -> None:
    answer = Client().get(f"/en/{PAGE}{query}")
    assert (answer.status_code, "There is no such version" in answer.text) == (404, True)


def test_a_draft_is_compared_by_those_who_may_see_it(
    plan: TextVersion, draft: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    with given():
        actions.write_draft(draft, rewritten(actions.read_draft(draft), mandate="Rewritten."), by=farah)
    assert "Rewritten" not in page(f"/en/{PAGE}")
    assert Client().get(f"/en/{PAGE}?from=4&to=5").status_code == 404
    assert "Rewritten" in page(f"/en/{PAGE}", browser_of(farah))


def test_where_there_is_one_version_the_page_says_so(note: TextVersion) -> None:
    assert "There is only one version of this text" in page(f"/en/{NOTE}compare/")


def test_the_page_of_the_text_leads_to_it_where_there_are_two_versions(later: TextVersion) -> None:
    html = page(f"/en/{TEXT}")
    assert f'<a href="/en/{PAGE}?from=4&amp;to=5" rel="nofollow">Compare with version 4</a>' in html
    assert "Compare with version 2" in page(f"/en/{TEXT}?version=1")


def test_the_page_of_a_text_in_one_version_leads_to_no_comparison(note: TextVersion) -> None:
    assert "compare/" not in page(f"/en/{NOTE}")


def test_it_is_not_for_crawlers(later: TextVersion) -> None:
    assert "Disallow: /*/compare/" in Client().get("/robots.txt").text
    assert Client().get(f"/en/{PAGE}")["X-Robots-Tag"] == "noindex, nofollow"


def test_the_number_of_queries_does_not_grow_with_the_text(later: TextVersion, note: TextVersion, farah: User) -> None:
    with given():
        actions.release(actions.continue_from(note, by=farah), by=farah, typeset=False)
    counts = []
    for address in (f"/en/{PAGE}", f"/en/{NOTE}compare/", f"/ar/{PAGE}"):
        with CaptureQueriesContext(connection) as queries:
            page(address)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 18
