"""What a call asks, from a process's data folder."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.models import TextVersion
from igsp_portal.foundations.datafiles import Row, in_columns, note
from meetings.models import Component, Process

from . import actions
from .actions import Asking
from .models import Call, FormFrozen
from .states import OptionRole, PointsAt, QuestionKind, StatementKind

Tables = dict[str, Any]
Form = dict[str, Any]
ROLES = {
    "options": OptionRole.OPTION,
    "kinds": OptionRole.KIND,
    "columns": OptionRole.COLUMN,
    "rows": OptionRole.ROW,
}


def tables(process: Process) -> Tables:
    """What questions refer to: components of the mandate by their keys, texts with their versions by their numbers."""
    texts: dict[str, dict[str, TextVersion]] = {}
    for version in TextVersion.objects.filter(text__process=process).select_related("text").order_by("number"):
        texts.setdefault(version.text.key, {})[str(version.number)] = version
    components = Component.objects.filter(decision__process=process)
    return {"texts": texts, "components": {component.key: component for component in components}}


def form_of(row: Row, found: Tables) -> Form | None:
    """The form that the row of a call describes; None where it describes none, and the call keeps what it has."""
    number, introduction = row.number("form", 1), row.flag("introduction", True)
    rows = row.rows("questions", once="key")
    questions = [_question(one, found) for one in rows]
    if not (row.has("questions") or row.has("form") or row.has("introduction")):
        return None
    at = {question.key: one for question, one in zip(questions, rows, strict=True)}
    return {"number": number, "introduction": introduction, "questions": questions, "rows": at}


def load_form(row: Row, call: Call, form: Form | None, *, by: Any) -> None:
    """Write the form of a call. What was filed on stays: the row is told to begin a new version."""
    if form is None:
        return
    rows: dict[str, Row] = form.pop("rows")
    if not form["questions"]:
        form["questions"] = [_usual()]
    try:
        actions.put_form(call, **form, by=by)
    except FormFrozen as frozen:
        last = call.forms.latest("number").number
        fault = _(
            "Submissions have been filed on version %(number)s of this form. To change it, write “form: %(next)s”."
        )
        raise row.fault("questions", fault % {"number": form["number"], "next": last + 1}) from frozen
    except ValidationError as refusal:
        for error in getattr(refusal, "error_list", [refusal]):  # a row that may not be so has a dictionary
            at = rows.get((getattr(error, "params", None) or {}).get("question", ""), row)
            note(at.fault("questions" if at is row else "label", " ".join(error.messages)))
        row.leave_if_wrong()


def _usual() -> Asking:
    values = {"kind": QuestionKind.STATEMENTS, "points_at": PointsAt.COMPONENTS, "required": True}
    return Asking("statements", values)


def _question(row: Row, found: Tables) -> Asking:
    key, kind = row.key(), row.choice("kind", QuestionKind)
    shown_if, shown_if_option = _condition(row)
    version, blocks = _text(row, found)
    components = row.references("components", found["components"])
    takes = kind == QuestionKind.STATEMENTS
    points_at = PointsAt.TEXT if version else PointsAt.COMPONENTS if takes else PointsAt.NOTHING
    values = {
        "kind": kind.value,
        "required": row.flag("required", False),
        "most_words": row.number("most_words", None),
        "several": row.flag("several", False),
        "personal": row.flag("personal", False),
        "shown_if": shown_if,
        "shown_if_option": shown_if_option,
        "points_at": row.choice("points_at", PointsAt, points_at).value,
        "text_version": version,
        "blocks": blocks,
        "proposes": row.flag("proposes", False),
        **in_columns(label=row.translated("label", optional=takes), help=row.translated("help", optional=True)),
    }
    options = [option for name, role in ROLES.items() for option in _options(row, name, role)]
    row.done()
    return Asking(key, values, components, options)


def _condition(row: Row) -> tuple[str, str]:
    """The earlier question and the answer to it that open this one; whether they are there is asked of the whole."""
    if not row.has("shown_if"):
        return "", ""
    condition = row.row("shown_if")
    found = condition.text("question"), condition.text("option")
    condition.done()
    return found


def _text(row: Row, found: Tables) -> tuple[TextVersion | None, list[str]]:
    """The version of a text at which statements point, the last one if none is named, and its paragraphs, or none."""
    if not row.has("text"):
        return None, []
    text = row.row("text")
    versions = text.reference("key", found["texts"])
    last = list(versions.values())[-1] if versions else None
    version = text.reference("version", versions, last)
    blocks = text.texts("paragraphs")
    text.done()
    return version, blocks


def _options(row: Row, name: str, role: OptionRole) -> list[tuple[OptionRole, str, dict[str, Any]]]:
    found = []
    for one in row.rows(name, once="key"):
        key = one.key()
        known = role == OptionRole.KIND and key in StatementKind.values
        label = one.translated("label", optional=known)
        values: dict[str, Any] = in_columns(label=label)
        if role == OptionRole.COLUMN:
            values["number"] = one.flag("number", False)
        one.done()
        found.append((role, key, values))
    return found
