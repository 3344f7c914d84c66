"""Mistakes in data files: the first one stops its reader, unless all of a folder's are gathered.

While they are gathered, a reader notes a mistake, goes on with something of the right kind in its place, and
writes nothing of the record in which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any


class DataError(Exception):
    """Something in a data file that cannot be loaded: `file:line: what, and what to do` (line 0: the whole file).

    `names` is what a reference names in vain.
    """

    def __init__(self, path: Path, line: int, message: str, *, names: str = "") -> None:
        self.path, self.line, self.message, self.names = path, line, message, names
        super().__init__(self.told(path.parent.parent))

    def told(self, above: Path) -> str:
        """The mistake with the path of its file from the folder `above`."""
        where = self.path.relative_to(above).as_posix()
        return f"{where}:{self.line}: {self.message}" if self.line else f"{where}: {self.message}"


class Mistakes:
    """The mistakes found so far in the files of a folder, and hints at what is odd though it can be loaded."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.unnamed: list[Any] = []  # what was loaded or made before and no file names
        self.found: list[DataError] = []
        self.hints: list[DataError] = []
        self._echoes: list[DataError] = []
        self._damaged: set[Path] = set()

    @property
    def count(self) -> int:
        """How many were noted, with those that are mere echoes of others: a record in which this grew is wrong."""
        return len(self.found) + len(self._echoes)

    def note(self, mistake: DataError, *, damaged: Path | None = None) -> None:
        """Keep `mistake`; `damaged` is a file of which nothing can be read."""
        echo = mistake.path in self._damaged or (mistake.names and self._may_be_there(mistake.names))
        (self._echoes if echo else self.found).append(mistake)
        if damaged:
            self._damaged.add(damaged)

    def is_damaged(self, path: Path) -> bool:
        """Whether nothing could be read of a file."""
        return path in self._damaged

    def in_order(self, mistakes: list[DataError]) -> list[str]:
        """Each once (some files are read twice), by file and line."""
        in_order = sorted(mistakes, key=lambda m: (m.path, m.line))
        return list(dict.fromkeys(m.told(self._folder.parent) if self._folder else str(m) for m in in_order))

    def _may_be_there(self, name: str) -> bool:
        """Whether a file of which something was left out gives a thing that name: corrected, it may be found.

        A text has the name of its folder, in which those of its earlier versions stand.
        """
        given = re.compile(rf"^(?:.*\b(?:key|number|symbol):\s*)?[\"']?{re.escape(name)}[\"']?\s*(?:[,}}#]|$)", re.M)
        wrong = {mistake.path for mistake in (*self.found, *self._echoes)}
        folders = {folder for path in wrong for folder in (path.parent.name, path.parent.parent.name)}
        return name in folders or any(
            not path.is_file() or given.search(path.read_text("utf-8", "replace")) for path in wrong
        )


_gathering: ContextVar[Mistakes | None] = ContextVar("mistakes", default=None)


@contextmanager
def gathered(folder: Path | None = None) -> Iterator[Mistakes]:
    """Note the mistakes that are made inside. Whoever asks for this writes nothing when there are any.

    Files are named by their place in `folder`, where one is given.
    """
    mistakes = Mistakes(folder)
    token = _gathering.set(mistakes)
    try:
        yield mistakes
    finally:
        _gathering.reset(token)


def gathering() -> Mistakes | None:
    """Where mistakes are being gathered; None where the first is raised."""
    return _gathering.get()


def note(mistake: DataError, *, damaged: Path | None = None) -> None:
    """Note `mistake` where mistakes are gathered; raise it where they are not."""
    mistakes = gathering()
    if mistakes is None:
        raise mistake
    mistakes.note(mistake, damaged=damaged)


def unnamed(things: Iterable[Any], keys: Collection[str] = ()) -> None:
    """Note those of the things whose key is none of these, which their file gives; all of them, where none is given."""
    if mistakes := gathering():
        mistakes.unnamed += [thing for thing in things if not keys or thing.key not in keys]


def named(things: Collection[Any]) -> None:
    """Take back that these are named by no file: they came of what another file gives."""
    if mistakes := gathering():
        mistakes.unnamed = [thing for thing in mistakes.unnamed if thing not in things]


@contextmanager
def noted(*, damaged: Path | None = None) -> Iterator[None]:
    """Note a DataError that is raised inside, and go on after the block."""
    try:
        yield
    except LeftOut:
        pass
    except DataError as error:
        note(error, damaged=damaged)


class LeftOut(DataError):
    """A record is left here: its mistakes are noted already."""
