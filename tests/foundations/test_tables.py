"""Tables that the portal gives out: a spreadsheet runs nothing in them, and read again they say the same."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from igsp_portal.foundations.datafiles import DataError, table, table_in

OURS = ("igsp_portal", "meetings", "documents", "submissions")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠SUM(A1)"]


def cells(content: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content, newline="")))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_words_to_a_spreadsheet(formula: str) -> None:
    assert cells(table(["words"], [[formula], [f"'{formula}"]])) == [["words"], [f"'{formula}"], [f"''{formula}"]]


@pytest.mark.parametrize(
    "cell", ["", "plan", "’tis", "'t", "[a]", "1-2", "a=b", " =1", "a\r=1", "a\n=1", "مياه", -4, 3]
)
def test_all_else_stands_as_it_is(cell: object) -> None:
    assert cells(table(["words"], [[cell, "x"]]))[1] == [str(cell), "x"]


BEGUN = st.sampled_from(["", "'", "''", "=", "'=", "+", "-", "@", "＝"])
WORDS = st.builds(str.__add__, BEGUN, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)).map(
    str.strip
)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_a_table_read_again_has_the_same_words(rows: list[tuple[str, str]]) -> None:
    again = table_in(table(["one", "two"], rows), Path("x.csv"), ["one", "two"])
    assert [(row["one"], row["two"]) for _line, row in again] == rows


@pytest.mark.parametrize(
    "content",
    [
        "one,two\nnet,a;b\n",
        "one,two,,\nnet,a;b,,\n",
        'one;two\nnet;"a;b"\n',
        'one;two;\nnet;"a;b";\n',
        "one\ttwo\nnet\ta;b\n",
        "one\ttwo\t\r\nnet\ta;b\t\r\n",
    ],
)
def test_columns_are_divided_as_the_first_line_is_and_empty_ones_are_none(content: str) -> None:
    found = table_in(content, Path("x.csv"), ["one", "two"])
    assert found == [(2, {"one": "net", "two": "a;b"})]


@pytest.mark.parametrize("content", ["one;two,\nnet;a\n", "one,two,three\nnet,a,\n", ",one,two\n,net,a\n"])
def test_another_first_line_is_refused_with_the_right_one(content: str) -> None:
    with pytest.raises(DataError, match="The first line must be: one,two"):
        table_in(content, Path("x.csv"), ["one", "two"])


def test_words_behind_the_last_column_are_refused_with_their_line() -> None:
    with pytest.raises(DataError, match="This line has 3 columns; it must have 2"):
        table_in("one,two,\nnet,a,b\n", Path("x.csv"), ["one", "two"])


def test_nothing_else_in_the_portal_writes_tables() -> None:
    files = [path for folder in OURS for path in (Path(settings.BASE_DIR) / folder).rglob("*.py")]
    writers = [path.name for path in files if re.search(r"csv\.(writer|DictWriter)", path.read_text(encoding="utf-8"))]
    assert writers == ["tables.py"]
