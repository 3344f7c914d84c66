"""The page on which a party answers what the secretariat asks about its submission."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.forms.limits import Limit, limited

from .. import rules
from ..receiving import actions, pages
from ..receiving.forms import AnswerForm
from ..states import RECEIVED
from .found import submission_or_404

ANSWERS = Limit("clarification", acts=60, seconds=3600)


@gives_back(words=gettext_lazy("Your answer"))
@require_http_methods(["GET", "HEAD", "POST"])
@limited(ANSWERS)
def clarification(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """What was asked and answered, for the party and the secretariat; the party's focal points answer here."""
    submission = submission_or_404(request, process, pk)
    user: Any = request.user
    own = rules.is_of_party(user, submission.participant)
    if submission.standing is None or not (own or rules.at_desk(user, submission.process)):
        raise Http404
    awaited = submission.state in RECEIVED and actions.is_awaited(submission)
    may_answer = rules.may_file(user, submission.participant)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = AnswerForm(request.POST or None) if may_answer and (awaited or request.method == "POST") else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            actions.answer(submission, by=user, words=form.cleaned_data["words"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your answer has been sent to the secretariat."))
            return redirect("submissions:clarification", process, pk)
    context = {"submission": submission, "entries": pages.entries(submission), "form": form, "awaited": awaited}
    status = 400 if form is not None and form.errors else 200
    return render(request, "submissions/receiving/clarification.html", context, status=status)
