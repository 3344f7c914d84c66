"""Structured texts from a process's data folder: texts/<key>/text.yaml and one file of wordings a language.

The structure is given once, the words by block key in each language, so that every language version has the
same paragraphs. A released version is frozen: other words need a new version number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations import records, time
from igsp_portal.foundations.datafiles import DataError, Row, in_columns, read
from igsp_portal.foundations.languages import CODES
from meetings.models import Process

from . import numbering, text_actions, wordings
from .faults import Fault
from .models import Document, Text, TextVersion
from .numbering import Labels, NumberingError
from .states import BlockKind, HeadingScheme
from .text_actions import Draft, PlannedBlock

LANGUAGES = {code: code for code in CODES}


@dataclass(frozen=True)
class _Source:
    """The files of one text: rows with their lines, for complaints, and what they say."""

    folder: Path
    row: Row
    version: Row
    block_rows: Mapping[str, Row]
    language_rows: Mapping[str, Row]
    draft: Draft


def load_texts(folder: Path, process: Process, by: Any) -> None:
    """Load the texts of `folder` and link them to their documents, which are there already.

    The versions of texts whose documents are issued are released. Loading again changes what differs; a
    released version that differs is refused. Raises DataError, naming file and line.
    """
    documents = _documents_by_text(folder, process)
    for path in sorted((folder / "texts").glob("*/text.yaml")):
        _load_text(_read(path), process, documents, by=by)
    _refuse_unknown(folder, documents, process)


def _documents_by_text(folder: Path, process: Process) -> dict[str, tuple[Row, Document]]:
    """Which document each text is issued as, by the key of the text."""
    if not (folder / "documents.yaml").exists():
        return {}
    known = {document.key: document for document in process.documents.select_related("text")}
    by_symbol = {document.symbol: document for document in known.values()}
    found: dict[str, tuple[Row, Document]] = {}
    for row in read(folder / "documents.yaml").rows("documents"):
        if not row.has("text"):
            continue
        table, key = (known, "key") if row.has("key") else (by_symbol, "symbol")
        text = row.text("text")
        if text in found:
            raise row.fault("text", _("Two documents name the text “%(text)s”.") % {"text": text})
        found[text] = (row, row.reference(key, table))
    return found


def _refuse_unknown(folder: Path, documents: Mapping[str, tuple[Row, Document]], process: Process) -> None:
    loaded = {text.key: text for text in process.texts.all()}
    for row, _document in documents.values():
        row.reference("text", loaded)


# Reading


def _read(path: Path) -> _Source:
    row = read(path)
    if row.text("key") != path.parent.name:
        raise row.fault("key", _("The key of a text is the name of its folder, %(name)s.") % {"name": path.parent.name})
    block_rows: dict[str, Row] = {}
    planned = [_block(block, block_rows) for block in row.rows("blocks")]
    if not planned:
        raise row.fault("blocks", _("A text has at least one block."))
    language_rows = _language_files(path, row)
    source = _Source(
        folder=path.parent,
        row=row,
        version=row.row("version"),
        block_rows=block_rows,
        language_rows=language_rows,
        draft=Draft(planned, {code: _words(found, block_rows) for code, found in language_rows.items()}),
    )
    _check_marks(source)
    return source


def _block(row: Row, rows: dict[str, Row]) -> PlannedBlock:
    kind = row.choice("kind", BlockKind)
    key = row.text("key")
    if key in rows:
        raise row.fault("key", _("There are two blocks “%(key)s”.") % {"key": key})
    rows[key] = row
    block = PlannedBlock(key, str(kind), row.number("level", 1), row.number("alternative", 0))
    row.done()
    return block


def _language_files(path: Path, row: Row) -> dict[str, Row]:
    original = row.reference("original_language", LANGUAGES)
    files: dict[str, Row] = {}
    for file in sorted(path.parent.glob("*.yaml")):
        if file.name == path.name:
            continue
        if file.stem not in LANGUAGES:
            known = ", ".join(CODES)
            raise DataError(file, 0, _("A file of wordings is named by its language: %(known)s.") % {"known": known})
        files[file.stem] = read(file)
    if original not in files:
        wanted = f"{original}.yaml"
        raise row.fault("original_language", _("The original's file, %(name)s, is missing.") % {"name": wanted})
    return files


def _words(row: Row, blocks: Mapping[str, Row]) -> dict[str, str]:
    """The words of every block in one language, and of no others."""
    for key in list(row.keys()):
        if key not in blocks:
            raise row.fault(key, _("“%(key)s” is no block of this text; see text.yaml.") % {"key": key})
    missing = [key for key in blocks if not row.text(key, "")]
    if missing:
        listed = ", ".join(missing[:5]) + ("…" if len(missing) > 5 else "")
        raise row.fault(missing[0], _("Words are missing for: %(blocks)s.") % {"blocks": listed})
    return {key: row.text(key) for key in blocks}


# Checking


def _check_marks(source: _Source) -> None:
    """Brackets balance and agree with the original's; notes and paragraphs that are called are there."""
    original = source.row.text("original_language")
    expected = _check_language(source, original)
    for language in source.draft.words:
        if language == original:
            continue
        found = _check_language(source, language)
        for key, count in found.items():
            if count != expected[key]:
                says = _("“%(key)s” has %(count)s brackets; the original has %(expected)s.")
                facts = {"key": key, "count": count, "expected": expected[key]}
                raise source.language_rows[language].fault(key, says % facts)


