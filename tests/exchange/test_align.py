"""A second language is paired with the blocks of the original, and what does not fit is asked."""

import pytest

from documents import numbering
from documents.drafts import Draft, PlannedBlock
from documents.exchange import plain_in
from documents.exchange.align import align, answered
from documents.exchange.keeping import renamed
from documents.exchange.reading import draft

ORIGINAL = Draft(
    [
        PlannedBlock("aims", "heading"),
        PlannedBlock("duty", "paragraph"),
        PlannedBlock("duty-a", "subparagraph"),
        PlannedBlock("source", "footnote"),
        PlannedBlock("report", "paragraph"),
        PlannedBlock("end", "paragraph"),
    ],
    {
        "en": {
            "aims": "Aims",
            "duty": "Each Party shall:{note:source}",
            "duty-a": "act;",
            "source": "Where from.",
            "report": "It reports.",
            "end": "That is all.",
        }
    },
)


def words(found):
    """The words by block, with calls of notes as the original names them."""
    names = {pair.line.key: pair.key for pair in found.pairs}
    return {pair.key: renamed(pair.line.words, names) for pair in found.pairs}


def paired(text, language):
    labels = numbering.labels(ORIGINAL.blocks, "letter", language).printed
    reading = plain_in.read(text, language)
    return reading, align(ORIGINAL, reading, labels)


def test_lines_are_paired_by_structure_and_numbers_and_notes_by_their_calls():
    text = "A. Buts\n\n1. Chaque Partie :*\n\na) agit ;\n\n2. Elle rend compte.\n\n3. C’est tout.\n\n* Source."
    _, found = paired(text, "fr")
    assert (found.questions, words(found)) == (
        [],
        {
            "aims": "Buts",
            "duty": "Chaque Partie :{note:source}",
            "duty-a": "agit ;",
            "report": "Elle rend compte.",
            "end": "C’est tout.",
            "source": "Source.",
        },
    )


def test_a_line_too_many_and_a_block_too_few_are_asked_with_what_they_may_be():
    _, found = paired("A. 目标\n\n1. 各方应：\n\n(a) 行动；\n\n(b) 报告。\n\n3. 完。", "zh-hans")
    assert [(one.key, one.line.words) for one in found.pairs] == [
        ("aims", "目标"),
        ("duty", "各方应："),
        ("duty-a", "行动；"),
        ("end", "完。"),
    ]
    assert [(str(one.about), one.place, one.key, one.keys, one.places) for one in found.questions] == [
        ("This line fits no block of the original.", 7, "", ("source", "report"), ()),
        ("No line was found for this block.", 0, "source", (), (7,)),
        ("No line was found for this block.", 0, "report", (), (7,)),
    ]


def test_an_answer_pairs_a_line_and_takes_its_questions_away():
    reading, found = paired("A. 目标\n\n1. 各方应：\n\n(a) 行动；\n\n(b) 报告。\n\n3. 完。", "zh-hans")
    after = answered(found, reading, {7: "report"})
    assert (words(after)["report"], [one.key for one in after.questions]) == ("报告。", ["source"])


def test_another_number_in_the_same_place_is_asked():
    _, found = paired("A. Aims\n\n1. Each:\n\n(a) act;\n\n5. It reports.\n\n6. All.", "en")
    assert [(one.place, str(one.about)) for one in found.questions if one.place] == [
        (7, "The line has the number “5.”; its block has “2.”."),
        (9, "The line has the number “6.”; its block has “3.”."),
    ]


def test_a_doubt_stays_until_it_is_the_one_that_is_answered():
    reading, found = paired("A. Aims\n\n1. Each:\n\n(a) act;\n\n5. It reports.\n\n6. All.", "en")
    after = answered(found, reading, {7: "report"})
    assert [one.place for one in after.questions if one.place] == [9]


ARABIC = "ألف - الأهداف\n\n١ - يقوم كل طرف بما يلي:\n\n(أ) العمل؛\n\n٢ - يقدم تقريرا.\n\n٣ - هذا كل شيء."
CHINESE = "A. 目标\n\n１．各方应：\n\n(a) 行动；\n\n２．报告。\n\n３．完。"


