"""Plain text as people paste it: what each line is taken for, and what is said of it."""

from pathlib import Path

import pytest

from documents import numbering
from documents.exchange import plain_in
from documents.exchange.reading import Line, Unreadable, as_numbered, corrected, draft

from .pasted import taken, words_of

NOTE = """工作组
第一届会议
议程*项目3

秘书处的说明
A.

导言

1． 理事会着重强调下列各点；

(a)
能力建设：

（i）
   增强机构；

(ii) 实施协定；

2.
 理事会通过了决定。
B．
活动

1．
常驻代表委员会
3.
 商谈已经启动。

2．
区域投入
4.  已邀请各论坛提交意见。

-----
* \tUNEP/IEG/IGSP/1/1。
"""


def test_full_width_numbers_letters_on_their_own_line_and_headings_that_repeat_numbers():
    assert taken(plain_in.read(NOTE.encode(), "zh-hans")) == [
        ("masthead", 1, "", "工作组"),
        ("masthead", 1, "", "第一届会议"),
        ("masthead", 1, "", r"议程\*项目3"),
        ("masthead", 1, "", "秘书处的说明"),
        ("heading", 1, "A.", "导言"),
        ("paragraph", 1, "1．", "理事会着重强调下列各点；"),
        ("subparagraph", 1, "(a)", "能力建设："),
        ("subparagraph", 2, "（i）", "增强机构；"),
        ("subparagraph", 2, "(ii)", "实施协定；"),
        ("paragraph", 1, "2.", "理事会通过了决定。"),
        ("heading", 1, "B．", "活动"),
        ("heading", 2, "1．", "常驻代表委员会"),
        ("paragraph", 1, "3.", "商谈已经启动。"),
        ("heading", 2, "2．", "区域投入"),
        ("paragraph", 1, "4.", "已邀请各论坛提交意见。"),
        ("masthead", 1, "*", "UNEP/IEG/IGSP/1/1。"),
    ]


def test_its_numbers_are_counted_again_as_they_stood():
    reading = plain_in.read(NOTE, "zh-hans")
    version = draft(reading)
    counted = numbering.labels(version.blocks, reading.numbering, "zh-hans").printed
    plainly = str.maketrans("．（）", ".()")
    assert [counted[line.key] for line in reading.lines if line.is_taken] == [
        line.label.translate(plainly) for line in reading.lines if line.is_taken
    ]


def test_a_line_whose_number_will_be_another_is_named_and_can_be_corrected():
    reading = plain_in.read("1. One.\n\n4. Four.\n\nLoose words.", "en")
    counted = numbering.labels(draft(reading).blocks, "roman", "en").printed
    assert [(place, str(fault)) for place, fault in as_numbered(reading, counted).remarked()] == [
        (3, "The file has the number “4.”; the text will have “2.”.")
    ]
    after = corrected(reading, {3: {"kind": "note"}, 5: {"kind": ""}})
    assert [(block.key, block.kind) for block in draft(after).blocks] == [("one", "paragraph"), ("four", "note")]


ARTICLES = {
    "en": (
        "Part I. General",
        "Article 1",
        "Aims",
        "1. Each Party shall:",
        "(a) act;",
        "Article 2. Means",
        "1. It pays.",
    ),
    "fr": (
        "Partie I. Dispositions",
        "Article 1",
        "Buts",
        "1. Chaque Partie :",
        "a) agit ;",
        "Article 2. Moyens",
        "1. Elle paie.",
    ),
    "es": (
        "Parte I. Disposiciones",
        "Artículo 1",
        "Fines",
        "1. Cada Parte:",
        "a) actúa;",
        "Artículo 2. Medios",
        "1. Paga.",
    ),
    "ru": (
        "Часть I. Общее",
        "Статья 1",
        "Цели",
        "1. Каждая Сторона:",
        "a) действует;",
        "Статья 2. Средства",
        "1. Она платит.",
    ),
    "ar": (
        "الجزء الأول - أحكام",
        "المادة 1",
        "الأهداف",
        "1 - يقوم كل طرف:",
        "(أ) بالعمل؛",
        "المادة 2 - الوسائل",
        "1 - يدفع.",
    ),
    "zh-hans": ("第一部分 总则", "第一条", "目标", "1. 每一缔约方应：", "（a）行动；", "第二条 手段", "1. 付款。"),
}


