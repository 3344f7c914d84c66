"""Spreadsheets (XLSX) that the portal gives out and takes in. No word in them is run as a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from .mistakes import DataError
from .tables import table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_UNPACKED = 64 * 1024 * 1024  # bytes; a small file may hold gigabytes of nothing
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 32_767  # signs, by the format
PROPERTIES = "docProps/core.xml"
TIMES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
WIDE = 60  # signs; longer words are broken into lines


def sheet(name: str, head: Iterable[str], rows: Iterable[Iterable[object]], *, right_to_left: bool = False) -> bytes:
    """One sheet, with its head kept in sight; texts stand as texts, numbers, truths and days as what they are."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_sheet_name(name))
    page.sheet_view.rightToLeft = right_to_left
    page.freeze_panes = "A2"
    widths: dict[int, int] = {}
    lines = [_cells(page, row, widths) for row in [list(head), *rows]]
    for cell in lines[0]:
        cell.font = Font(bold=True)
    for place, width in widths.items():
        page.column_dimensions[_column(place)].width = min(width, WIDE) + 2
    for line in lines:
        page.append(line)
    kept = io.BytesIO()
    book.save(kept)
    return _without_times(kept)


def _without_times(book: io.BytesIO) -> bytes:
    """The same file without the time at which it was made: the same words are the same bytes, known by their ETag."""
    bare = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == PROPERTIES:
                data = TIMES.sub(b"", data)
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return bare.getvalue()


def _sheet_name(name: str) -> str:
    return "".join(sign for sign in name if sign not in "[]:*?/\\'")[:31].strip() or "1"


def _column(place: int) -> str:
    """The letters of a column, the first of which is 0."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _cells(page: Any, row: Iterable[object], widths: dict[int, int]) -> list[Any]:
    made = []
    for place, value in enumerate(row):
        text = isinstance(value, str)
        cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL] if text else value)
        if text:
            cell.data_type = "s"  # also what begins as a formula does
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        widths[place] = max(widths.get(place, 0), len(str(value if value is not None else "")))
        made.append(cell)
    return made


def as_table(data: bytes, path: Path) -> str:
    """The first sheet of a spreadsheet as the text of a table (see `tables`), row by row. Raises DataError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise DataError(path, 0, _("The spreadsheet is too large."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = book.worksheets[0]
        page.reset_dimensions()  # what a file says of its size need not be so
        rows = page.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
        texts = [[_text(value) for value in row] for row in rows]
    except DataError:
        raise
    except Exception as error:  # whatever a broken or made-up file meets in the library
        raise DataError(path, 0, _("This is not a spreadsheet (XLSX) that can be read.")) from error
    if len(texts) > MOST_ROWS:
        raise DataError(path, 0, _("The spreadsheet is too large."))
    filled = max((place + 1 for row in texts for place, text in enumerate(row) if text), default=0)
    widened = [(row + [""] * filled)[:filled] if any(row) else [] for row in texts]
    return table(widened[0], widened[1:]) if widened else ""


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
