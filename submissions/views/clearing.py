"""Clearance by a second person: switched on and off, and given, on the page where a draft is reviewed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from igsp_portal.foundations.forms.limits import limited

from .. import actions, rules
from ..models import SubmissionVersion
from ..states import Clearing
from .found import own_version
from .writing import ACTS, refused, whole_number


@require_POST
@limited(ACTS)
def clear(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """Ask for the clearance of the draft, clear it, or require or lift the clearance of its participant's drafts."""
    draft = own_version(request, process, pk, to_show=False, filed_at=None)
    if draft is None:
        return redirect("submissions:submission", process, pk)
    act = {"ask": _ask, "clear": _clear, "require": _require, "lift": _lift}.get(request.POST.get("act", ""))
    if act is None:
        raise BadRequest("no such act")
    review = reverse("submissions:file", args=[process, pk])
    try:
        messages.success(request, act(request, draft))
    except ValidationError as refusal:
        return refused(request, refusal, to=review)
    return redirect(review)


def _clear(request: HttpRequest, draft: SubmissionVersion) -> str:
    user: Any = request.user
    if not rules.may_clear(user, draft.submission.participant):
        raise PermissionDenied
    expected = whole_number(request.POST.get("revision", ""))
    actions.clear(draft, by=user, expected=-1 if expected is None else expected, asked=request.POST.get("asked"))
    return _("The draft is cleared as it stands. If it is changed, it has to be cleared again.")


def _ask(request: HttpRequest, draft: SubmissionVersion) -> str:
    user: Any = request.user
    if not rules.may_write(user, draft.submission.participant):
        raise PermissionDenied
    actions.ask_for_clearance(draft, by=user)
    return _("The clearing officers are asked by e-mail to clear this draft.")


def _require(request: HttpRequest, draft: SubmissionVersion) -> str:
    user: Any = request.user
    if not rules.may_file(user, draft.submission.participant):
        raise PermissionDenied
    actions.require_clearance(draft.submission.participant, by=user)
    return _("From now on a second person clears what this participant files.")


def _lift(request: HttpRequest, draft: SubmissionVersion) -> str:
    user: Any = request.user
    if not _may_lift(user, draft):
        raise PermissionDenied
    actions.lift_clearance(draft.submission.participant, by=user)
    return _("What this participant files no longer needs to be cleared.")


def _may_lift(user: Any, draft: SubmissionVersion) -> bool:
    """Who clears; but who files only where no other does, else nothing could be filed any more."""
    participant = draft.submission.participant
    if rules.may_file(user, participant):
        return not actions.has_clearing_officer(participant, besides=user)
    return rules.may_clear(user, participant)


def shown(user: Any, draft: SubmissionVersion) -> dict[str, Any]:
    """What submissions/clearance.html takes: whether it is required, by whom it was given, what the reader may do."""
    required = actions.is_required(draft)
    stands = actions.as_it_stands(draft) if required else ""
    given = actions.clearance_of(draft, stands) if required else None
    may_ask = required and given is None and rules.may_write(user, draft.submission.participant)
    return {
        "required": required,
        "given": given,
        "hinders": required and (given is None or given.by_id == user.pk),
        "asked": draft.clearing == Clearing.ASKED,
        "may_ask": may_ask and not actions.is_asked_for(draft, stands, by=user),
        "may_clear": required and rules.may_clear(user, draft.submission.participant),
        "may_lift": required and _may_lift(user, draft),
        "may_require": not required and rules.may_file(user, draft.submission.participant),
    }
