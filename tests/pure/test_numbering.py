"""Numbers and labels of blocks."""

from dataclasses import dataclass

import pytest

from documents import numbering
from documents.numbering import NumberingError, labels


@dataclass
class Block:
    key: str
    kind: str
    level: int = 1
    alternative: int = 0
    option: str = ""


PLAN = [
    Block("h1", "heading", 1),
    Block("p1", "paragraph"),
    Block("s1", "subparagraph", 1),
    Block("t", "text"),
    Block("s1i", "subparagraph", 2),
    Block("s1ii", "subparagraph", 2),
    Block("s2", "subparagraph", 1),
    Block("s2i", "subparagraph", 2),
    Block("h1a", "heading", 2),
    Block("p2", "paragraph"),
    Block("p2bis", "paragraph", alternative=1),
    Block("p2ter", "paragraph", alternative=2),
    Block("s", "subparagraph", 1),
    Block("h1a1", "heading", 3),
    Block("h1a1a", "heading", 4),
    Block("h2", "heading", 1),
    Block("h2a", "heading", 2),
    Block("p3", "paragraph"),
    Block("n1", "footnote"),
    Block("n2", "footnote"),
]


def printed(language, *keys, scheme="roman"):
    found = labels(PLAN, scheme, language).printed
    return [found[key] for key in keys]


def test_headings_run_from_roman_to_letters_and_begin_anew_below_each():
    headings = [block.key for block in PLAN if block.kind == "heading"]
    assert printed("en", *headings) == ["I.", "A.", "1.", "(a)", "II.", "A."]


def test_paragraphs_run_through_the_whole_text():
    assert printed("en", "p1", "p2", "p3") == ["1.", "2.", "3."]


@pytest.mark.parametrize(
    ("language", "alternatives"),
    [
        ("ar", ["2 -", "2 مكررا -", "2 مكررا ثانيا -"]),
        ("zh-hans", ["2.", "2之二.", "2之三."]),
        ("en", ["2.", "2 bis.", "2 ter."]),
        ("fr", ["2.", "2 bis.", "2 ter."]),
        ("ru", ["2.", "2 бис.", "2 тер."]),
        ("es", ["2.", "2 bis.", "2 ter."]),
    ],
)
def test_alternatives_keep_the_number_of_the_first(language, alternatives):
    assert printed(language, "p2", "p2bis", "p2ter") == alternatives


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("ar", ["(أ)", "'1'", "'2'", "(ب)", "'1'"]),
        ("zh-hans", ["(a)", "(i)", "(ii)", "(b)", "(i)"]),
        ("en", ["(a)", "(i)", "(ii)", "(b)", "(i)"]),
        ("fr", ["a)", "i)", "ii)", "b)", "i)"]),
        ("ru", ["a)", "i)", "ii)", "b)", "i)"]),
        ("es", ["a)", "i)", "ii)", "b)", "i)"]),
    ],
)
def test_subparagraphs_are_lettered_as_the_language_prints_them(language, labels):
    assert printed(language, "s1", "s1i", "s1ii", "s2", "s2i") == labels


def test_subparagraphs_begin_anew_under_each_paragraph_and_alternative():
    assert printed("en", "s") == ["(a)"]


ITEM, WITHIN, TEXT = ("subparagraph", 1), ("subparagraph", 2), ("text", 1)
DEEP = ("text", 2)
TABLE, SECRETARIAT, PREAMBLE = ("table", 1), ("note", 1), ("preambular", 1)


@pytest.mark.parametrize(
    ("blocks", "labels_"),
    [
        ([TEXT, ITEM, ITEM, TEXT, ITEM, ITEM], "(a) (b) (a) (b)"),
        ([("paragraph", 1), ITEM, ITEM, TEXT, ITEM], "1. (a) (b) (a)"),
        ([PREAMBLE, ITEM, ITEM, PREAMBLE, ITEM], "(a) (b) (a)"),
        ([TEXT, ITEM, ITEM, DEEP, ITEM], "(a) (b) (c)"),
        ([TEXT, ITEM, TABLE, SECRETARIAT, ITEM], "(a) (b)"),
        ([TEXT, ITEM, WITHIN, WITHIN, DEEP, WITHIN, ITEM], "(a) (i) (ii) (i) (b)"),
        ([TEXT, ITEM, TEXT, WITHIN, WITHIN, ITEM], "(a) (i) (ii) (b)"),
        ([TEXT, ITEM, WITHIN, ("text", 3), WITHIN, ITEM], "(a) (i) (ii) (b)"),
        ([TEXT, ("definition", 1), ("definition", 1), TEXT, ("definition", 1)], "(a) (b) (a)"),
    ],
)
def test_a_list_begins_anew_after_unnumbered_words_but_for_those_within_an_item(blocks, labels_):
    made = [Block(f"b{number}", kind, level) for number, (kind, level) in enumerate(blocks)]
    assert " ".join(labels(made, "roman", "en").printed.values()) == labels_