@pytest.mark.parametrize("language", ARTICLES)
def test_articles_are_headings_and_paragraphs_begin_anew_in_each(language):
    reading = plain_in.read("\n\n".join(ARTICLES[language]), language)
    kinds = [("heading", 1), ("heading", 2), ("paragraph", 1), ("subparagraph", 1), ("heading", 2), ("paragraph", 1)]
    assert ([(line.kind, line.level) for line in reading.lines], reading.numbering) == (kinds, "articles")


def test_a_letter_that_may_be_a_figure_is_what_goes_on():
    items = [f"({letter}) item {letter};" for letter in "abcdefghij"]
    assert {line.level for line in plain_in.read("\n".join(["1. Of these:", *items]), "en").lines[1:]} == {1}


def test_options_hold_what_stands_under_them_and_alternatives_are_counted():
    text = "1. One.\n\n1 bis. Another.\n\nOption 1: Shared\n\n2. Two.\n\nOption 2\n\n2. Other."
    reading = plain_in.read(text, "en")
    version = draft(reading)
    assert [(block.kind, block.alternative, block.option) for block in version.blocks] == [
        ("paragraph", 0, ""),
        ("paragraph", 1, ""),
        ("option", 0, ""),
        ("paragraph", 0, "shared"),
        ("option", 0, ""),
        ("paragraph", 0, "option-1"),
    ]


def test_a_stray_bracket_is_named_and_kept_as_a_sign():
    (line,) = plain_in.read("1. Each [Party [shall] act.", "en").lines
    assert (line.words, [str(one) for one in line.remarks]) == (
        r"Each \[Party [shall] act.",
        ["This bracket is opened but never closed."],
    )


def test_a_bracket_over_several_paragraphs_is_named_at_either_end():
    reading = plain_in.read("1. [Each Party [shall] act.\n\n2. It reports.\n\n3. It pays.] That is all.", "en")
    assert [(place, str(fault)) for place, fault in reading.remarked()] == [
        (1, "This bracket is opened here and closed in line 5."),
        (5, "This bracket was opened in line 1 and is closed here."),
    ]


def test_lines_broken_by_hand_are_put_together():
    broken = "1. The Council decided to establish a working group that\nwould prepare a plan, and asked it to report.\n"
    broken += "\n2. It did."
    assert [line.words for line in plain_in.read(broken, "en").lines] == [
        "The Council decided to establish a working group that would prepare a plan, and asked it to report.",
        "It did.",
    ]


def test_what_is_no_text_is_refused_with_its_line():
    with pytest.raises(Unreadable, match="first in line 2"):
        plain_in.read(b"1. One.\n\x00\x01", "en")


def test_an_old_encoding_is_read_and_said():
    reading = plain_in.read("1. 导言。".encode("gb18030"), "zh-hans")
    assert ([line.words for line in reading.lines], len(reading.remarks)) == (["导言。"], 1)


def test_a_note_that_an_asterisk_calls_is_a_footnote():
    reading = plain_in.read("1. One.*\n\n2. Two.\n\n* Where from.", "en")
    assert reading.lines[0].words == "One.{note:footnote-1}"
    assert reading.lines[-1] == Line(5, "footnote", "Where from.", label="*", key="footnote-1")


@pytest.mark.skipif(not Path("../shared/domain/note.zh.txt").exists(), reason="the note is not beside the project")
def test_the_note_itself_keeps_all_its_numbers():
    reading = plain_in.read(Path("../shared/domain/note.zh.txt").read_bytes(), "zh-hans")
    numbers = [line.label.strip(".．") for line in reading.lines if line.kind == "paragraph"]
    assert numbers == [str(number) for number in range(1, 15)]
    assert [line.level for line in reading.lines if line.kind == "heading"] == [1, 1, 1, 1, 2, 2, 2, 2, 1]


