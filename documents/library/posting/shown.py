"""The preview of a posting as its page takes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igsp_portal.foundations.language.languages import CODES, LANGUAGES, listed

from ...faults import Fault
from ...filenames import read
from ...symbols import Symbol, parse
from .. import listing
from .known import Shelves
from .plans import Languages, Outcome, Plan, Row
from .waiting import Waiting

MOST_OPTIONS = 8_000  # on one page; beyond them a row offers what its name may mean, and a symbol is typed
MOST_SYMBOLS = 3  # that are offered to be made into documents
OUTCOMES = {
    Outcome.CREATED: (gettext_lazy("new file"), "ok"),
    Outcome.REPLACED: (gettext_lazy("replaces a file"), "attention"),
    Outcome.UNCHANGED: (gettext_lazy("posted already"), "neutral"),
    Outcome.REFUSED: (gettext_lazy("refused"), "late"),
    Outcome.LEFT_OUT: (gettext_lazy("left out"), "neutral"),
}


def sentence(fault: Fault) -> str:
    """A fault in the reader's language, languages in it by their names."""
    values = {
        name: listed(str(LANGUAGES[code].name) for code in value) if isinstance(value, Languages) else value
        for name, value in fault.values.items()
    }
    return Fault(fault.reason, **values).sentence(_)


def summary(plan: Plan) -> list[dict[str, Any]]:
    """How many files come to what."""
    counts = plan.counts
    return [
        {"label": label, "tone": tone, "count": counts[outcome]}
        for outcome, (label, tone) in OUTCOMES.items()
        if counts[outcome]
    ]


def rows(
    waiting: Waiting, plan: Plan, shelves: Shelves, candidates: dict[int, tuple[int, ...]], printed: dict[int, int]
) -> list[dict[str, Any]]:
    """Each file with what it is taken for and what will become of it; `printed` are the documents that were read from
    the files at these places, and not from their names."""
    near = _near(plan, shelves)
    if len(near) * len(plan.rows) > MOST_OPTIONS:
        near = []
    return [
        _row(waiting, row, shelves, candidates.get(row.file.place, ()), near, printed.get(row.file.place))
        for row in plan.rows
    ]


def _near(plan: Plan, shelves: Shelves) -> list[int]:
    """The documents of the sessions concerned: that of the posting, or those of the documents that were found."""
    meetings = {shelves.meeting.pk} if shelves.meeting else {row.document.meeting for row in plan.rows if row.document}
    return [pk for pk, document in shelves.documents.items() if document.meeting_id in meetings]


def _row(
    waiting: Waiting, row: Row, shelves: Shelves, candidates: tuple[int, ...], near: list[int], printed: int | None
) -> dict[str, Any]:
    label, tone = OUTCOMES[row.outcome]
    file = row.file
    facts = [file.format.upper(), filesizeformat(file.size) if file.size else ""]
    facts += [listing.pages_in_words(file.pages)] if file.pages else []
    return {
        "place": file.place,
        "path": file.path,
        "facts": [fact for fact in facts if fact],
        "label": label,
        "tone": tone,
        "why": sentence(row.why) if row.why else "",
        "settled": not file.refused,
        "taken": row.choice.taken,
        "warnings": [*_read_from_the_file(row, printed), *(sentence(fault) for fault in row.warnings)],
        "when": _when(row),
        "options": list(_options(row, shelves, candidates, near)),
        "typed": waiting.typed.get(file.place, ""),
        "languages": [_language(code, row) for code in CODES],
        "make": _symbols(row, shelves, candidates),
    }


def _read_from_the_file(row: Row, printed: int | None) -> Iterator[str]:
    if printed is not None and row.choice.document == printed:
        yield _("The document was read from the file and not from its name: check it.")


def _when(row: Row) -> str:
    if not row.is_posted:
        return ""
    return _("available at once") if row.is_public_at_once else _("waits until the document is issued")


def _options(row: Row, shelves: Shelves, candidates: tuple[int, ...], near: list[int]) -> Iterator[dict[str, Any]]:
    """The documents that the row may be of: those its name may mean before the others."""
    chosen = row.choice.document
    for pk in dict.fromkeys([*([chosen] if chosen is not None else []), *candidates, *near]):
        if document := shelves.documents.get(pk):
            title = f"{document.symbol} · {document.title}" if document.symbol else document.title
            yield {"pk": pk, "label": title[:90], "chosen": pk == chosen}


def _language(code: str, row: Row) -> dict[str, Any]:
    return {
        "code": code,
        "language": LANGUAGES[code],
        "chosen": code == row.choice.language,
        "also": code in row.choice.also,
    }


def _symbols(row: Row, shelves: Shelves, candidates: tuple[int, ...]) -> list[str]:
    """The symbols of which a document can be made, where the library has none that the name may mean."""
    if row.choice.document is not None or candidates or row.file.refused:
        return []
    series = shelves.process.series
    readings = read(row.file.path).readings
    in_a_language = [reading for reading in readings if reading.languages] or readings
    named = [symbol for reading in in_a_language for symbol in reading.symbols(series)]
    each: dict[str, Symbol] = {}
    for symbol in map(parse, (*row.file.printed, *named)):
        each.setdefault(symbol.key, symbol)
    likely = [symbol for symbol in each.values() if symbol.series == series or str(symbol) in row.file.printed]
    offered = map(str, likely or each.values())
    return [symbol for symbol in offered if shelves.typed(symbol) is None][:MOST_SYMBOLS]


def to_issue(plan: Plan, shelves: Shelves) -> list[dict[str, Any]]:
    """The documents of the posting that are not issued yet, each with the languages it then has."""
    found: dict[int, set[str]] = {}
    for row in plan.rows:
        document = row.document
        if document and not document.is_issued and row.outcome in _THERE:
            there = found.setdefault(document.pk, {code for _format, code in document.files})
            there |= set(row.choice.languages)
    held = {row.document.pk: row.document for row in plan.rows if row.document}
    return [
        {
            "pk": pk,
            "label": str(shelves.documents[pk]),
            "chosen": pk in plan.issued,
            "there": listed(LANGUAGES[code].own_name for code in CODES if code in there),
            "missing": listed(LANGUAGES[code].own_name for code in held[pk].languages if code not in there),
        }
        for pk, there in found.items()
    ]


_THERE = (Outcome.CREATED, Outcome.REPLACED, Outcome.UNCHANGED)
