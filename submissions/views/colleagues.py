"""What colleagues say to each other in the form of a draft: that a section is done, and comments on it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.language.languages import isolated

from .. import actions
from ..models import Comment, Question, SubmissionVersion
from ..sizes import LONGEST_MESSAGE

COMMENT = "comment-"  # begins the names of the fields of comments, and of the buttons that send them
DONE, OPEN = "done-", "open-"  # begin the names of the buttons that mark a section as done and not


def asked_apart(draft: SubmissionVersion) -> list[Question]:
    """What is marked as done and commented on: the sections of a form, else its questions."""
    asked = draft.form.asked()
    return [question for question in asked if question.kind == "section"] or asked


def comments_on(draft: SubmissionVersion) -> dict[str, list[dict[str, str]]]:
    """What colleagues have said, by the key of what they said it of."""
    comments: dict[str, list[dict[str, str]]] = {}
    for comment in Comment.objects.filter(submission=draft.submission):
        row = {"by_name": comment.by_name, "when": _when(comment.at), "words": comment.words}
        comments.setdefault(comment.question, []).append(row)
    return comments


def left_comments(draft: SubmissionVersion, comments: dict[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    """Those of the comments that stand at nothing that the form still asks."""
    asked = {question.key for question in asked_apart(draft)}
    return [row for key, rows in comments.items() if key not in asked for row in rows]


def places(
    draft: SubmissionVersion, typed: Any, comments: dict[str, list[dict[str, str]]]
) -> dict[str, dict[str, Any]]:
    """What is marked and commented on with what was said of each, by its key. `typed` has what was sent."""
    marks = {mark.question: mark for mark in draft.done_marks.all()}
    return {
        question.key: {
            "key": question.key,
            "done": _done(marks.get(question.key)),
            "comments": comments.get(question.key, []),
            "typed": typed.get(f"{COMMENT}{question.key}", ""),
            "most": LONGEST_MESSAGE,
        }
        for question in asked_apart(draft)
    }


def not_done(draft: SubmissionVersion) -> list[str]:
    """What is not marked as done, where something is."""
    marks = {mark.question for mark in draft.done_marks.all()}
    return [question.called for question in asked_apart(draft) if question.key not in marks] if marks else []


def act(request: HttpRequest, draft: SubmissionVersion) -> list[str]:
    """Send what was typed for colleagues, and mark what was to be marked; returns what was refused, in words."""
    problems: list[str] = []
    do, by = request.POST.get("do", ""), request.user
    for question in asked_apart(draft):
        words = request.POST.get(f"{COMMENT}{question.key}", "").strip()
        try:
            if words or do == f"{COMMENT}{question.key}":
                actions.comment(draft, question, words, by=by)  # type: ignore[arg-type]
            if do in (f"{DONE}{question.key}", f"{OPEN}{question.key}"):
                actions.mark_done(draft, question, done=do.startswith(DONE), by=by)  # type: ignore[arg-type]
        except ValidationError as refusal:
            problems += refusal.messages
    return problems


def acted_on(draft: SubmissionVersion, do: str) -> str:
    """The key of the section or question that a button was about; empty for any other button."""
    key = next((do.removeprefix(begins) for begins in (COMMENT, DONE, OPEN) if do.startswith(begins)), "")
    return key if key and key in {question.key for question in asked_apart(draft)} else ""


def _done(mark: Any) -> str:
    if mark is None:
        return ""
    return _("%(name)s, %(moment)s") % {"name": isolated(mark.by_name), "moment": isolated(_when(mark.at))}


def _when(at: Any) -> str:
    return f"{moment(at)} UTC"
