"""What a document of a data folder has besides itself: relations to others, its files, and where others are kept.

A file lies in `files/` under the name that the librarians' rule gives it (`UNEP_GC.23_6_Add.1-AR.pdf`, without a
symbol by its key), and is found there; `files:` in documents.yaml names what has any other name or history.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igsp_portal.foundations import time
from igsp_portal.foundations.datafiles import DataError, Row, gathering, note
from igsp_portal.foundations.language.languages import CODES, LANGUAGES, in_order
from igsp_portal.foundations.record import records
from meetings.models import Process

from .. import filenames, symbols
from . import actions
from .models import Document, DocumentLink, Relation, Rendition
from .posting import looking
from .posting.plans import Incoming
from .states import FileFormat, RelationKind

FOLDER = "files"
NO_FILE = gettext_lazy("There is no such file in the folder “files”.")
_BY_SUFFIX = {language.suffix: code for code, language in LANGUAGES.items()}
_RULE = re.compile(rf"(.+?)((?:-(?:{'|'.join(_BY_SUFFIX)}))+)\.(?:{'|'.join(FileFormat)})", re.IGNORECASE)
OF_A_DOCUMENT = (
    "files",
    "issue_dates",
    "links",
    *(kind.value for kind in RelationKind),
)  # keys of documents.yaml read here


@dataclass(frozen=True)
class Given:
    """One file of a document, as the folder gives it."""

    row: Row
    key: str  # of the row, to which a fault belongs
    path: Path
    language: str
    also_in: tuple[str, ...] = ()
    issued_on: dt.date | None = None
    taken_back: str = ""  # why; "" for one that stands

    @cached_property
    def sha256(self) -> str:
        return sha256_of(self.path)


def sha256_of(path: Path) -> str:
    """The checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def beginning_of(day: dt.date | None, process: Process) -> dt.datetime | None:
    """The beginning of the day on which a file was issued, where its process is at home."""
    return dt.datetime.combine(day, dt.time(), time.named_zone(process.zone)) if day else None


def unknown(row: Row, name: str, cited: str) -> DataError:
    """The fault of a relation to a document that there is not."""
    fault = _("“%(document)s” is neither the symbol nor the key of a document.")
    return row.fault(name, fault % {"document": cited})


def load_relations(rows: Iterable[tuple[Row, Document]], process: Process, *, by: Any) -> None:
    """What each document replaces, adds to and corrects, by symbol or by key; all documents are there by now."""
    for row, document in rows:
        with row.record():
            found = [(kind, to) for kind in RelationKind for to in _others(row, kind.value, process)]
            row.leave_if_wrong()
            for kind, to in found:
                records.put(Relation, by=by, find={"document": document, "kind": kind, "to": to}, values={})


def _others(row: Row, name: str, process: Process) -> list[Document]:
    found = []
    for cited in row.texts(name):
        if document := _named(cited, process):
            found.append(document)
        else:
            note(unknown(row, name, cited))
    return found


def _named(cited: str, process: Process) -> Document | None:
    """The document of this key in the process, or of this symbol in the portal."""
    if own := process.documents.filter(key=cited).first():
        return own
    try:
        return Document.objects.by_symbol(cited).first()
    except symbols.SymbolError:
        return None


def load_links(rows: Iterable[tuple[Row, Document]], *, by: Any) -> None:
    """Where a document is kept in languages of which no file is here."""
    for row, document in rows:
        if not row.has("links"):
            continue
        with row.record():
            given = row.row("links")
            addresses = {code: given.text(code) for code in CODES if given.has(code)}
            given.done()
            for language, url in addresses.items():
                with given.refusals():
                    find = {"document": document, "language": language}
                    records.put(DocumentLink, by=by, find=find, values={"url": url})


def load_files(folder: Path, rows: list[Row], loaded: Iterable[tuple[Row, Document]], *, by: Any) -> None:
    """Post the files of each document that it does not have yet, in the order in which they were issued.

    Where a row could not be loaded, or none could be read, nobody knows whose the files are that no other row has:
    none is named.
    """
    there = _lying_in(folder / FOLDER)
    by_stem = _by_stem(there)
    claimed: set[Path] = set()
    loaded = list(loaded)
    to_post: list[tuple[Row, Document, list[Given]]] = []
    for row, document in loaded:
        with row.record():
            given = [*_given(row, folder / FOLDER), *_by_rule(row, document, by_stem)]
            claimed |= {one.path for one in given}
            _refuse_unreadable(one for one in given if one.path.name in there)
            row.leave_if_wrong()
            to_post.append((row, document, _not_on_record(document, given)))
    found = _read([one.path for _row, _document, given in to_post for one in given])
    for row, document, given in to_post:
        with row.record():
            for one in given:
                _post(document, one, found[one.path], by=by)
    mistakes = gathering()
    if len(loaded) < len(rows) or (mistakes and mistakes.is_damaged(folder / "documents.yaml")):
        return
    for path in sorted(set(there.values()) - claimed):
        note(DataError(path, 0, _("No document of documents.yaml has this file; the file's name is its symbol’s.")))


