"""Tables (CSV) that the portal gives out. People open them in spreadsheets: no word in them is run as a formula.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which goes again when it is read here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

# By what a formula begins in one spreadsheet or another, the wide forms of Chinese keyboards included. Words that begin
# with an apostrophe before it are given one more, so that they too come back as they were.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(f"'{_FORMULA.pattern}")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """The text of a table; what is no text, such as a number, stands in it as it is."""
    return "".join(_line(row) for row in [head, *rows])


def _line(row: Iterable[object]) -> str:
    made = io.StringIO(newline="")
    csv.writer(made).writerow([_guarded(cell) for cell in row])
    return made.getvalue().removesuffix("\r\n") + "\n"  # told to end so itself, it leaves a \r in a cell unquoted


def _guarded(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def as_meant(cell: str) -> str:
    """The words of a cell of such a table."""
    return cell[1:] if _GUARDED.match(cell) else cell
