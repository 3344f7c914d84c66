"""Pages that strangers reach: calls, coverage, and what is published."""

from __future__ import annotations

import logging
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import translate_url
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from documents.library.views.files import not_in_store
from igsp_portal.foundations import time
from igsp_portal.foundations.files import stored
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.models import Participant
from meetings.views import process_or_404

from .. import actions, coverage, pages, papers, rules
from ..compiling import pages as compiling
from ..forms import WithdrawForm
from ..models import Attachment, CallFile, Clarification, Submission, SubmissionVersion
from ..receiving.next_steps import next_step
from ..receiving.pages import screening_notice
from ..sources import reading
from ..states import RECEIVED, FileState, SubmissionState
from .found import call_or_404, submission_or_404, version_or_404

logger = logging.getLogger(__name__)


@open_to_all
def call_page(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What is asked, under which mandate, of whom, until when; and the way in for those who may write."""
    call = call_or_404(request, process, key)
    at = time.now()
    parties = rules.acting_for(request.user, call)
    own = list(Submission.objects.filter(call=call, participant__in=parties))
    for submission in own:
        submission.call = call
    context = {
        "call": call,
        "badge": pages.call_badge(call, at),
        "facts": pages.call_facts(call),
        "files": pages.call_files(call),
        "deadline": papers.deadline(call, at),
        "counts": coverage.counts(call),
        "compilations": compiling.of_call(call, request.user),
        "receives": call.receives_at(at) or any(call.receives_from(party, at) for party in parties),
        "parties": _with_submissions(parties, own),
        "not_addressed": "" if parties else ", ".join(rules.not_addressed(request.user, call)),
    }
    return render(request, "submissions/call.html", context)


def _with_submissions(parties: list[Participant], submissions: list[Submission]) -> list[dict[str, Any]]:
    begun = {submission.participant_id: submission for submission in submissions}
    return [{"participant": party, "submission": begun.get(party.pk)} for party in parties]


@open_to_all
def coverage_page(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Who has come how far, by kind and region: counts for the public, names for the secretariat."""
    call = call_or_404(request, process, key)
    names = rules.at_desk(request.user, call.process)
    found = coverage.matrix(call, coverage.pressed_in(request.GET), inside=names)
    context = {
        "call": call,
        "counts": coverage.counts(call),
        "matrix": found,
        "regions": coverage.by_region(call, names=names, of=found.listed),
        "names": names,
    }
    return render(request, "submissions/coverage.html", context)


@open_to_all
def submission_page(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """One submission: its words for those who may read them, its trace where it was withdrawn."""
    return submission_shown(request, submission_or_404(request, process, pk))


def submission_shown(request: HttpRequest, submission: Submission, refused: WithdrawForm | None = None) -> HttpResponse:
    """The page of a submission; with the form of a withdrawal that was `refused`, as it was filled in."""
    own = rules.is_of_party(request.user, submission.participant)
    inside = rules.is_inside(request.user, submission)
    number = request.GET.get("version") if inside else None
    shown = rules.shown_version(request.user, submission)
    version = version_or_404(submission, number, shown) if number or shown else None
    if not version and not own and not submission.is_withdrawn:
        raise Http404
    whole = inside or bool(version and rules.is_named(request.user, version))
    may_file = rules.may_file(request.user, submission.participant)
    may_withdraw = _may_withdraw(request, submission)
    standing = submission.standing
    context = {
        "submission": submission,
        "page": pages.version_page(version, whole=whole) if version else None,
        "facts": pages.filing_facts(version, inside=inside) if version else [],
        "became": reading.of_submission(version, request.user) if version and version.is_filed else [],
        "unasked": bool(version and rules.is_unasked(version)),
        "badge": pages.state_badge(submission) if inside or submission.is_withdrawn else None,
        "trace": submission.is_withdrawn and (standing if inside else submission.published_version),
        "original_url": _in_original(request, version) if version else "",
        "screening": screening_notice(version) if version and version.is_filed else None,
        "next_step": next_step(submission, time.now()) if inside else "",
        "thread": inside and Clarification.objects.of(submission.pk).exists(),
        "inside": inside,
        "own": own,
        "may_write": rules.may_write(request.user, submission.participant),
        "withdraw_form": (refused or WithdrawForm()) if may_withdraw else None,
        "has_decided": may_withdraw and actions.has_decided(submission),
        "may_recall": may_file and submission.may_be_recalled,
        "may_revise": may_file and submission.state != SubmissionState.DRAFT and not submission.draft,
        "versions": [v for v in submission.versions.all() if v.is_filed] if inside else [],
        "history": pages.submission_history(submission, own=own) if inside else [],
    }
    return render(request, "submissions/submission.html", context, status=400 if refused else 200)


def _in_original(request: HttpRequest, version: SubmissionVersion) -> str:
    """The address of this page in the language of the submission, for who reads in another."""
    return "" if get_language() == version.language else translate_url(request.get_full_path(), version.language)


def _may_withdraw(request: HttpRequest, submission: Submission) -> bool:
    may = rules.may_file(request.user, submission.participant) or rules.may_receive(request.user, submission.process)
    return may and submission.state in RECEIVED


@open_to_all
def attachment(request: HttpRequest, process: str, pk: int) -> HttpResponseBase:
    """A file that came with a submission: a download, which no browser opens as a page of the portal's."""
    found = process_or_404(request, process)
    rows = Attachment.objects.exclude(state=FileState.REFUSED)
    rows = rows.select_related("version__submission__call", "version__submission__participant")
    attached = get_object_or_404(rows, pk=pk, version__submission__call__process=found)
    submission = attached.version.submission
    submission.call.process = submission.participant.process = found
    if not rules.may_read_file(request.user, attached):
        raise Http404
    return _given_out(request, attached)


@open_to_all
def call_file(request: HttpRequest, process: str, key: str, pk: int) -> HttpResponseBase:
    """A file that a call gives out, to whoever may read the call: a download likewise."""
    call = call_or_404(request, process, key)
    return _given_out(request, get_object_or_404(CallFile, pk=pk, call=call))


def _given_out(request: HttpRequest, file: Attachment | CallFile) -> HttpResponseBase:
    try:
        return get_conditional_response(request, etag=f'"{file.sha256}"') or _download(file)
    except OSError as error:
        logger.error("The file %s cannot be given out: %s", file.sha256, error)
        return not_in_store(request)


def _download(attached: Attachment | CallFile) -> FileResponse:
    file = stored.opened(attached.file, size=attached.size)
    response = FileResponse(file, as_attachment=True, filename=attached.name)
    response["Content-Type"] = attached.media_type
    response["ETag"] = f'"{attached.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    patch_cache_control(response, private=True, no_cache=True)
    return response
