"""Files that are sent with the form of a draft: taken off, withheld and attached, each without hurting the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import isolated, listed
from igsp_portal.foundations.pages.addresses import MOST_FIGURES

from .. import actions
from ..merging import mark
from ..models import SubmissionVersion
from ..sizes import MOST_ATTACHMENTS
from ..states import QuestionKind


def take(request: HttpRequest, draft: SubmissionVersion) -> list[str]:
    """Take off, withhold and attach what was asked; returns what was refused. Files beyond the limit are not read."""
    problems = []
    for key in request.POST.getlist("detach"):
        if attached := draft.attachments.filter(pk=whole_number(key) or 0).first():
            problems += _refusals(actions.detach, attached, by=request.user)
    problems += withhold(request, draft)
    offered = [("attach", "")] + [(f"attach-{q.key}", q.key) for q in draft.form.asked() if q.kind == QuestionKind.FILE]
    sent = [(file, question) for name, question in offered for file in request.FILES.getlist(name)]
    if not sent:
        return problems
    room = max(0, MOST_ATTACHMENTS - draft.attachments.count())
    for file, question in sent[:room]:
        problems += _refusals(_attach, request, draft, file, question)
    if left_out := sent[room:]:
        names = listed(isolated(file.name or "") for file, _question in left_out)
        said = _("At most %(count)s files can be attached. These were left out: %(names)s")
        problems.append(said % {"count": MOST_ATTACHMENTS, "names": names})
    return problems


def withhold(request: HttpRequest, draft: SubmissionVersion) -> list[str]:
    """Withhold the files that are ticked, of those that the form showed; returns what was refused.

    A tick that stands as it was shown changes nothing: a colleague may have set or taken it since.
    """
    problems = []
    shown = [whole_number(key) or 0 for key in request.POST.getlist("attached")]
    for attached in draft.attachments.filter(pk__in=shown):
        ticked = str(attached.pk) in request.POST.getlist("withhold")
        if mark(ticked) != request.POST.get(f"withhold-{attached.pk}-was", mark(False)):
            problems += _refusals(actions.withhold, attached, withheld=ticked, by=request.user)
    return problems


def withheld(request: HttpRequest, draft: SubmissionVersion) -> list[tuple[int, bool]]:
    """Of the files that the form showed as they stand now those that it says likewise."""
    shown = {whole_number(key) or 0 for key in request.POST.getlist("attached")}
    ticked = request.POST.getlist("withhold")
    rows = draft.attachments.filter(pk__in=shown).values_list("pk", "withheld")
    return [(pk, withheld) for pk, withheld in rows if withheld == (str(pk) in ticked)]


def _attach(request: HttpRequest, draft: SubmissionVersion, sent: UploadedFile, question: str) -> None:
    name, by = sent.name or "", request.user
    actions.refuse_too_large(name, sent.size or 0)
    actions.attach(draft, name=name, data=sent.read(), by=by, question=question)  # type: ignore[arg-type]


def _refusals(act: Callable[..., Any], *given: Any, **more: Any) -> list[str]:
    """Do it; returns what was refused, in words."""
    try:
        act(*given, **more)
    except ValidationError as refusal:
        return refusal.messages
    return []


def whole_number(typed: str) -> int | None:
    """A number of ours that came back; None when it is none."""
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_FIGURES else None
