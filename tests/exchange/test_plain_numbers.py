"""Numbers and headings of plain text, as they are typed in six languages."""

import pytest

from documents import numbering
from documents.drafts import PlannedBlock
from documents.exchange import plain_in, typed
from documents.exchange.reading import draft
from igsp_portal.foundations.language.languages import CODES

from .pasted import taken


@pytest.mark.parametrize(
    ("text", "kind", "label", "words", "alternative"),
    [
        ("2[bis]. Text of two bis.", "paragraph", "2[bis].", "Text of two bis.", 1),
        ("[2.] Text of two.", "paragraph", "[2.]", "Text of two.", 0),
        ("[2. Text of two.]", "paragraph", "2.", "[Text of two.]", 0),
        ("[2[bis]. Text of two.]", "paragraph", "2[bis].", "[Text of two.]", 1),
        ("[3. Third.", "paragraph", "3.", r"\[Third.", 0),
        ("[1.][2.] Either.", "text", "", "[1.][2.] Either.", 0),
        ("(a) bis second", "subparagraph", "(a) bis", "second", 1),
        ("(a bis) second", "subparagraph", "(a bis)", "second", 1),
        ("a bis) second", "subparagraph", "a bis)", "second", 1),
        ("(أ مكررا) ثانيا", "subparagraph", "(أ مكررا)", "ثانيا", 1),
        ("（a之二）第二", "subparagraph", "（a之二）", "第二", 1),
        ("5 alt. Other words.", "paragraph", "5 alt.", "Other words.", 1),
        ("5 alt 2. Other words.", "paragraph", "5 alt 2.", "Other words.", 2),
        ("OP1 Requests the Secretariat to report", "paragraph", "OP1", "Requests the Secretariat to report", 0),
        ("OP 2 bis. Requests more.", "paragraph", "OP 2 bis.", "Requests more.", 1),
        ("PP3 Noting its report,", "preambular", "PP3", "Noting its report,", 0),
        ("Regulation 5\n\nNets\n\n1. One.", "heading", "Regulation 5", "Nets", 0),
    ],
)
def test_numbers_are_read_with_their_brackets_and_with_what_marks_another_one(text, kind, label, words, alternative):
    line = plain_in.read(text, "en").lines[0]
    assert (line.kind, line.label, line.words, line.alternative) == (kind, label, words, alternative)


def test_brackets_within_a_number_are_said_to_be_left_out():
    reading = plain_in.read("Article [5]\n\nNets\n\n1. One.", "en")
    assert (taken(reading)[0], [str(one) for one in reading.lines[0].remarks]) == (
        ("heading", 1, "Article [5]", "Nets"),
        ["The brackets in the number “Article [5]” were left out."],
    )


@pytest.mark.parametrize(
    ("text", "look", "number", "alternative"),
    [
        ("Article premier", "article", 1, 0),
        ("ARTICLE PREMIER – Objet", "article", 1, 0),
        ("Article 1er", "article", 1, 0),
        ("Artículo primero", "article", 1, 0),
        ("Artículo 5º", "article", 5, 0),
        ("Artículo 5.º. Redes", "article", 5, 0),
        ("Article 5bis", "article", 5, 1),
        ("Article 5 bis. Nets", "article", 5, 1),
        ("Art. 5", "article", 5, 0),
        ("Part One", "part", 1, 0),
        ("Часть первая", "part", 1, 0),
        ("第一百零三条 渔网", "article", 103, 0),
        ("第一百一十条", "article", 110, 0),
        ("第10条之二", "article", 10, 1),
    ],
)
def test_headings_are_read_by_the_words_and_signs_of_their_numbers(text, look, number, alternative):
    found = typed.labels(text)[0]
    assert (found.look, found.number, found.alternative) == (look, number, alternative)


THIRD = "(a) One;\n\n{} Two;\n\n{} Three;\n\n(b) Four."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("(一)", "(二)"),
        ("（一）", "（二）"),
        ("㈠", "㈡"),
        ("⑴", "⑵"),
        ("①", "②"),
        ("(A)", "(B)"),
        ("(I)", "(II)"),
        ("ⅰ.", "ⅱ."),
    ],
)
def test_each_kind_of_sign_is_a_level_of_its_own_below_another(first, second):
    reading = plain_in.read("1. Each:\n\n" + THIRD.format(first, second), "zh-hans")
    assert taken(reading)[1:] == [
        ("subparagraph", 1, "(a)", "One;"),
        ("subparagraph", 2, first, "Two;"),
        ("subparagraph", 2, second, "Three;"),
        ("subparagraph", 1, "(b)", "Four."),
    ]


def test_signs_that_hold_a_number_with_its_stop_are_read():
    reading = plain_in.read("Ⅰ. 目标\n\n⒈各方应：\n\n⒜行动；\n\n⒝报告。\n\n⒉ 完。", "zh-hans")
    assert taken(reading) == [
        ("heading", 1, "Ⅰ.", "目标"),
        ("paragraph", 1, "⒈", "各方应："),
        ("subparagraph", 1, "⒜", "行动；"),
        ("subparagraph", 1, "⒝", "报告。"),
        ("paragraph", 1, "⒉", "完。"),
    ]


READ_AS = {(language, "regulation"): "rule" for language in ("fr", "es", "ru")} | {
    (language, "regulation"): "article" for language in ("ar", "zh-hans")
}


@pytest.mark.parametrize("language", CODES)
def test_what_is_printed_before_a_heading_is_read_again(language):
    for name in [name for name in numbering.NAMES[language] if name != "option"]:
        for sign in ("roman", "arabic"):
            count = 30 if sign == "roman" else 120
            blocks = [PlannedBlock(f"h-{number}", "heading") for number in range(1, count)]
            blocks.append(PlannedBlock("again", "heading", alternative=1))
            scheme = {"headings": [{"label": name, "sign": sign}]}
            printed = numbering.labels(blocks, scheme, language).printed
            read = [(found.look, found.number, found.alternative) for found in map(last_reading, printed.values())]
            look = READ_AS.get((language, name), name)
            numbers = [(number, 0) for number in range(1, count)] + [(count - 1, 1)]
            assert read == [(look, *number) for number in numbers], (name, sign)


def last_reading(label):
    return typed.labels(label + "\t")[-1]


def test_a_french_treaty_keeps_its_first_article():
    reading = plain_in.read("Article premier\n\nObjet\n\n1. But.\n\nArticle 2\n\nMoyens\n\n1. Elle paie.", "fr")
    counted = numbering.labels(draft(reading).blocks, reading.numbering, "fr").printed
    assert [counted[line.key] for line in reading.lines] == [line.label for line in reading.lines]
