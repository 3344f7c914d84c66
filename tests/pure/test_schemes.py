"""Numberings as data: articles in parts, options, annexes, definitions, and how each is cited in six languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import numbering
from documents.drafts import PlannedBlock as Block
from documents.numbering import NAMES, NumberingError, SchemeError, labels, scheme

TREATY = [
    Block("recalling", "preambular"),
    Block("general", "heading", 1),
    Block("use-of-terms", "heading", 2),
    Block("purposes", "text"),
    Block("party", "definition"),
    Block("gear", "definition"),
    Block("objective", "heading", 2),
    Block("aim", "paragraph"),
    Block("nets", "subparagraph", 1),
    Block("drift", "subparagraph", 2),
    Block("mesh", "subparagraph", 3),
    Block("knot", "subparagraph", 4),
    Block("scope", "paragraph"),
    Block("strict", "option"),
    Block("strict-all", "paragraph", option="strict"),
    Block("strict-a", "subparagraph", option="strict"),
    Block("mild", "option"),
    Block("mild-some", "paragraph", option="mild"),
    Block("mild-few", "paragraph", option="mild"),
    Block("after", "paragraph"),
    Block("objective-bis", "heading", 2, alternative=1),
    Block("bis-aim", "paragraph"),
    Block("duties", "heading", 1),
    Block("marking", "heading", 2),
    Block("mark", "paragraph"),
    Block("lists", "annex"),
    Block("list-one", "heading", 1),
    Block("entry", "paragraph"),
    Block("form", "annex", 2),
    Block("field", "paragraph"),
    Block("forms", "annex"),
    Block("other-field", "paragraph"),
]


def printed(language: str, *keys: str, blocks: list[Block] = TREATY, scheme: Any = "articles") -> list[str]:
    found = labels(blocks, scheme, language).printed
    return [found[key] for key in keys]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ar",
            ["الجزء الأول", "المادة 1", "المادة 2 مكررا", "الجزء الثاني", "المادة 3", "المرفق الأول", "التذييل الأول"],
        ),
        ("zh-hans", ["第一部分", "第一条", "第二条之二", "第二部分", "第三条", "附件一", "附录一"]),
        ("en", ["Part I", "Article 1", "Article 2 bis", "Part II", "Article 3", "Annex I", "Appendix I"]),
        ("fr", ["Partie I", "Article premier", "Article 2 bis", "Partie II", "Article 3", "Annexe I", "Appendice I"]),
        ("ru", ["Часть I", "Статья 1", "Статья 2 бис", "Часть II", "Статья 3", "Приложение I", "Добавление I"]),
        ("es", ["Parte I", "Artículo 1", "Artículo 2 bis", "Parte II", "Artículo 3", "Anexo I", "Apéndice I"]),
    ],
)
def test_articles_run_through_the_parts_and_are_called_so_in_each_language(language: str, expected: list[str]) -> None:
    headings = ("general", "use-of-terms", "objective-bis", "duties", "marking", "lists", "form")
    assert printed(language, *headings) == expected


PARTS = {
    "ar": ("الجزء الأول", "الجزء الثالث", "3 من المادة 2 من الجزء الأول"),
    "zh-hans": ("第一部分", "第三部分", "一部分第二条第3"),
    "en": ("Part One", "Part Three", "3 of article 2 of part One"),
    "fr": ("Première partie", "Troisième partie", "3 de l’article 2 de la première partie"),
    "ru": ("Часть первая", "Часть третья", "3 статьи 2 части первой"),
    "es": ("Primera parte", "Tercera parte", "3 del artículo 2 de la primera parte"),
}


@pytest.mark.parametrize("language", PARTS)
def test_parts_may_have_their_numbers_in_words(language: str) -> None:
    numbers = {
        "headings": [{"label": "part", "sign": "words"}, {"label": "article"}],
        "paragraphs": {"restart": 2},
    }
    blocks = [
        *(Block("p1", "heading"), Block("a1", "heading", 2), Block("a2", "heading", 2)),
        *(Block(f"x{number}", "paragraph") for number in (1, 2, 3)),
        *(Block("p2", "heading"), Block("p3", "heading")),
    ]
    found = labels(blocks, numbers, language)
    assert (found.printed["p1"], found.printed["p3"], found.reference("x3", "p3")) == PARTS[language]


@pytest.mark.parametrize(
    ("label", "language", "expected"),
    [
        ("chapter", "fr", ["Chapitre premier", "Chapitre deuxième"]),
        ("section", "fr", ["Section première", "Section deuxième"]),
        ("title", "es", ["Título primero", "Título segundo"]),
        ("section", "es", ["Sección primera", "Sección segunda"]),
        ("section", "ru", ["Раздел первый", "Раздел второй"]),
        ("chapter", "ru", ["Глава первая", "Глава вторая"]),
        ("rule", "ru", ["Правило первое", "Правило второе"]),
        ("rule", "ar", ["القاعدة الأولى", "القاعدة الثانية"]),
        ("rule", "zh-hans", ["规则一", "规则二"]),
    ],
)
def test_numbers_in_words_have_the_gender_of_what_they_number(label: str, language: str, expected: list[str]) -> None:
    blocks = [Block("one", "heading"), Block("two", "heading")]
    numbers = {"headings": [{"label": label, "sign": "words"}]}
    assert printed(language, "one", "two", blocks=blocks, scheme=numbers) == expected


def test_numbers_past_twenty_are_in_figures_where_words_are_not_known() -> None:
    blocks = [Block(f"h{number}", "heading") for number in range(1, 22)]
    numbers = {"headings": [{"label": "part", "sign": "words"}]}
    assert [printed(one, "h20", "h21", blocks=blocks, scheme=numbers) for one in ("en", "fr")] == [
        ["Part Twenty", "Part 21"],
        ["Vingtième partie", "Partie 21"],
    ]


def test_paragraphs_begin_anew_in_each_article_annex_and_appendix() -> None:
    assert printed("en", "aim", "scope", "bis-aim", "mark", "entry", "field", "other-field") == [
        *("1.", "2.", "1.", "1.", "1.", "1.", "1.")
    ]


def test_subparagraphs_have_four_levels() -> None:
    assert printed("en", "nets", "drift", "mesh", "knot") == ["(a)", "(i)", "a.", "i."]
    assert printed("ar", "nets", "drift", "mesh", "knot") == ["(أ)", "'1'", "أ -", "(1)"]


def test_definitions_are_lettered() -> None:
    assert printed("es", "party", "gear") == ["a)", "b)"]
    assert "purposes" not in labels(TREATY, "articles", "es").printed


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", ["الخيار 1", "الخيار 2"]),
        ("zh-hans", ["备选案文1", "备选案文2"]),
        ("en", ["Option 1", "Option 2"]),
        ("fr", ["Option 1", "Option 2"]),
        ("ru", ["Вариант 1", "Вариант 2"]),
        ("es", ["Opción 1", "Opción 2"]),
    ],
)
def test_options_that_follow_one_another_are_counted_together(language: str, expected: list[str]) -> None:
    assert printed(language, "strict", "mild") == expected


def test_numbers_go_on_in_each_option_from_where_the_choice_began_and_after_the_longest() -> None:
    assert printed("en", "strict-all", "mild-some", "mild-few", "after") == ["3.", "3.", "4.", "5."]


def test_options_parted_by_a_paragraph_are_two_choices() -> None:
    parted = [Block("one", "option"), Block("between", "paragraph"), Block("two", "option")]
    assert printed("en", "one", "two", blocks=parted) == ["Option 1", "Option 1"]


def test_an_option_may_hold_a_choice_of_its_own() -> None:
    nested = [
        Block("one", "option"),
        Block("a", "option", option="one"),
        Block("pa", "paragraph", option="a"),
        Block("b", "option", option="one"),
        Block("pb", "paragraph", option="b"),
        Block("two", "option"),
        Block("p", "paragraph", option="two"),
    ]
    assert printed("en", "one", "a", "b", "two", "pa", "pb", "p", blocks=nested) == [
        *("Option 1", "Option 1", "Option 2", "Option 2"),
        *("1.", "1.", "1."),
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        [Block("x", "paragraph", option="nowhere")],
        [Block("o", "option"), Block("between", "paragraph"), Block("x", "paragraph", option="o")],
        [Block("x", "paragraph", option="o"), Block("o", "option")],
    ],
)
def test_a_block_stands_right_behind_its_option(blocks: list[Block]) -> None:
    with pytest.raises(NumberingError) as refused:
        labels(blocks, "roman", "en")
    assert (refused.value.key, "is not open before it" in str(refused.value)) == ("x", True)


CITED = {
    "ar": ["المادة 2 مكررا", "المادة 2، الفقرة 1 (أ)", "المادة 1 (أ)", "المرفق الأول، الفقرة 1"],
    "zh-hans": ["第二条之二", "第二条第1款(a)项", "第一条(a)", "附件一第1段"],
    "en": ["article 2 bis", "article 2, paragraph 1 (a)", "article 1 (a)", "annex I, paragraph 1"],
    "fr": ["article 2 bis", "article 2, paragraphe 1 a)", "article premier a)", "annexe I, paragraphe 1"],
    "ru": ["статья 2 бис", "статья 2, пункт 1 a)", "статья 1 a)", "приложение I, пункт 1"],
    "es": ["artículo 2 bis", "artículo 2, párrafo 1 a)", "artículo 1 a)", "anexo I, párrafo 1"],
}


@pytest.mark.parametrize("language", CITED)
def test_what_begins_anew_is_cited_with_its_place(language: str) -> None:
    cited = labels(TREATY, "articles", language).cited
    assert [cited[key] for key in ("objective-bis", "nets", "party", "entry")] == CITED[language]


SENTENCES = {
    "ar": ["1 (أ)", "1 (أ) من المادة 2", "1 من المرفق الأول", "3 من الخيار 2"],
    "zh-hans": ["1 (a)", "二条第1 (a)", "1（附件一）", "3（备选案文2）"],
    "en": ["1 (a)", "1 (a) of article 2", "1 of annex I", "3 of option 2"],
    "fr": ["1 a)", "1 a) de l’article 2", "1 de l’annexe I", "3 de l’option 2"],
    "ru": ["1 a)", "1 a) статьи 2", "1 приложения I", "3 варианта 2"],
    "es": ["1 a)", "1 a) del artículo 2", "1 del anexo I", "3 de la opción 2"],
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_gives_the_place_of_what_stands_elsewhere(language: str) -> None:
    found = labels(TREATY, "articles", language)
    assert [
        found.reference("nets", "scope"),
        found.reference("nets", "mark"),
        found.reference("entry", "mark"),
        found.reference("mild-some", "strict-all"),
    ] == SENTENCES[language]


def test_words_that_are_data_name_headings_in_each_language() -> None:
    words = {
        "ar": "الهدف",
        "zh-hans": "目标",
        "en": "Goal",
        "fr": "Objectif {number} –",
        "ru": "Цель",
        "es": "Objetivo",
    }
    own = {"headings": [{"label": words}], "paragraphs": {"restart": 1}}
    goals = [Block("one", "heading"), Block("p", "paragraph")]
    found = {code: labels(goals, own, code) for code in ("ar", "zh-hans", "en", "fr")}
    assert [one.printed["one"] for one in found.values()] == ["الهدف 1", "目标1", "Goal 1", "Objectif 1 –"]
    assert found["en"].cited["p"] == "Goal 1, paragraph 1"
    assert found["en"].reference("p") == "1 (Goal 1)"


@pytest.mark.parametrize(
    ("levels", "language", "expected"),
    [
        ([{"label": "chapter", "sign": "roman"}], "ar", "الفصل الثاني"),
        ([{"label": "rule", "sign": "roman"}], "ar", "القاعدة الثانية"),
        ([{"label": "section", "sign": "upper"}], "zh-hans", "B节"),
        ([{"label": "section", "sign": "upper"}], "ar", "الفرع باء"),
        ([{"label": "title", "sign": "roman"}], "zh-hans", "第二编"),
        ([{"label": "regulation"}], "ru", "Правило 2"),
        ([{"sign": "lower-roman"}], "fr", "ii)"),
    ],
)
def test_levels_are_called_and_signed_as_the_data_say(levels: list[Any], language: str, expected: str) -> None:
    two = [Block("one", "heading"), Block("two", "heading")]
    assert printed(language, "two", blocks=two, scheme={"headings": levels}) == [expected]


def test_headings_and_annexes_without_a_number_are_not_cited() -> None:
    bare = {"headings": [{"sign": "none"}, {"label": "article", "runs": True}], "annexes": {"sign": "none"}}
    blocks = [Block("h", "heading"), Block("a", "heading", 2), Block("x", "annex"), Block("p", "paragraph")]
    found = labels(blocks, bare, "en")
    assert found.printed == {"a": "Article 1", "x": "Annex", "p": "1."}
    assert found.cited == {"a": "article 1", "p": "annex, paragraph 1"}
    with pytest.raises(NumberingError, match="refers to the number of block h, which has none"):
        labels(blocks, bare, "en", {"p": "See {para:h}."})


def test_signs_run_on_for_long_treaties() -> None:
    assert [numbering.han(number) for number in (100, 101, 110, 320)] == ["一百", "一百零一", "一百一十", "三百二十"]
    chapters = [Block(f"c{number}", "heading") for number in range(1, 33)]
    own = {"headings": [{"label": "part", "sign": "roman"}]}
    assert printed("ar", "c11", "c20", "c32", blocks=chapters, scheme=own) == [
        *("الجزء الحادي عشر", "الجزء العشرون", "الجزء الثاني والثلاثون")
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("latin", "“latin” is not one of: roman, letter, articles."),
        (None, "“numbering” must be keys with values"),
        ({}, "“headings” is missing."),
        ({"headings": []}, "“headings” is a list of 1 to 5 levels."),
        ({"headings": [{}] * 6}, "“headings” is a list of 1 to 5 levels."),
        ({"headings": ["part"]}, "“headings” must be keys with values"),
        ({"headings": [{"sing": "roman"}]}, "“sing” is not known here; the known keys are: label, sign, runs."),
        ({"headings": [{"sign": "greek"}]}, "“greek” is not one of: roman, upper"),
        ({"headings": [{"sign": ["roman"]}]}, "is not one of: roman, upper"),
        ({"headings": [{"label": "clause"}]}, "“clause” is not one of: part, title"),
        ({"headings": [{"label": ["clause"]}]}, "is not one of: part, title"),
        ({"headings": [{"label": {"en": "Goal", "fr": ""}}]}, "missing in: ar, zh-hans, fr, ru, es."),
        ({"headings": [{"sign": "words"}]}, "“words” is not one of: roman, upper, arabic, lower, lower-roman, none."),
        ({"headings": [{"label": dict.fromkeys(NAMES, "Goal"), "sign": "words"}]}, "“words” is not one of"),
        ({"headings": [{"label": dict.fromkeys(NAMES, "{no}")}]}, "In “{no}” braces stand around “number” alone"),
        ({"headings": [{"runs": "yes"}]}, "“runs” must be true or false."),
        ({"headings": "roman", "paragraphs": {"restart": 6}}, "from 1 to 5"),
        ({"headings": "roman", "paragraphs": {"restart": True}}, "from 1 to 5"),
        ({"headings": [{"sign": "none"}], "paragraphs": {"restart": 1}}, "under headings that have numbers"),
        ({"headings": "roman", "annexes": {"label": "annex"}}, "“label” is not known here"),
        ({"headings": "roman", "annexes": []}, "“annexes” must be keys with values"),
    ],
)
def test_data_that_are_no_numbering_are_refused_with_a_reason(data: Any, reason: str) -> None:
    with pytest.raises(SchemeError) as refused:
        scheme(data)
    assert reason in str(refused.value)


# Whatever the blocks are

KINDS = ("heading", "annex", "paragraph", "subparagraph", "definition", "text", "option", "end")
SCHEMES = (
    *("roman", "letter", "articles"),
    {"headings": [{"label": "chapter", "sign": "roman"}, {"label": "section"}], "paragraphs": {"restart": 1}},
    {
        "headings": [{"sign": "roman"}, {"label": "rule", "runs": True}],
        "annexes": {"sign": "upper", "headings": "letter"},
    },
    {"headings": [{"label": "part", "sign": "words"}, {"label": "article"}], "annexes": {"sign": "words"}},
)


def fits(blocks: list[Block], numbers: Any) -> bool:
    try:
        labels(blocks, numbers, "en")
    except NumberingError:
        return False
    return True


@st.composite
def numbered(draw: st.DrawFn) -> tuple[list[Block], Any]:
    """Blocks that can be numbered, in options or not, and their numbering."""
    numbers, blocks, option = draw(st.sampled_from(SCHEMES)), list[Block](), ""
    drawn = draw(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 4)), max_size=25))
    for number, (kind, level) in enumerate(drawn):
        option = {"option": f"b{number}", "end": ""}.get(kind, option)
        block = Block(f"b{number}", kind, level, option="" if kind == "option" else option)
        if kind != "end" and fits([*blocks, block], numbers):
            blocks.append(block)
    return blocks, numbers


@given(numbered(), st.sampled_from(sorted(NAMES)))
def test_no_two_blocks_are_cited_alike(drawn: tuple[list[Block], Any], language: str) -> None:
    blocks, numbers = drawn
    cited = labels(blocks, numbers, language).cited
    assert len(set(cited.values())) == len(cited)


@given(numbered())
def test_keys_do_not_matter_for_numbers(drawn: tuple[list[Block], Any]) -> None:
    """So that a block which is moved takes the number of its new place."""
    blocks, numbers = drawn
    before = labels(blocks, numbers, "en").printed
    renamed = {block.key: f"x{position}" for position, block in enumerate(reversed(blocks))}
    others = [replace(block, key=renamed[block.key], option=renamed.get(block.option, "")) for block in blocks]
    after = labels(others, numbers, "en").printed
    assert {renamed[key]: label for key, label in before.items()} == after


@given(numbered())
def test_every_language_numbers_the_same_blocks(drawn: tuple[list[Block], Any]) -> None:
    blocks, numbers = drawn
    found = [labels(blocks, numbers, language) for language in NAMES]
    assert len({(frozenset(one.printed), frozenset(one.cited), frozenset(one.apart)) for one in found}) == 1
