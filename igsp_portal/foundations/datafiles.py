"""Data files written by people: YAML read so that every complaint names its file and line.

Scalars are taken as they are written (a country code NO stays NO); a key that nothing asked for is an error,
so that a misspelt one is not passed over.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import time
from .languages import CODES

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
_MISSING: Any = object()
_NULL = "tag:yaml.org,2002:null"


class DataError(Exception):
    """Something in a data file that cannot be loaded: `file:line: what, and what to do`."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        super().__init__(f"{path.parent.name}/{path.name}:{line}: {message}")


class Row:
    """One mapping of a data file. Every method names the key it reads; `done` refuses keys that none named."""

    def __init__(self, path: Path, line: int, values: Mapping[str, yaml.Node], lines: Mapping[str, int]) -> None:
        self.path, self.line = path, line
        self._values, self._lines = values, lines
        self._asked: set[str] = set()

    @classmethod
    def of_texts(cls, path: Path, line: int, texts: Mapping[str, str]) -> Row:
        """A row of a table, whose cells are texts and all on one line."""
        nodes = {name: yaml.ScalarNode("tag:yaml.org,2002:str", text) for name, text in texts.items()}
        return cls(path, line, nodes, {})

    def fault(self, key: str, message: str) -> DataError:
        """An error at the line of `key` (of the mapping itself if it is absent)."""
        return DataError(self.path, self._lines.get(key, self.line), message)

    def has(self, key: str) -> bool:
        """Whether `key` is there with a value; a null counts as absent."""
        self._asked.add(key)
        node = self._values.get(key)
        return node is not None and node.tag != _NULL

    def text(self, key: str, default: Any = _MISSING) -> str:
        """A text as written. Without `default` it has to be there."""
        if not self.has(key):
            return self._default(key, default)
        node = self._values[key]
        if not isinstance(node, yaml.ScalarNode):
            raise self.fault(key, _("“%(key)s” is to be one text.") % {"key": key})
        return node.value.strip()

    def translated(self, key: str, *, optional: bool = False) -> dict[str, str]:
        """A text in each of the six languages: {language code: text}; empty texts where optional and absent."""
        if optional and not self.has(key):
            return dict.fromkeys(CODES, "")
        row = self.row(key)
        texts = {code: row.text(code) for code in CODES}
        row.done()
        return texts

    def number(self, key: str, default: Any = _MISSING) -> int:
        value = self.text(key, default)
        if isinstance(value, str):
            if not value.isdecimal():
                raise self.fault(key, _("“%(key)s” is to be a whole number.") % {"key": key})
            return int(value)
        return value

    def flag(self, key: str, default: Any = _MISSING) -> bool:
        value = self.text(key, default)
        if isinstance(value, str):
            if value not in ("true", "false"):
                raise self.fault(key, _("“%(key)s” is to be true or false.") % {"key": key})
            return value == "true"
        return value

    def date(self, key: str, default: Any = _MISSING) -> dt.date:
        return self._moment(key, default, dt.date.fromisoformat, "2004-06-25")

    def local_time(self, key: str, zone: str, default: Any = _MISSING) -> dt.datetime:
        """A date and time on a clock in `zone`, as UTC."""
        convert = lambda value: time.from_local(dt.datetime.fromisoformat(value), zone)  # noqa: E731
        return self._moment(key, default, convert, "2004-10-29T17:00")

    def utc_time(self, key: str, default: Any = _MISSING) -> dt.datetime:
        """A moment written in UTC, with Z."""

        def convert(value: str) -> dt.datetime:
            moment = dt.datetime.fromisoformat(value)
            if moment.utcoffset() != dt.timedelta(0):
                raise ValueError(value)
            return moment.astimezone(dt.UTC)

        return self._moment(key, default, convert, "2004-10-12T09:30:00Z")

    def choice(self, key: str, options: type[E], default: Any = _MISSING) -> E:
        value = self.text(key, default)
        if isinstance(value, options):
            return value
        return self._option(key, value, options)

    def choices(self, key: str, options: type[E]) -> list[E]:
        return [self._option(key, value, options) for value in self.texts(key)]

    def reference(self, key: str, table: Mapping[str, T], default: Any = _MISSING) -> T:
        """What `key` names in `table`, which is what was loaded before."""
        value = self.text(key, default)
        return self._look_up(key, value, table) if isinstance(value, str) and value else value  # type: ignore[return-value]

    def references(self, key: str, table: Mapping[str, T]) -> list[T]:
        return [self._look_up(key, value, table) for value in self.texts(key)]

    def texts(self, key: str) -> list[str]:
        """A list of texts; an absent one is empty."""
        nodes = self._sequence(key)
        if not all(isinstance(node, yaml.ScalarNode) for node in nodes):
            raise self.fault(key, _("“%(key)s” is to be a list of texts.") % {"key": key})
        return [str(node.value).strip() for node in nodes]

    def row(self, key: str) -> Row:
        if not self.has(key):
            raise self._absent(key)
        return _row(self.path, self._values[key])

    def rows(self, key: str) -> list[Row]:
        """A list of mappings; an absent one is empty."""
        return [_row(self.path, node) for node in self._sequence(key)]

    items = rows

    def keys(self) -> list[str]:
        return list(self._values)

    def done(self) -> None:
        """Refuse keys that nothing has asked for."""
        for key in self._values:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise self.fault(
                    key,
                    _("“%(key)s” is not known here; known are: %(known)s.") % {"key": key, "known": known},
                )

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn a refusal by the database's rules into an error at this row's line."""
        try:
            yield
        except ValidationError as error:
            raise DataError(self.path, self.line, " ".join(error.messages)) from error

    def _sequence(self, key: str) -> list[yaml.Node]:
        if not self.has(key):
            return []
        node = self._values[key]
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(key, _("“%(key)s” is to be a list.") % {"key": key})
        return node.value

    def _moment(self, key: str, default: Any, convert: Any, example: str) -> Any:
        value = self.text(key, default)
        if not isinstance(value, str):
            return value
        try:
            return convert(value)
        except ValueError as error:
            raise self.fault(
                key,
                _("“%(value)s” cannot be read; write it as %(example)s.") % {"value": value, "example": example},
            ) from error

    def _option(self, key: str, value: str, options: type[E]) -> E:
        try:
            return options(value)
        except ValueError as error:
            known = ", ".join(str(option.value) for option in options)
            raise self.fault(key, _("“%(value)s” is none of: %(known)s.") % {"value": value, "known": known}) from error

    def _look_up(self, key: str, value: str, table: Mapping[str, T]) -> T:
        if value not in table:
            raise self.fault(
                key,
                _("“%(key)s” names “%(value)s”, which is not there; there are: %(known)s.")
                % {"key": key, "value": value, "known": ", ".join(list(table)[:12]) or "–"},
            )
        return table[value]

    def _default(self, key: str, default: Any) -> Any:
        if default is _MISSING:
            raise self._absent(key)
        return default

    def _absent(self, key: str) -> DataError:
        return DataError(self.path, self.line, _("“%(key)s” is missing.") % {"key": key})


def read(path: Path) -> Row:
    """The mapping a YAML file holds. Raises DataError when it is absent, damaged or something else."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError as error:
        raise DataError(path, 0, _("The file is missing.")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(path, 0, _("The file cannot be read as UTF-8: %(why)s") % {"why": error}) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise DataError(
            path, mark.line + 1 if mark else 0, _("This is not YAML: %(why)s") % {"why": problem}
        ) from error
    return _row(path, node) if node else Row(path, 1, {}, {})


def read_table(path: Path, columns: list[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with exactly these columns, each with its line number. Raises DataError."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file, strict=True)
            if table.fieldnames != columns:
                raise DataError(path, 1, _("The first line is to be: %(columns)s") % {"columns": ",".join(columns)})
            rows = [(table.line_num, row) for row in table]
    except FileNotFoundError as error:
        raise DataError(path, 0, _("The file is missing.")) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(path, 0, _("The file cannot be read as UTF-8: %(why)s") % {"why": error}) from error
    for line, row in rows:
        if None in row or None in row.values():
            raise DataError(path, line, _("This line has not %(count)s columns.") % {"count": len(columns)})
    return [(line, {name: value.strip() for name, value in row.items()}) for line, row in rows]


def in_columns(**texts: Mapping[str, str]) -> dict[str, str]:
    """Translated values as the model's columns: name={…} becomes name_ar, name_zh_hans, …"""
    return {
        f"{name}_{code.replace('-', '_')}": value for name, values in texts.items() for code, value in values.items()
    }


def _row(path: Path, node: yaml.Node) -> Row:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise DataError(path, line, _("Here should stand “key: value” lines."))
    values: dict[str, yaml.Node] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        if key.value in values:
            raise DataError(path, key.start_mark.line + 1, _("“%(key)s” stands here twice.") % {"key": key.value})
        values[key.value], lines[key.value] = value, key.start_mark.line + 1
    return Row(path, line, values, lines)
