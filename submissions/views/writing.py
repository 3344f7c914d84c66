"""Writing and filing: begun, saved by a button as often as one likes, reviewed, filed once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from igsp_portal.foundations import time
from igsp_portal.foundations.forms.given_back import SIGNED_IN_SINCE, gives_back, words_page
from igsp_portal.foundations.forms.kept_words import take
from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.forms.unavailable import passes
from igsp_portal.foundations.language.languages import isolated, listed
from igsp_portal.foundations.pages.arrival import arrival
from meetings.models import Participant

from .. import actions, pages, papers, rules
from ..forms import (
    DraftForm,
    can_be_saved,
    draft_form,
    place_of,
    said_in,
    sent_statements,
    statement_forms,
    with_revision,
)
from ..models import SubmissionVersion
from ..sizes import MOST_ATTACHMENTS, MOST_STATEMENTS
from ..states import CallState
from .found import call_or_404, own_version, submission_or_404

SAVES = Limit("save", acts=240, seconds=3600)
ACTS = Limit("file", acts=60, seconds=3600)
MOST_FIGURES = 9  # of a number that we send ourselves; Python reads no more than some thousands


@require_POST
@limited(ACTS)
def begin(request: HttpRequest, process: str, key: str, participant: str) -> HttpResponse:
    """Open the submission of a participant one drafts for; the one there is, when there is one."""
    call = call_or_404(request, process, key)
    party = get_object_or_404(Participant, process=call.process, key=participant)
    party.process = call.process
    if not rules.may_write(request.user, party):
        raise PermissionDenied
    try:
        language = get_language() or "en"
        submission = actions.begin(call, party, by=request.user, language=language, at=arrival(request))  # type: ignore[arg-type]
    except ValidationError as refusal:
        return refused(request, refusal, to=call.get_absolute_url())
    return redirect("submissions:write", process, submission.pk)


@gives_back(
    in_its_form=True,
    title=gettext_lazy("Title"),
    introduction=gettext_lazy("Introduction"),
    words=gettext_lazy("Your text"),
)
@require_http_methods(["GET", "HEAD", "POST"])
@limited(SAVES)
def write(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """The form. Whatever button is pressed, and whatever is wrong, all that was written is saved or shown again."""
    if request.method == "POST":
        return _written(request, process, pk)
    if take(request):
        return _given_back(request, process, pk)
    draft = _draft(request, process, pk)
    if draft is None:
        return redirect("submissions:submission", process, pk)
    _read_whole(draft)
    rows = request.GET.get("rows", "")
    formset = statement_forms(draft, rows=whole_number(rows) or 0)
    return _form_page(request, draft, draft_form(draft), formset)


def _written(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    draft = _draft_still(request, process, pk)
    return _saved(request, draft) if draft else _ended(request)


def _given_back(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """What was written before one had to sign in again, in the form; nothing of it is saved yet."""
    draft = _draft_still(request, process, pk)
    if draft is None:
        return _ended(request)
    knows = request.POST.get("revision") == str(draft.revision)
    return _again(request, draft, [str(SIGNED_IN_SINCE)], knows=knows, saved=False, status=200)


def _draft_still(request: HttpRequest, process: str, pk: int) -> SubmissionVersion | None:
    try:
        return _draft(request, process, pk)
    except Http404:  # discarded, and with it the submission
        return None


def _ended(request: HttpRequest) -> HttpResponse:
    """A colleague ended the draft while one wrote: one's words, to be taken over into another."""
    return words_page(request, status=409, why=_("This draft has been filed or discarded in the meantime."))


def _saved(request: HttpRequest, draft: SubmissionVersion) -> HttpResponse:
    form = DraftForm(request.POST, request.FILES)
    formset = sent_statements(draft, request.POST, to_show=False)
    saved = all([form.is_valid(), can_be_saved(formset)])
    knows = request.POST.get("revision") == str(draft.revision)
    problems: list[str] = []
    if saved:
        try:
            draft = _save(request, draft, form, formset)
        except actions.DraftChanged as change:
            return _changed(request, change.version, problems=[*change.messages, *_files(request, draft)])
        except ValidationError as refusal:
            saved, problems = False, refusal.messages
    status = 200
    try:
        problems += _files(request, draft)
    except (OSError, DatabaseError) as error:
        if not saved or not passes(error):
            raise
        problems.append(_("The portal could not store your files. Attach them again in a few minutes."))
        status = 503
    if saved and not problems and formset.is_valid():
        return _next(request, draft)
    return _again(request, draft, problems, knows=knows, saved=saved, status=status)


def _save(request: HttpRequest, draft: SubmissionVersion, form: Any, formset: Any) -> SubmissionVersion:
    words = {name: form.cleaned_data[name] for name in ("title", "introduction", "language", "consent")}
    return actions.save_draft(
        draft,
        by=request.user,  # type: ignore[arg-type]
        statements=said_in(formset),
        expected=form.cleaned_data["revision"],
        **words,
    )


