"""What a line of plain text is taken for by its number and its words, and by the lines around it."""

import pytest

from documents import numbering
from documents.exchange import plain_in
from documents.exchange.reading import as_numbered, draft

from .pasted import words_of

WRAPPED = """Article 1
Objective

1. The Parties shall hold the increase in the global average temperature to
1.5 degrees above pre-industrial levels and shall report on the measures of
2004. They shall also apply the procedures that are set out in paragraph 2
(a) above and in the annex to this Convention, as they see fit, and also in
Article 5.1 of the Convention shall apply to all Parties that are concerned
- as appropriate - and to the measures that were taken by the Parties under
it.

2. They report."""


def test_a_row_of_a_broken_sentence_that_looks_numbered_begins_no_paragraph():
    assert words_of(WRAPPED) == [
        ("heading", "Article 1", "Objective"),
        ("paragraph", "1.", " ".join(WRAPPED.split("\n\n")[1].split("\n"))[3:]),
        ("paragraph", "2.", "They report."),
    ]


@pytest.mark.parametrize("numbers", [("1.", "2.", "3.", "3 bis."), ("-", "-", "-", "-")])
def test_items_in_their_order_begin_paragraphs_however_full_the_row_before(numbers):
    rows = (
        "Opening of the session by the Chair of the\ncommittee",
        "Adoption of the agenda of the first session",
        "Report of the officers of the first session",
        "Other matters",
    )
    agenda = "\n".join(f"{number} {row}" for number, row in zip(numbers, rows, strict=True))
    read = [(line.label, line.words) for line in plain_in.read(agenda, "en").lines]
    assert read == [(number, row.replace("\n", " ")) for number, row in zip(numbers, rows, strict=True)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Article 6.2 of the Convention shall apply to the Parties of this Protocol.",
        "Article 6-2 of the Code applies.",
        "Part I.A of the annex applies.",
        "1.5 million people live in the region.",
        "1.5 °C is the aim.",
        "第六条第2款适用",
    ],
)
def test_a_figure_that_is_of_the_sentence_stays_in_it(sentence):
    assert words_of(f"1. One.\n\n{sentence}")[1] == ("text", "", sentence)


def test_a_figure_before_a_tab_or_a_stop_is_a_number_before_small_letters_too():
    assert words_of("3.1\teach Party acts;\n\n3.2. each Party reports.") == [
        ("paragraph", "3.1", "each Party acts;"),
        ("paragraph", "3.2.", "each Party reports."),
    ]


def remarked(text: str, language: str = "en") -> list[tuple[int, str]]:
    """What is said of each number that the text will not have as the file has it, numbered as the file is."""
    reading = plain_in.read(text, language)
    counted = numbering.labels(draft(reading).blocks, reading.numbering, language).printed
    return [(place, str(fault)) for place, fault in as_numbered(reading, counted).remarked()]


def test_an_article_put_in_after_another_keeps_the_number_of_that():
    rows = ["Part I", "Aims", "Article 1", "Aim", "1. One.", "Article 1 bis", "Principles", "1. Two."]
    rows += ["Part I bis", "More", "Article 1 ter", "Terms", "1. Three.", "Article 2", "Means", "1. Four."]
    text = "\n\n".join([*rows, "Annex I", "Nets", "Annex I bis", "Traps"])
    reading = plain_in.read(text, "en")
    named = [(line.label, line.alternative) for line in reading.lines if line.kind in ("heading", "annex")]
    assert named == [
        ("Part I", 0),
        ("Article 1", 0),
        ("Article 1 bis", 1),
        ("Part I bis", 1),
        ("Article 1 ter", 2),
        ("Article 2", 0),
        ("Annex I", 0),
        ("Annex I bis", 1),
    ]
    assert remarked(text) == []


def test_an_article_put_in_after_one_that_is_not_there_is_numbered_all_the_same():
    assert remarked("Article 5 bis\n\nNets\n\n1. One.") == [
        (1, "The file has the number “Article 5 bis”; the text will have “Article 1”.")
    ]


@pytest.mark.parametrize("opened", ["[Article 2\nCosts", "[Article 2]\n[Costs", "Article 2 [\nCosts"])
def test_a_bracket_that_opens_before_an_article_opens_before_its_title(opened):
    read = words_of(f"Article 1\nAims\n\n1. One.\n\n{opened}\n\n1. They are shared.]\n\nArticle 3\nEnd\n\n1. So.")
    assert read[2:4] == [
        ("heading", "[Article 2]" if "]" in opened else "Article 2", r"\[Costs"),
        ("paragraph", "1.", r"They are shared.\]"),
    ]


def test_preambular_paragraphs_in_brackets_are_preambular():
    text = "PREAMBLE\n\nThe Parties,\n\n[Recalling also resolution 5/14,]\n\n"
    text += "[*Noting* the nets,]\n\n*Aware* of [costs[,]]\n\nArticle 1\n\nAim\n\n1. The aim."
    assert [(kind, words[:8]) for kind, _, words in words_of(text)][1:5] == [
        ("text", "The Part"),
        ("preambular", "[Recalli"),
        ("preambular", "[*Noting"),
        ("preambular", "*Aware* "),
    ]


