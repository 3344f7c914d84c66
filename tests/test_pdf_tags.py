"""What a screen reader hears of a PDF: the words of the paper in their order, and none of the sheet it stands on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.utils.safestring import mark_safe

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper import pdf
from tests.papers import PAPERS, RECEIPT, Item, Paper, page_of, page_texts, text_of, with_notes
from tests.tagged import Tagged, arabic_words, heard, words_of_page

pytestmark = pytest.mark.slow

CODES = list(LANGUAGES)
LONG = replace(
    PAPERS["en"],
    items=[
        Item("paragraph", f"Paragraph {number} begins, " + "and goes on " * 60, f"{number}.") for number in range(12)
    ],
)


def typeset(page: str, language: str, title: str = "A paper") -> bytes:
    return pdf.typeset(page, language=LANGUAGES[language].html_lang, title=title)


def receipt(language: str, **facts: object) -> str:
    direction = LANGUAGES[language].direction
    return page_of({**RECEIPT, "language": language, "direction": direction, **facts}, "papers/receipt.html")


def said(paper: Paper) -> Tagged:
    return Tagged(typeset(page_of(paper), paper.language))


@pytest.mark.parametrize("language", CODES)
def test_a_note_and_a_receipt_are_heard_as_they_are_read(tmp_path: Path, language: str) -> None:
    note, filed = (typeset(page, language) for page in (page_of(PAPERS[language]), receipt(language)))
    assert [Tagged(data).faults() + heard(data, tmp_path) for data in (note, filed)] == [[], []]


def test_the_head_and_the_number_of_each_page_are_set_aside() -> None:
    paper = said(LONG)
    aside = [(page, paper.read(drawn)) for page, kind, drawn in paper.artifacts if kind == "/Pagination"]
    last = len(paper.document.pages)
    assert last > 2
    by_page = {page: " ".join("".join(words for n, words in aside if n == page).split()) for page in range(last)}
    assert by_page[0] == f"{LONG.job_number}Page 1 of {last}"
    assert {by_page[page] for page in range(1, last)} == {
        f"{LONG.symbol}Page {page + 1} of {last}" for page in range(1, last)
    }
    assert "Page 2 of" not in paper.said(paper.root.K[0])


def test_a_paragraph_that_two_pages_share_is_said_in_one_piece() -> None:
    paper = said(LONG)
    paragraphs = [paper.said(each) for each in paper.of_kind("P") if "begins" in paper.said(each)]
    assert paragraphs == [" ".join(f"{item.label} {item.html}".split()) for item in LONG.items]


def test_notes_are_named_and_told_behind_the_block_that_ends_their_page() -> None:
    paper = said(with_notes(9, 80))
    numbers = [f"{number}" for number in range(1, 10)]
    order = [(str(kid.S)[1:], paper.said(kid).split()[0]) for kid in paper.of_kind("Note")[0].P.K if paper.said(kid)]
    notes, blocks = ([first for kind, first in order if kind == of] for of in ("Note", "P"))
    assert (notes, blocks) == (["*", *numbers], [f"{number}." for number in numbers])
    assert [order.index(("Note", n)) > order.index(("P", f"{n}.")) for n in numbers] == [True] * 9
    assert [paper.said(call) for call in paper.of_kind("Reference")] == ["*", *numbers]
    assert [paper.said(note.K[0]) for note in paper.of_kind("Note")] == ["*", *numbers]


def test_a_table_says_what_heads_each_of_its_rows() -> None:
    table = Tagged(typeset(receipt("en"), "en"))
    heads = {table.said(head): str(head.A.Scope) for head in table.of_kind("TH")}
    assert set(heads.values()) == {"/Row"}
    assert {"Submitted by", "SHA-256", RECEIPT["statements"][0]["label"]} <= set(heads)


def test_a_receipt_of_several_pages_is_one_table_of_attachments() -> None:
    many = [{**RECEIPT["attachments"][0], "name": f"annex-{number}.pdf"} for number in range(40)]
    table = Tagged(typeset(receipt("en", attachments=many), "en"))
    assert len(table.document.pages) > 1
    assert (len(table.of_kind("Table")), len(table.of_kind("TR")), table.faults()) == (3, 10 + 1 + 40, [])


LONG_TABLE = replace(
    PAPERS["en"],
    items=[
        Item("paragraph", "Before.", "1."),
        Item(
            "table",
            "",
            rows=(
                ("Gear", "Mark"),
                *(
                    (f"Net {n}", mark_safe("Tag" + '<span class="footnote">Of metal.</span>' * (n in (3, 60))))
                    for n in range(90)
                ),
            ),
        ),
        Item("paragraph", "After.", "2."),
    ],
)


def test_a_table_of_several_pages_is_one_table_with_one_head_that_each_page_prints(tmp_path: Path) -> None:
    data = typeset(page_of(LONG_TABLE), "en")
    table = Tagged(data)
    pages = page_texts(data)
    shape = [len(table.of_kind(kind)) for kind in ("Table", "THead", "TBody", "TR", "TH")]
    assert (shape, table.faults(), heard(data, tmp_path)) == ([1, 1, 1, 1 + 90, 2], [], [])
    assert [page.count("Gear") for page in pages] == [1] * len(pages)
    assert len(pages) > 2


def test_a_head_beside_an_empty_one_heads_its_column(tmp_path: Path) -> None:
    rows = (("", "Mark"), ("Nets", "Tag"))
    data = typeset(page_of(replace(PAPERS["en"], items=[Item("table", "", rows=rows)])), "en")
    table = Tagged(data)
    assert [(table.said(head), str(head.A.Scope)) for head in table.of_kind("TH")] == [("Mark", "/Column")]
    assert (table.faults(), heard(data, tmp_path)) == ([], [])


def test_notes_called_in_a_table_are_told_behind_it() -> None:
    table = Tagged(typeset(page_of(LONG_TABLE), "en"))
    kids = [(str(kid.S)[1:], table.said(kid)) for kid in table.of_kind("Table")[0].P.K]
    assert [words for kind, words in kids if kind != "Table"][:5] == [
        *("1. Before.", "* UNEP/IEG/IGSP/3/1.", "1 Of metal.", "2 Of metal.", "2. After.")
    ]
    assert [table.said(call) for call in table.of_kind("Reference")] == ["*", "1", "2"]


def test_an_option_of_several_pages_is_said_in_one_piece(tmp_path: Path) -> None:
    long = tuple(Item("paragraph", f"Paragraph {number} " + "goes on " * 60, f"{number}.") for number in range(12))
    items = [Item("option", "", "Option 1", items=long), Item("option", "Other", "Option 2", items=long[:1])]
    data = typeset(page_of(replace(PAPERS["en"], items=items)), "en")
    paper = Tagged(data)
    assert len(paper.document.pages) > 2
    assert (paper.faults(), heard(data, tmp_path)) == ([], [])
    _all, *options = [each for each in paper.of_kind("Div") if paper.said(each).startswith("Option")]
    assert [sum(kid.S == "/P" for kid in option.K) for option in options] == [1 + 12, 1 + 1]


def test_the_address_on_a_receipt_is_a_link() -> None:
    filed = Tagged(typeset(receipt("ar"), "ar"))
    (link,) = [link for page in filed.document.pages for link in page.obj.get("/Annots", [])]
    assert str(link.A.URI) == RECEIPT["check_address"]


@pytest.mark.parametrize("language", CODES)
def test_the_paper_says_what_it_declares(language: str) -> None:
    paper = PAPERS[language]
    data = typeset(page_of(paper), language, paper.title)
    tag = LANGUAGES[language].html_lang
    assert Tagged(data).about() == (tag, paper.title, paper.title, "1", True, True)


VOWELLED = [
    "الإلكترونية لا إلا الأول الخبرة هـ الكثير",  # lam with alef, and strokes between letters
    "أُعدّ ثم يُقدَّم ويُنفَّذ وقُدِّم",  # vowels over a doubled letter
    "مرجعاً وجهةً استجابةً بناءً",
    "مقدِّم مقدَّم",  # words that differ in a vowel alone
]


@pytest.mark.parametrize("words", VOWELLED)
def test_every_arabic_word_is_whole_in_the_text_layer(words: str) -> None:
    page = page_of(replace(PAPERS["ar"], items=[Item("text", words), Item("heading", words, "أولا", 1)]))
    assert Tagged(typeset(page, "ar")).arabic_words() == arabic_words(words_of_page(page))


def test_an_accent_that_came_apart_from_its_letter_is_read_with_it() -> None:
    page = receipt("fr", submission_title="Be\N{COMBINING ACUTE ACCENT}ne\N{COMBINING ACUTE ACCENT}fices")
    assert "Bénéfices" in text_of(typeset(page, "fr"))
