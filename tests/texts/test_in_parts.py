"""A long text is also read in parts, each of which is light: nothing is lost between them, and every way arrives."""

from __future__ import annotations

import re

import pytest

from documents.models import TextVersion
from documents.texts import in_parts
from igsp_portal.foundations.language.languages import CODES
from meetings.models import Process

from .test_pages import PLAN, page

pytestmark = pytest.mark.slow


def blocks(html: str) -> list[str]:
    """The keys of the blocks of a page, in order."""
    return re.findall(r'class="(?:block|option)[^"]*"[^>]* id="([^"]+)"', html)


def parts(language: str, version: int = 3) -> list[str]:
    """The pages of all parts of the draft plan, as the first of them names them."""
    address = f"/{language}/{PLAN}?version={version}&part="
    count = re.search(r"<title>[^<]* · 1/(\d+)", page(f"{address}1"))
    assert count
    return [page(f"{address}{number}") for number in range(1, int(count[1]) + 1)]


@pytest.mark.parametrize("language", CODES)
def test_the_parts_together_have_every_paragraph_and_note_of_the_whole_once(plan: TextVersion, language: str) -> None:
    whole = page(f"/{language}/{PLAN}?version=3")
    of_parts = parts(language)
    assert len(of_parts) > 1
    assert [key for one in of_parts for key in blocks(one)] == blocks(whole)
    notes = [set(re.findall(r'id="(note-[^"]+)"', html)) for html in (whole, "".join(of_parts))]
    assert notes[0] == notes[1] != set()


@pytest.mark.parametrize("most", [300, 700])
def test_articles_options_and_tables_of_another_process_are_cut_nowhere_within(
    inc: Process, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(in_parts, "MOST", most)
    versions = TextVersion.objects.released().filter(text__process=inc, number__in=[2, 3])
    assert len(versions) == 2
    for version in versions:
        address = f"/en{version.get_absolute_url().removeprefix('/en')}"
        whole, first = page(address), page(f"{address}&part=1")
        count = re.search(r"<title>[^<]* · 1/(\d+)", first)
        assert count
        found = [page(f"{address}&part={number}") for number in range(1, int(count[1]) + 1)]
        assert [key for one in found for key in blocks(one)] == blocks(whole) != []
        notes = [sorted(set(re.findall(r'id="(note-[^"]+)"', html))) for html in (whole, "".join(found))]
        assert notes[0] == notes[1]


def test_every_way_from_a_part_arrives(plan: TextVersion) -> None:
    pages = parts("en")
    for html in pages:
        there = {*re.findall(r'\bid="([^"]+)"', html)}
        assert {*re.findall(r'href="#([^"]+)"', html)} <= there
        for number, key in re.findall(r'href="\?version=3&amp;part=(\d+)#([^"]+)"', html):
            assert f'id="{key}"' in pages[int(number) - 1]
    assert "part=2#" in pages[0]


def test_headings_of_a_part_leave_out_no_level(plan: TextVersion) -> None:
    for html in parts("en"):
        levels = [int(level) for level in re.findall(r"<h(\d)", html.partition("<main")[2])]
        assert all(later <= before + 1 for before, later in zip([1, *levels], levels, strict=False))


def test_no_part_ends_with_a_heading(plan: TextVersion) -> None:
    for html in parts("ru")[:-1]:
        assert not re.findall(r'class="block (\w+)', html)[-1].startswith(("heading", "annex"))


@pytest.mark.parametrize("number", ["", "0", "99", "x", "１"])
def test_a_part_that_there_is_not_leads_to_the_first(plan: TextVersion, number: str) -> None:
    address = f"/en/{PLAN}?version=3&part="
    found = page(f"{address}{number}")
    assert blocks(found) == blocks(page(f"/en/{PLAN}?version=3") if not number else page(f"{address}1"))


def test_a_short_text_has_no_parts(plan: TextVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_parts, "MOST", 10**6)
    whole, asked = (page(f"/en/{PLAN}{query}") for query in ("", "?part=1"))
    assert blocks(whole) == blocks(asked) != []
    assert ("In parts, for a poor line" in whole, "The whole text on one page" in asked) == (False, False)