def _read(paths: list[Path]) -> dict[Path, Incoming]:
    """What is in the files, all read in one go."""
    files = [(Incoming(place, path.name, path.stat().st_size), path) for place, path in enumerate(dict.fromkeys(paths))]
    read = looking.look_into(files)
    return {path: file for (_file, path), (file, _head) in zip(files, read, strict=True)}


def _lying_in(files: Path) -> dict[str, Path]:
    """The files of the folder by their names, without hidden ones and what is there for people."""
    if not files.is_dir():
        return {}
    return {p.name: p for p in sorted(files.iterdir()) if not p.name.lower().startswith((".", "readme"))}


def _given(row: Row, files: Path) -> Iterator[Given]:
    """The files that documents.yaml names."""
    for one in row.rows("files"):
        name = one.text("file")
        path = files / name
        if name and (path.parent != files or not path.is_file()):
            note(one.fault("file", str(NO_FILE)))
        yield Given(
            row=one,
            key="file",
            path=path,
            language=one.language("language"),
            also_in=tuple(one.languages("also_in")),
            issued_on=one.date("issued_on", None),
            taken_back=one.text("taken_back", ""),
        )
        one.done()


def _by_stem(there: dict[str, Path]) -> dict[str, list[tuple[list[str], Path]]]:
    """The files by what stands before the languages in their names, each with these: X-EN.pdf, or x-en-fr.PDF."""
    found: dict[str, list[tuple[list[str], Path]]] = {}
    for name, path in there.items():
        if match := _RULE.fullmatch(name):
            codes = in_order(_BY_SUFFIX[suffix] for suffix in match[2].upper().split("-")[1:])
            found.setdefault(match[1].lower(), []).append((codes, path))
    return found


def _by_rule(row: Row, document: Document, by_stem: dict[str, list[tuple[list[str], Path]]]) -> Iterator[Given]:
    """The files that the rule names, each issued on the day that its language has, or its document."""
    days = _issue_dates(row)
    for (language, *also), path in by_stem.get(filenames.stem(document.symbol or document.key).lower(), ()):
        yield Given(row, "key", path, language, tuple(also), issued_on=days.get(language))


def _refuse_unreadable(given: Iterable[Given]) -> None:
    """A folder, a link that leads nowhere, and what may not be read."""
    for one in given:
        try:
            if one.path.is_file():
                sha256_of(one.path)
            else:
                note(one.row.fault(one.key, f"{one.path.name}: {NO_FILE}"))
        except OSError as error:
            why = _("The file cannot be read: %(why)s") % {"why": error.strerror}
            note(one.row.fault(one.key, f"{one.path.name}: {why}"))


def _issue_dates(row: Row) -> dict[str, dt.date]:
    if not row.has("issue_dates"):
        return {}
    given = row.row("issue_dates")
    days = {code: given.date(code) for code in CODES if given.has(code)}
    given.done()
    return days


def _not_on_record(document: Document, given: list[Given]) -> list[Given]:
    """What is to be posted, the earliest first; a file found again is left as it is, also where it was superseded."""
    recorded = set(document.renditions.values_list("sha256", flat=True))
    in_order = sorted(given, key=lambda one: one.issued_on or document.issued_on or dt.date.max)
    return [one for one in in_order if one.sha256 not in recorded]


def _post(document: Document, one: Given, found: Incoming, *, by: Any) -> None:
    try:
        if found.refused:
            raise ValidationError(found.refused)
        rendition = _posted(document, one, found, by=by)
        if one.taken_back:
            actions.take_back_file(rendition, because=one.taken_back, by=by)
    except ValidationError as error:
        note(one.row.fault(one.key, f"{one.path.name}: {' '.join(error.messages)}"))


def _posted(document: Document, one: Given, found: Incoming, *, by: Any) -> Rendition:
    released = beginning_of(one.issued_on or document.issued_on, document.process)
    later = one.issued_on is not None and one.issued_on != document.issued_on and document.is_issued
    held = released if later and released and released > time.now() else None  # nobody has it before
    with (
        one.path.open("rb") as file,
        actions.taken_in(file, one.path.name, read_before=(found.pages,)) as taken,
    ):
        return actions.post_taken_in(
            document, taken, language=one.language, also_in=one.also_in, by=by, released=released, release_at=held
        )
