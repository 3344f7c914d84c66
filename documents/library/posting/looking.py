"""What is in the files that wait: type, pages, and what stands at the head. So many are read for each request.

The page that shows them says how many have been read and asks for the next, so that no request takes long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from igsp_portal.foundations.files import filetypes, readers, received
from igsp_portal.foundations.files.filetypes import FileType
from igsp_portal.foundations.language import hearing

from ... import symbols
from ...filenames import Named, find, read
from ...symbols import parse
from ..actions import POSTABLE
from .known import Shelves
from .plans import Choice, Incoming
from .waiting import Waiting

AT_ONCE = 24  # files that one request reads
HEARD = 3_000  # signs of the head by which the language is told
MOST_PRINTED = 3
# A symbol as it stands by itself in the head of a document: in capitals, with a slash, ended by a number.
_PRINTED = re.compile(r"(?<![\w/.])[A-Z][A-Za-z.()]{0,15}(?:/[A-Za-z0-9.()-]{1,20}){1,9}\*{0,3}(?![\w/])")
_FIRST_SIGNS = 1200  # of the head, where the masthead stands


def look(waiting: Waiting) -> int:
    """Read the next files that have not been read; returns how many are left."""
    unread = [file for file in waiting.files if not file.looked]
    now = unread[:AT_ONCE]
    if not now:
        return 0
    for file in read_files([(file, waiting.path(file)) for file in now]):
        waiting.put(file)
    waiting.keep()
    return len(unread) - len(now)


def read_files(files: Sequence[tuple[Incoming, Path]]) -> list[Incoming]:
    """Files with what was found in them, each where it lies: the language too, and symbols that stand at its head."""
    read = look_into(files)
    spoken = hearing.heard([head[:HEARD] for _file, head in read])
    return [
        replace(file, looked=True, heard=language, printed=printed(head))
        for (file, head), language in zip(read, spoken, strict=True)
    ]


def look_into(files: Sequence[tuple[Incoming, Path]]) -> list[tuple[Incoming, str]]:
    """Files with their types and pages, or why they are refused, and the words that stand at the head of each."""
    told = [_told(file, path) for file, path in files]
    types = [file_type for _file, file_type in told if file_type]
    paths = [path for (_file, path), (_told_of, file_type) in zip(files, told, strict=True) if file_type]
    found = iter(readers.read_all([(path, filetypes.READ_AS[t]) for path, t in zip(paths, types, strict=True)]))
    return [_found(file, file_type, next(found)) if file_type else (file, "") for file, file_type in told]


def _told(file: Incoming, path: Path) -> tuple[Incoming, FileType | None]:
    """The type that a file claims by its first bytes and its name."""
    try:
        with path.open("rb") as opened:
            head, limit = received.head(opened), settings.POSTING_LIMIT_BYTES
        return file, filetypes.claimed(head, file.path, size=file.size, limit=limit, allowed=POSTABLE)
    except filetypes.FileRefused as refusal:
        return replace(file, refused=str(refusal)), None


def _found(file: Incoming, file_type: FileType, found: dict[str, Any]) -> tuple[Incoming, str]:
    """A file with what its reader says of it, and the words at its head."""
    try:
        pages = filetypes.pages_of(found, file_type)
    except filetypes.FileRefused as refusal:
        return replace(file, refused=str(refusal)), ""
    told = replace(file, format=file_type.ending, pages=pages, words=found.get("words"))
    return told, found.get("head", "")


def printed(head: str) -> tuple[str, ...]:
    """The symbols that stand in the masthead, in their order."""
    found: dict[str, str] = {}
    for piece in _PRINTED.findall(head[:_FIRST_SIGNS]):
        try:
            symbol = symbols.parse(piece.rstrip(".-("))
        except symbols.SymbolError:
            continue
        found.setdefault(symbol.key, str(symbol))
    return tuple(found.values())[:MOST_PRINTED]


def proposed(file: Incoming, shelves: Shelves) -> tuple[Choice, tuple[int, ...], bool]:
    """What a file is, the documents it may be, and whether its name says so.

    Where the name says none, these are the documents whose symbols are printed in it; one alone is what it is.
    """
    named = read(file.path)
    found = find(named, shelves.shelf)
    candidates = found.documents or tuple(pk for one in file.printed if (pk := shelves.typed(one)))
    said = found.languages if found.candidates else named.best.languages
    if named.contradicted:
        said = ()
    language, also = (said[0], said[1:]) if said else ("", ())
    document = found.documents[0] if found.sure else None
    if not found.candidates:
        document = _printed_alone(file, named, candidates, shelves)
    return Choice(document, language, tuple(also)), candidates, bool(found.candidates)


def _printed_alone(file: Incoming, named: Named, candidates: tuple[int, ...], shelves: Shelves) -> int | None:
    """The one document whose symbol is printed in a file, at the head of all that are; None where the name itself
    may be a symbol of the process, or where no symbol is, or those of several documents are printed.
    """
    process = shelves.process
    said = (parse(one).series for reading in named.readings for one in reading.symbols(process.series))
    if not file.printed or len(set(candidates)) != 1 or {process.series, *process.series_aliases} & {*said}:
        return None
    return candidates[0] if shelves.typed(file.printed[0]) == candidates[0] else None