def test_what_begins_with_a_bracket_is_a_paragraph_of_its_own():
    broken = "1. [Each Party shall take measures against the loss of the gear named in\n"
    broken += "annex A and shall report on these measures every two years.]\n"
    broken += "[2. Each Party shall mark its gear, and shall keep a register of all the\n"
    broken += "marks:\n［(a) first;］\n[(b) second.]"
    assert words_of(broken) == [
        ("paragraph", "1.", "[" + " ".join(broken.split("\n")[:2])[4:]),
        ("paragraph", "2.", r"\[" + " ".join(broken.split("\n")[2:4])[4:]),
        ("subparagraph", "(a)", "［first;］"),
        ("subparagraph", "(b)", "[second.]"),
    ]


def test_a_small_article_that_ends_a_sentence_begins_no_heading():
    broken = (
        "1. Each Party reports, by the end of the year, on all that is required by\narticle 5. It pays.\n2. It did."
    )
    assert [line.label for line in plain_in.read(broken, "en").lines] == ["1.", "2."]


PREAMBLE = """Recalling decision 22/17 of 7 February 2003 on governance and its annex,
Noting with concern the nets that are lost each year in all the seas,
Convinced that gear which is marked can be brought back to its owner,
1. Decides to act."""


def test_lines_that_end_in_a_stop_are_paragraphs_where_none_is_broken_in_mid_sentence():
    assert [(kind, words[:9]) for kind, _, words in words_of(PREAMBLE)] == [
        ("preambular", "Recalling"),
        ("preambular", "Noting wi"),
        ("preambular", "Convinced"),
        ("paragraph", "Decides t"),
    ]


def test_a_sentence_that_ends_where_a_line_was_full_does_not_end_its_paragraph():
    broken = "1. The Council decided to establish a working group to prepare a plan.\n"
    broken += "It asked the group to report on what it had done, to the Council and to\n"
    broken += "all governments, in due time.\n2. It did."
    assert [line.label for line in plain_in.read(broken, "en").lines] == ["1.", "2."]


def test_a_name_of_an_article_within_a_sentence_begins_no_paragraph():
    broken = "1. Each Party reports, by the end of the year, on all that is required by\n"
    broken += "Article 5 of the Convention and by its annexes.\n2. It pays."
    assert [line.label for line in plain_in.read(broken, "en").lines] == ["1.", "2."]


def test_an_asterisk_that_no_word_calls_is_an_item_of_a_list():
    assert words_of("1. Each Party shall:\n\n* reduce emissions;\n* report.\n\n2. It pays.*\n\n* In kind.") == [
        ("paragraph", "1.", "Each Party shall:"),
        ("subparagraph", "*", "reduce emissions;"),
        ("subparagraph", "*", "report."),
        ("paragraph", "2.", "It pays.{note:footnote-1}"),
        ("footnote", "*", "In kind."),
    ]


def test_each_note_has_its_own_sign_and_a_call_in_the_masthead_takes_no_other_note():
    text = "Draft text*\n\n1. One.*\n\n2. Two.**\n\n3. Three.†\n\n"
    text += "* Of the title.\n\n* Of one.\n\n** Of two.\n\n† Of three."
    assert words_of(text) == [
        ("masthead", "", r"Draft text\*"),
        ("paragraph", "1.", "One.{note:footnote-2}"),
        ("paragraph", "2.", "Two.{note:footnote-3}"),
        ("paragraph", "3.", "Three.{note:footnote-4}"),
        ("masthead", "*", "Of the title."),
        ("footnote", "*", "Of one."),
        ("footnote", "**", "Of two."),
        ("footnote", "†", "Of three."),
    ]


LISTS = """Each Party shall:

(a) mark its gear:

(i) every net;

(ii) every trap;

whatever it was made of;

(b) report.

It does so each year.

(c) pay.

Each Party may:

(a) sell nets;

(b) lend them."""


def test_lists_that_begin_anew_or_go_on_after_unnumbered_words_keep_their_numbers():
    reading = plain_in.read(LISTS, "en")
    assert [(line.level, line.words) for line in reading.lines if line.kind == "text"] == [
        (1, "Each Party shall:"),
        (2, "whatever it was made of;"),
        (2, "It does so each year."),
        (1, "Each Party may:"),
    ]
    counted = numbering.labels(draft(reading).blocks, "roman", "en").printed
    assert as_numbered(reading, counted).remarked() == []
