"""What a version says, question by question, as pages show it: names in the reader's language, words as written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from documents.models import TextVersion
from documents.texts import known
from documents.texts.actions import read_draft
from igsp_portal.foundations.forms.counted import in_figures

from . import actions, asking
from .actions import asked_of
from .models import Answer, MadeProposal, Question, SubmissionVersion
from .states import OptionRole, PointsAt, QuestionKind

Part = dict[str, Any]
HOLDS = ("answered", "statements", "attachments")


def parts(
    version: SubmissionVersion,
    answers: Iterable[Answer],
    statements: Iterable[Any],
    attachments: Iterable[dict[str, Any]],
    components: dict[int, str],
    *,
    whole: bool,
) -> list[Part]:
    """The questions of a version's form that were open to it, each with what is to be shown of its answer.

    Of each: `kind`, `label`, `level` of its heading, and by its kind `words`, `chosen`, `columns` and `rows`,
    `statements` (place, kind, the statement itself, and the way to the proposal made of it) or `attachments`. What
    stands under no question comes last. Unless the `whole` is shown, a question of which nothing is to be shown is left
    out, and one that was opened by a choice that is not published.
    """
    statements = list(statements)
    given = {answer.question: answer for answer in answers}
    texts = _Texts()
    found: list[Part] = []
    level = 2
    for question in _shown_of(version, whole=whole):
        part: Part = {"kind": question.kind, "label": question.called, "level": level, "personal": question.personal}
        if question.kind == QuestionKind.SECTION:
            level = 3
            part["level"] = 2
        elif question.takes_statements:
            rows = [statement for statement in statements if statement.question == question.key]
            part |= _statements(question, rows, components, texts)
        elif question.kind == QuestionKind.FILE:
            part["attachments"] = [one for one in attachments if one["question"] == question.key]
        elif question.key in given:
            part |= _answered(question, given[question.key])
        if whole or question.kind == QuestionKind.SECTION or any(part.get(name) for name in HOLDS):
            found.append(part)
    others = [one for one in attachments if not one["question"]]
    if others:
        found.append({"kind": QuestionKind.FILE, "label": _("Attachments"), "level": 2, "attachments": others})
    return found


def _shown_of(version: SubmissionVersion, *, whole: bool) -> list[Question]:
    """The questions that were open; for the public without those that would tell a choice it does not read."""
    hidden = set() if whole else actions.telling(version)
    return [question for question in asked_of(version) if question.key not in hidden]


def _answered(question: Question, answer: Answer) -> Part:
    part: Part = {"withheld": answer.withheld, "answered": True, "anchor": f"answer-{answer.pk}"}
    if isinstance(answer.value, str) != (question.kind in (QuestionKind.TEXT, QuestionKind.NUMBER)):
        return part | {"words": asking.text_of(None, answer.value)}  # an answer to what was asked before
    if question.kind == QuestionKind.CHOICE:
        names = {option.key: option.called for option in question.offered(OptionRole.OPTION)}
        return part | {"chosen": [names.get(key, key) for key in answer.value]}
    if question.kind == QuestionKind.NUMBER:
        return part | {"figures": in_figures(answer.value)}
    if question.kind == QuestionKind.TABLE:
        columns = question.offered(OptionRole.COLUMN)
        heads = [row.called for row in question.offered(OptionRole.ROW)]
        rows = [
            {
                "head": heads[place] if place < len(heads) else place + 1,
                "cells": [
                    {"words": in_figures(cell) if column.number else cell, "number": column.number}
                    for cell, column in zip(row, columns, strict=False)
                ],
            }
            for place, row in enumerate(answer.value)
        ]
        return part | {"columns": [column.called for column in columns], "rows": rows}
    return part | {"words": answer.value}


def _statements(question: Question, rows: list[Any], components: dict[int, str], texts: _Texts) -> Part:
    kinds = dict(question.kinds())
    on_text = question.points_at == PointsAt.TEXT
    made = _made(rows) if question.proposes else {}
    on = "text" if on_text else "components" if question.points_at == PointsAt.COMPONENTS else ""
    return {
        "on": on,
        "statements": [
            (
                texts.whole(row.text_version, row.block) if on_text else components.get(row.component_id, ""),
                kinds.get(row.kind, row.kind),
                row,
                made.get(row.pk),
            )
            for row in rows
        ],
    }


def _made(rows: list[Any]) -> dict[int, dict[str, str]]:
    """The ways to the proposals that were made of statements, by these."""
    found = MadeProposal.objects.filter(statement__in=[row.pk for row in rows]).select_related(
        "proposal__version__text__process"
    )
    return {row.statement_id: row.proposal.shown_at() for row in found}


class _Texts:
    """Paragraphs of texts as they are called; each version is read once."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}

    def whole(self, version: TextVersion | None, key: str) -> str:
        if version is None or not key:
            return ""
        if version.pk not in self._known:
            text = version.text
            self._known[version.pk] = known.of(read_draft(version), text.numbering, [text.original_language])
        return str(self._known[version.pk].whole(key))


def left_over(draft: SubmissionVersion) -> list[dict[str, str]]:
    """What a draft still holds of questions that its form no longer asks: under their names, as it was written."""
    return [{"label": label, "words": _written(part)} for label, part in actions.left_over(draft)]


def _written(part: Any) -> str:
    if isinstance(part, Answer):
        return asking.text_of(None, part.value)
    return "\n".join(filter(None, (getattr(part, "proposed", ""), str(getattr(part, "words", part)))))


def in_words(version: SubmissionVersion) -> list[tuple[str, str, str]]:
    """The answers of a version in the order of its form: the question, a mark where it is personal, and the words."""
    given = {answer.question: answer for answer in version.answers.all()}
    return [
        (
            question.called,
            f" · {_('Personal data: not published.')}" if question.personal else "",
            asking.text_of(question, given[question.key].value),
        )
        for question in version.form.asked()
        if question.key in given
    ]
