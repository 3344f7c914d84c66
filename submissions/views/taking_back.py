"""Taking back: a draft is discarded, what was filed is withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.forms.limits import limited
from igsp_portal.foundations.pages.arrival import arrival

from .. import actions, pages, rules
from ..forms import WithdrawForm
from ..states import RECEIVED
from .found import own_version, submission_or_404
from .public import submission_shown
from .writing import ACTS, refused, whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@limited(ACTS)
def discard(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """Exactly what would be lost, and the button that discards it."""
    draft = own_version(request, process, pk, to_show=request.method != "POST", filed_at=None)
    if draft is None:
        return redirect("submissions:submission", process, pk)
    submission = draft.submission
    if request.method != "POST":
        context = {"submission": submission, "draft": draft, "page": pages.version_page(draft)}
        context["saved_words"] = pages.saved_words(draft)
        return render(request, "submissions/discard.html", context)
    expected = whole_number(request.POST.get("revision", ""))
    try:
        actions.discard(draft, by=request.user, expected=-1 if expected is None else expected)  # type: ignore[arg-type]
    except ValidationError as refusal:
        return refused(request, refusal, to=reverse("own:home"))
    messages.success(request, _("The draft has been discarded."))
    return redirect(submission) if submission.standing else redirect("own:home")


@gives_back(reason=gettext_lazy("Reason for the withdrawal"))
@require_POST
@limited(ACTS)
def withdraw(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """Take back what was filed, with a reason: the party's focal points, and the secretariat at their request.

    A focal point can take it back to be corrected, as long as it is not acknowledged.
    """
    submission = submission_or_404(request, process, pk)
    user: Any = request.user
    if not (rules.may_file(user, submission.participant) or rules.may_receive(user, submission.process)):
        raise PermissionDenied
    form = WithdrawForm(request.POST)
    if not form.is_valid() and submission.state in RECEIVED:
        return submission_shown(request, submission, refused=form)
    reason = form.cleaned_data.get("reason", "")
    recalls = "recall" in request.POST and rules.may_file(user, submission.participant)
    try:
        if recalls:
            actions.recall(submission, by=user, reason=reason, at=arrival(request))
        else:
            actions.withdraw(submission, by=user, reason=reason)
    except ValidationError as refusal:
        return refused(request, refusal, to=submission.get_absolute_url())
    if recalls:
        messages.success(request, _("The submission has been taken back: correct it here, and file it again."))
        return redirect("submissions:write", process, pk)
    messages.success(request, _("The submission has been withdrawn."))
    return redirect(submission)