def test_preambular_paragraphs_in_chinese_are_short():
    rows = ("本公约各缔约方，", "回顾里约宣言，", "关切海洋状况，", "兹议定如下：", "第一条", "目标", "1. 目标。")
    assert [kind for kind, _, _ in words_of("\n\n".join(rows), "zh-hans")] == [
        "text",
        "preambular",
        "preambular",
        "text",
        "heading",
        "paragraph",
    ]


SENTENCES = """CHAPTER I

Article 1. The objective of this Convention is to protect human health and the environment from pollution.

Article 2. For the purposes of this Convention:

(a) "Party" means a State;

Article 3. Financial mechanism.

1. There is one.

Article 4. Each Party takes measures. It reports on them.

It does so each year.

[Article [5]. Each Party shall, within its capabilities, take the measures that are needed and shall report on them \
to the Conference.]"""


def test_a_sentence_behind_the_number_of_an_article_is_its_text():
    reading = plain_in.read(SENTENCES, "en")
    assert [(line.place, line.kind, line.label, line.words[:12], len(line.remarks)) for line in reading.lines] == [
        (1, "heading", "CHAPTER I", "", 0),
        (-3, "heading", "Article 1.", "", 0),
        (3, "text", "", "The objectiv", 0),
        (-5, "heading", "Article 2.", "", 0),
        (5, "text", "", "For the purp", 0),
        (7, "subparagraph", "(a)", '"Party" mean', 0),
        (9, "heading", "Article 3.", "Financial me", 0),
        (11, "paragraph", "1.", "There is one", 0),
        (-13, "heading", "Article 4.", "", 0),
        (13, "text", "", "Each Party t", 0),
        (15, "text", "", "It does so e", 0),
        (-17, "heading", "Article [5].", "", 1),
        (17, "text", "", "[Each Party ", 0),
    ]
    assert remarked(SENTENCES.replace("[5]", "5")) == []


def test_a_sentence_behind_the_number_of_an_option_is_in_the_option():
    version = draft(plain_in.read("Option 1. Each Party shall pay.\n\nOption 2: No text", "en"))
    assert [(block.key, block.kind, block.option) for block in version.blocks] == [
        ("option-1", "option", ""),
        ("each-party-shall-pay", "text", "option-1"),
        ("no-text", "option", ""),
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("第一条 本公约的目标是保护人类健康和环境。\n\n第二条　各缔约方应采取措施。", "zh-hans"),
        ("Article 1\tThe aim is clean seas.\n\nArticle 2\tEach Party acts.", "en"),
    ],
)
def test_a_space_in_chinese_and_a_tab_part_the_number_of_an_article_from_its_sentence(text, language):
    assert [kind for kind, _, _ in words_of(text, language)] == ["heading", "text", "heading", "text"]
    assert remarked(text, language) == []


def test_a_sentence_that_begins_with_the_name_of_an_article_is_whole():
    text = "1. One.\n\n第六条规定，各方应采取措施。"
    assert words_of(text, "zh-hans")[1] == ("text", "", "第六条规定，各方应采取措施。")


def levels_of(text: str, language: str = "en") -> list[tuple[int, str]]:
    return [(line.level, line.label) for line in plain_in.read(text, language).lines if line.kind == "heading"]


LAW_OF_THE_SEA = (
    *("PART I", "INTRODUCTION", "Article 1", "Use of terms", "1. It is so.", "2. It is."),
    *("PART II", "TERRITORIAL SEA", "SECTION 1. GENERAL PROVISIONS", "Article 2", "Legal status", "1. So."),
    *("SECTION 2. LIMITS", "Article 3", "Breadth", "1. Wide.", "PART III", "STRAITS", "Article 4", "Scope", "1. All."),
)


def test_articles_keep_their_level_in_a_part_that_has_no_sections():
    text = "\n\n".join(LAW_OF_THE_SEA)
    assert levels_of(text) == [
        (1, "PART I"),
        (3, "Article 1"),
        (1, "PART II"),
        (2, "SECTION 1."),
        (3, "Article 2"),
        (2, "SECTION 2."),
        (3, "Article 3"),
        (1, "PART III"),
        (3, "Article 4"),
    ]
    assert remarked(text) == []


@pytest.mark.parametrize(
    ("headings", "levels"),
    [
        ("Article I/Section 1. Aims/Section 2. Means/Article II/Section 1. Costs", [1, 2, 2, 1, 2]),
        ("Article 1/Section 1. Aims/Article 2/Section 2. Means/Article 3", [2, 1, 2, 1, 2]),
        ("Title I. Aims/Part I. Nets/Part II. Traps/Title II. Means/Part I. Costs", [1, 2, 2, 1, 2]),
        ("Title I. Aims/Part I. Nets/Article 1", [1, 2, 3]),
        ("Part I. Aims/A. Nets/Article 1/Article 2/Part II. Means/Article 3", [1, 2, 3, 3, 1, 2]),
        ("Chapter I. Aims/Section 1. Nets/Section 1 bis. Traps/Chapter II. Means/Section 1. Fees", [1, 2, 2, 1, 2]),
        ("Part I. Aims/Article 1/Annex I/Section 1. Nets/Article 1/Article 2", [1, 2, 1, 2, 2]),
    ],
)
def test_what_stands_above_what_is_told_by_the_order_of_the_headings_and_their_numbers(headings, levels):
    assert [level for level, _label in levels_of(headings.replace("/", "\n\n"))] == levels
