"""What a Word form holds, going out and coming back. Knows nothing of Django.

The value of a place is a text; of a choice, the list of the keys chosen; of a table, the list of its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from documents.faults import Fault

from .tags import Identity, Seen

NUMBER = "#"  # the column that says which row each is; the key of no column that is asked for
NARROW = 4  # the width of a column for a number
Choices = tuple[tuple[str, str], ...]  # keys, and what they are called


@dataclass(frozen=True)
class Column:
    """A column of a table; what can be chosen in it, where its cells are lists."""

    key: str
    label: str
    choices: Choices = ()
    width: int = 1  # against those of the others


@dataclass(frozen=True)
class Row:
    """A statement, or a place for a new one: what stands in its columns, by their keys."""

    key: str
    values: Mapping[str, str]
    seen: Seen


@dataclass(frozen=True)
class Item:
    """A part of the form. `kind` is one of QuestionKind, or "head" for the title and the introduction."""

    key: str
    kind: str
    label: str
    said: tuple[str, ...] = ()  # what is explained under it
    value: Any = ""
    seen: Seen = Seen("")
    choices: Choices = ()
    several: bool = False
    columns: tuple[Column, ...] = ()
    heads: Choices = ()  # the rows of a table, where they are given
    rows: tuple[Row, ...] = ()  # of statements


@dataclass(frozen=True)
class Form:
    """The whole; `written_in` is the language of what is written, that of the file stands in `identity`."""

    identity: Identity
    written_in: str
    process: str
    title: str
    party: str
    lines: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Given:
    """What stands in a place of a file that came back; `seen` is None where that was lost."""

    value: Any
    seen: Seen | None


@dataclass
class GivenRow:
    """A row of statements; without a key, or `seen`, where somebody added it."""

    question: str
    values: dict[str, str]
    key: str = ""
    seen: Seen | None = None


@dataclass
class Filled:
    """A file that came back, by the keys of what the form asks now; `unknown` is what it does not ask."""

    identity: Identity
    heads: dict[str, Given] = field(default_factory=dict)
    answers: dict[str, Given] = field(default_factory=dict)
    rows: list[GivenRow] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
