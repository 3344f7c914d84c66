"""What can be searched: each source says what it has, who may see it, and how it is shown.

An app above registers its own, in its AppConfig.ready, in `SOURCES`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from igsp_portal.models import Event


@dataclass(frozen=True)
class Written:
    """An entry to be made: its columns, and the words under which it is found."""

    entry: Any  # models.Entry, not yet saved
    words: list[str]

    @property
    def sha256(self) -> str:
        """Over all that is indexed and shown of it."""
        said = (self.entry.title, self.entry.text, " ".join(self.words))
        return hashlib.sha256("\0".join(said).encode()).hexdigest()


@dataclass
class Shown:
    """How one thing that was found is headed; the places in it follow."""

    url: str
    title: str
    symbol: str = ""
    kind: str = ""
    meta: list[str] = field(default_factory=list)
    language: str = ""  # of the title, where that is not the reader's


@dataclass(frozen=True)
class Source:
    """One kind of things that can be found. Rows are known by their ids."""

    name: str
    touched: Callable[[Event], Iterable[int]]  # the rows that what is recorded may have changed
    every: Callable[[], Iterable[int]]  # all rows, in the order of their days
    written: Callable[[Sequence[int]], Iterable[Written]]  # what there is to find of these rows
    visible: Callable[[Any], Q]  # which entries of this source a person may see
    shown: Callable[[Sequence[int], Any], dict[int, Shown]]  # how rows that were found are headed, for this person
    address: Callable[[Any, Any], str]  # where an entry's very place is, of a row shown so
    kinds: Mapping[str, Any]  # what its kinds are called
    as_text: Callable[[Any], str] = lambda entry: ""  # where the place of an entry that is in a file is read as text


SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let this be searched as well."""
    SOURCES[source.name] = source