@pytest.mark.parametrize(("text", "language"), [(ARABIC, "ar"), (CHINESE, "zh-hans")])
def test_figures_of_any_script_are_the_same_number(text, language):
    _, found = paired(text, language)
    assert ([one.key for one in found.pairs], [one.key for one in found.questions]) == (
        ["aims", "duty", "duty-a", "report", "end"],
        ["source"],
    )


def test_an_odd_line_does_not_part_the_lines_after_it():
    _, found = paired(ARABIC.replace("(أ)", "سطر غريب.\n\n(أ)"), "ar")
    assert [one.key for one in found.pairs] == ["aims", "duty", "duty-a", "report", "end"]


@pytest.mark.parametrize(("typed", "counted"), [("Article 1", "Article premier"), ("第1条", "第一条")])
def test_a_number_in_words_is_the_same_as_in_figures(typed, counted):
    blocks = [PlannedBlock("aims", "heading"), PlannedBlock("duty", "paragraph")]
    reading = plain_in.read(f"{typed}\n\nTitre\n\n1. Un.", "fr")
    found = align(Draft(blocks), reading, {"aims": counted, "duty": "1."})
    assert ([one.key for one in found.pairs], found.questions) == (["aims", "duty"], [])


def asked(original, translation, language, numbers=None):
    """What is paired with what, by their words, and what is asked when `translation` is put beside `original`."""
    first = plain_in.read(original, "en")
    made = draft(first)
    printed = numbering.labels(made.blocks, numbers or first.numbering, language).printed
    found = align(made, plain_in.read(translation, language), printed)
    return (
        [(made.words["en"][pair.key], pair.line.words) for pair in found.pairs],
        [(str(one.about), one.place, one.key) for one in found.questions],
    )


def test_a_subparagraph_that_is_missing_is_asked_and_no_other_takes_its_place():
    english = "1. The functions are:\n\n(a) to meet;\n\n(b) to write;\n\n(c) to report.\n\n2. It sits."
    french = "1. Les fonctions sont :\n\na) Se réunir ;\n\nc) Faire rapport.\n\n2. Il siège."
    assert asked(english, french, "fr", "roman") == (
        [
            ("The functions are:", "Les fonctions sont :"),
            ("to meet;", "Se réunir ;"),
            ("to report.", "Faire rapport."),
            ("It sits.", "Il siège."),
        ],
        [("No line was found for this block.", 0, "to-write")],
    )


def test_a_part_that_is_missing_is_asked_and_no_article_takes_its_place():
    english = "Part I\n\nGeneral\n\nArticle 1\n\nAim\n\nIt ends pollution."
    french = "Article premier\n\nObjectif\n\nIl met fin à la pollution."
    pairs, questions = asked(english, french, "fr")
    assert (pairs, questions) == (
        [("Aim", "Objectif"), ("It ends pollution.", "Il met fin à la pollution.")],
        [("No line was found for this block.", 0, "general")],
    )


def test_a_heading_that_is_missing_is_asked_where_headings_are_called_nothing():
    english = "A. Aims\n\nOne.\n\nB. Means\n\nTwo.\n\nC. Costs\n\nThree."
    french = "A. Buts\n\nUn.\n\nC. Coûts\n\nTrois."
    pairs, questions = asked(english, french, "fr")
    assert (("Costs", "Coûts") in pairs, [key for _, _, key in questions]) == (True, ["means", "two"])


def test_a_bis_is_not_the_paragraph_before_it():
    pairs, questions = asked("1. One.\n\n1 bis. Again.\n\n2. Two.", "1 bis. Encore.\n\n2. Deux.", "fr", "roman")
    assert (pairs, [key for _, _, key in questions]) == ([("Again.", "Encore."), ("Two.", "Deux.")], ["one"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A. Buts\n\n1. Chaque :\n\na) agit ;\n\n2. Rend.\n\n3. Tout.", "fr"),
        ("A. Buts\n\n1. Chaque :\n\n• agit ;\n\n2. Rend.\n\n3. Tout.", "fr"),
        ("A. 目标\n\n1. 各方应：\n\n(一) 行动；\n\n2. 报告。\n\n3. 完。", "zh-hans"),
        ("I. Цели\n\n1. Каждая:\n\nа) действует;\n\n2. Доклад.\n\n3. Всё.", "ru"),
    ],
)
def test_a_number_that_is_written_otherwise_or_not_at_all_is_not_asked(text, language):
    _, found = paired(text, language)
    assert [str(one.about) for one in found.questions if one.key != "source"] == []
