"""The page of a text: numbered as each language numbers, whole in one language or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.library import actions as library
from documents.library.states import DocumentState
from documents.models import TextVersion, Wording
from documents.texts import actions, papers, typesetting
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import records
from igsp_portal.models import User
from meetings.models import Process
from tests.cast import given

pytestmark = pytest.mark.slow

PLAN = "igsp/texts/draft-plan/"
COMPILATION = f"{PLAN}?version=3"  # of proposals: it has more brackets than any other version
NOTE = "igsp/texts/tentative-organization/"


def page(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return response.content.decode()


def label(html: str, key: str) -> str:
    """The label printed before the block of that key."""
    found = re.search(rf'id="{key}">\s*<(?:a|span) class="label"[^>]*>([^<]*)<', html)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["I.", "1.", "A.", "(a)", "(i)", "25 bis.", "61."]),
        ("fr", ["I.", "1.", "A.", "a)", "i)", "25 bis.", "61."]),
        ("ar", ["أولا -", "1 -", "ألف -", "(أ)", "&#x27;1&#x27;", "25 مكررا -", "61 -"]),
        ("zh-hans", ["一、", "1.", "A.", "(a)", "(i)", "25之二.", "61."]),
    ],
)
def test_the_text_is_numbered_as_its_language_numbers(plan: TextVersion, language: str, labels: list[str]) -> None:
    keys = ["introduction", "mandate", "principles-heading", "objective-governments", "objective-policy"]
    html = page(f"/{language}/{COMPILATION}")
    assert [label(html, key) for key in [*keys, "transfer-bis", "management"]] == labels
    assert label(page(f"/{language}/{PLAN}"), "management") == labels[-1].replace("61", "42")


def test_the_page_of_the_process_leads_to_each_released_text_with_its_papers(
    plan: TextVersion, draft: TextVersion, quick_engine: list[str]
) -> None:
    with given():
        typesetting.typeset(plan)
    html = page("/fr/igsp/").split('aria-labelledby="texts"')[1].split("</section>")[0]
    assert re.findall(r'<h3><a href="([^"]+)">', html) == [f"/fr/{PLAN}", f"/fr/{NOTE}"]
    assert re.findall(r"\?lang=([a-z-]+)", html) == list(CODES)


def test_references_lead_to_their_paragraphs_and_notes_to_their_calls(plan: TextVersion) -> None:
    html = page(f"/en/{PLAN}")
    assert re.findall(r'<a class="para-ref" href="#review">(\d+)</a>', html) == ["31"]
    assert label(html, "review") == "31."
    anchors = set(re.findall(r' id="([^"]+)"', html))
    assert {to for to in re.findall(r'href="#([^"]+)"', html) if to not in anchors} == set()
    assert re.findall(r'<a id="call-[a-z]+" href="#note-[a-z]+">(\d)</a>', html) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("language", "brackets"),
    # Two pairs of labelled brackets are parted by the order of words in French, one of them in Spanish and Arabic.
    list(zip(CODES, (120, 119, 119, 121, 119, 120), strict=True)),
)
def test_the_same_paragraphs_hold_brackets_in_every_language(plan: TextVersion, language: str, brackets: int) -> None:
    html = page(f"/{language}/{COMPILATION}")
    blocks = re.split(r'<div class="block ', html)[1:]
    held = [re.search(r'id="([^"]+)"', block)[1] for block in blocks if 'class="bracketed"' in block]  # type: ignore[index]
    english = page(f"/en/{COMPILATION}")
    wanted = [b for b in re.split(r'<div class="block ', english)[1:] if 'class="bracketed"' in b]
    assert held == [re.search(r'id="([^"]+)"', block)[1] for block in wanted]  # type: ignore[index]
    assert html.count('class="bracketed"') == brackets


def test_the_page_says_how_many_paragraphs_hold_brackets(plan: TextVersion, note: TextVersion) -> None:
    assert "6 paragraphs contain brackets." in page(f"/en/{PLAN}?version=2")
    assert "53 paragraphs contain brackets." in page(f"/en/{COMPILATION}")
    for clean in (PLAN, f"{PLAN}?version=1", NOTE):
        assert "There are no brackets left in this text." in page(f"/en/{clean}")


def test_the_masthead_says_what_the_document_is(note: TextVersion, plan: TextVersion) -> None:
    html = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page(f"/en/{NOTE}")))
    for words in (
        "United Nations Environment Programme",
        "Distr.: General",
        "Original: English",
        "First session",
        "25 June 2004",
        "Item 3 of the provisional agenda*",
        "* UNEP/IEG/IGSP/1/1.",
        "Tentative organization of work",
        "Note by the secretariat",
    ):
        assert words in html
    assert "20 September 2004" in page(f"/en/{PLAN}")


def test_what_stands_over_the_organization_is_a_fact_of_the_process(note: TextVersion, igsp: Process) -> None:
    assert papers.paper(papers.manuscript(note), "zh-hans").parent_organization == "联合国"
    records.change(igsp, by="Test", values={f"system_{code.replace('-', '_')}": "" for code in CODES})
    now = TextVersion.objects.get(pk=note.pk)
    assert papers.printed(papers.manuscript(now), "zh-hans")["parent_organization"] == ""
    assert papers.paper(papers.manuscript(now), "zh-hans").parent_organization == "联合国"  # as it was released


def test_an_illustrative_text_says_so(plan: TextVersion, note: TextVersion) -> None:
    says = "This text is illustrative"
    assert (says in page(f"/en/{PLAN}"), says in page(f"/en/{NOTE}")) == (True, False)


def test_a_stage_worded_in_one_language_is_not_shown_in_another(plan: TextVersion) -> None:
    with given():
        version = TextVersion.objects.filter(pk=plan.pk)
        QuerySet.update(version, label_fr="")  # past the model, which keeps what was released
    assert "Clean text for the third session" in page(f"/en/{PLAN}")
    assert "Clean text" not in page(f"/fr/{PLAN}")


def test_symbols_are_isolated_in_arabic(plan: TextVersion) -> None:
    assert '<bdi class="ltr">A.03.II.A.1</bdi>' in page(f"/ar/{PLAN}")


def test_a_language_without_the_text_says_where_it_is_and_shows_no_other(note: TextVersion) -> None:
    html = page(f"/fr/{NOTE}")
    main = html[html.index("<main") : html.index("</main>")]
    assert re.findall(r'<li><a href="([^"]+)" lang="([^"]+)"', main) == [
        (f"/zh-hans/{NOTE}", "zh-Hans"),
        (f"/en/{NOTE}", "en"),
    ]
    assert 'class="negotiated"' not in main


def test_the_papers_of_every_language_are_offered_with_their_sizes(plan: TextVersion, quick_engine: list[str]) -> None:
    posted = typesetting.typeset(plan)
    html = page(f"/en/{PLAN}")
    assert re.findall(r'class="file-link[^"]*" href="([^"]+)"', html) == [
        f"/symbol/UNEP/IEG/IGSP/3/4?lang={rendition.language}" for rendition in posted
    ]
    assert "1 page" in html


def test_the_papers_and_the_way_to_the_contents_stand_above_it(plan: TextVersion, quick_engine: list[str]) -> None:
    with given():
        typesetting.typeset(plan)
    html = page(f"/en/{PLAN}")
    places = [
        html.index(mark) for mark in ('class="file-link', 'href="#contents"', 'class="masthead"', 'id="contents"')
    ]
    assert places == sorted(places)


def test_a_version_has_an_address_of_its_own(
    plan: TextVersion, draft: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    with given():
        Wording.objects.filter(block__version=draft, block__key="mandate").update(words="Rewritten.")
    stranger, desk = Client(), browser_of(farah)
    assert stranger.get(f"/en/{PLAN}?version=5").status_code == 404
    assert "Rewritten." in page(f"/en/{PLAN}?version=5", desk)
    assert "has not been released" in page(f"/en/{PLAN}?version=5", desk)
    assert "Rewritten." not in page(f"/en/{PLAN}", desk)


def test_the_latest_version_that_is_issued_is_read_by_default(
    plan: TextVersion, draft: TextVersion, farah: User, quick_engine: list[str]
) -> None:
    actions.release(draft, by=farah, typeset=False)
    assert "?version=5" not in page(f"/en/{PLAN}")
    typesetting.typeset(draft)
    library.issue(draft.document, by=farah)  # type: ignore[arg-type]
    html = page(f"/en/{PLAN}")
    assert re.findall(r'href="\?version=(\d+)"( aria-current="page")?', html) == [
        ("5", ' aria-current="page"'),
        *((earlier, "") for earlier in "4321"),
    ]
    assert page(f"/en/{PLAN}?version=4") != html


@pytest.mark.parametrize("number", ["9", "x", "-3"])
def test_a_version_that_is_not_there_leads_to_those_that_are(
    plan: TextVersion, draft: TextVersion, farah: User, browser_of: Callable[[User], Client], number: str
) -> None:
    for reader, there in ((Client(), [*"4321"]), (browser_of(farah), [*"54321"])):
        answer = reader.get(f"/en/{PLAN}?version={number}")
        assert answer.status_code == 404
        assert "There is no such version" in answer.text
        assert re.findall(r'href="\?version=(\d+)"', answer.text) == there


def test_the_version_of_a_withdrawn_document_is_not_shown(plan: TextVersion, note: TextVersion) -> None:
    for version in (plan, note):
        document: Any = version.document
        with given():
            document.state = DocumentState.WITHDRAWN
            document.save()
    assert Client().get(f"/en/{PLAN}?version=4").status_code == 404
    assert 'id="transfer-ter"' in page(f"/en/{PLAN}")  # the version before
    assert Client().get(f"/en/{NOTE}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_text(plan: TextVersion, note: TextVersion) -> None:
    counts = []
    for address in (f"/en/{PLAN}", f"/en/{NOTE}", f"/ar/{PLAN}"):
        with CaptureQueriesContext(connection) as queries:
            page(address)
        counts.append(len(queries))
    # For the proposals on the plan, and for its sources, however many.
    assert counts == [counts[1] + 3, counts[1], counts[1] + 3]
    assert counts[1] <= 13
