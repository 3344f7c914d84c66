"""The glossary of a process as a file: a table or TBX, read row by row, and written.

A file is taken whole or not at all: whoever reads one gathers the mistakes, and takes everything back if there are any.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations import datafiles
from igsp_portal.foundations.datafiles import DataError, Row, in_columns, note, noted, table_in, text_of
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import records
from meetings.models import Process

from ..accord.terms import FORMS
from ..exchange import tbx
from ..faults import Fault
from .models import GlossaryTerm

COLUMNS = ["key", *CODES, "remark"]
DIVIDED = f" {FORMS} "


def rows_in(data: bytes, name: str) -> list[Row]:
    """The rows of a file, TBX or else a table, by its name. Raises DataError, or notes it."""
    path = Path(name)
    if path.suffix.lower() in (".tbx", ".xml"):
        return _rows_of_tbx(data, path)
    with noted():
        found = table_in(text_of(data, path), path, COLUMNS)
        return [Row.of_texts(path, line, cells) for line, cells in found if any(cells.values())]
    return []


def _rows_of_tbx(data: bytes, path: Path) -> list[Row]:
    try:
        entries = tbx.read(data, path.name)
    except Fault as fault:
        note(DataError(path, 0, fault.sentence(_)))
        return []
    return [Row.of_texts(path, entry.line, _cells(entry)) for entry in entries]


def _cells(entry: tbx.Entry) -> dict[str, str]:
    words = {code: DIVIDED.join(entry.forms.get(code, ())) for code in CODES}
    return {"key": entry.key, **words, "remark": entry.remark}


def put(rows: Iterable[Row], process: Process, *, by: Any) -> None:
    """Write the terms of these rows; what the process has besides stays. Raises DataError, or notes it."""
    seen: dict[str, str] = {}
    for row in rows:
        with row.record():
            row.first("key", seen)
            find = {"process": process, "key": row.key()}
            words = {code: row.text(code, "") for code in CODES}
            remark = row.text("remark", "")
            row.done()
            records.put(GlossaryTerm, by=by, find=find, values={"remark": remark, **in_columns(words=words)})


def table(terms: Iterable[GlossaryTerm]) -> str:
    """The terms as a table that `rows_in` reads."""
    return written({"key": term.key, **term.by_language, "remark": term.remark} for term in terms)


def written(rows: Iterable[dict[str, str]]) -> str:
    return datafiles.table(COLUMNS, ([row[name] for name in COLUMNS] for row in rows))


def as_tbx(terms: Iterable[GlossaryTerm], process: Process, language: str) -> bytes:
    """The terms as TBX, under the name of the process."""
    entries = [tbx.Entry(term.key, {c: [*f] for c, f in term.term.forms.items()}, term.remark) for term in terms]
    return tbx.write(entries, str(process), language)
