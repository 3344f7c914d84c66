"""The rows of a data file. Every method names the key it reads, and complains with file and line.

A key that nothing asked for is an error, so that a misspelt one is not passed over.

Where mistakes are gathered, a method that complains gives something of the right kind, so that the rest of its
record is read; `done` then leaves the record, of which nothing is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from ..language.cleaning import cleaned
from ..language.languages import CODES
from .mistakes import DataError, LeftOut, gathering, note, noted
from .values import MISSING, NULL, E, Values

T = TypeVar("T")


class Row(Values):
    """One mapping of a data file. Every method names the key it reads; `done` refuses keys that none named."""

    def __init__(self, path: Path, line: int, values: Mapping[str, yaml.Node], lines: Mapping[str, int]) -> None:
        super().__init__(path, line, values, lines)
        self._mistakes_before: int | None = None  # noted before this record was begun

    @classmethod
    def of_texts(cls, path: Path, line: int, texts: Mapping[str, str]) -> Row:
        """A row of a table, whose cells are texts and all on one line."""
        nodes = {name: yaml.ScalarNode("tag:yaml.org,2002:str", text) for name, text in texts.items()}
        return cls(path, line, nodes, {})

    def hint(self, key: str, message: str) -> None:
        """Say what is odd at `key`, though it can be loaded."""
        if mistakes := gathering():
            mistakes.hints.append(self.fault(key, message))

    @contextmanager
    def record(self) -> Iterator[None]:
        """Read this row and write it. Where mistakes are gathered, a wrong one is left out and the next is read."""
        mistakes = gathering()
        self._mistakes_before = mistakes.count if mistakes else None
        with noted(), self.refusals():
            yield

    def translated(self, key: str, *, optional: bool = False) -> dict[str, str]:
        """A text in each of the six languages: {language code: text}; empty texts where optional and absent."""
        if optional and not self.has(key):
            return dict.fromkeys(CODES, "")
        with noted():
            row = self.row(key)
            lacking = [code for code in CODES if not row.text(code, "")]
            row.done()
            if lacking:
                raise self.fault(
                    key,
                    _("“%(key)s” lacks: %(lacking)s. It must have a text in each of: %(all)s.")
                    % {"key": key, "lacking": ", ".join(lacking), "all": ", ".join(CODES)},
                )
            return {code: row.text(code) for code in CODES}
        return dict.fromkeys(CODES, "")

    def same_or_translated(self, key: str) -> dict[str, str]:
        """A text in each of the six languages, or one that is the same in all; empty texts where absent."""
        if isinstance(self._values.get(key), yaml.ScalarNode):
            return dict.fromkeys(CODES, self.text(key, ""))
        return self.translated(key, optional=True)

    def in_some_languages(self, key: str) -> dict[str, str]:
        """A text in some of the six languages, empty in the others; an absent one is empty in all."""
        with noted():
            row = self.row(key) if self.has(key) else Row(self.path, self.line, {}, {})
            found = {code: row.text(code, "") for code in CODES}
            row.done()
            return found
        return dict.fromkeys(CODES, "")

    def languages(self, key: str) -> list[str]:
        """The codes of some of the six languages; none where the list is absent."""
        found = []
        for code in self.texts(key):
            with noted():
                found.append(self._one_of(key, code, CODES))
        return found

    def choices(self, key: str, options: type[E]) -> list[E]:
        found = []
        for value in self.texts(key):
            with noted():
                found.append(self._option(key, value, options))
        return found

    def reference(self, key: str, table: Mapping[str, T] | None, default: Any = MISSING) -> T:
        """What `key` names in `table`, which is what was loaded before.

        `table` is None where it hangs on another reference, which is wrong. Where mistakes are gathered, a wrong
        reference gives None, whatever is promised: nothing is written of its record.
        """
        with noted():
            value = self._text(key, default)
            if table is not None:
                return self._look_up(key, value, table) if isinstance(value, str) and value else value
        return None  # type: ignore[return-value]

    def references(self, key: str, table: Mapping[str, T] | None, *, names: Callable[[str], str] = str) -> list[T]:
        """What a list names in `table`; `names` gives the key that what is named has in its own file."""
        found = []
        for value in self.texts(key):
            with noted():
                if table is not None:
                    found.append(self._look_up(key, value, table, names))
        return found

    def texts(self, key: str) -> list[str]:
        """A list of texts; an absent one is empty."""
        with noted():
            nodes = self._sequence(key)
            if not all(isinstance(node, yaml.ScalarNode) for node in nodes):
                raise self.fault(key, _("“%(key)s” must be a list of texts.") % {"key": key})
            return [str(node.value).strip() for node in nodes]
        return []

    def dates(self, key: str) -> list[dt.date]:
        """A list of days; an absent one is empty."""
        rows = [Row.of_texts(self.path, self.line, {key: text}) for text in self.texts(key)]
        return [row.date(key) for row in rows]

    def row(self, key: str) -> Row:
        """The mapping at `key`; where there is none, the record is left at once."""
        if not self.has(key):
            raise self._absent(key)
        return row_of(self.path, self._values[key])

    def rows(self, key: str, *, once: str = "", alike: Callable[[str], str] = str) -> list[Row]:
        """A list of mappings; an absent one is empty. No two of them may have the same value at the key `once`.

        Values are the same of which `alike` makes the same.
        """
        rows: list[Row] = []
        seen: dict[str, str] = {}
        with noted():
            for node in self._sequence(key):
                with noted():
                    row = row_of(self.path, node)
                    if once:
                        row.first(once, seen, alike)
                    rows.append(row)
        return rows

    items = rows

    def first(self, key: str, seen: dict[str, str], alike: Callable[[str], str] = str) -> None:
        """Note the value at `key`, if any, in `seen` with its place; if it is there already, leave the record."""
        value = self.text(key, "")
        same = alike(value)
        if same in seen:
            fault = _("“%(value)s” is already the “%(key)s” of another entry, at %(place)s; each must have its own.")
            raise self.fault(key, fault % {"value": value or same, "key": key, "place": seen[same]})
        if same:
            seen[same] = f"{self.path.name}:{self._lines.get(key, self.line)}"

    def data(self, key: str, default: Any = MISSING) -> Any:
        """The value at `key` as it is: a text, or lists and mappings of such, with yes or no and whole numbers read."""
        if not self.has(key):
            return self._default(key, default)
        return plain_of(self._values[key])

    def written(self, key: str) -> Any:
        """The value at `key` as it is written: a text, or a list of such, or a list of lists of such."""
        with noted():
            if not self.has(key):
                raise self._absent(key)
            return self._written(key, self._values[key])
        return ""

    def _written(self, key: str, node: yaml.Node) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return [self._written(key, item) for item in node.value]
        if isinstance(node, yaml.ScalarNode):
            return cleaned(node.value).strip()
        raise self.fault(key, _("“%(key)s” must be a text, or a list of texts.") % {"key": key})

    @property
    def is_empty(self) -> bool:
        """Whether no key has a value."""
        return all(node.tag == NULL for node in self._values.values())

    def keys(self) -> list[str]:
        return list(self._values)

    def done(self) -> None:
        """Refuse keys that nothing has asked for; where anything in the record is wrong, leave it here."""
        for key in self._values:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                fault = _("“%(key)s” is not known here; the known keys are: %(known)s.") % {"key": key, "known": known}
                note(self.fault(key, fault))
        self.leave_if_wrong()

    def leave_if_wrong(self) -> None:
        """Leave the record here where something in it, or in a row of its lists, was noted as wrong."""
        mistakes = gathering()
        if mistakes and self._mistakes_before is not None and mistakes.count > self._mistakes_before:
            raise LeftOut(self.path, self.line, "")

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn refusals by the database's rules into errors at this row's lines."""
        try:
            yield
        except ValidationError as error:
            *others, last = self._refused(error)
            for other in others:
                note(other)
            raise last from error

    def _refused(self, error: ValidationError) -> list[DataError]:
        """The refusals, each at the line of the key it concerns where the two have one name."""
        if not hasattr(error, "error_dict"):
            return [DataError(self.path, self.line, " ".join(error.messages))]
        return [self._refused_column(column, messages) for column, messages in error.message_dict.items()]

    def _refused_column(self, column: str, messages: list[str]) -> DataError:
        if column == NON_FIELD_ERRORS:
            return DataError(self.path, self.line, " ".join(messages))
        keys = [key for key in self._values if column == key or column.startswith(f"{key}_")]
        key = max(keys, key=len, default=column)
        return self.fault(key, f"“{key}”: {' '.join(messages)}")

    def _sequence(self, key: str) -> list[yaml.Node]:
        if not self.has(key):
            return []
        node = self._values[key]
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(key, _("“%(key)s” must be a list.") % {"key": key})
        return node.value

    def _look_up(self, key: str, value: str, table: Mapping[str, T], names: Callable[[str], str] = str) -> T:
        if value not in table:
            fault = _("“%(key)s” refers to “%(value)s”, which does not exist; there are: %(known)s.")
            if not table and (mistakes := gathering()) and mistakes.count:  # what there is may have been left out
                fault = _("“%(key)s” refers to “%(value)s”, which does not exist.")
            facts = {"key": key, "value": value, "known": ", ".join(list(table)[:12]) or "–"}
            raise DataError(self.path, self._lines.get(key, self.line), fault % facts, names=names(value))
        return table[value]


def plain_of(node: yaml.Node) -> Any:
    """A node as plain data."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain_of(value) for value in node.value]
    text = cleaned(node.value).strip()
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isdecimal() else text


def in_columns(**texts: Mapping[str, str]) -> dict[str, str]:
    """Translated values as the model's columns: name={…} becomes name_ar, name_zh_hans, …"""
    return {
        f"{name}_{code.replace('-', '_')}": value for name, values in texts.items() for code, value in values.items()
    }


def keys(rows: Iterable[Row]) -> set[str]:
    """The keys that the rows of a list have."""
    return {row.text("key", "") for row in rows}


def row_of(path: Path, node: yaml.Node) -> Row:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise DataError(path, line, _("Lines of the form “key: value” are expected here."))
    values: dict[str, yaml.Node] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise DataError(path, key.start_mark.line + 1, _("Lines of the form “key: value” are expected here."))
        if key.value in values:
            raise DataError(path, key.start_mark.line + 1, _("“%(key)s” appears twice here.") % {"key": key.value})
        values[key.value], lines[key.value] = value, key.start_mark.line + 1
    return Row(path, line, values, lines)