def test_an_alternative_goes_on_with_its_item_over_unnumbered_words():
    made = [Block("a", "subparagraph"), Block("t", "text"), Block("again", "subparagraph", alternative=1)]
    assert list(labels(made, "roman", "en").printed.values()) == ["(a)", "(a bis)"]


def test_arabic_and_chinese_headings_have_their_own_signs():
    assert printed("ar", "h1", "h1a", "h1a1", "h1a1a", "h2") == ["أولا -", "ألف -", "1 -", "(أ)", "ثانيا -"]
    assert printed("zh-hans", "h1", "h1a", "h1a1", "h2") == ["一、", "A.", "1.", "二、"]


def test_the_letter_scheme_begins_with_letters():
    assert printed("en", "h1", "h1a", "h2", scheme="letter") == ["A.", "1.", "B."]


def test_unnumbered_text_and_uncalled_notes_have_no_label():
    assert {"t", "n1", "n2"}.isdisjoint(labels(PLAN, "roman", "en").printed)


def test_notes_are_numbered_by_their_calls_and_once():
    texts = {"p1": "Second{note:n2} first{note:n1}", "p2": "again{note:n2}"}
    found = labels(PLAN, "roman", "en", texts).printed
    assert (found["n2"], found["n1"]) == ("1", "2")


def test_a_call_of_a_note_that_is_not_there_is_refused():
    with pytest.raises(NumberingError) as refused:
        labels(PLAN, "roman", "en", {"p1": "what{note:gone}"})
    assert refused.value.key == "p1"
    assert str(refused.value) == "Block p1 refers to footnote gone, which does not exist."


def test_paragraphs_are_cited_without_their_stop():
    cited = labels(PLAN, "roman", "en").cited
    assert [cited[key] for key in ("p1", "p2bis", "s1", "s1ii", "h1")] == [
        "1",
        "2 bis",
        "1 (a)",
        "1 (a) (ii)",
        "I",
    ]
    assert labels(PLAN, "roman", "fr").cited["s1ii"] == "1 a) ii)"


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([Block("x", "paragraph", alternative=1)], "there is no paragraph before it"),
        ([Block("p", "paragraph"), Block("x", "paragraph", alternative=6)], "names for 5"),
        ([Block("x", "heading", 2)], "there is no level 1 above"),
        ([Block("x", "heading", 6)], "levels run from 1 to 5"),
        ([Block("p", "paragraph"), Block("x", "subparagraph", 2)], "there is no level 1 above"),
        ([Block("x", "subparagraph", 0)], "levels run from 1 to 4"),
    ],
)
def test_blocks_that_cannot_be_numbered_are_named(blocks, words):
    with pytest.raises(NumberingError) as refused:
        labels(blocks, "roman", "en")
    assert refused.value.key == "x"
    assert words in str(refused.value)


def test_signs_run_on_past_their_first_round():
    assert [numbering.han(n) for n in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]
    assert [numbering.arabic_ordinal(n) for n in (1, 10, 11, 19)] == ["أولا", "عاشرا", "حادي عشر", "تاسع عشر"]


@pytest.mark.parametrize(
    ("language", "lettered"),
    [
        ("en", ["1", "a", "b", "2", "a", "b", "a"]),
        ("fr", ["1", "a", "b", "2", "a", "b", "a"]),
        ("ar", ["1", "أ", "ب", "2", "أ", "ب", "أ"]),
    ],
)
def test_footnotes_have_letters_in_tables_and_annexes(language: str, lettered: list[str]) -> None:
    """Letters begin anew in each table of the text and in each annex, through its tables."""
    keys = ["n1", "n2", "n3", "n4", "n5", "n6", "n7"]
    blocks = [
        *(Block("one", "paragraph"), Block("table", "table"), Block("two", "paragraph")),
        *(Block("annex", "annex"), Block("three", "paragraph"), Block("sums", "table"), Block("form", "annex", 2)),
        *(Block(key, "footnote") for key in keys),
    ]
    texts = {
        "one": "One.{note:n1}",
        "table": "Net{note:n2} | Sum{note:n3}\n1{note:n1} | 2",
        "two": "Two.{note:n4}",
        "annex": "Lists",
        "three": "Three.{note:n5}",
        "sums": "Net{note:n5} | Sum{note:n6}\n1 | 2",
        "form": "Form{note:n7}",
    }
    printed = labels(blocks, "roman", language, texts).printed
    assert [printed[key] for key in keys] == lettered
