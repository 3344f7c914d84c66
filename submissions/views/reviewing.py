"""Filing: reviewed, filed once, and opened anew."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from igsp_portal.foundations import time
from igsp_portal.foundations.forms.limits import limited
from igsp_portal.foundations.language.languages import isolated, listed
from igsp_portal.foundations.pages.arrival import arrival

from .. import actions, pages, papers, rules
from ..models import SubmissionVersion
from ..written import place_of
from . import clearing, colleagues
from .found import own_version, submission_or_404
from .writing import ACTS, fresh, own_draft, read_whole, refused, whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@limited(ACTS)
def review(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """Exactly what will be filed, and the button that files it; once filed, the way to the receipt."""
    if request.method == "POST":
        return _file(request, process, pk)
    draft = own_draft(request, process, pk)
    if draft is None:
        return redirect("submissions:receipt", process, pk)
    read_whole(draft)
    return _review_page(request, draft, actions.lacking(draft))


def _file(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    number = whole_number(request.POST.get("version", ""))
    version = own_version(request, process, pk, to_show=False, number=number)
    if version is None:
        raise Http404
    if not rules.may_file(request.user, version.submission.participant):
        raise PermissionDenied
    expected = whole_number(request.POST.get("revision", ""))
    try:
        expected = -1 if expected is None else expected
        actions.file(
            version,
            by=request.user,  # type: ignore[arg-type]
            expected=expected,
            asked=request.POST.get("asked"),
            at=arrival(request),
        )
    except ValidationError as refusal:
        draft = fresh(request, version)
        if draft is None:
            return refused(request, refusal, to=reverse("own:home"))
        return _review_page(request, draft, actions.lacking(draft), refusal.messages)
    messages.success(
        request,
        _("The submission has been filed. The receipt is on its way by e-mail to the participant's focal points."),
    )
    return redirect(f"{reverse('submissions:receipt', args=[process, pk])}?version={version.number}")


def _review_page(
    request: HttpRequest, draft: SubmissionVersion, faults: list[ValidationError], refusals: list[str] | None = None
) -> HttpResponse:
    call, at = draft.submission.call, time.now()
    address = reverse("submissions:write", args=[draft.process.slug, draft.submission.pk])
    missing = {fault.messages[0]: f"{address}#{place_of(fault)}" for fault in faults}
    context = {
        "submission": draft.submission,
        "draft": draft,
        "page": pages.version_page(draft),
        "deadline": papers.deadline(call, at),
        "problems": dict.fromkeys(refusals or []) | missing,
        "complete": not missing,
        "receives": call.receives_from(draft.submission.participant, at),
        "late": at > call.closes_at,
        "publication": papers.publication_words(draft),
        "earlier_public": draft.submission.published_version_id and not draft.consent,
        "not_done": listed(isolated(called) for called in colleagues.not_done(draft)),
        "same_ranks": listed(str(rank) for rank in pages.ranks_given_twice(draft)),
        "clearance": clearing.shown(request.user, draft),
        "may_file": rules.may_file(request.user, draft.submission.participant),
    }
    return render(request, "submissions/review.html", context, status=409 if refusals else 200)


@require_POST
@limited(ACTS)
def revise(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """Open a new version of what was filed; until it is filed, the earlier one stands."""
    submission = submission_or_404(request, process, pk)
    if not rules.may_file(request.user, submission.participant):
        raise PermissionDenied
    try:
        actions.revise(submission, by=request.user, at=arrival(request))  # type: ignore[arg-type]
    except ValidationError as refusal:
        return refused(request, refusal, to=submission.get_absolute_url())
    return redirect("submissions:write", process, pk)
