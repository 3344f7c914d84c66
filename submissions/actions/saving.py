"""Saving what one person sends of a draft that others write too: nobody's words are replaced unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.cleaning import cleaned_line
from igsp_portal.foundations.record.entered import as_kept
from igsp_portal.models import User

from .. import merging
from ..models import Answer, Question, Statement, SubmissionVersion
from ..sizes import MOST_STATEMENTS
from ..states import PointsAt
from .drafts import OF_STATEMENT, Answered, Said, refuse_too_long, tidy, touch, write_answers
from .joining import as_named, write_parties
from .rows import FormChanged, locked_draft, recorded

HEAD = ("title", "language", "introduction", "consent")
PARTIES = "parties"
ANSWER, STATEMENT = "answer:", "statement:"  # begin the names of the fields of a draft, before the key
SAYS = OF_STATEMENT[:-1]  # without the place in the order


@dataclass(frozen=True)
class Saved:
    """The draft, its fields as they are stored now, those that a colleague has changed too, and who saved before."""

    draft: SubmissionVersion
    now: dict[str, Any]
    clashes: list[str]
    earlier: str = ""


def fields_of(draft: SubmissionVersion) -> dict[str, Any]:
    """What a draft says, field by field, as the two are compared and marked; statements in their order."""
    head = {name: getattr(draft, name) for name in HEAD} | {PARTIES: as_named(draft.parties.all())}
    answers = {f"{ANSWER}{a.question}": [a.value, a.withheld] for a in draft.answers.all()}
    return head | answers | {f"{STATEMENT}{row.key}": _says(row) for row in draft.statements.all()}


def save_fields(
    version: SubmissionVersion,
    *,
    by: User | str,
    sent: Mapping[str, Any],
    seen: Mapping[str, str],
    expected: int | None = None,
) -> Saved:
    """Write the fields that were sent and that nobody else has changed since they were shown.

    `sent` has values by the names of `fields_of`: texts, truth values, Answered, Said, None for what is to go; of the
    further parties, which are one field, the list of `joining.as_named`. `seen`
    has the marks of what was shown; where it has none, the field was shown as it was in the revision `expected`.
    Raises ValidationError when the version has been filed or discarded, or would have too many statements, and
    FormChanged when it is no longer written on the form of the `version` that was read.
    """
    with transaction.atomic():
        draft = locked_draft(version)
        if draft.form_id != version.form_id:
            raise FormChanged
        draft.form = version.form  # with the questions that are at hand there
        prefetch_related_objects([draft], "statements", "answers")
        stored, earlier = fields_of(draft), draft.saved_by_name
        wanted = as_stored(version, sent, stored)
        shown = {name: merging.mark(stored.get(name)) for name in wanted} if expected == draft.revision else {}
        found, clashes = merging.merged(stored, wanted, shown | dict(seen))
        changed = {name for name in found if found[name] != stored.get(name)}
        if changed:
            _refuse_too_many(found, {question.key for question in version.form.asked()})
            with recorded("submission.saved", draft.submission, by=by, version=draft.number):
                _write(draft, found, changed, by)
                draft.refresh_from_db(fields=["statements", "answers"])  # forgets what was at hand; asks for nothing
    return Saved(draft, found, clashes, earlier if earlier != str(by) else "")


def as_stored(version: SubmissionVersion, sent: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent as `fields_of` would have it once it is stored, in a draft that has `stored` now.

    Raises ValidationError for a statement that is too long.
    """
    wanted = {name: _value(name, value) for name, value in sent.items()}
    asked = {question.key: question for question in version.form.asked()}
    for name in wanted.keys() & stored.keys():
        if name.startswith(STATEMENT) and wanted[name] is not None:
            wanted[name] = _with_unshown(wanted[name], stored[name], asked)
    return wanted


def _write(draft: SubmissionVersion, found: Mapping[str, Any], changed: set[str], by: User | str) -> None:
    touch(draft, by, **{name: found[name] for name in HEAD if name in changed})
    if PARTIES in changed:
        write_parties(draft, found[PARTIES])
    answers = {name.removeprefix(ANSWER): found[name] for name in changed if name.startswith(ANSWER)}
    write_answers(draft, {key: Answered(*(value or [""])) for key, value in answers.items()})
    if any(name.startswith(STATEMENT) for name in changed):
        Statement.objects.put_in(draft, _rows(draft, found), list(draft.statements.all()), OF_STATEMENT)


def _rows(draft: SubmissionVersion, found: Mapping[str, Any]) -> list[Statement]:
    """The statements, those of one question together, in the order of the form."""
    places = {question.key: place for place, question in enumerate(draft.form.asked())}
    said = [
        {"key": name.removeprefix(STATEMENT), **dict(zip(SAYS, value, strict=True))}
        for name, value in found.items()
        if name.startswith(STATEMENT) and value is not None
    ]
    said.sort(key=lambda one: places.get(one["question"], len(places)))
    return [Statement(version=draft, order=place, **one) for place, one in enumerate(said)]


def _refuse_too_many(found: Mapping[str, Any], asked: set[str]) -> None:
    """Those that are left over of a question that is no longer asked are in nobody's form, and are not counted."""
    said = [value for name, value in found.items() if name.startswith(STATEMENT) and value is not None]
    if sum(value[SAYS.index("question")] in asked for value in said) > MOST_STATEMENTS:
        raise ValidationError(
            _("A submission may have at most %(count)s statements."), params={"count": MOST_STATEMENTS}
        )


def _value(name: str, value: Any) -> Any:
    """A value that was sent, as it would be kept and then read again."""
    if isinstance(value, Said):
        refuse_too_long(value.words)
        refuse_too_long(value.proposed)
        return _says(Statement(**vars(value) | {"words": tidy(value.words), "proposed": tidy(value.proposed)}))
    if isinstance(value, Answered):
        kept = as_kept(Answer(), "value", value.value)
        return [kept, value.withheld] if kept else None
    if isinstance(value, str):
        return cleaned_line(value).strip() if name == "title" else tidy(value)
    return value


def _with_unshown(said: list[Any], stored: list[Any], asked: Mapping[str, Question]) -> list[Any]:
    """What a row of the form says, with what is stored in the fields that its question does not show."""
    now, was = dict(zip(SAYS, said, strict=True)), dict(zip(SAYS, stored, strict=True))
    question = asked.get(now["question"])
    if question is None:
        return said
    unshown = [] if question.proposes else ["proposed"]
    unshown += [] if question.points_at == PointsAt.COMPONENTS else ["component_id"]
    unshown += [] if question.points_at == PointsAt.TEXT else ["text_version_id", "block"]
    unshown += ["withheld"] if question.personal else []
    return list((now | {name: was[name] for name in unshown}).values())


def _says(row: Statement) -> list[Any]:
    return [getattr(row, name) for name in SAYS]
