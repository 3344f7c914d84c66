"""A Word form that came back, as the page of the form would have sent it: read, checked and saved by the same code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from igsp_portal.foundations.language.languages import CODES

from .. import actions
from ..actions.saving import ANSWER, HEAD, STATEMENT
from ..answers import number_of
from ..asking import FIGURES, PREFIX, Reply
from ..merging import mark
from ..models import Question, Statement, SubmissionVersion
from ..sizes import MOST_STATEMENTS
from ..states import ANSWERED, OptionRole, QuestionKind
from ..stating import ROWS, Asked, asked_in
from .before import Before
from .shapes import Filled, GivenRow
from .tags import Seen

PLAIN = "en"  # figures as they are kept are read as this language writes them
LISTS = {"component": "component_id", "block": "block", "kind": "kind"}


@dataclass
class Sending:
    """What the page would have sent: `notes` on it by the names of the fields of the draft; which of these the file
    does not have; the rows for which there is no room; and the keys that were given to rows without."""

    data: QueryDict
    notes: dict[str, list[str]] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    left_out: list[GivenRow] = field(default_factory=list)
    named: list[str] = field(default_factory=list)


def sending(draft: SubmissionVersion, filled: Filled, before: Before) -> Sending:
    """What a file says, as it would have been sent from the form of a draft that was read whole.

    Where the draft says what one sent of the file `before`, it says what one has seen.
    """
    return _Sender(draft, filled, before).sent()


class _Sender:
    def __init__(self, draft: SubmissionVersion, filled: Filled, before: Before) -> None:
        self.draft, self.filled, self.before = draft, filled, before
        self.stored = actions.fields_of(draft)
        self.made = Sending(QueryDict(mutable=True))
        self.asked = asked_in(draft)
        self.rows = 0

    def sent(self) -> Sending:
        data = self.made.data
        data["form"], data["revision"] = str(self.draft.form.number), str(self.draft.revision)
        data[FIGURES] = PLAIN
        self._head()
        for question in self.draft.form.asked():
            if question.kind in ANSWERED:
                self._answer(question)
        if self.asked:
            for row, statement in self._in_order():
                self._row(row, statement)
            data[f"{ROWS}-TOTAL_FORMS"], data[f"{ROWS}-INITIAL_FORMS"] = str(self.rows), "0"
        return self.made

    def _head(self) -> None:
        for name in HEAD:
            given = self.filled.heads.get(name)
            value = given.value if given else getattr(self.draft, name)
            if not isinstance(value, bool):
                self.made.data[name] = value
            elif value:
                self.made.data[name] = "on"
            seen = given.seen if given else None
            self.made.data[f"{name}-was"] = self._was(name, seen.mark) if seen else mark(self.stored[name])
            if given is None:
                self.made.absent.add(name)

    def _was(self, name: str, shown: str) -> str:
        """The mark of what the writer has seen in a field: what the file was made with, or what came of it before."""
        now = mark(self.stored.get(name))
        return now if now in self.before.marks.get(name, ()) else shown

    # Answers

    def _answer(self, question: Question) -> None:
        name = f"{ANSWER}{question.key}"
        given = self.filled.answers.get(question.key)
        if given is None:
            self.made.absent.add(name)
            return
        reply, seen = Reply(question), given.seen or Seen(mark(None))
        self.made.data.setlist(reply.name, self._typed(question, given.value, name))
        self.made.data[f"{reply.prefix}-was"] = self._was(name, seen.mark)
        if seen.withheld:
            self.made.data[f"{PREFIX}{question.key}-withheld"] = "on"

    def _typed(self, question: Question, value: Any, name: str) -> list[str]:
        if question.kind == QuestionKind.CHOICE:
            return [self._option(question, one, name) for one in value]
        if question.kind == QuestionKind.TABLE:
            numbers = [column.number for column in question.offered(OptionRole.COLUMN)] * len(value)
            cells = [cell for row in value for cell in row]
            return [self._number(cell) if number else cell for cell, number in zip(cells, numbers, strict=True)]
        return [self._number(value) if question.kind == QuestionKind.NUMBER else value]

    def _number(self, typed: str) -> str:
        """The figures of a number that was typed in the language of the file; anything else as it was typed."""
        return number_of(" ".join(typed.split()), self.filled.identity.language) or typed

    def _option(self, question: Question, words: str, name: str) -> str:
        offered = question.offered(OptionRole.OPTION)
        found = _key_of(words, lambda: [(option.key, option.called) for option in offered])
        if not found:
            self._note(name, _("“%(words)s” is not in the list.") % {"words": words})
        return found or words

    # Statements

    def _in_order(self) -> Iterable[tuple[GivenRow | None, Statement | None]]:
        """Those that are stored, each with its row in the file, and then those that are new."""
        rows = [row for row in self.filled.rows if row.question in self.asked]
        self._name(row for row in rows if not row.key)
        given = {row.key: row for row in reversed(rows)}
        stored = [statement for statement in self.draft.statements.all() if statement.question in self.asked]
        yield from ((given.get(statement.key), statement) for statement in stored)
        there = {statement.key for statement in stored}
        new = [row for row in rows if row.key not in there and any(self._says(row))]
        room = MOST_STATEMENTS - len(self.draft.statements.all())
        self.made.left_out += new[max(room, 0) :]
        yield from ((row, None) for row in new[: max(room, 0)])

    def _name(self, rows: Iterable[GivenRow]) -> None:
        """Give rows without keys such as they will have again when the same file comes once more, also with other
        words in the same row."""
        seen: dict[str, int] = {}
        named = list(rows)
        for row in named:
            words = json.dumps([self.draft.submission.pk, row.question, row.values], sort_keys=True)
            seen[words] = seen.get(words, 0) + 1
            row.key = hashlib.sha256(f"{words} {seen[words]}".encode()).hexdigest()[:10]
        there = {statement.key: statement.question for statement in self.draft.statements.all()}
        taken = {row.key for row in self.filled.rows}
        for place, row in enumerate(named):
            earlier = self.before.row(place)
            if row.key not in there and earlier not in taken and there.get(earlier) == row.question:
                row.key = earlier
        self.made.named = [row.key for row in named]

    def _says(self, row: GivenRow) -> Iterable[str]:
        """What makes a row a statement."""
        return (row.values.get(name, "") for name in ("component", "block", "words", "proposed"))

    def _row(self, row: GivenRow | None, statement: Statement | None) -> None:
        prefix, self.rows = f"{ROWS}-{self.rows}", self.rows + 1
        question = statement.question if statement else row.question if row else ""
        key = statement.key if statement else row.key if row else ""
        name, data = f"{STATEMENT}{key}", self.made.data
        seen = row.seen if row else None
        data[f"{prefix}-key"], data[f"{prefix}-question"] = key, question
        shown = seen.mark if seen else mark(None)
        data[f"{prefix}-was"] = self._was(name, shown) if row else mark(self.stored.get(name))
        if seen.withheld if seen else statement is not None and statement.withheld:
            data[f"{prefix}-withheld"] = "on"
        for column in ("component", "block", "kind", "words", "proposed", "rank"):
            data[f"{prefix}-{column}"] = self._cell(column, row, statement, self.asked[question], name)
        if row is None:
            self.made.absent.add(name)

    def _cell(self, column: str, row: GivenRow | None, statement: Statement | None, asked: Asked, name: str) -> str:
        kept = str(getattr(statement, LISTS.get(column, column)) or "") if statement else ""
        if row is None or column not in row.values:
            return kept
        words = row.values[column]
        if column == "rank" and words:
            return self._rank(words, kept, name)
        if column not in LISTS or not words:
            return words
        found = _key_of(words, lambda: _offered(asked, column))
        if not found:
            self._note(name, _("“%(words)s” is not in the list.") % {"words": words})
        return found or kept

    def _rank(self, words: str, kept: str, name: str) -> str:
        number = self._number(words)
        if number.isdecimal() and 1 <= int(number[:9]) <= 999:
            return number
        self._note(name, _("“%(words)s” is not a rank from 1 to 999.") % {"words": words})
        return kept

    def _note(self, name: str, words: str) -> None:
        self.made.notes.setdefault(name, []).append(words)


def _offered(asked: Asked, column: str) -> Iterable[tuple[Any, Any]]:
    """What can be chosen in a column, in the language in use."""
    if column == "kind":
        return asked.question.kinds()
    places: Any = asked.components if column == "component" else asked.blocks
    return places.named() if places else []


def _key_of(words: str, offered: Callable[[], Iterable[tuple[Any, Any]]]) -> str:
    """The key of what is offered under these words, in any language, or as that key; empty for none."""
    if words in {str(key) for key, _label in offered()}:
        return words
    wanted = _alike(words)
    for language in CODES:
        with override(language):
            for key, label in offered():
                if _alike(str(label)) == wanted:
                    return str(key)
    return ""


def _alike(words: str) -> str:
    return " ".join(words.split()).casefold()[:200]
