"""Questions as a form asks them: how each is answered in fields of a page, and what was sent is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .actions import Answered, answering
from .merging import mark
from .models import Question, SubmissionVersion
from .sizes import LONGEST_ANSWER
from .states import ANSWERED, OptionRole, QuestionKind

EMPTY_ROWS = 2  # of a table to which the writer adds rows
PREFIX = "answers-"  # begins the names of the fields of answers
FIGURES = "figures"  # the field that says in which language the numbers that are sent are written
# What ends the name of the field in which a question of each kind is answered.
ENDS = {
    QuestionKind.TEXT: "words",
    QuestionKind.CHOICE: "choice",
    QuestionKind.NUMBER: "number",
    QuestionKind.TABLE: "cell",
}


@dataclass
class Reply:
    """One question that has an answer, and what stands in its fields. `value` is as `Answer` describes it."""

    question: Question
    value: Any = ""
    withheld: bool = False
    errors: list[str] = field(default_factory=list)
    after: str = ""  # what comes after it, as HTML

    @property
    def prefix(self) -> str:
        return f"{PREFIX}{self.question.key}"

    @property
    def name(self) -> str:
        """The name of its field, or of each of them."""
        return f"{self.prefix}-{ENDS[QuestionKind(self.question.kind)]}"

    @property
    def longest(self) -> int:
        return LONGEST_ANSWER

    @property
    def answered(self) -> Answered | None:
        return Answered(self.value, self.withheld) if self.value else None

    def options(self) -> list[dict[str, Any]]:
        """What can be chosen, and whether it is."""
        chosen = set(self.value or ())
        return [
            {"key": option.key, "label": option.called, "chosen": option.key in chosen}
            for option in self.question.offered(OptionRole.OPTION)
        ]

    @cached_property
    def columns(self) -> list[Any]:
        return self.question.offered(OptionRole.COLUMN)

    def rows(self) -> list[dict[str, Any]]:
        """The rows of a table, each with what heads it and its cells; a few empty ones where the writer adds them."""
        heads = [row.called for row in self.question.offered(OptionRole.ROW)]
        said: list[list[str]] = list(self.value or [])
        count = len(heads) or len(said) + EMPTY_ROWS
        found = []
        for place in range(count):
            cells = said[place] if place < len(said) else []
            cells = [*cells, *[""] * len(self.columns)][: len(self.columns)]
            head = heads[place] if heads else ""
            pairs = [{"column": c, "value": v} for c, v in zip(self.columns, cells, strict=True)]
            found.append({"head": head, "number": place + 1, "cells": pairs})
        return found

    def html(self) -> SafeString:
        return render_to_string("submissions/question.html", {"reply": self, "question": self.question})


def replies(version: SubmissionVersion) -> dict[str, Reply]:
    """The questions of a draft's form that have answers, with what is stored."""
    stored = {answer.question: answer for answer in version.answers.all()}
    found = {}
    for question in version.form.asked():
        if question.kind in ANSWERED:
            answer = stored.get(question.key)
            found[question.key] = Reply(question, answer.value if answer else "", bool(answer and answer.withheld))
    return found


def sent_replies(version: SubmissionVersion, data: Any) -> dict[str, Reply]:
    """The same with what was sent; questions that were not in the form that was sent are left out."""
    found = {}
    for question in version.form.asked():
        if question.kind not in ANSWERED:
            continue
        reply = Reply(question, withheld=f"{PREFIX}{question.key}-withheld" in data)
        if reply.name in data or f"{reply.prefix}-was" in data:
            _read(reply, data)
            found[question.key] = reply
    return found


def _read(reply: Reply, data: Any) -> None:
    reply.value = _typed(reply, data.getlist(reply.name))
    if mark(reply.answered and [reply.value, reply.withheld]) == data.get(f"{reply.prefix}-was"):
        return  # as it was shown: figures are not read as another language writes them
    written_in = data.get(FIGURES) or get_language() or "en"
    try:
        reply.value = answering.kept(reply.question, reply.value, written_in)
    except ValidationError as refusal:
        reply.errors = [refusal.params["fault"]]  # type: ignore[index]


def _typed(reply: Reply, values: list[str]) -> Any:
    """What stands in the fields of a question, as its answer would be written."""
    if reply.question.kind == QuestionKind.CHOICE:
        return [value for value in values if value]
    if reply.question.kind == QuestionKind.TABLE:
        return _rows(values, len(reply.columns), fixed=bool(reply.question.offered(OptionRole.ROW)))
    return values[-1].replace("\r\n", "\n") if values else ""


def _rows(cells: list[str], width: int, *, fixed: bool) -> list[list[str]]:
    rows = [cells[at : at + width] for at in range(0, len(cells), width or 1)]
    if not any(map(any, rows)):
        return []
    return rows if fixed else [row for row in rows if any(row)]


def text_of(question: Question | None, value: Any) -> str:
    """An answer in words: the names of what was chosen, the rows of a table in lines, anything else as it was written.

    `question` is None where it is no longer asked; an answer to what it asked for before is shown as it was written.
    """
    if not isinstance(value, list):
        return str(value)
    names: Mapping[str, str] = {}
    if question is not None and question.kind == QuestionKind.CHOICE:
        names = {option.key: option.called for option in question.offered(OptionRole.OPTION)}
    return "\n".join(" | ".join(row) if isinstance(row, list) else names.get(row, row) for row in value)
