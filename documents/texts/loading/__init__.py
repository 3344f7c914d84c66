"""Texts from a process's data folder: texts/<key>/text.yaml and one file of wordings a language.

The structure is given once, the words by block key in each language, so that every language version has the same
paragraphs. The newest version stands in the text's own folder, earlier ones in folders named by their numbers. A
released version is frozen: other words need a new version number. What was said of a version in the negotiation
lies beside its words, in negotiation.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations.datafiles import Row, note, read, read_table, unnamed
from igsp_portal.foundations.record import records
from meetings.models import Process

from ...library.loading import key_of
from ...library.models import Document
from .. import glossary
from ..models import Text
from . import negotiated
from .negotiation import Parties
from .reading import Facts, Source, facts_of, version_of
from .writing import load_version

Issued = dict[tuple[str, int | None], tuple[Row, Document]]  # by text and number; None for the newest version


def load_texts(folder: Path, process: Process, by: Any) -> None:
    """Load the texts of `folder` with all their versions; the documents they are issued as are there already.

    Versions whose documents are issued are released. Loading again changes what differs; a released version that
    differs is refused. Raises DataError, naming file and line.
    """
    documents = _documents_by_text(folder, process)
    participants = {participant.key: participant for participant in process.participants.all()}
    for path in sorted(text / "text.yaml" for text in (folder / "texts").glob("*/")):
        row = read(path)
        with row.record():
            facts = facts_of(path, row)
            sources = _earlier(path.parent, facts, participants)
            sources.append(version_of(path.parent, row, row.row("version"), facts, participants))
            _refuse_same_number(sources)
            row.leave_if_wrong()
            _load_text(facts, sources, process, documents, by=by)
    _refuse_unknown(folder, documents, process)
    unnamed(process.texts.all(), {text.name for text in (folder / "texts").glob("*/")})


def load_glossary(folder: Path, process: Process, *, by: Any) -> None:
    """Load the terms of `glossary.csv`, if it is there. Raises DataError, naming file and line."""
    path = folder / "glossary.csv"
    lines = read_table(path, glossary.COLUMNS) if path.exists() else []
    rows = [Row.of_texts(path, line, cells) for line, cells in lines]
    glossary.put(rows, process, by=by)
    unnamed(process.glossary.all(), {row.text("key", "") for row in rows})


def _earlier(folder: Path, facts: Facts, participants: Parties) -> list[Source]:
    """The earlier versions, by their numbers."""
    found = []
    for path in sorted(folder.glob("*/version.yaml"), key=lambda path: path.parent.name.zfill(5)):
        row = read(path)
        with row.record():
            source = version_of(path.parent, row, row, facts, participants)
            if str(source.number) != path.parent.name:
                says = _("The number of a version is the name of its folder, %(name)s.")
                note(row.fault("number", says % {"name": path.parent.name}))
            row.leave_if_wrong()
            found.append(source)
    return found


def _refuse_same_number(sources: list[Source]) -> None:
    *earlier, newest = sources
    if any(source.number >= newest.number for source in earlier):
        raise newest.version.fault("number", _("Earlier versions have lower numbers than the one in text.yaml."))


def _load_text(facts: Facts, sources: list[Source], process: Process, documents: Issued, *, by: Any) -> None:
    key = sources[-1].folder.name
    text = records.put(Text, by=by, find={"process": process, "key": key}, values=dict(facts.values))
    loaded = []
    for source in sources:
        newest = documents.get((key, None)) if source is sources[-1] else None
        found = newest or documents.get((key, source.number))
        loaded.append(load_version(source, text, found[1] if found else None, by=by))
    for source, version in zip(sources, loaded, strict=True):
        negotiated.enter_proposals(source.negotiation, version, by=by)


def _documents_by_text(folder: Path, process: Process) -> Issued:
    """Which document each version of a text is issued as."""
    known = {document.key: document for document in process.documents.all()}
    found: Issued = {}
    for row in read(folder / "documents.yaml", optional=True).rows("documents"):
        if not row.has("text"):
            continue
        issued = row.text("text"), row.number("version") if row.has("version") else None
        if issued in found:
            says = _("Two documents refer to the text “%(text)s”, or to the same version of it.")
            note(row.fault("text", says % {"text": issued[0]}))
        found[issued] = (row, _document_of(row, known))
    return found


def _document_of(row: Row, known: Mapping[str, Document]) -> Document:
    """The document of a row of documents.yaml, which may name it by its symbol, however that is written."""
    if row.has("key"):
        return row.reference("key", known)
    there = known.get(key_of(row))
    return row.reference("symbol", {row.text("symbol"): there} if there else {})


def _refuse_unknown(folder: Path, documents: Issued, process: Process) -> None:
    loaded = {text.key: text for text in process.texts.all()}
    for (key, number), (row, _document) in documents.items():
        row.reference("text", loaded)
        there = not number or key not in loaded or loaded[key].versions.filter(number=number).exists()
        if not there:
            says = _("The text “%(text)s” has no version %(number)s.")
            note(row.fault("version", says % {"text": key, "number": number}, names=key))


__all__ = ["load_glossary", "load_texts"]
