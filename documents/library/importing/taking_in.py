"""What becomes of the documents and files of a list: planned as the page of many files plans it, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.datafiles import DataError, Row, list_in, note
from igsp_portal.foundations.record import audit, records
from meetings.models import AgendaItem, Process

from ... import symbols
from .. import actions, cautions
from ..actions import TakenIn
from ..loading_files import beginning_of, sha256_of, unknown
from ..models import Document, DocumentLink, Relation, Rendition, SymbolAlias, SymbolKey
from ..models.symbols import keys_of
from ..posting import known, looking
from ..posting.plans import Choice, Held, Incoming, Library, Outcome, Plan, plan
from ..posting.pressing import discard
from ..posting.shown import sentence
from ..states import TO_ISSUE, DocumentState
from .entries import Entry, Known, entry, key_without
from .headings import key_of

AT_ONCE = 480  # files that are read before the next are asked for


@dataclass
class Counts:
    """What a list came to."""

    documents: dict[str, int] = field(default_factory=lambda: {"new": 0, "changed": 0, "as they were": 0})
    files: dict[str, int] = field(default_factory=dict)
    issued: int = 0
    warnings: list[DataError] = field(default_factory=list)


@dataclass
class _Sheet:
    """A list as it is taken in: its documents, and by its place each file."""

    process: Process
    by: Any
    entries: list[Entry]
    there: dict[str, Document]  # by key, those of the process before
    files: list[Incoming] = field(default_factory=list)
    choices: dict[int, Choice] = field(default_factory=dict)
    cells: dict[int, tuple[Entry, str, Path]] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)


def take_in(
    content: str,
    path: Path,
    process: Process,
    folder: Path,
    *,
    by: Any,
    refuse: Callable[[], None] = lambda: None,
    dry_run: bool = False,
) -> Counts:
    """Take in a list whose files lie in `folder`; `refuse` raises what undoes it where mistakes have been gathered.

    A file that cannot be stored raises ValidationError, and then nothing of the list is there.
    """
    sheet = _read(list_in(content, path, key_of), process, folder, by)
    _look(sheet)
    found = _planned(sheet)
    _count_files(sheet, found)
    with ExitStack() as undone, ExitStack() as files:
        posted: list[Rendition] = []
        undone.callback(discard, posted)
        if not dry_run:
            refuse()  # before a file is stored
        taken = {} if dry_run else {row.file.place: _taken_in(files, sheet, row.file) for row in found.posted}
        with audit.together():
            documents = _write(sheet)
            refuse()
            if not dry_run:
                _post(sheet, found, documents, taken, posted)
            _issue(sheet, documents, dry_run)
            refuse()
        undone.pop_all()
    return sheet.counts


def _read(rows: Iterable[Row], process: Process, folder: Path, by: Any) -> _Sheet:
    with_dates = list(process.meetings.with_dates())
    meetings = {name: meeting for meeting in with_dates for name in (meeting.key, meeting.name)}
    own = {meeting.pk: meeting for meeting in with_dates}
    items: dict[int, dict[str, AgendaItem]] = {}
    for item in AgendaItem.objects.filter(meeting__process=process):
        items.setdefault(item.meeting_id, {})[item.number] = item
    there = {document.key: document for document in process.documents.all()}
    for document in there.values():
        document.process = process
        document.meeting = own[document.meeting_id] if document.meeting_id else None
    cited = SymbolKey.objects.filter(document__process=process).values_list("key", "document__key")
    library = Known(meetings, items, there, {form: there[key] for form, key in cited})
    entries: list[Entry] = []
    seen: dict[str, str] = {}
    keys: dict[str, str] = {}
    for row in rows:
        with row.record():
            row.first("symbol", seen, symbols.key)
            row.first("key", keys, partial(_key_of, row))
            entries.append(entry(row, library, folder))
    sheet = _Sheet(process, by, entries, there)
    _refuse_taken(sheet)
    _refuse_future(sheet)
    _refuse_unknown(sheet)
    return sheet


def _key_of(row: Row, _given: str) -> str:
    return row.text("key", "") or key_without(row)


def _refuse_future(sheet: _Sheet) -> None:
    """What is still to be issued is awaited: nobody has it before."""
    today = time.today(sheet.process.zone)
    for one in sheet.entries:
        if one.issued_on and one.issued_on > today:
            note(one.row.fault("issued_on", _("This day is still to come; enter it as the planned date of issue.")))


def _refuse_taken(sheet: _Sheet) -> None:
    """One symbol leads to one document in the whole portal."""
    wanted = {key: one for one in sheet.entries for key in keys_of(one.symbol)}
    elsewhere = SymbolKey.objects.filter(key__in=[*wanted]).exclude(document__process=sheet.process)
    for key in elsewhere.values_list("key", flat=True):
        says = _("Another document of the portal bears the symbol “%(symbol)s”.")
        note(wanted[key].row.fault("symbol", says % {"symbol": wanted[key].symbol}))


def _refuse_unknown(sheet: _Sheet) -> None:
    """A document is related to one of the list, of the process, or of the portal."""
    known_keys = {key for one in sheet.entries for key in (one.key, symbols.key(one.symbol))} | set(sheet.there)
    cited = {symbols.key(said) for one in sheet.entries for _kind, said in one.relations}
    known_keys |= set(SymbolKey.objects.filter(key__in=cited).values_list("key", flat=True))
    for one in sheet.entries:
        for kind, said in one.relations:
            if not {said, symbols.key(said)} & known_keys:
                note(unknown(one.row, kind.value, said))


def _look(sheet: _Sheet) -> None:
    """Read the files, each once: one that stands under several languages serves them all."""
    for one in sheet.entries:
        by_path: dict[Path, list[str]] = {}
        for code, path in one.files.items():
            by_path.setdefault(path, []).append(code)
        for path, codes in by_path.items():
            place = len(sheet.files) + 1
            sheet.files.append(Incoming(place, path.name, path.stat().st_size, sha256_of(path)))
            sheet.choices[place] = Choice(None, codes[0], tuple(codes[1:]))
            sheet.cells[place] = (one, f"file_{codes[0]}", path)
    read: list[Incoming] = []
    for first in range(0, len(sheet.files), AT_ONCE):
        some = sheet.files[first : first + AT_ONCE]
        read += looking.read_files([(file, sheet.cells[file.place][2]) for file in some])
    sheet.files = read


def _planned(sheet: _Sheet) -> Plan:
    """What becomes of each file; what is refused is a mistake at the line of its row."""
    concerned = {document.pk for one in sheet.entries if (document := sheet.there.get(one.key))}
    documents = {document.pk: document for document in sheet.there.values()}
    library = Library({}, {})
    current: dict[str, Any] = {}
    shas = [file.sha256 for file in sheet.files]
    held: dict[int, Held] = {}
    for first in range(0, max(len(shas), 1), AT_ONCE):  # SQLite takes so many at a time
        library = known.library(documents, [], shas[first : first + AT_ONCE], None)
        current |= library.current
    ids = sorted(concerned)
    for first in range(0, len(ids), AT_ONCE):
        held |= dict(known.library(documents, ids[first : first + AT_ONCE], [], None).documents)
    numbers = {id(one): _number(sheet, one, held, -place) for place, one in enumerate(sheet.entries, 1)}
    choices = {
        place: Choice(numbers[id(sheet.cells[place][0])], choice.language, choice.also)
        for place, choice in sheet.choices.items()
    }
    found = plan(sheet.files, choices, Library(held, current))
    for row in found.rows:
        one, cell, path = sheet.cells[row.file.place]
        if row.outcome == Outcome.REFUSED and row.why:
            note(one.row.fault(cell, f"{path.name}: {sentence(row.why)}"))
        sheet.counts.warnings += [one.row.fault(cell, f"{path.name}: {sentence(says)}") for says in row.warnings]
    return found


def _number(sheet: _Sheet, one: Entry, held: dict[int, Held], new: int) -> int:
    """The id of the document of an entry; of one that is still to be made, a number of its own."""
    if there := sheet.there.get(one.key):
        return there.pk
    held[new] = Held(new, one.symbol or one.key, one.symbol, cautions=partial(_cautions, sheet, one))
    return new


def _cautions(sheet: _Sheet, one: Entry, words: int | None) -> list[str]:
    """What there is to warn of before the file of a new document is posted; of one issued long ago, nothing."""
    return [] if one.issued_on else cautions.of_new_file(Document(process=sheet.process, **one.values), words)


def _taken_in(files: ExitStack, sheet: _Sheet, file: Incoming) -> TakenIn:
    """A file on its way into the library. One that lies there already is not kept open: there may be thousands."""
    one, cell, path = sheet.cells[file.place]
    with path.open("rb") as opened:
        taken = files.enter_context(actions.taken_in(opened, path.name, read_before=(file.pages,)))
    if taken.there.part:
        taken.there.close()
    return taken


def _write(sheet: _Sheet) -> dict[str, Document]:
    """The documents of the list by their keys, written with what belongs to them; relations come last."""
    documents: dict[str, Document] = {}
    for one in sheet.entries:
        with one.row.record():
            documents[one.key] = _put(sheet, one)
    _relate(sheet, documents)
    return documents


def _put(sheet: _Sheet, one: Entry) -> Document:
    there = sheet.there.get(one.key)
    if there is None:
        state = DocumentState.ISSUED if one.issued_on else DocumentState.PLANNED
        made = Document(process=sheet.process, key=one.key, state=state, issued_on=one.issued_on, **one.values)
        document = records.create(made, by=sheet.by, verb="loaded")
        sheet.counts.documents["new"] += 1
    else:
        document = there
        changed = actions.change(document, by=sheet.by, values=one.values)
        sheet.counts.documents["changed" if changed else "as they were"] += 1
    for alias in one.aliases:
        records.put(SymbolAlias, by=sheet.by, find={"document": document, "symbol": alias}, values={})
    for code, url in one.links.items():
        records.put(DocumentLink, by=sheet.by, find={"document": document, "language": code}, values={"url": url})
    if missing := [item for item in one.items if there is None or item not in set(document.agenda_items.all())]:
        with audit.recorded("changed", document, by=sheet.by, added=", ".join(map(str, missing))):
            document.agenda_items.add(*missing)
    return document


def _relate(sheet: _Sheet, documents: dict[str, Document]) -> None:
    for one in sheet.entries:
        for kind, cited in one.relations:
            with one.row.record():
                to = _cited(sheet, cited, documents)
                if to is None:
                    raise unknown(one.row, kind.value, cited)
                find = {"document": documents[one.key], "kind": kind, "to": to}
                records.put(Relation, by=sheet.by, find=find, values={})


def _cited(sheet: _Sheet, cited: str, documents: dict[str, Document]) -> Document | None:
    if found := documents.get(cited) or sheet.there.get(cited):
        return found
    row = SymbolKey.objects.filter(key=symbols.key(cited)).select_related("document__process").first()
    return row.document if row else None


def _post(
    sheet: _Sheet, found: Plan, documents: dict[str, Document], taken: dict[int, TakenIn], posted: list[Rendition]
) -> None:
    for row in found.posted:
        one, _cell, path = sheet.cells[row.file.place]
        document = documents.get(one.key)
        if document is None:
            continue  # its row was wrong
        try:
            posted.append(
                actions.post_taken_in(
                    document,
                    taken[row.file.place],
                    language=row.choice.language,
                    also_in=row.choice.also,
                    by=sheet.by,
                    released=beginning_of(one.issued_on, sheet.process),
                )
            )
        except ValidationError as error:
            raise ValidationError(f"{path.name}: {' '.join(error.messages)}") from error


def _count_files(sheet: _Sheet, found: Plan) -> None:
    sheet.counts.files = {outcome.value: count for outcome, count in found.counts.items()}


def _issue(sheet: _Sheet, documents: dict[str, Document], dry_run: bool) -> None:
    """Issue the documents that were awaited before and have a day now: the list records what was done.

    What people have withdrawn since is reissued by people.
    """
    for one in sheet.entries:
        document = documents.get(one.key)
        if not (one.issued_on and document and document.state in TO_ISSUE):
            continue
        sheet.counts.issued += 1
        if not dry_run or not one.files:
            with one.row.record():
                actions.issue(document, by=sheet.by, on=one.issued_on, exception=True)
