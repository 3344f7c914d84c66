"""One value of a record by its key, in a data file. Every method names the key it reads, and complains with its line.

Scalars are taken as they are written: a country code NO stays NO. Where mistakes are gathered, a method that
complains gives something of the right kind, so that the rest of its record is read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .. import time
from ..language.cleaning import cleaned
from ..language.languages import CODES
from .mistakes import DataError, noted

E = TypeVar("E", bound=Enum)
MISSING: Any = object()  # no default: the key has to be there
NO_TIME = dt.datetime.max.replace(tzinfo=dt.UTC)  # stands for a moment that is not given or cannot be read
NULL = "tag:yaml.org,2002:null"


class Values:
    """The values of one mapping, each with its line, and the keys that were asked for."""

    def __init__(self, path: Path, line: int, values: Mapping[str, yaml.Node], lines: Mapping[str, int]) -> None:
        self.path, self.line = path, line
        self._values, self._lines = values, lines
        self._asked: set[str] = set()

    def fault(self, key: str, message: str, *, names: str = "") -> DataError:
        """An error at the line of `key` (of the mapping itself if it is absent); `names` is what is not there."""
        return DataError(self.path, self._lines.get(key, self.line), message, names=names)

    def has(self, key: str) -> bool:
        """Whether `key` is there with a value; a null counts as absent."""
        self._asked.add(key)
        node = self._values.get(key)
        return node is not None and node.tag != NULL

    def text(self, key: str, default: Any = MISSING) -> str:
        """A text as written. Without `default` it has to be there, and not empty."""
        with noted():
            return self._text(key, default)
        return ""

    def key(self) -> str:
        """The text at `key`, which stands in addresses: small letters, digits and hyphens."""
        with noted():
            key = self._text("key", MISSING)
            if not re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", key):
                fault = _("“%(key)s” is not a valid key: use small letters a to z, digits, and hyphens between them.")
                raise self.fault("key", fault % {"key": key})
            return str(key)
        return ""

    def key_or(self, otherwise: str) -> str:
        """The same where there is one; else `otherwise`."""
        return self.key() if self._text("key", "") else otherwise

    def number(self, key: str, default: Any = MISSING) -> int:
        with noted():
            value = self._text(key, default)
            if not isinstance(value, str):
                return value
            if not value.isdecimal():
                raise self.fault(key, _("“%(key)s” must be a whole number.") % {"key": key})
            return int(value)
        return 0

    def flag(self, key: str, default: Any = MISSING) -> bool:
        with noted():
            value = self._text(key, default)
            if not isinstance(value, str):
                return value
            if value not in ("true", "false"):
                raise self.fault(key, _("“%(key)s” must be true or false.") % {"key": key})
            return value == "true"
        return False

    def date(self, key: str, default: Any = MISSING) -> dt.date:
        return self._moment(key, default, dt.date.fromisoformat, "2004-06-25", dt.date.max)

    def local_time(self, key: str, zone: str, default: Any = MISSING) -> dt.datetime:
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

    def utc_time(self, key: str, default: Any = MISSING) -> dt.datetime:
        """A moment written in UTC, with Z."""

        def convert(value: str) -> dt.datetime:
            moment = dt.datetime.fromisoformat(value)
            if moment.utcoffset() != dt.timedelta(0):
                raise ValueError(value)
            return moment.astimezone(dt.UTC)

        return self._moment(key, default, convert, "2004-10-12T09:30:00Z", NO_TIME)

    def zone(self, key: str, default: Any = MISSING) -> str:
        """The name of a time zone."""
        with noted():
            name = self._text(key, default)
            if name:
                self._check_zone(key, name)
            return name
        return "UTC"

    def choice(self, key: str, options: type[E], default: Any = MISSING, earlier: Mapping[str, E] | None = None) -> E:
        """One of the options by its value, or by a word that was used for it before."""
        with noted():
            value = self._text(key, default)
            value = (earlier or {}).get(value, value)
            return value if isinstance(value, options) else self._option(key, value, options)
        return next(iter(options))

    def language(self, key: str, default: Any = MISSING) -> str:
        """The code of one of the six languages."""
        with noted():
            return self._one_of(key, self._text(key, default), CODES)
        return CODES[0]

    def _text(self, key: str, default: Any) -> Any:
        if not self.has(key):
            return self._default(key, default)
        node = self._values[key]
        if not isinstance(node, yaml.ScalarNode):
            raise self.fault(key, _("“%(key)s” must be a single text.") % {"key": key})
        if "\0" in node.value:
            raise self.fault(key, _("“%(key)s” contains a NUL character; remove it.") % {"key": key})
        value = cleaned(node.value).strip()
        return value or self._default(key, "" if default is not MISSING else MISSING)

    def _check_zone(self, key: str, name: str) -> None:
        try:
            time.validate_zone(name)
        except ValidationError as error:
            raise self.fault(key, error.messages[0]) from error

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

    def _default(self, key: str, default: Any) -> Any:
        if default is MISSING:
            raise self._absent(key)
        return default

    def _absent(self, key: str) -> DataError:
        return DataError(self.path, self.line, _("“%(key)s” is missing.") % {"key": key})
