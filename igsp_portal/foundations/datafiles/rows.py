"""The rows of a data file. Every method names the key it reads, and complains with file and line.

Scalars are taken as they are written (a country code NO stays NO); a key that nothing asked for is an error,
so that a misspelt one is not passed over.

Where mistakes are gathered, a method that complains gives something of the right kind, so that the rest of its
record is read; `done` then leaves the record, of which nothing is written.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from .. import time
from ..language.cleaning import cleaned
from ..language.languages import CODES
from .mistakes import DataError, LeftOut, gathering, note, noted

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
_MISSING: Any = object()
NO_TIME = dt.datetime.max.replace(tzinfo=dt.UTC)  # stands for a moment that is not given or cannot be read
_NULL = "tag:yaml.org,2002:null"


class Row:
    """One mapping of a data file. Every method names the key it reads; `done` refuses keys that none named."""

    def __init__(self, path: Path, line: int, values: Mapping[str, yaml.Node], lines: Mapping[str, int]) -> None:
        self.path, self.line = path, line
        self._values, self._lines = values, lines
        self._asked: set[str] = set()
        self._mistakes_before: int | None = None  # noted before this record was begun

    @classmethod
    def of_texts(cls, path: Path, line: int, texts: Mapping[str, str]) -> Row:
        """A row of a table, whose cells are texts and all on one line."""
        nodes = {name: yaml.ScalarNode("tag:yaml.org,2002:str", text) for name, text in texts.items()}
        return cls(path, line, nodes, {})

    def fault(self, key: str, message: str, *, names: str = "") -> DataError:
        """An error at the line of `key` (of the mapping itself if it is absent); `names` is what is not there."""
        return DataError(self.path, self._lines.get(key, self.line), message, names=names)

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

    def has(self, key: str) -> bool:
        """Whether `key` is there with a value; a null counts as absent."""
        self._asked.add(key)
        node = self._values.get(key)
        return node is not None and node.tag != _NULL

    def text(self, key: str, default: Any = _MISSING) -> str:
        """A text as written. Without `default` it has to be there, and not empty."""
        with noted():
            return self._text(key, default)
        return ""

    def key(self) -> str:
        """The text at `key`, which stands in addresses: small letters, digits and hyphens."""
        with noted():
            key = self._text("key", _MISSING)
            if not re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", key):
                fault = _("“%(key)s” is not a valid key: use small letters a to z, digits, and hyphens between them.")
                raise self.fault("key", fault % {"key": key})
            return str(key)
        return ""

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

    def number(self, key: str, default: Any = _MISSING) -> int:
        with noted():
            value = self._text(key, default)
            if not isinstance(value, str):
                return value
            if not value.isdecimal():
                raise self.fault(key, _("“%(key)s” must be a whole number.") % {"key": key})
            return int(value)
        return 0

    def flag(self, key: str, default: Any = _MISSING) -> bool:
        with noted():
            value = self._text(key, default)
            if not isinstance(value, str):
                return value
            if value not in ("true", "false"):
                raise self.fault(key, _("“%(key)s” must be true or false.") % {"key": key})
            return value == "true"
        return False

    def date(self, key: str, default: Any = _MISSING) -> dt.date:
        return self._moment(key, default, dt.date.fromisoformat, "2004-06-25", dt.date.max)

    def local_time(self, key: str, zone: str, default: Any = _MISSING) -> dt.datetime:
        """A date and time on a clock in `zone`, as UTC."""

        def convert(value: str) -> dt.datetime:
            moment = dt.datetime.fromisoformat(value)
            if "T" not in value or moment.tzinfo:  # a day alone would be taken for its first minute
                raise ValueError(value)
            try:
                return time.from_local(moment, zone)
            except ValueError as error:
                fault = _("In %(zone)s clocks skip %(time)s when summer time begins; give another hour.")
                raise self.fault(key, fault % {"zone": zone, "time": value}) from error

        return self._moment(key, default, convert, "2004-10-29T17:00", NO_TIME)

    def utc_time(self, key: str, default: Any = _MISSING) -> dt.datetime:
        """A moment written in UTC, with Z."""

        def convert(value: str) -> dt.datetime:
            moment = dt.datetime.fromisoformat(value)
            if moment.utcoffset() != dt.timedelta(0):
                raise ValueError(value)
            return moment.astimezone(dt.UTC)

        return self._moment(key, default, convert, "2004-10-12T09:30:00Z", NO_TIME)

    def zone(self, key: str, default: Any = _MISSING) -> str:
        """The name of a time zone."""
        with noted():
            name = self._text(key, default)
            if name:
                self._check_zone(key, name)
            return name
        return "UTC"

    def choice(self, key: str, options: type[E], default: Any = _MISSING, earlier: Mapping[str, E] | None = None) -> E:
        """One of the options by its value, or by a word that was used for it before."""
        with noted():
            value = self._text(key, default)
            value = (earlier or {}).get(value, value)
            return value if isinstance(value, options) else self._option(key, value, options)
        return next(iter(options))

    def language(self, key: str, default: Any = _MISSING) -> str:
        """The code of one of the six languages."""
        with noted():
            return self._one_of(key, self._text(key, default), CODES)
        return CODES[0]

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

    def reference(self, key: str, table: Mapping[str, T] | None, default: Any = _MISSING) -> T:
        """What `key` names in `table`, which is what was loaded before.

        `table` is None where it hangs on another reference, which is wrong. Where mistakes are gathered, a wrong
        reference gives None, whatever is promised: nothing is written of its record.
        """
        with noted():
            value = self._text(key, default)
            if table is not None:
                return self._look_up(key, value, table) if isinstance(value, str) and value else value
        return None  # type: ignore[return-value]

    def references(self, key: str, table: Mapping[str, T] | None) -> list[T]:
        found = []
        for value in self.texts(key):
            with noted():
                if table is not None:
                    found.append(self._look_up(key, value, table))
        return found

    def texts(self, key: str) -> list[str]:
        """A list of texts; an absent one is empty."""
        with noted():
            nodes = self._sequence(key)
            if not all(isinstance(node, yaml.ScalarNode) for node in nodes):
                raise self.fault(key, _("“%(key)s” must be a list of texts.") % {"key": key})
            return [str(node.value).strip() for node in nodes]
        return []

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

    def data(self, key: str, default: Any = _MISSING) -> Any:
        """The value at `key` as it is: a text, or lists and mappings of such, with yes or no and whole numbers read."""
        if not self.has(key):
            return self._default(key, default)
        return plain_of(self._values[key])

    @property
    def is_empty(self) -> bool:
        """Whether no key has a value."""
        return all(node.tag == _NULL for node in self._values.values())

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

    def _text(self, key: str, default: Any) -> Any:
        if not self.has(key):
            return self._default(key, default)
        node = self._values[key]
        if not isinstance(node, yaml.ScalarNode):
            raise self.fault(key, _("“%(key)s” must be a single text.") % {"key": key})
        if "\0" in node.value:
            raise self.fault(key, _("“%(key)s” contains a NUL character; remove it.") % {"key": key})
        value = cleaned(node.value).strip()
        return value or self._default(key, "" if default is not _MISSING else _MISSING)

    def _check_zone(self, key: str, name: str) -> None:
        try:
            time.validate_zone(name)
        except ValidationError as error:
            raise self.fault(key, error.messages[0]) from error

    def _sequence(self, key: str) -> list[yaml.Node]:
        if not self.has(key):
            return []
        node = self._values[key]
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(key, _("“%(key)s” must be a list.") % {"key": key})
        return node.value

    def _moment(self, key: str, default: Any, convert: Any, example: str, instead: Any) -> Any:
        with noted():
            value = self._text(key, default)
            if not isinstance(value, str):
                return value
            try:
                return convert(value)
            except ValueError as error:
                fault = _("“%(value)s” cannot be read; write it as %(example)s.")
                raise self.fault(key, fault % {"value": value, "example": example}) from error
        return instead

    def _option(self, key: str, value: str, options: type[E]) -> E:
        return options(self._one_of(key, value, [option.value for option in options]))

    def _one_of(self, key: str, value: str, known: Sequence[str]) -> str:
        if value not in known:
            said = _("“%(value)s” is not one of: %(known)s.")
            raise self.fault(key, said % {"value": value, "known": ", ".join(known)})
        return value

    def _look_up(self, key: str, value: str, table: Mapping[str, T]) -> T:
        if value not in table:
            fault = _("“%(key)s” refers to “%(value)s”, which does not exist; there are: %(known)s.")
            if not table and (mistakes := gathering()) and mistakes.count:  # what there is may have been left out
                fault = _("“%(key)s” refers to “%(value)s”, which does not exist.")
            facts = {"key": key, "value": value, "known": ", ".join(list(table)[:12]) or "–"}
            raise DataError(self.path, self._lines.get(key, self.line), fault % facts, names=value)
        return table[value]

    def _default(self, key: str, default: Any) -> Any:
        if default is _MISSING:
            raise self._absent(key)
        return default

    def _absent(self, key: str) -> DataError:
        return DataError(self.path, self.line, _("“%(key)s” is missing.") % {"key": key})


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
