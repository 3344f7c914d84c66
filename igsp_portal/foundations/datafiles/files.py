"""Data files as text: what cannot be read is said with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .mistakes import DataError, note, noted
from .rows import Row, row_of
from .tables import as_meant

# What the reader of YAML says, in C or in Python, and what it mostly comes from. The first that fits is given.
QUOTE = gettext_lazy("Put a text in quotation marks if it contains “: ” or “ #” or begins with a special character.")
ADVICE = (
    ("'\\t'", gettext_lazy("Use spaces, not a tab.")),
    (
        "mapping values are not allowed",
        gettext_lazy("Put a text in quotation marks if it contains “: ”; keys of one entry begin in the same column."),
    ),
    ("cannot start any token", QUOTE),
    ("alphabetic or numeric character", QUOTE),
    ("undefined alias", QUOTE),
    (
        "expected ',' or",
        gettext_lazy("Put a text in quotation marks if it contains a comma or a colon between braces or brackets."),
    ),
    ("unexpected end of stream", gettext_lazy("A quotation mark, brace or bracket is not closed.")),
    ("stream end", gettext_lazy("A quotation mark, brace or bracket is not closed.")),
    ("expected <block end>", gettext_lazy("Keys of one entry begin in the same column.")),
    ("could not find expected ':'", gettext_lazy("A key is followed by a colon and a space.")),
)
SEPARATORS = ",;\t"
QUOTED = re.compile('"[^"]*"')
HEADINGS = re.compile(f'(?:{QUOTED.pattern}|[^"\r\n])*')
NO_INDENT = re.compile("^ *([\u00a0\u2007\u202f])", re.MULTILINE)


def read(path: Path, *, optional: bool = False) -> Row:
    """The mapping a YAML file holds. Raises DataError when it is absent, damaged, empty or something else.

    Where mistakes are gathered, such a file is taken for one without keys, of which nothing more is said. So is one
    that is `optional` and absent.
    """
    if optional and not path.exists():
        return Row(path, 1, {}, {})
    with noted(damaged=path):
        row = _row(path, _content(path))
        if row.is_empty:
            raise DataError(path, 0, _("This file is empty."))
        return row
    return Row(path, 1, {}, {})


def read_table(path: Path, columns: list[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with exactly these columns, each with its line number. Raises DataError."""
    with noted():
        return table_in(_content(path), path, columns)
    return []


def table_in(content: str, path: Path, columns: list[str]) -> list[tuple[int, dict[str, str]]]:
    """The same of the text of a file that came by another way; `path` is how it is named. Raises DataError.

    Columns are divided as the first line is, and those that stay empty behind the last are none.
    """
    rows: list[tuple[int, dict[str, str]]] = []
    with noted():
        table = _records(content, path)
        _first, head = next(table, (1, []))
        if _filled(head, len(columns)) != columns:
            raise DataError(path, 1, _("The first line must be: %(columns)s") % {"columns": ",".join(columns)})
        for line, cells in ((line, _filled(cells, len(columns))) for line, cells in table):
            if cells and len(cells) != len(columns):
                fault = _("This line has %(found)s columns; it must have %(count)s.")
                note(DataError(path, line, fault % {"found": len(cells), "count": len(columns)}))
            elif cells:
                rows.append((line, {n: as_meant(c.strip()) for n, c in zip(columns, cells, strict=True)}))
    return rows


def list_in(content: str, path: Path, known: Callable[[str], str]) -> list[Row]:
    """The rows of a list whose columns people have chosen and headed; `known` gives the key of a heading, or "".

    Empty cells are none, and lines without any are passed over. Raises DataError.
    """
    rows: list[Row] = []
    with noted():
        table = _records(content, path)
        line, head = next(table, (1, []))
        if len(head) == 2 and head[0].lower() == "sep=":
            line, head = next(table, (2, []))
        keys = _keys(head, line, path, known)
        for line, cells in table:
            texts = {key: as_meant(cell.strip()) for key, cell in zip(keys, cells, strict=False) if cell.strip()}
            if any(cell.strip() for cell in cells[len(keys) :]):
                note(DataError(path, line, _("This line has more columns than the first.")))
            texts.pop("", None)
            if texts:
                rows.append(Row.of_texts(path, line, texts))
    return rows


