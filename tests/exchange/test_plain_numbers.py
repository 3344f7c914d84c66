"""Numbers and headings of plain text, as they are typed in six languages."""

import pytest

from documents import numbering
from documents.exchange import numerals, plain_in, typed
from documents.exchange.reading import draft

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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("Option A", 1), ("Option C", 3), ("Option (b)", 2), ("Option 2 – Fees", 2), ("OPTION II", 2)),
        *(("Alternative 1", 1), ("Alt 1.", 1), ("Alt. 2", 2), ("Option No. 2", 2)),
        *(("Variante 1", 1), ("Variante nº 2", 2), ("Alternativa B", 2), ("Opcion 1", 1)),
        *(
            ("Вариант А", 1),
            ("ВАРИАНТ Б", 2),
            ("Альтернатива 1", 1),
            ("Альтернативный вариант 2", 2),
            ("Вариант № 2", 2),
        ),
        *(("الخيار ألف", 1), ("الخيار باء", 2), ("الخيار (ب)", 2), ("البديل ١", 1), ("البديل الثاني", 2)),
        *(("备选案文A", 1), ("备选案文 B", 2), ("备选方案1", 1), ("备选案文（二）", 2), ("选项2", 2)),
    ],
)
def test_options_are_read_as_each_language_calls_and_counts_them(text, number):
    reading = plain_in.read(f"1. One.\n\n{text}\n\n2. Two.", "en")
    assert (reading.lines[1].kind, typed.labels(text + "\t")[0].number) == ("option", number)


@pytest.mark.parametrize(
    "text",
    [
        "Alternative fuels are used.",
        "Alternative I propose is this.",
        "Приложение к Соглашению",
        "Вариант и его последствия",
        "方案一般说明如下。",
        "البديل من ذلك هو الحظر.",
    ],
)
def test_a_sentence_that_begins_with_such_a_word_is_none(text):
    assert plain_in.read(f"1. One.\n\n{text}\n\n2. Two.", "en").lines[1].kind == "text"


@pytest.mark.parametrize(
    ("text", "look", "number"),
    [
        ("المادة (1)", "article", 1),
        ("الجزء الاول", "part", 1),
        ("المادة 5 مكرراً", "article", 5),
        ("أولًا - الأهداف", "roman", 1),
        ("第 1 条 目标", "article", 1),
        ("第 十 条", "article", 10),
        ("A部分", "part", 1),
        ("附件（一）", "annex", 1),
        ("Article (3)", "article", 3),
    ],
)
def test_room_parentheses_and_missing_signs_do_not_hide_a_number(text, look, number):
    found = typed.labels(text + "\t")[0]
    assert (found.look, found.number) == (look, number)


@pytest.mark.parametrize(
    ("parts", "language"),
    [
        (("Part One", "Part Two"), "en"),
        (("Première partie", "Deuxième partie"), "fr"),
        (("PREMIERE PARTIE", "DEUXIEME PARTIE"), "fr"),
        (("Primera parte", "Segunda parte"), "es"),
        (("Часть первая", "Часть вторая"), "ru"),
    ],
)
def test_parts_whose_numbers_are_words_are_read_with_their_titles_and_printed_so_again(parts, language):
    first, second = parts
    text = f"{first}\n\nUno\n\nArticle 1\n\nDos\n\n1. Tres.\n\n{second}\n\nArticle 2\n\nSeis\n\n1. Siete."
    reading = plain_in.read(text, language)
    assert [(line.kind, line.level, line.label) for line in reading.lines] == [
        ("heading", 1, first),
        ("heading", 2, "Article 1"),
        ("paragraph", 1, "1."),
        ("heading", 1, second),
        ("heading", 2, "Article 2"),
        ("paragraph", 1, "1."),
    ]
    printed = numbering.labels(draft(reading).blocks, reading.numbering, language).printed
    counted = [printed[line.key] for line in reading.lines if line.level == 1 and line.kind == "heading"]
    assert [numerals.called(label)[1] for label in counted] == [numerals.called(label)[1] for label in parts]


@pytest.mark.parametrize(
    "text", ["Première partie de la session.", "Second part of the fifth session", "One option is to wait."]
)
def test_a_sentence_that_begins_with_an_ordinal_is_none(text):
    assert plain_in.read(f"1. One.\n\n{text}\n\n2. Two.", "en").lines[1].kind == "text"


def test_a_french_treaty_keeps_its_first_article():
    reading = plain_in.read("Article premier\n\nObjet\n\n1. But.\n\nArticle 2\n\nMoyens\n\n1. Elle paie.", "fr")
    counted = numbering.labels(draft(reading).blocks, reading.numbering, "fr").printed
    assert [counted[line.key] for line in reading.lines] == [line.label for line in reading.lines]
