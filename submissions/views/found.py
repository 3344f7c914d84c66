"""Finding what an address names, for the reader who asks: what they may not know of is not there."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from meetings.views import process_or_404

from .. import rules
from ..models import Call, Submission, SubmissionVersion


def call_or_404(request: HttpRequest, process: str, key: str) -> Call:
    found = process_or_404(request, process)
    calls = Call.objects.visible_to(request.user).select_related("decision", "required_input").with_dates()
    call = get_object_or_404(calls, process=found, key=key)
    call.process = found
    return call


def submission_or_404(request: HttpRequest, process: str, pk: int) -> Submission:
    """A submission with all its versions, statements and files at hand."""
    found = process_or_404(request, process)
    rows = Submission.objects.visible_to(request.user).filter(call__process=found)
    rows = rows.select_related("call", "participant__region", "published_version")
    rows = rows.prefetch_related("versions__statements", "versions__attachments")
    submission = get_object_or_404(rows, pk=pk)
    submission.call.process = submission.participant.process = found
    for version in submission.versions.all():
        version.submission = submission
        for part in version.attachments.all():
            part.version = version
    if submission.published_version_id:
        submission.published_version = _same(submission, submission.published_version_id)
    return submission


def own_version(
    request: HttpRequest, process: str, submission: int, *, to_show: bool, **which: Any
) -> SubmissionVersion | None:
    """The version of a submission that one drafts, in one query; None where there is none such.

    It is read whole `to_show` it, else no more of it than a change asks for. Whoever may not draft it is refused, or
    told that nothing is there: as much as they may know.
    """
    rows = SubmissionVersion.objects.written_by(request.user)
    rows = rows.with_party_and_call() if to_show else rows.with_their_names()
    rows = rows.filter(submission=submission, submission__call__process__slug=process, **which)
    found = rows.order_by().first() or _otherwise(request, process, submission, which)
    if found is not None:
        found.submission.participant.process = request.process = found.process  # type: ignore[attr-defined]
    return found


def _otherwise(request: HttpRequest, process: str, pk: int, which: dict[str, Any]) -> SubmissionVersion | None:
    """The same for a technical administrator. Raises Http404 or PermissionDenied for those who may not draft."""
    submission = submission_or_404(request, process, pk)
    if not rules.may_write(request.user, submission.participant):
        raise PermissionDenied
    version = submission.versions.filter(**which).first()
    if version is not None:
        version.submission = submission
    return version


def version_or_404(submission: Submission, number: Any, otherwise: SubmissionVersion | None) -> SubmissionVersion:
    """The filed version of that number, or `otherwise` where no number is given."""
    filed = {str(v.number): v for v in submission.versions.all() if v.is_filed}
    version = filed.get(str(number)) if number else otherwise
    if version is None:
        raise Http404
    return version


def _same(submission: Submission, pk: int) -> SubmissionVersion:
    return next(version for version in submission.versions.all() if version.pk == pk)