def _records(content: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """The cells of each record of a table, with the line on which it begins. Raises DataError, naming that line."""
    table = csv.reader(io.StringIO(content, newline=""), strict=True, delimiter=_separator(content))
    line = 1
    try:
        for cells in table:
            yield line, cells
            line = table.line_num + 1
    except csv.Error as error:
        raise DataError(path, line, _("This is not CSV: %(why)s") % {"why": error}) from error


def _keys(headings: list[str], line: int, path: Path, known: Callable[[str], str]) -> list[str]:
    """The key of each column; one that is not known, or is there twice, is noted."""
    keys: list[str] = []
    for heading in headings:
        key = known(heading.strip())
        if heading.strip() and not key:
            note(
                DataError(path, line, _("The heading “%(heading)s” is not known here.") % {"heading": heading.strip()})
            )
        if key and key in keys:
            note(DataError(path, line, _("Two columns are headed “%(heading)s”.") % {"heading": heading.strip()}))
        keys.append(key)
    return keys


def _separator(content: str) -> str:
    """Commas, semicolons or tabs, as spreadsheets of different languages write them: whichever parts the headings.

    A spreadsheet may also say it in a line of its own (`sep=;`).
    """
    headings = QUOTED.sub("", HEADINGS.match(content)[0])  # type: ignore[index]
    return max(SEPARATORS, key=headings.count)


def _filled(cells: list[str], count: int) -> list[str]:
    """The cells of a line without empty ones behind the last column."""
    return cells[:count] if not any(cell.strip() for cell in cells[count:]) else cells


def _row(path: Path, content: str) -> Row:
    if found := NO_INDENT.search(content):
        fault = _(
            "This line begins with a character that looks like a space but is not one (%(character)s); use spaces."
        )
        raise DataError(path, _line(content, found.end()), fault % {"character": f"U+{ord(found[1]):04X}"})
    try:
        node = yaml.compose(content, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        position = getattr(error, "position", None)  # of a character that no YAML file may hold
        line = mark.line + 1 if mark else 0 if position is None else _line(content, position)
        why = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
        advice = next((str(words) for problem, words in ADVICE if problem in why), "")
        raise DataError(
            path, line, f"{_('This is not YAML: %(why)s') % {'why': why}}{advice and '. '}{advice}"
        ) from error
    except RecursionError as error:
        raise DataError(path, 0, _("The lists in this file are nested too deeply.")) from error
    if node and (line := _line_of_loop(node, (), set())):
        raise DataError(path, line, _("This refers to itself; write it out in full."))
    return row_of(path, node) if node else Row(path, 1, {}, {})


def _line(content: str, position: int) -> int:
    return content.count("\n", 0, position) + 1


def _content(path: Path) -> str:
    try:
        return text_of(path.read_bytes(), path)
    except FileNotFoundError as error:
        raise DataError(path, 0, _("The file is missing.")) from error
    except OSError as error:
        raise DataError(path, 0, _("The file cannot be read: %(why)s") % {"why": error.strerror}) from error


def text_of(content: bytes, path: Path, encoding: str = "") -> str:
    """The text of a file, without the mark that spreadsheets put before it. Raises DataError.

    It is UTF-8, or UTF-16 where that mark says so, or in the `encoding` that is given.
    """
    wide = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding or wide)
    except LookupError as error:
        raise DataError(path, 0, _("“%(name)s” is no encoding.") % {"name": encoding}) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if encoding:
            raise DataError(path, line, _("This is not in the encoding %(name)s.") % {"name": encoding}) from error
        raise DataError(path, line, _("This is not UTF-8; save the file as UTF-8.")) from error


def _line_of_loop(node: yaml.Node, above: tuple[yaml.Node, ...], checked: set[int]) -> int:
    """The line of a node that stands inside itself, as an alias can make it; 0 when there is none."""
    if any(node is other for other in above):
        return int(node.start_mark.line) + 1
    if isinstance(node, yaml.ScalarNode) or id(node) in checked:
        return 0
    inner = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
    line = next((found for part in inner if (found := _line_of_loop(part, (*above, node), checked))), 0)
    checked.add(id(node))
    return line
