"""What is an answer to a question of each kind, how it is kept, and what has to be mended before it is filed."""

from __future__ import annotations

from typing import Any

import pytest

from documents.faults import Fault
from submissions.answers import Asked, Column, faults, kept, number_of, opened
from submissions.models import Question
from submissions.sizes import LONGEST_CELL, MOST_ROWS

CHOICE = Asked("choice", options=("yes", "no", "other"))
TABLE = Asked("table", columns=(Column("Country"), Column("Posts", number=True)))
FIXED = Asked("table", columns=(Column("Posts", number=True),), rows=2)


def said(asked: Asked, value: Any) -> list[str]:
    return [fault.sentence() for fault in faults(asked, value)]


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("en", "1,234.50", "1234.50"),
        ("en", "1,234", "1234"),
        ("en", "3,5", "3.5"),
        ("en", "1.250", "1.250"),
        ("zh-hans", "１，２３４", "1234"),
        ("fr", "1\u202f234,5", "1234.5"),
        ("fr", "1,250", "1.250"),
        ("fr", "1.250", "1250"),
        ("ru", "\u2212 1 234 567,8", ""),
        ("ru", "\u22121\xa0234\xa0567,8", "-1234567.8"),
        ("es", "1.234.567,8", "1234567.8"),
        ("ar", "١٬٢٣٤٫٥", "1234.5"),
        ("ar", "٣٫٥٠٠", "3.500"),
        ("ar", "1,234", "1234"),
        ("ar", "٣,٥", "3.5"),
        ("en", "007", "7"),
        ("en", "0.5", "0.5"),
        ("en", "about 30", ""),
        ("en", "1,23,456", ""),
        ("en", "1.2.3", ""),
        ("en", "5.", ""),
        ("en", "", ""),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(language: str, typed: str, number: str) -> None:
    assert number_of(typed, language) == number


@pytest.mark.parametrize(
    ("asked", "value", "as_kept"),
    [
        (Asked("text"), "  Floods.\n", "Floods."),
        (Asked("text"), None, ""),
        (Asked("number"), "1 200", "1200"),
        (Asked("number"), "about  30", "about 30"),
        (CHOICE, ["no", "yes"], ["yes", "no"]),
        (CHOICE, "no", ["no"]),
        (CHOICE, [], ""),
        (TABLE, [["Kenya", "1,200"], ["", ""], ["Mali"]], [["Kenya", "1200"], ["Mali", ""]]),
        (TABLE, [["", ""]], ""),
        (FIXED, [["5"]], [["5"], [""]]),
    ],
)
def test_an_answer_is_kept_in_one_form(asked: Asked, value: Any, as_kept: Any) -> None:
    assert kept(asked, value, "en") == as_kept


@pytest.mark.parametrize(
    ("asked", "value", "why"),
    [
        (CHOICE, ["maybe"], "One of the answers chosen is not offered."),
        (CHOICE, {"yes": 1}, "One of the answers chosen is not offered."),
        (Asked("text"), ["Floods."], "This is no answer to this question."),
        (Asked("text"), "x" * 20_001, "The answer is too long: at most 20000 characters."),
        (Asked("number"), 5, "This is no answer to this question."),
        (TABLE, "Kenya", "This is no table."),
        (TABLE, [["a", "1", "more"]], "The table has more columns than are asked for."),
        (TABLE, [["x" * (LONGEST_CELL + 1)]], "A cell of the table is too long: at most 2000 characters."),
        (TABLE, [["a"]] * (MOST_ROWS + 1), "The table has too many rows: at most 100."),
        (FIXED, [["1"], ["2"], ["3"]], "The table has too many rows: at most 2."),
    ],
)
def test_what_is_no_answer_at_all_is_refused(asked: Asked, value: Any, why: str) -> None:
    with pytest.raises(Fault) as refusal:
        kept(asked, value, "en")
    assert refusal.value.sentence() == why


@pytest.mark.parametrize(
    ("asked", "value", "why"),
    [
        (Asked("text", most_words=3), "One two three", []),
        (Asked("text", most_words=3), "One two three four", ["4 words are written; at most 3 are asked for."]),
        (Asked("text", most_words=3), "缺少资金", ["4 words are written; at most 3 are asked for."]),
        (Asked("number"), "-3.5", []),
        (Asked("number"), "about 30", ["“about 30” is not a number."]),
        (CHOICE, ["yes", "no"], ["Choose one answer only."]),
        (Asked("choice", several=True, options=("a", "b")), ["a", "b"], []),
        (CHOICE, ["maybe"], ["One of the answers chosen is not offered."]),
        (TABLE, [["Kenya", "many"]], ["Row 1, Posts: “many” is not a number."]),
        (TABLE, [["Kenya"]], ["The table does not have the rows and columns that are asked for."]),
        (FIXED, [["1"]], ["The table does not have the rows and columns that are asked for."]),
    ],
)
def test_what_has_to_be_mended_is_said_of_each_answer(asked: Asked, value: Any, why: list[str]) -> None:
    assert said(asked, value) == why


def test_what_hangs_on_an_answer_is_open_with_it_and_a_section_holds_its_questions() -> None:
    funds = Question(key="funds", kind="choice")
    whose = Question(key="whose", kind="text", shown_if="funds", shown_if_option="yes")
    more = Question(key="more", kind="section", shown_if="funds", shown_if_option="no")
    why = Question(key="why", kind="text")
    which = Question(key="which", kind="choice", shown_if="whose", shown_if_option="ours")
    form = [funds, whose, which, more, why]

    def keys(**answers: Any) -> list[str]:
        return [question.key for question in opened(form, answers)]

    assert keys() == ["funds"]
    assert keys(funds=["yes"]) == ["funds", "whose"]
    assert keys(funds=["no"], whose="ours") == ["funds", "more", "why"]


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (Asked("number"), ["no"]),
        (Asked("text"), ["no"]),
        (CHOICE, "yes"),
        (TABLE, ["no"]),
    ],
)
def test_what_answers_a_question_of_another_kind_is_a_fault_and_no_failure(asked: Asked, value: Any) -> None:
    assert said(asked, value) == ["This is no answer to this question."]
