"""What each author of tracked changes proposes: the file with these changes alone, beside the file without any."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from documents.faults import Fault, gettext_noop

from . import word_changes
from .reading import NOTE, Line, Proposed, calls, without_calls
from .word import w
from .word_changes import PLACE, Decide

Lines = Callable[[Decide], list[Line]]
MOST_AUTHORS = 60
EXCERPT = 320  # characters of a footnote's words

TOO_MANY = gettext_noop("The changes of {count} authors are read as proposals, and not those of: {names}.")
REMADE = gettext_noop("{author} changes the kind or level of this paragraph; that is not entered with the changes.")
NEW_NOTE = gettext_noop("A footnote that {author} adds is not entered with the change: “{words}”")


class Proposals:
    """The proposals of all authors, in the order of the text, and what is to be said of them by place."""

    def __init__(self, roots: Sequence[etree._Element], base: Sequence[Line], lines: Lines) -> None:
        """`roots` are the parts of the file that have changes; `lines` reads the file with changes decided on."""
        self.base = base
        self.said: list[tuple[int, Fault]] = []
        authors = list(dict.fromkeys(_author(change) for change in _changes(roots)))
        if left := authors[MOST_AUTHORS:]:
            self.said.append((0, Fault(TOO_MANY, count=MOST_AUTHORS, names=", ".join(left))))
        dates = _dates(roots)
        found: list[Proposed] = []
        for author in authors[:MOST_AUTHORS]:
            one = _Author(author, base, lines(_only(author)), dates)
            found += one.proposals()
            self.said += one.said
        self.all = sorted(found, key=lambda one: one.place)

    def remarked(self) -> list[Line]:
        """The lines, with what is to be said of each."""
        said: dict[int, list[Fault]] = {}
        for place, fault in self.said:
            said.setdefault(place, []).append(fault)
        return [
            replace(line, remarks=(*line.remarks, *said[line.place])) if line.place in said else line
            for line in self.base
        ]

    def remarks(self) -> list[Fault]:
        """What is to be said of the whole."""
        return [fault for place, fault in self.said if not place]


def _changes(roots: Sequence[etree._Element]) -> Iterator[etree._Element]:
    for root in roots:
        yield from word_changes.changes(root)


def _author(change: etree._Element) -> str:
    return change.get(w("author"), "").strip()


def _only(author: str) -> Decide:
    """Accept the changes of one author, and those of others in which that author changed something."""

    def decide(change: etree._Element) -> bool:
        if _author(change) == author:
            return True
        return change.tag in word_changes.PUT_IN and any(_author(one) == author for one in word_changes.changes(change))

    return decide


def _dates(roots: Sequence[etree._Element]) -> dict[tuple[str, int], str]:
    """The last date of each author's changes, by the place of the paragraph; place 0 for the whole."""
    dates: dict[tuple[str, int], str] = {}
    for change in _changes(roots):
        date = change.get(w("date"), "")
        for place in (_place(change), 0):
            dates[_author(change), place] = max(date, dates.get((_author(change), place), ""))
    return dates


def _place(change: etree._Element) -> int:
    paragraph = next((one for one in (change, *change.iterancestors()) if one.tag == w("p")), None)
    paragraph = paragraph if paragraph is not None else next(change.iter(w("p")), None)
    return int(paragraph.get(PLACE, "0")) if paragraph is not None else 0


def _identity(line: Line) -> int | str:
    """What a line is in every reading of the file: a footnote goes by its key, the others by their place."""
    return line.key if line.kind == NOTE else line.place


def _make(line: Line) -> tuple[str, int, int, bool]:
    """What a line is, whatever it says and whichever number is its own."""
    return line.kind, line.level, line.alternative, bool(line.label)


@dataclass
class _Author:
    """What one author proposes: the lines as they are, and as they would be with that author's changes."""

    author: str
    base: Sequence[Line]
    changed: Sequence[Line]
    dates: Mapping[tuple[str, int], str]

    def __post_init__(self) -> None:
        self.said: list[tuple[int, Fault]] = []
        self.before = {_identity(line): line for line in self.base}
        self.after = {_identity(line): line for line in self.changed}
        self.fresh = [line for line in self.changed if _identity(line) not in self.before]
        self.gone = [line for line in self.base if _identity(line) not in self.after]
        self.new_notes = {line.key: line.words for line in self.fresh if line.kind == NOTE}
        self.follows = dict(self._follows())

    def proposals(self) -> Iterator[Proposed]:
        """All of them."""
        moved = dict(self._moved())
        for line in self.gone:
            if (to := moved.get(line.place)) is not None:
                yield self._one("move", line.place, to, after=self.follows[to.place])
            else:
                yield Proposed("delete", line.place, self.author, self._date(line.place))
        targets = {line.place for line in moved.values()}
        for line in self.fresh:
            if line.kind != NOTE and line.place not in targets:
                yield self._one("insert", self.follows[line.place], line, kind=line.kind, level=line.level)
        yield from self._reworded()

    def _reworded(self) -> Iterator[Proposed]:
        """Other words of lines that stay; that one becomes something else is told, for there is no such proposal."""
        for identity, line in self.before.items():
            if (now := self.after.get(identity)) is None:
                continue
            if (self.author, line.place) in self.dates and _make(now) != _make(line):
                self.said.append((line.place, Fault(REMADE, author=self.author)))
            if now.words != line.words:
                made = self._one("reword", line.place, now)
                if made.words != line.words:
                    yield made

    def _one(self, how: str, place: int, line: Line, kind: str = "", level: int = 1, after: int = 0) -> Proposed:
        """A proposal of what a line says; the footnotes that it is the first to call are told with it."""
        words, notes = self._without_new_notes(line.words)
        for note in notes:
            self.said.append((place, Fault(NEW_NOTE, author=self.author, words=note[:EXCERPT])))
        date = self._date(line.place if how == "insert" else place)
        return Proposed(how, place, self.author, date, words, kind, level, after, tuple(notes))  # type: ignore[arg-type]

    def _without_new_notes(self, words: str) -> tuple[str, list[str]]:
        """The words without the calls of footnotes that are not there yet, and what those say."""
        notes = [self.new_notes[key] for key in calls(words) if key in self.new_notes]
        return without_calls(words, self.new_notes), notes

    def _date(self, place: int) -> str:
        return self.dates.get((self.author, abs(place))) or self.dates.get((self.author, 0), "")

    def _moved(self) -> Iterator[tuple[int, Line]]:
        waiting: dict[str, list[Line]] = {}
        for line in self.fresh:
            if line.words and line.kind != NOTE:
                waiting.setdefault(line.words, []).append(line)
        for line in self.gone:
            if line.kind != NOTE and waiting.get(line.words):
                yield line.place, waiting[line.words].pop(0)

    def _follows(self) -> Iterator[tuple[int, int]]:
        """Of each new line, the place of the line after which it stands, of those that were there before."""
        last = 0
        for line in self.changed:
            if line.kind == NOTE:
                continue
            if line.place in self.before:
                last = line.place
            else:
                yield line.place, last
