"""Which symbols are free: of a session for each kind of document, and behind the symbol of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from django.db.models import Q

from meetings.models import Meeting, Process

from .. import symbols
from ..symbols import Symbol, SymbolError
from .models import Document, SymbolAlias, SymbolKey
from .states import DocumentKind

# What a symbol calls a kind of document; the others bear a designation.
WORDS = {
    DocumentKind.AGENDA: "",
    DocumentKind.WORKING: "",
    DocumentKind.REPORT: "",
    DocumentKind.DECISION: "",
    DocumentKind.RESOLUTION: "",
    DocumentKind.INFORMATION: "INF",
    DocumentKind.LIMITED: "L",
    DocumentKind.CONFERENCE_ROOM: "CRP",
}
TO_CHOOSE = ("", "INF", "L", "CRP")

Series = tuple[str, str]  # a series, and a session where that is not part of it


def free_symbols(process: Process, meetings: Iterable[Meeting], words: Iterable[str] = TO_CHOOSE) -> list[Symbol]:
    """The next free symbol of each meeting for each of these kinds of symbol; none of a meeting without a series.

    In two queries, however many meetings.
    """
    own = _by_meeting(process)
    found = {meeting.pk: _series_of(meeting, process, own) for meeting in meetings}
    taken = _taken({f"{symbols.key('/'.join(filter(None, series)))}/" for series in found.values() if series})
    proposed = (_proposed(series, word, taken) for series in dict.fromkeys(found.values()) if series for word in words)
    return [symbol for symbol in proposed if symbol]


def next_symbol(document: Document) -> Symbol | None:
    """The next free symbol for a document of its meeting and kind; None where its kind bears none, or no series is
    known."""
    word = WORDS.get(DocumentKind(document.kind))
    if word is None or document.meeting is None:
        return None
    return next(iter(free_symbols(document.process, [document.meeting], [word])), None)


def meeting_of(process: Process, symbol: Symbol) -> Meeting | None:
    """The one meeting of a process whose documents bear symbols that begin as this does."""
    own = _by_meeting(process)
    series = (symbol.series, symbol.session)
    found = [meeting for meeting in process.meetings.all() if _series_of(meeting, process, own) == series]
    return found[0] if len(found) == 1 else None


def further_symbol(document: Document, word: str) -> Symbol | None:
    """The symbol of its next revision (`Rev`), addendum (`Add`) or corrigendum (`Corr`); None where it has none."""
    if not document.symbol_key:
        return None
    symbol = symbols.parse(document.symbol)
    return symbols.propose_suffix(symbol, word, _taken({f"{half.base.key}/" for half in symbol.halves}))


def _by_meeting(process: Process) -> dict[int, tuple[int | None, Counter[Series]]]:
    """Of each meeting with documents its number, and how many of these bear which series."""
    found: dict[int, tuple[int | None, Counter[Series]]] = {}
    rows = Document.objects.filter(process=process, meeting__isnull=False, issued_elsewhere=False)
    for meeting, number, printed in (
        rows.exclude(symbol="").order_by("meeting__order").values_list("meeting", "meeting__number", "symbol")
    ):
        symbol = symbols.parse(printed)
        found.setdefault(meeting, (number, Counter()))[1][symbol.series, symbol.session] += 1
    return found


def _series_of(
    meeting: Meeting, process: Process, known: dict[int, tuple[int | None, Counter[Series]]]
) -> Series | None:
    """What the symbols of most of its documents begin with; else as in the last session that has documents; else
    the series of the process with the number of the session."""
    if meeting.pk in known:
        return known[meeting.pk][1].most_common(1)[0][0]
    if not meeting.is_session or meeting.number is None:
        return None
    for number, counted in reversed(known.values()):
        if series := _of_another(counted.most_common(1)[0][0], number, meeting.number):
            return series
    return (process.series, str(meeting.number)) if process.series else None


def _of_another(series: Series, number: int | None, other: int) -> Series | None:
    """The series of the session with one number, as it would be of another's."""
    words, session = series
    if session == str(number):
        return words, str(other)
    if number and not session and re.search(rf"(?<![0-9]){number}$", words):
        return f"{words.removesuffix(str(number))}{other}", ""
    return None


def _taken(starts: Iterable[str]) -> list[str]:
    """Every symbol in the portal that begins so as it is compared, borne by a document or cited."""
    begins = Q(pk__in=[])
    for start in starts:
        begins |= Q(key__startswith=start)
    documents = SymbolKey.objects.filter(begins).values("document")
    borne = Document.objects.filter(pk__in=documents).exclude(symbol="").order_by().values_list("symbol", flat=True)
    cited = SymbolAlias.objects.filter(document__in=documents).order_by().values_list("symbol", flat=True)
    return list(borne.union(cited))


def _proposed(series: Series, word: str, taken: list[str]) -> Symbol | None:
    try:
        return symbols.propose(*series, word, taken)
    except SymbolError:  # a series of the process that is none
        return None