def _files(request: HttpRequest, draft: SubmissionVersion) -> list[str]:
    """Take off and attach what was asked; returns what was refused, in words. Files beyond the limit are not read."""
    problems = []
    for key in request.POST.getlist("detach"):
        if attached := draft.attachments.filter(pk=whole_number(key) or 0).first():
            problems += _refusals(actions.detach, attached, by=request.user)
    if not (sent := request.FILES.getlist("attach")):
        return problems
    room = max(0, MOST_ATTACHMENTS - draft.attachments.count())
    for file in sent[:room]:
        problems += _refusals(_attach, request, draft, file)
    if left_out := sent[room:]:
        names = listed(isolated(file.name or "") for file in left_out)
        said = _("At most %(count)s files can be attached. These were left out: %(names)s")
        problems.append(said % {"count": MOST_ATTACHMENTS, "names": names})
    return problems


def _attach(request: HttpRequest, draft: SubmissionVersion, sent: UploadedFile) -> None:
    actions.refuse_too_large(sent.name or "", sent.size or 0)
    actions.attach(draft, name=sent.name or "", data=sent.read(), by=request.user)  # type: ignore[arg-type]


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


def _next(request: HttpRequest, draft: SubmissionVersion) -> HttpResponse:
    process, pk = draft.process.slug, draft.submission.pk
    if request.POST.get("do") == "review":
        return redirect("submissions:file", process, pk)
    address = reverse("submissions:write", args=[process, pk])
    if request.POST.get("do") == "add":
        rows = len([key for key in request.POST if key.startswith("statements-") and key.endswith("-words")]) + 1
        return redirect(f"{address}?rows={rows}#statement-{draft.statements.count() + 1}")
    messages.success(request, _("The draft has been saved. Nothing has been filed yet."))
    return redirect(address)


def _again(
    request: HttpRequest, draft: SubmissionVersion, problems: list[str], *, knows: bool, saved: bool, status: int
) -> HttpResponse:
    """The form once more with all that was sent; on the draft as it now stands if the writer `knows` that one."""
    fresh = _fresh(request, draft)
    if fresh is None:
        return _ended(request)
    data = with_revision(request.POST, fresh.revision) if knows else request.POST
    form, formset = DraftForm(data), sent_statements(fresh, data, to_show=True)
    form.is_valid(), formset.is_valid()
    return _form_page(request, fresh, form, formset, problems=problems, saved=saved, status=status)


def _changed(request: HttpRequest, theirs: SubmissionVersion, problems: list[str]) -> HttpResponse:
    """A colleague saved meanwhile: one's own words in the form, theirs beside it; saving again replaces theirs."""
    fresh = _fresh(request, theirs)
    if fresh is None:
        return _ended(request)
    data = with_revision(request.POST, fresh.revision)
    form, formset = DraftForm(data), sent_statements(fresh, data, to_show=True)
    form.is_valid(), formset.is_valid()
    extra = {"theirs": pages.version_page(fresh)}
    return _form_page(request, fresh, form, formset, problems=problems, status=409, **extra)


def _form_page(
    request: HttpRequest,
    draft: SubmissionVersion,
    form: Any,
    formset: Any,
    *,
    problems: list[str] | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    context = {
        "submission": draft.submission,
        "draft": draft,
        "form": form,
        "formset": formset,
        "most_statements": MOST_STATEMENTS,
        "problems": problems or [],
        "attachments": [pages.attachment_row(a) for a in draft.attachments.all()],
        "deadline": papers.deadline(draft.submission.call, time.now()),
        "saved_words": pages.saved_words(draft),
        "may_file": rules.may_file(request.user, draft.submission.participant),
        **extra,
    }
    return render(request, "submissions/write.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@limited(ACTS)
def review(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """Exactly what will be filed, and the button that files it; once filed, the way to the receipt."""
    if request.method == "POST":
        return _file(request, process, pk)
    draft = _draft(request, process, pk)
    if draft is None:
        return redirect("submissions:receipt", process, pk)
    _read_whole(draft)
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
        actions.file(version, by=request.user, expected=expected, at=arrival(request))  # type: ignore[arg-type]
    except ValidationError as refusal:
        draft = _fresh(request, version)
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
        "receives": call.receives_at(at),
        "late": call.state_at(at) == CallState.LATE,
        "publication": papers.publication_words(draft),
        "same_ranks": listed(str(rank) for rank in pages.ranks_given_twice(draft)),
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


def _draft(request: HttpRequest, process: str, pk: int) -> SubmissionVersion | None:
    return own_version(request, process, pk, to_show=request.method != "POST", filed_at=None)


def _fresh(request: HttpRequest, version: SubmissionVersion) -> SubmissionVersion | None:
    """The draft as it is stored now; None when it has been filed or discarded."""
    try:
        draft = own_version(
            request, version.process.slug, version.submission.pk, to_show=True, pk=version.pk, filed_at=None
        )
    except Http404:
        return None
    return _read_whole(draft) if draft else None


def _read_whole(draft: SubmissionVersion) -> SubmissionVersion:
    prefetch_related_objects([draft], "statements", "attachments")
    return draft


def refused(request: HttpRequest, refusal: ValidationError, *, to: str) -> HttpResponse:
    """Back to a page, which says why the move was refused."""
    for message in refusal.messages:
        messages.error(request, message)
    return redirect(to)
