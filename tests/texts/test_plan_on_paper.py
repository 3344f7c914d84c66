"""The plan and the note as real PDF files, in every language."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.management import call_command

from documents import wordings
from documents.models import TextVersion
from documents.texts import papers, rendering
from documents.texts.papers import Paper
from igsp_portal.foundations.language.languages import CODES, LANGUAGES
from igsp_portal.foundations.paper import pdf
from tests.papers import page_texts
from tests.tagged import Tagged, arabic_words, heard, words_of_page

pytestmark = pytest.mark.slow

TEXTS = {"draft-plan": CODES, "tentative-organization": ("zh-hans", "en")}
EDITIONS = [(text, language) for text, languages in TEXTS.items() for language in languages]

Printed = dict[tuple[str, str], tuple[Paper, list[str]]]
Sheets = dict[tuple[str, str], bytes]


@pytest.fixture(scope="module")
def set_papers(django_db_setup: None, django_db_blocker: Any) -> dict[tuple[str, str], Paper]:
    """For each text and language the paper."""
    with django_db_blocker.unblock():
        if not TextVersion.objects.exists():  # a test with transactions of its own has emptied the tables
            call_command("load_process", "igsp", no_papers=True, verbosity=0)
        versions = {v.text.key: papers.manuscript(v) for v in TextVersion.objects.select_related("text")}
        return {(text, language): papers.paper(versions[text], language) for text, language in EDITIONS}


@pytest.fixture(scope="module")
def sheets(set_papers: dict[tuple[str, str], Paper]) -> Sheets:
    """For each text and language its PDF."""
    return {
        edition: pdf.typeset(
            rendering.print_page(paper), language=LANGUAGES[paper.language].html_lang, title=paper.title
        )
        for edition, paper in set_papers.items()
    }


@pytest.fixture(scope="module")
def printed(set_papers: dict[tuple[str, str], Paper], sheets: Sheets) -> Printed:
    """For each text and language the paper and the text of each of its pages."""
    return {
        edition: (paper, [plain(page) for page in page_texts(sheets[edition])]) for edition, paper in set_papers.items()
    }


def plain(words: str) -> str:
    """Letters and figures alone: readers differ in spaces, hyphens and joined forms."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", words))


def before_calls(paper: Paper) -> dict[str, str]:
    """For each note the last letters before its first call."""
    found: dict[str, str] = {}
    for block in paper.blocks:
        words = ""
        for token in block.tokens:
            if isinstance(token, wordings.NoteCall):
                found.setdefault(token.key, plain(words)[-8:])
            words += wordings.to_plain([token], paper.cited)
    return found


@pytest.mark.parametrize(("text", "language"), [edition for edition in EDITIONS if edition[1] != "ar"])
def test_every_note_is_on_the_page_of_its_call(printed: Printed, text: str, language: str) -> None:
    paper, pages = printed[text, language]
    called = {
        key: [n for n, page in enumerate(pages) if f"{words}{paper.notes[key].label}" in page]
        for key, words in before_calls(paper).items()
    }
    noted = {
        key: [n for n, page in enumerate(pages) if plain(wordings.to_plain(note.tokens, paper.cited)) in page]
        for key, note in paper.notes.items()
    }
    assert len(paper.notes) in (3, 5)
    assert noted == called
    assert {len(on) for on in noted.values()} == {1}


def test_every_arabic_note_is_on_the_page_of_its_call(printed: Printed) -> None:
    # A reader gives the parts of a line with a call in it in another order, and some letters twice: words are compared.
    paper, pages = printed["draft-plan", "ar"]
    for key, ending in before_calls(paper).items():
        words = [plain(word) for word in wordings.to_plain(paper.notes[key].tokens).split()]
        shares = [sum(word in page for word in words) / len(words) for page in pages]
        page = pages[shares.index(max(shares))]
        assert (max(shares) > 0.8, ending[-4:] in page) == (True, True)


@pytest.mark.parametrize(("text", "language"), EDITIONS)
def test_every_block_is_printed(printed: Printed, text: str, language: str) -> None:
    paper, pages = printed[text, language]
    whole = "".join(pages)
    lacking = []
    for block in paper.blocks:
        beginning = plain(block.label) + plain(wordings.to_plain(block.tokens[:1]))[:12]
        words = wordings.to_plain(block.tokens[:1]).split()
        there = sum(plain(word) in whole for word in words) / len(words)
        if there < 0.8 if language == "ar" else beginning not in whole:
            lacking.append(block.key)
    assert lacking == []


@pytest.mark.parametrize(("text", "language"), EDITIONS)
def test_a_screen_reader_hears_the_paper_and_nothing_else(
    sheets: Sheets, tmp_path: Path, text: str, language: str
) -> None:
    data = sheets[text, language]
    assert (Tagged(data).faults(), heard(data, tmp_path)) == ([], [])


