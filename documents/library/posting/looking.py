"""What is in the files that wait: type, pages, and what stands at the head. So many are read for each request.

The page that shows them says how many have been read and asks for the next, so that no request takes long.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from django.conf import settings
from django.utils.translation import get_language, override

from igsp_portal.foundations.files import filetypes, heading, received
from igsp_portal.foundations.language import hearing

from ... import symbols
from ...filenames import find, read
from ..actions import POSTABLE
from .known import Shelves
from .plans import Choice, Incoming
from .waiting import Waiting

AT_ONCE = 24  # files that one request reads
BESIDE = 2  # of which so many at the same time
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
    language = get_language()
    with ThreadPoolExecutor(BESIDE) as readers:
        found = list(readers.map(lambda file: _looked(waiting, file, language), now))
    spoken = hearing.heard([head for _file, head in found])
    for (file, head), language_heard in zip(found, spoken, strict=True):
        waiting.put(replace(file, looked=True, heard=language_heard, printed=printed(head)))
    waiting.keep()
    return len(unread) - len(now)


def _looked(waiting: Waiting, file: Incoming, language: str | None) -> tuple[Incoming, str]:
    """A file with what its reader says of it, and the words at its head. It is read as whoever posts it reads."""
    path = waiting.path(file)
    with override(language):
        try:
            limit = settings.POSTING_LIMIT_BYTES
            with path.open("rb") as opened:
                head = received.head(opened)
                file_type = filetypes.claimed(head, file.path, size=file.size, limit=limit, allowed=POSTABLE)
                opened.seek(0)
                pages = filetypes.read(opened, file_type)
        except filetypes.FileRefused as refusal:
            return replace(file, refused=str(refusal)), ""
    return replace(file, format=file_type.ending, pages=pages), heading.head(path, file_type.ending)


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


def proposed(file: Incoming, shelves: Shelves) -> tuple[Choice, tuple[int, ...]]:
    """What a file is by its name, and the documents it may be; where the name says none, those printed in it."""
    named = read(file.path)
    found = find(named, shelves.shelf)
    candidates = found.documents or tuple(pk for one in file.printed if (pk := shelves.typed(one)))
    said = found.languages if found.candidates else named.best.languages
    if named.contradicted:
        said = ()
    language, also = (said[0], said[1:]) if said else ("", ())
    return Choice(found.documents[0] if found.sure else None, language, tuple(also)), candidates
