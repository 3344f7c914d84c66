"""Structured texts from a process's data folder: texts/<key>/text.yaml and one file of wordings a language.

The structure is given once, the words by block key in each language, so that every language version has the
same paragraphs. A released version is frozen: other words need a new version number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.datafiles import Row, in_columns, note, read, unnamed
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import records
from igsp_portal.models import Event
from meetings.models import Process

from .. import coherence, numbering
from ..drafts import MAY_BE_WORDLESS, Draft, PlannedBlock
from ..faults import TextFault
from ..library.loading import key_of
from ..library.models import Document
from ..numbering import NumberingError, SchemeError
from . import actions
from .models import Text, TextVersion, Wording
from .states import BlockKind


@dataclass(frozen=True)
class _Source:
    """The files of one text: rows with their lines, for complaints, and what they say."""

    folder: Path
    row: Row
    values: Mapping[str, Any]
    version: Row
    version_number: int
    version_values: Mapping[str, str]
    block_rows: Mapping[str, Row]
    language_rows: Mapping[str, Row]
    draft: Draft


def load_texts(folder: Path, process: Process, by: Any) -> None:
    """Load the texts of `folder` and link them to their documents, which are there already.

    The versions of texts whose documents are issued are released. Loading again changes what differs; a
    released version that differs is refused. Raises DataError, naming file and line.
    """
    documents = _documents_by_text(folder, process)
    for path in sorted(text / "text.yaml" for text in (folder / "texts").glob("*/")):
        row = read(path)
        with row.record():
            source = _read(path, row)
            _check_numbers(source)
            row.leave_if_wrong()
            _load_text(source, process, documents, by=by)
    _refuse_unknown(folder, documents, process)
    unnamed(process.texts.all(), {text.name for text in (folder / "texts").glob("*/")})


def _documents_by_text(folder: Path, process: Process) -> dict[str, tuple[Row, Document]]:
    """Which document each text is issued as, by the key of the text."""
    known = {document.key: document for document in process.documents.all()}
    found: dict[str, tuple[Row, Document]] = {}
    for row in read(folder / "documents.yaml", optional=True).rows("documents"):
        if not row.has("text"):
            continue
        text = row.text("text")
        if text in found:
            note(row.fault("text", _("Two documents refer to the text “%(text)s”.") % {"text": text}))
        found[text] = (row, _document_of(row, known))
    return found


def _document_of(row: Row, known: Mapping[str, Document]) -> Document:
    """The document of a row of documents.yaml, which may name it by its symbol, however that is written."""
    if row.has("key"):
        return row.reference("key", known)
    there = known.get(key_of(row))
    return row.reference("symbol", {row.text("symbol"): there} if there else {})


def _refuse_unknown(folder: Path, documents: Mapping[str, tuple[Row, Document]], process: Process) -> None:
    loaded = {text.key: text for text in process.texts.all()}
    for row, _document in documents.values():
        row.reference("text", loaded)


# Reading


def _read(path: Path, row: Row) -> _Source:
    """The files of a text, checked as far as each can be by itself; where one is wrong, the text is left out."""
    if row.key() != path.parent.name:
        note(row.fault("key", _("The key of a text is the name of its folder, %(name)s.") % {"name": path.parent.name}))
    values = _values(row)
    block_rows: dict[str, Row] = {}
    planned: list[PlannedBlock] = []
    for block in (blocks := row.rows("blocks")):
        with block.record():
            planned.append(_block(block, block_rows))
    language_rows = _language_files(path, row)
    if not blocks:
        raise row.fault("blocks", _("A text must have at least one block."))
    whole = len(planned) == len(blocks)
    needed = [block.key for block in planned if block.kind not in MAY_BE_WORDLESS]
    words = {code: _words(found, block_rows, needed, whole=whole) for code, found in language_rows.items()}
    _check_words(planned, words, language_rows, values["original_language"], whole=whole)
    version = row.row("version")
    number = version.number("number")
    version_values = in_columns(
        label=version.translated("label", optional=True), status=version.translated("status", optional=True)
    )
    version.done()
    row.done()
    return _Source(
        folder=path.parent,
        row=row,
        values=values,
        version=version,
        version_number=number,
        version_values=version_values,
        block_rows=block_rows,
        language_rows=language_rows,
        draft=Draft(planned, words),
    )


def _values(row: Row) -> dict[str, Any]:
    return {
        "original_language": row.language("original_language"),
        "numbering": _numbering(row),
        "illustrative": row.flag("illustrative", False),
        **in_columns(
            title=row.translated("title"),
            subtitle=row.translated("subtitle", optional=True),
            author=row.translated("author", optional=True),
        ),
    }


def _numbering(row: Row) -> Any:
    data = row.data("numbering", "roman")
    try:
        numbering.scheme(data)
    except SchemeError as error:
        note(row.fault("numbering", f"“numbering”: {error.sentence(_)}"))
        return "roman"
    return data


def _block(row: Row, rows: dict[str, Row]) -> PlannedBlock:
    kind = row.choice("kind", BlockKind)
    key = row.text("key")
    if key in rows:
        note(row.fault("key", _("There are two blocks “%(key)s”.") % {"key": key}))
    if key:
        rows[key] = row
    option = row.text("option", "")
    block = PlannedBlock(key, str(kind), row.number("level", 1), row.number("alternative", 0), option)
    row.done()
    return block


def _language_files(path: Path, row: Row) -> dict[str, Row]:
    original = row.language("original_language")
    there = {code: path.parent / f"{code}.yaml" for code in CODES}
    files = {code: read(file) for code, file in there.items() if file.exists()}
    if original and original not in files:
        wanted = f"{original}.yaml"
        note(
            row.fault(
                "original_language", _("The file of the original language, %(name)s, is missing.") % {"name": wanted}
            )
        )
    return files


def _words(row: Row, blocks: Mapping[str, Row], needed: list[str], *, whole: bool) -> dict[str, str]:
    """The words of the `needed` blocks in one language, and of no others; these are told where they are `whole`."""
    for key in row.keys():  # noqa: SIM118 - a row is no dict
        if whole and key not in blocks:
            note(row.fault(key, _("“%(key)s” is not a block of this text; see text.yaml.") % {"key": key}))
    missing = [key for key in (needed if whole else blocks) if not row.text(key, "")]
    if missing:
        listed = ", ".join(missing[:5]) + ("…" if len(missing) > 5 else "")
        note(row.fault(missing[0], _("No wording is given for: %(blocks)s.") % {"blocks": listed}))
    return {key: text for key in blocks if (text := row.text(key, "")) or key in needed}


# Checking


def _check_words(
    blocks: list[PlannedBlock],
    words: Mapping[str, dict[str, str]],
    rows: Mapping[str, Row],
    original: str,
    *,
    whole: bool,
) -> None:
    """The words can be read and, where the blocks are `whole`, hang together and with the original."""
    there = {code: {key: text for key, text in worded.items() if text} for code, worded in words.items()}
    for language, key, odd in coherence.hints(there, original) if whole else ():
        rows[language].hint(key, odd.sentence(_))
    for language, key, fault in coherence.faults(blocks, there, original):
        unreadable = isinstance(fault, TextFault)
        if whole or unreadable:
            note(rows[language].fault(key, (f"“{key}”: " if unreadable else "") + fault.sentence(_)))


def _check_numbers(source: _Source) -> None:
    """Every block can be numbered."""
    try:
        numbering.labels(source.draft.blocks, source.values["numbering"], source.values["original_language"])
    except NumberingError as error:
        note(source.block_rows[error.key].fault("key", error.sentence(_)))


# Writing


def _load_text(source: _Source, process: Process, documents: Mapping[str, tuple[Row, Document]], *, by: Any) -> None:
    key = source.folder.name
    document = documents[key][1] if key in documents else None
    text = records.put(Text, by=by, find={"process": process, "key": key}, values=dict(source.values))
    version = _load_version(source, text, document, by=by)
    if document and document.is_issued and not version.is_frozen:
        _tell_lacking(source, version)
        actions.release(version, by=by, at=_moment_of_issue(document), typeset=False, exception=True)


def _tell_lacking(source: _Source, version: TextVersion) -> None:
    """A hint where the first page lacks details in some languages: once released, it goes on without them."""
    if said := actions.lacking_in_words(version):
        says = _("Details on the first page are missing in these languages and are left out there: %(lacking)s.")
        source.version.hint("number", says % {"lacking": said})


def _load_version(source: _Source, text: Text, document: Document | None, *, by: Any) -> TextVersion:
    number, values = source.version_number, {"document": document, **source.version_values}
    version = text.versions.filter(number=number).first()
    if version is not None and version.is_frozen:
        _refuse_differences(source, version, values)
        return version
    _refuse_taken(source, document, text)
    version = records.put(TextVersion, by=by, find={"text": text, "number": number}, values=values)
    _tell_overwritten(source, version)
    actions.write_draft(version, _with_languages_of_the_desk(source, version), by=by)
    return version


def _refuse_taken(source: _Source, document: Document | None, text: Text) -> None:
    """A document is one version: a changed text is issued as a document of its own."""
    other = TextVersion.objects.filter(document=document).exclude(text=text, number=source.version_number).first()
    if document and other:
        says = _(
            "“%(document)s” is issued as version %(number)s of “%(text)s”. A changed text is issued as a document of "
            "its own, with a symbol ending in /Rev.1 or /Corr.1."
        )
        raise source.version.fault(
            "number", says % {"document": document, "number": other.number, "text": other.text.key}
        )


def _with_languages_of_the_desk(source: _Source, version: TextVersion) -> Draft:
    """The draft of the files, and the words of languages that have no file, as they stand."""
    kept = {
        code: {key: worded for key, worded in words.items() if key in source.block_rows}
        for code, words in actions.read_draft(version).words.items()
    }
    return Draft(source.draft.blocks, {**kept, **source.draft.words})


def _tell_overwritten(source: _Source, version: TextVersion) -> None:
    """A hint at each wording of a person that the files replace."""
    there = Wording.objects.filter(block__version=version, language__in=source.language_rows)
    for wording in there.select_related("block"):
        key = wording.block.key
        if source.draft.words[wording.language].get(key) == wording.words:
            continue
        event = Event.objects.about(wording).first()
        if event and event.by:
            says = _("“%(words)s” was written in the admin site by %(person)s on %(day)s; the folder overwrites it.")
            facts = {"words": wording.words, "person": event.by_label, "day": event.at.date().isoformat()}
            source.language_rows[wording.language].hint(key, says % facts)


def _refuse_differences(source: _Source, version: TextVersion, values: Mapping[str, Any]) -> None:
    """Say where the files differ from a version that was released, if they do."""
    says = _(
        "Version %(number)s has been released and is frozen, but %(what)s is different here. Give the "
        "changed text a new number."
    )
    kept = actions.read_draft(version)
    if version.document != values["document"]:
        raise source.version.fault("number", says % {"number": version.number, "what": _("the document")})
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
