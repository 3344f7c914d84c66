"""What each author of tracked changes proposes: the file with these changes alone, beside the file without any."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lxml import etree

from . import word_changes
from .reading import Line, Proposed
from .word import w
from .word_changes import PLACE, Decide

Lines = Callable[[Decide], list[Line]]
MOST_AUTHORS = 60


def proposals_of(body: etree._Element, base: Sequence[Line], lines: Lines) -> list[Proposed]:
    """The proposals of all authors, in the order of the text. `lines` reads the file with changes decided on."""
    dates = _dates(body)
    found = [one for author in _authors(body) for one in _of_author(author, base, lines(_only(author)), dates)]
    return sorted(found, key=lambda one: one.place)


def _authors(body: etree._Element) -> list[str]:
    return list(dict.fromkeys(_author(change) for change in word_changes.changes(body)))[:MOST_AUTHORS]


def _author(change: etree._Element) -> str:
    return change.get(w("author"), "").strip()


def _only(author: str) -> Decide:
    """Accept the changes of one author, and those of others in which that author changed something."""

    def decide(change: etree._Element) -> bool:
        if _author(change) == author:
            return True
        return change.tag in word_changes.PUT_IN and any(_author(one) == author for one in word_changes.changes(change))

    return decide


def _dates(body: etree._Element) -> dict[tuple[str, int], str]:
    """The last date of each author's changes, by the place of the paragraph; place 0 for the whole."""
    dates: dict[tuple[str, int], str] = {}
    for change in word_changes.changes(body):
        date = change.get(w("date"), "")
        for place in (_place(change), 0):
            dates[_author(change), place] = max(date, dates.get((_author(change), place), ""))
    return dates


def _place(change: etree._Element) -> int:
    paragraph = next((one for one in (change, *change.iterancestors()) if one.tag == w("p")), None)
    paragraph = paragraph if paragraph is not None else next(change.iter(w("p")), None)
    return int(paragraph.get(PLACE, "0")) if paragraph is not None else 0


def _of_author(
    author: str, base: Sequence[Line], changed: Sequence[Line], dates: dict[tuple[str, int], str]
) -> Iterator[Proposed]:
    before = {line.place: line for line in base}
    after = {line.place: line for line in changed}
    fresh = [line for line in changed if line.place not in before]
    gone = [line for line in base if line.place not in after]
    moved = dict(_moved(gone, fresh))

    def date(place: int) -> str:
        return dates.get((author, place)) or dates.get((author, 0), "")

    for line in gone:
        if (to := moved.get(line.place)) is not None:
            follows = _follows(changed, to, before)
            yield Proposed("move", line.place, author, date(line.place), to.words, after=follows)
        else:
            yield Proposed("delete", line.place, author, date(line.place))
    for line in fresh:
        if line not in moved.values():
            follows = _follows(changed, line, before)
            yield Proposed("insert", follows, author, date(line.place), line.words, line.kind, line.level)
    for place, line in before.items():
        if place in after and after[place].words != line.words:
            yield Proposed("reword", place, author, date(place), after[place].words)


def _moved(gone: Sequence[Line], fresh: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    waiting = list(fresh)
    for line in gone:
        if same := next((other for other in waiting if other.words == line.words and line.words), None):
            waiting.remove(same)
            yield line.place, same


def _follows(changed: Sequence[Line], line: Line, before: dict[int, Line]) -> int:
    """The place of the line after which a new one stands, of those that were there before."""
    at = changed.index(line)
    return next((one.place for one in reversed(changed[:at]) if one.place in before), 0)