def _check_language(source: _Source, language: str) -> dict[str, int]:
    """The number of brackets in each block."""
    row, words = source.language_rows[language], source.draft.words[language]
    tokens = {}
    for key, worded in words.items():
        with _at(row, key):
            tokens[key] = wordings.parse(worded)
    labels = _labels(source, language)
    for key, found in tokens.items():
        is_note = source.draft.kind(key) == BlockKind.FOOTNOTE
        if is_note and wordings.note_calls(found):
            raise row.fault(key, _("A footnote cannot call a footnote."))
        if is_note and key not in labels.printed:
            raise row.fault(key, _("No block calls the footnote “%(key)s”.") % {"key": key})
        for named in wordings.paragraph_references(found):
            if named not in labels.cited:
                raise row.fault(key, _("There is no numbered block “%(key)s” to refer to.") % {"key": named})
    return {key: sum(isinstance(t, wordings.BracketOpen) for t in found) for key, found in tokens.items()}


def _labels(source: _Source, language: str) -> Labels:
    scheme = source.row.choice("headings", HeadingScheme, HeadingScheme.ROMAN)
    try:
        return numbering.labels(source.draft.blocks, str(scheme), language, source.draft.words[language])  # type: ignore[arg-type]
    except NumberingError as error:
        in_words = "note" in error.values
        row = source.language_rows[language] if in_words else source.block_rows[error.key]
        raise row.fault(error.key if in_words else "key", error.sentence(_)) from error


@contextmanager
def _at(row: Row, key: str) -> Iterator[None]:
    try:
        yield
    except Fault as error:
        raise row.fault(key, f"“{key}”: {error.sentence(_)}") from error


# Writing


def _load_text(source: _Source, process: Process, documents: Mapping[str, tuple[Row, Document]], *, by: Any) -> None:
    row = source.row
    key = row.text("key")
    document = documents[key][1] if key in documents else None
    values = {
        "document": document,
        "original_language": row.text("original_language"),
        "headings": row.choice("headings", HeadingScheme, HeadingScheme.ROMAN),
        "illustrative": row.flag("illustrative", False),
        **in_columns(
            title=row.translated("title"),
            subtitle=row.translated("subtitle", optional=True),
            author=row.translated("author", optional=True),
        ),
    }
    row.done()
    with row.refusals():
        text = records.put(Text, by=by, find={"process": process, "key": key}, values=values)
        version = _load_version(source, text, by=by)
        if document and document.is_issued and not version.is_frozen:
            text_actions.release(version, by=by, at=_moment_of_issue(document), typeset=False)


def _load_version(source: _Source, text: Text, *, by: Any) -> TextVersion:
    row = source.version
    number = row.number("number")
    values = in_columns(label=row.translated("label", optional=True), status=row.translated("status", optional=True))
    row.done()
    version = text.versions.filter(number=number).first()
    if version is not None and version.is_frozen:
        _refuse_differences(source, version, values)
        return version
    version = records.put(TextVersion, by=by, find={"text": text, "number": number}, values=values)
    text_actions.write_draft(version, source.draft, by=by)
    return version


def _refuse_differences(source: _Source, version: TextVersion, values: Mapping[str, str]) -> None:
    """Say where the files differ from a version that was released, if they do."""
    says = _("Version %(number)s was released and is frozen, and %(what)s differs. Give the changed text a new number.")
    kept = text_actions.read_draft(version)
    for what in ("label", "status"):
        if any(getattr(version, name) != value for name, value in values.items() if name.startswith(what)):
            raise source.version.fault(what, says % {"number": version.number, "what": what})
    if kept.blocks != source.draft.blocks:
        what = _first_difference(kept, source.draft)
        row = source.block_rows.get(what, source.row)
        raise row.fault("key", says % {"number": version.number, "what": f"“{what}”"})
    for language in CODES:
        before, now = kept.words.get(language, {}), source.draft.words.get(language, {})
        changed = next((key for key in source.block_rows if before.get(key) != now.get(key)), None)
        if changed is not None:
            row = source.language_rows.get(language, source.row)
            raise row.fault(changed, says % {"number": version.number, "what": f"“{changed}” ({language})"})


def _first_difference(kept: Draft, wanted: Draft) -> str:
    for old, new in zip(kept.blocks, wanted.blocks, strict=False):
        if old != new:
            return new.key
    longer = max(kept.blocks, wanted.blocks, key=len)
    return longer[min(len(kept.blocks), len(wanted.blocks))].key


def _moment_of_issue(document: Document) -> dt.datetime | None:
    """The beginning of the day of issue where the process is at home; None for a document without one."""
    if document.issued_on is None:
        return None
    return time.from_local(dt.datetime.combine(document.issued_on, dt.time()), document.process.zone)
