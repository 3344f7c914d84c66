"""What the form of a draft asks, and what is written so far, as a Word form holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from igsp_portal.foundations import time

from .. import actions, papers
from ..actions.saving import ANSWER, STATEMENT
from ..answers import as_typed
from ..asking import EMPTY_ROWS, Reply, replies
from ..forms import DraftForm
from ..merging import mark
from ..models import Question, SubmissionVersion, new_key
from ..sizes import MOST_STATEMENTS
from ..states import OptionRole, QuestionKind
from ..stating import Asked, StatementForm, asked_in
from ..written import only_if
from .shapes import NARROW, Column, Form, Item, Row
from .tags import Identity, Seen

ROWS_TO_ADD = 5  # empty rows of a list of statements
MORE_ROWS = 8  # of a table to which the writer adds rows
CELL_OF = {"component": "component_id"}  # the columns of rows, where they are called otherwise
WIDTHS = {"component": 9, "block": 9, "kind": 6, "words": 16, "proposed": 16, "rank": NARROW}


def of(draft: SubmissionVersion) -> Form:
    """The Word form of a draft that was read whole, in the language in use."""
    language = get_language() or "en"
    stored = actions.fields_of(draft)
    asked = asked_in(draft)
    answered = replies(draft)
    call = draft.submission.call
    items = [_head(name, draft, stored) for name in ("title", "introduction") if _asks(draft, name)]
    items += [
        _item(question, draft, stored, asked.get(question.key), answered.get(question.key), language)
        for question in draft.form.asked()
    ]
    return Form(
        Identity(draft.submission.pk, draft.form.number, draft.revision, language),
        draft.language,
        str(draft.process),
        str(call.title),
        str(draft.submission.participant.name),
        tuple(_lines(draft)),
        tuple(items),
    )


def columns(asked: Asked) -> list[str]:
    """The fields of a statement that stand in a table of the question."""
    form = StatementForm(asked=asked)
    return [name for name in WIDTHS if name in form.fields]


def _asks(draft: SubmissionVersion, name: str) -> bool:
    return name == "title" or draft.form.introduction


def _lines(draft: SubmissionVersion) -> Iterator[str]:
    call = draft.submission.call
    facts = papers.deadline(call, time.now())
    yield f"{facts['label']}: {facts['local']} ({facts['zone']})"
    yield f"{facts['utc']} UTC"
    yield from str(call.guidance).splitlines()
    yield _(
        "Write in the boxes, and send this file back on the page from which you downloaded it. "
        "What is new is shown there before anything is saved."
    )
    yield _("Fields marked * are required for filing. A draft can be saved without them.")
    yield _("Consent, files, and what is not to be published are given on the site.")


def _head(name: str, draft: SubmissionVersion, stored: Mapping[str, Any]) -> Item:
    label = str(DraftForm.base_fields[name].label)
    value = getattr(draft, name)
    return Item(name, "head", f"{label} *" if name == "title" else label, value=value, seen=Seen(mark(stored[name])))


def _item(
    question: Question,
    draft: SubmissionVersion,
    stored: Mapping[str, Any],
    asked: Asked | None,
    reply: Reply | None,
    language: str,
) -> Item:
    kind = QuestionKind(question.kind)
    label = f"{question.called} *" if question.required else question.called
    about: dict[str, Any] = {"said": tuple(_said(question, draft)), "kind": str(kind.value)}
    if asked is not None:
        about["columns"] = tuple(_columns(asked))
        about["rows"] = tuple(_rows(question, draft, stored, asked))
    if reply is not None:
        about["seen"] = Seen(mark(stored.get(f"{ANSWER}{question.key}")), reply.withheld)
        about["value"] = _shown(question, reply.value, language)
        about["several"] = question.several
        about["choices"] = _named(question, OptionRole.OPTION)
        if kind == QuestionKind.TABLE:
            about["heads"] = _named(question, OptionRole.ROW)
            offered = question.offered(OptionRole.COLUMN)
            about["columns"] = tuple(Column(column.key, column.called, width=8) for column in offered)
    return Item(question.key, label=label, **about)


def _named(question: Question, role: OptionRole) -> tuple[tuple[str, str], ...]:
    return told_apart((option.key, option.called) for option in question.offered(role))


def told_apart(choices: Iterable[tuple[Any, Any]]) -> tuple[tuple[str, str], ...]:
    """The choices with one name each, as short as Word's lists hold them: those of one name with their keys."""
    found: dict[str, str] = {}
    for key, label in choices:
        name = " ".join(str(label).split())[:200]
        found[f"{name} ({key})" if name in found else name] = str(key)
    return tuple((key, name) for name, key in found.items())


def _said(question: Question, draft: SubmissionVersion) -> Iterator[str]:
    yield from question.help.splitlines()
    if question.most_words:
        said = ngettext("At most %(count)s word.", "At most %(count)s words.", question.most_words)
        yield said % {"count": question.most_words}
    if condition := only_if(draft.form, question):
        yield condition["words"]
    if question.personal:
        yield _("Personal data: this answer is never published.")
    if question.kind == QuestionKind.FILE:
        yield _("Attach files on the site.")
    if question.takes_statements:
        yield _("A row for each statement. For more, copy a row.")


def _shown(question: Question, value: Any, language: str) -> Any:
    """An answer as it is written into a file; of a table to which rows are added, with rows for them."""
    if question.kind == QuestionKind.NUMBER:
        return as_typed(value, language)
    if question.kind == QuestionKind.CHOICE:
        return list(value or [])
    if question.kind != QuestionKind.TABLE:
        return value
    numbers = [column.number for column in question.offered(OptionRole.COLUMN)]
    rows = [
        [as_typed(cell, language) if number else cell for cell, number in zip(row, numbers, strict=False)]
        for row in value or []
    ]
    if not question.offered(OptionRole.ROW):
        rows += [[""] * len(numbers) for _row in range(max(EMPTY_ROWS, MORE_ROWS - len(rows)))]
    return rows


def _columns(asked: Asked) -> Iterator[Column]:
    form = StatementForm(asked=asked)
    offered: dict[str, Any] = {
        "component": asked.components.named() if asked.components else [],
        "block": asked.blocks.named() if asked.blocks else [],
        "kind": asked.kinds,
    }
    for name in columns(asked):
        label = str(form.fields[name].label).partition("<")[0]
        yield Column(name, label, told_apart(offered.get(name, [])), WIDTHS[name])


def _rows(question: Question, draft: SubmissionVersion, stored: Mapping[str, Any], asked: Asked) -> Iterator[Row]:
    names = columns(asked)
    statements = draft.statements.all()
    for row in statements:
        if row.question == question.key:
            values = {name: str(getattr(row, CELL_OF.get(name, name)) or "") for name in names}
            yield Row(row.key, values, Seen(mark(stored[f"{STATEMENT}{row.key}"]), row.withheld))
    for _row in range(min(ROWS_TO_ADD, MOST_STATEMENTS - len(statements))):
        yield Row(new_key(), {}, Seen(mark(None)))
