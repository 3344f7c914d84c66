"""Finding what an address names, for the reader who asks: what they may not know of is not there."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from meetings.views import process_or_404

from ..models import Call, Submission, SubmissionVersion


def call_or_404(request: HttpRequest, process: str, key: str) -> Call:
    found = process_or_404(request, process)
    calls = Call.objects.visible_to(request.user).select_related("decision", "required_input")
    call = get_object_or_404(calls, process=found, key=key)
    call.process = found
    return call


def submission_or_404(request: HttpRequest, process: str, pk: int) -> Submission:
    """A submission with all its versions, statements and files at hand."""
    found = process_or_404(request, process)
    rows = Submission.objects.visible_to(request.user).filter(call__process=found)
    rows = rows.select_related("call", "participant__region", "published_version")
    rows = rows.prefetch_related("versions__statements__component__parent", "versions__attachments")
    submission = get_object_or_404(rows, pk=pk)
    submission.call.process = submission.participant.process = found
    for version in submission.versions.all():
        version.submission = submission
        for part in version.attachments.all():
            part.version = version
    if submission.published_version_id:
        submission.published_version = _same(submission, submission.published_version_id)
    return submission


def version_or_404(submission: Submission, number: Any, otherwise: SubmissionVersion | None) -> SubmissionVersion:
    """The filed version of that number, or `otherwise` where no number is given."""
    filed = {str(v.number): v for v in submission.versions.all() if v.is_filed}
    version = filed.get(str(number)) if number else otherwise
    if version is None:
        raise Http404
    return version


def _same(submission: Submission, pk: int) -> SubmissionVersion:
    return next(version for version in submission.versions.all() if version.pk == pk)
