"""A library of as many documents as wanted, each issued in six languages with the words of its files, made in bulk."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import vocabulary

A_SESSION = 250  # documents of one session
PAGES = 1  # of each file
WORDS = 150  # of each page
FILES = 6  # of each document
AT_ONCE = 250
PROCESS = "shelves"
BEGAN = dt.date(2001, 1, 1)


def session_key(number: int) -> str:
    """The key of one of the sessions."""
    return f"shelf-{number}"


def symbol(number: int) -> str:
    """The symbol of one of the documents, which are counted from 1."""
    session, place = divmod(number - 1, A_SESSION)
    return f"UNEP/SHELF/{session + 1}/{place + 1}"


@dataclass
class Indexed:
    """How many files were indexed, in how many seconds."""

    files: int = 0
    seconds: float = 0


def fill(count: int) -> Indexed:
    """Give the library documents until it has `count` of these, and index the words of each as the worker does."""
    from documents.models import Document
    from documents.search import indexing
    from documents.search.sources import SOURCES

    there = Document.objects.filter(key__startswith="shelf-").count()
    done = Indexed()
    for first in range(there + 1, count + 1, AT_ONCE):
        made = _documents(range(first, min(first + AT_ONCE, count + 1)))
        began = time.perf_counter()
        for start in range(0, len(made), indexing.AT_ONCE):
            indexing.put(SOURCES["document"], made[start : start + indexing.AT_ONCE])
        done.seconds += time.perf_counter() - began
        done.files += len(made) * FILES
    return done


def _documents(numbers: range) -> list[int]:
    from documents.models import Document, PageText, Rendition, SymbolKey
    from igsp_portal.foundations.language.languages import CODES
    from igsp_portal.foundations.record import audit
    from meetings.models import Process

    with audit.recorded("benchmark.filled", by="benchmark") as event:
        values = {"name": "Shelves", "series": "UNEP/SHELF", "zone": "UTC", "is_public": True}
        process, _new = Process.objects.get_or_create(slug=PROCESS, defaults=values)
        event.about_thing = process
        sessions = {number: _session(process, number) for number in {(one - 1) // A_SESSION + 1 for one in numbers}}
        papers = [
            document(process, sessions[(number - 1) // A_SESSION + 1], number, symbol(number)) for number in numbers
        ]
        made = Document.objects.bulk_create(papers, batch_size=100)
        SymbolKey.objects.bulk_create((SymbolKey.of(one, key) for one in made for key in one.own_keys), batch_size=200)
        files = [_file(one, number, code) for number, one in zip(numbers, made, strict=True) for code in CODES]
        Rendition.objects.bulk_create(files, batch_size=60)
        pages = (page for number in numbers for page in _pages(number))
        PageText.objects.bulk_create(pages, batch_size=300)
    return [one.pk for one in made]


def _session(process: Any, number: int) -> Any:
    from meetings.models import Meeting, MeetingDates

    name = f"Session {number} of the shelves"
    values = {"kind": "session", "name": name, "order": 1000 + number, "zone": "UTC"}
    meeting, new = Meeting.objects.get_or_create(process=process, key=session_key(number), defaults=values)
    if new:
        day = _day(number * A_SESSION)
        MeetingDates.objects.create(meeting=meeting, basis="announced", starts_on=day, ends_on=day)
    return meeting


def _day(number: int) -> dt.date:
    return BEGAN + dt.timedelta(days=number // 10)


def document(process: Any, meeting: Any, number: int, symbol: str) -> Any:
    """A document that is issued, not yet saved."""
    from documents.models import Document
    from igsp_portal.foundations.language.languages import CODES

    titles = {code: vocabulary.page(code, -number, 6) for code in CODES}
    made = Document(
        process=process,
        meeting=meeting,
        key=f"{meeting.key.partition('-')[0]}-{number}",
        symbol=symbol,
        kind="working",
        state="issued",
        issued_on=_day(number),
        **{f"title_{code.replace('-', '_')}": title for code, title in titles.items()},
    )
    made.title = titles["en"]
    made.know_symbol()
    return made


def _words_of(number: int, language: str) -> bytes:
    """All that stands in one of the files."""
    return f"shelf {number} {language}".encode()


def sha256(number: int, language: str) -> str:
    """By what one of the files is known."""
    return hashlib.sha256(_words_of(number, language)).hexdigest()


def file_of(document: Any, language: str, sha256: str, size: int) -> Any:
    """A file of a document, released and not yet saved."""
    from documents.models import Rendition
    from igsp_portal.foundations import time

    return Rendition(
        document=document,
        language=language,
        format="pdf",
        file=f"renditions/{sha256[:2]}/{sha256}.pdf",
        sha256=sha256,
        size=size,
        pages=PAGES,
        words=PAGES * WORDS,
        posted_at=time.now(),
        released_at=time.now(),
    )


def _file(document: Any, number: int, language: str) -> Any:
    """A small file, which lies in the store where it is of the first session."""
    data = _words_of(number, language)
    file = file_of(document, language, sha256(number, language), len(data))
    if number <= A_SESSION:
        store(file, data)
    return file


def store(file: Any, data: bytes) -> None:
    """Lay the bytes of a file where it is looked for."""
    path = Path(file.file.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _pages(number: int) -> Iterator[Any]:
    from documents.models import PageText
    from igsp_portal.foundations.language.languages import CODES

    for code in CODES:
        for page in range(1, PAGES + 1):
            words = vocabulary.page(code, number * PAGES + page, WORDS)
            yield PageText(sha256=sha256(number, code), number=page, words=words)
