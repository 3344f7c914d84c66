"""The files of one version of a text, checked as far as each can be by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations.datafiles import Row, in_columns, note, read
from igsp_portal.foundations.language.languages import CODES

from ... import coherence, numbering
from ...drafts import Draft, PlannedBlock
from ...faults import TextFault
from ...numbering import NumberingError, SchemeError
from ..states import BlockKind, Descent
from .negotiation import Negotiation, Parties, negotiation_of


@dataclass(frozen=True)
class Facts:
    """What text.yaml says of the text itself."""

    row: Row
    values: Mapping[str, Any]

    @property
    def original_language(self) -> str:
        return self.values["original_language"]


@dataclass(frozen=True)
class Source:
    """The files of one version: rows with their lines, for complaints, and what they say."""

    folder: Path
    row: Row  # in which the blocks stand
    version: Row  # in which the number stands
    number: int
    values: Mapping[str, str]
    block_rows: Mapping[str, Row]
    language_rows: Mapping[str, Row]
    draft: Draft
    lineage: list[tuple[str, str, str]]  # of a block: its key, the key it is from in the version before, and how
    negotiation: Negotiation


def facts_of(path: Path, row: Row) -> Facts:
    """The text itself; its versions are read apart."""
    if row.key() != path.parent.name:
        note(row.fault("key", _("The key of a text is the name of its folder, %(name)s.") % {"name": path.parent.name}))
    return Facts(row, _values(row))


def version_of(folder: Path, row: Row, version: Row, facts: Facts, participants: Parties) -> Source:
    """The version whose blocks stand in `row`, and its number and names in `version`; its words lie in `folder`."""
    block_rows: dict[str, Row] = {}
    planned: list[PlannedBlock] = []
    for block in (blocks := row.rows("blocks")):
        with block.record():
            planned.append(_block(block, block_rows))
    language_rows = _language_files(folder, row, facts)
    if not blocks:
        raise row.fault("blocks", _("A text must have at least one block."))
    whole = len(planned) == len(blocks)
    wordless = numbering.named_by_number(planned, facts.values["numbering"])
    words = {code: _words(found, block_rows, wordless, whole=whole) for code, found in language_rows.items()}
    _check_words(planned, words, language_rows, facts.original_language, whole=whole)
    draft = Draft(planned, words)
    source = Source(
        folder=folder,
        row=row,
        version=version,
        number=version.number("number"),
        values=in_columns(
            label=version.translated("label", optional=True), status=version.translated("status", optional=True)
        ),
        block_rows=block_rows,
        language_rows=language_rows,
        draft=draft,
        lineage=_lineage(row, block_rows),
        negotiation=negotiation_of(
            folder, draft, facts.original_language, facts.values["numbering"], participants, whole=whole
        ),
    )
    version.done()
    row.done()
    _check_numbers(source, facts)
    return source


def _lineage(row: Row, blocks: Mapping[str, Row]) -> list[tuple[str, str, str]]:
    found = []
    for line in row.rows("lineage"):
        key = line.text("key")
        if key not in blocks:
            note(line.fault("key", _("“%(key)s” is not a block of this version.") % {"key": key}))
        found.append((key, line.text("from"), str(line.choice("how", Descent))))
        line.done()
    return found


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


def _language_files(folder: Path, row: Row, facts: Facts) -> dict[str, Row]:
    original = facts.original_language
    there = {code: folder / f"{code}.yaml" for code in CODES}
    files = {code: read(file) for code, file in there.items() if file.exists()}
    if original and original not in files:
        wanted = f"{original}.yaml"
        at = (facts.row, "original_language") if row is facts.row else (row, "blocks")
        note(at[0].fault(at[1], _("The file of the original language, %(name)s, is missing.") % {"name": wanted}))
    return files


def _words(row: Row, blocks: Mapping[str, Row], wordless: Collection[str], *, whole: bool) -> dict[str, str]:
    """The words of every block in one language, and of no others; these are told where the blocks are `whole`.

    Those that may be `wordless` are passed over where they are.
    """
    for key in row.keys():  # noqa: SIM118 - a row is no dict
        if whole and key not in blocks:
            note(row.fault(key, _("“%(key)s” is not a block of this text; see text.yaml.") % {"key": key}))
    there = {key: row.text(key, "") for key in blocks}
    missing = [key for key, text in there.items() if not text and key not in wordless]
    if missing:
        listed = ", ".join(missing[:5]) + ("…" if len(missing) > 5 else "")
        note(row.fault(missing[0], _("No wording is given for: %(blocks)s.") % {"blocks": listed}))
    return {key: text for key, text in there.items() if text or key not in wordless}


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


def _check_numbers(source: Source, facts: Facts) -> None:
    """Every block can be numbered, and has a number where words refer to it."""
    blocks, scheme = source.draft.blocks, facts.values["numbering"]
    try:
        coherence.check_levels(blocks)
        numbering.labels(blocks, scheme, facts.original_language)
    except NumberingError as error:
        note(source.block_rows[error.key].fault("key", error.sentence(_)))
        return
    for language, words in source.draft.words.items():
        try:
            numbers = numbering.labels(blocks, scheme, language, words)
        except NumberingError as error:
            note(source.language_rows[language].fault(error.key, error.sentence(_)))
        else:
            for key, odd in coherence.ambiguous(blocks, words, numbers):
                source.language_rows[language].hint(key, odd.sentence(_))
