"""Spreadsheets that the portal gives out and takes in."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from igsp_portal.foundations.datafiles import DataError, table_in
from igsp_portal.foundations.datafiles.sheets import as_table, sheet

HERE = Path("addresses.xlsx")


def read(data: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]


def test_words_stand_as_words_also_where_they_begin_as_a_formula() -> None:
    made = sheet("What [came]", ["Party", "Number"], [["=1+1", 3], ["مياه", None]])
    book = load_workbook(io.BytesIO(made))
    assert read(made) == [["Party", "Number"], ["=1+1", 3], ["مياه", None]]
    assert book.sheetnames == ["What came"]
    assert {cell.data_type for cell in book.worksheets[0]["A"]} == {"s"}


def test_signs_that_the_format_does_not_take_are_left_out() -> None:
    assert read(sheet("x", ["a"], [["one\x0btwo"]])) == [["a"], ["onetwo"]]


def test_a_sheet_is_read_as_a_table_whoever_made_it() -> None:
    book = Workbook()
    book.active.append(["participant", "emails"])
    book.active.append(["ken", "a@example.org"])
    book.active.append([404.0, None])
    book.active["D9"] = " "
    kept = io.BytesIO()
    book.save(kept)
    found = table_in(as_table(kept.getvalue(), HERE), HERE, ["participant", "emails"])
    assert found == [
        (2, {"participant": "ken", "emails": "a@example.org"}),
        (3, {"participant": "404", "emails": ""}),
    ]


def test_what_is_given_out_is_read_again_as_it_was() -> None:
    rows = [["=ken", "a@example.org, b@example.org"], ["'tis", "-"]]
    content = as_table(sheet("x", ["participant", "emails"], rows), HERE)
    assert [list(cells.values()) for _line, cells in table_in(content, HERE, ["participant", "emails"])] == rows


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("data", [b"", b"participant,emails\n", b"PK\x03\x04", zipped(a=b"x")])
def test_what_is_no_spreadsheet_is_refused(data: bytes) -> None:
    with pytest.raises(DataError, match="not a spreadsheet"):
        as_table(data, HERE)


def test_a_file_that_would_unpack_to_more_than_a_spreadsheet_holds_is_not_unpacked() -> None:
    with pytest.raises(DataError, match="too large"):
        as_table(zipped(bomb=b"\0" * (65 * 1024 * 1024)), HERE)


def test_a_file_bears_no_time_so_that_the_same_words_are_the_same_bytes() -> None:
    book = zipfile.ZipFile(io.BytesIO(sheet("Needs", ["Party", "Words"], [["Kenya", "Posts."]])))
    assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", book.read("docProps/core.xml").decode()) == []