@pytest.mark.parametrize("language", CODES)
def test_each_block_of_the_plan_is_said_in_one_piece_and_no_note_within_it(
    sheets: Sheets, printed: Printed, language: str
) -> None:
    paper, _pages = printed["draft-plan", language]
    said = Tagged(sheets["draft-plan", language])
    kinds = [str(element.S)[1:] for element in said.elements()]
    assert sum(kinds.count(kind) for kind in ("H2", "H3", "H4", "H5")) == number_of(paper, "heading")
    (text,) = [top for top in said.root.K[0].K if len(top.K) > len(paper.blocks) / 2]
    assert [str(kid.S) for kid in text.K].count("/P") == len(paper.blocks) - number_of(paper, "heading")
    assert (kinds.count("Note"), kinds.count("Reference")) == (len(paper.notes), len(paper.notes))


def number_of(paper: Paper, kind: str) -> int:
    return sum(block.kind == kind for block in paper.blocks)


def test_every_arabic_word_of_the_plan_is_whole_in_its_text_layer(
    sheets: Sheets, set_papers: dict[tuple[str, str], Paper]
) -> None:
    page = rendering.print_page(set_papers["draft-plan", "ar"])
    assert Tagged(sheets["draft-plan", "ar"]).arabic_words() == arabic_words(words_of_page(page))


@pytest.mark.parametrize("language", CODES)
def test_the_first_page_bears_the_masthead(printed: Printed, language: str) -> None:
    paper, pages = printed["draft-plan", language]
    facts = (paper.organization, paper.symbol, paper.body, paper.session_line, paper.date, paper.title)
    assert [fact for fact in facts if plain(fact) not in pages[0]] == []


def test_the_same_facts_give_the_same_page(plan: TextVersion) -> None:
    first, second = (rendering.print_page(papers.paper(papers.manuscript(plan), "ru")) for _ in range(2))
    assert first == second


def test_a_note_called_twice_is_printed_once(plan: TextVersion) -> None:
    paper = papers.paper(papers.manuscript(plan), "en")
    note = wordings.NoteCall("millennium")
    (setting,) = (block for block in paper.blocks if block.key == "setting")
    again = replace(setting, tokens=(*setting.tokens, note))
    html = rendering.print_page(replace(paper, blocks=(again,)))
    assert html.count('<span class="footnote" data-mark="1">General Assembly resolution 55/2.</span>') == 1
    assert '<sup class="note-again">1</sup>' in html


def test_a_text_in_no_such_language_names_those_it_has(note: TextVersion) -> None:
    with pytest.raises(papers.NotWorded) as error:
        papers.paper(papers.manuscript(note), "fr")
    assert error.value.languages == ["zh-hans", "en"]


def test_the_facts_of_six_languages_are_read_at_once(plan: TextVersion, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        source = papers.manuscript(plan)
        for language in source.languages:
            papers.paper(source, language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_long_text_begins_with_its_contents_which_lead_to_their_pages(
    plan: TextVersion, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = papers.paper(papers.manuscript(plan), language)
    assert 'class="contents"' not in rendering.print_page(paper)
    monkeypatch.setattr(rendering, "LONG_BLOCKS", len(paper.blocks))
    html = rendering.print_page(paper)
    listed = [entry["url"] for entry in rendering.contents(paper)]
    assert re.findall(r'<p class="level-[12]"><a href="([^"]+)">', html) == listed
    with pikepdf.open(io.BytesIO(pdf.typeset(html, language=language, title="Plan"))) as made:
        links = [link for page in made.pages[:2] for link in page.get("/Annots", [])]
        leads = dict.fromkeys(f"#{link.Dest}" for link in links if "/Dest" in link)  # a line has a link for each part
        assert list(leads) == listed


MARGINS = (68, 773)  # of the text: points from the foot of the page
THIRD = (MARGINS[1] - MARGINS[0]) / 3


@pytest.mark.parametrize("language", CODES)
def test_no_page_but_the_last_leaves_a_third_white_even_where_the_contents_run_over(
    plan: TextVersion, language: str
) -> None:
    compilation = papers.paper(papers.manuscript(plan.text.versions.get(number=3)), language)
    html = rendering.print_page(compilation)
    assert 'class="contents"' in html
    with pypdfium2.PdfDocument(pdf.typeset(html, language=language, title="Plan")) as made:
        white = [min(lines(page)) - MARGINS[0] for page in made]
    assert [number for number, points in enumerate(white[:-1], 1) if points > THIRD] == []


def lines(page: Any) -> list[float]:
    """The feet of all lines above the page number, in points from the foot of the page."""
    words = page.get_textpage()
    feet = [words.get_rect(place)[1] for place in range(words.count_rects())]
    return [foot for foot in feet if foot > MARGINS[0] - 10]
