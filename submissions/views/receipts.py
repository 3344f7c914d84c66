"""The receipt of a filing, on a page and as a PDF: for the party and the secretariat."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from igsp_portal.foundations.paper.pdf import PdfError

from .. import papers, rendering, rules
from ..models import Submission, SubmissionVersion
from .found import submission_or_404, version_or_404


def receipt(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """The receipt of the version that stands, or of ?version=."""
    submission, version = _filed(request, process, pk)
    context = {"submission": submission, "version": version, "receipt": papers.receipt_component(version)}
    return render(request, "submissions/receipt.html", context)


def receipt_pdf(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """The same on paper, in the language of the page; where it cannot be made, a page that says why."""
    submission, version = _filed(request, process, pk)
    language = get_language() or "en"
    try:
        data = rendering.receipt_pdf(version, language)
    except (PdfError, OSError) as error:
        receipt = papers.receipt_component(version)
        context = {"submission": submission, "version": version, "receipt": receipt, "problem": error}
        return render(request, "submissions/receipt.html", context, status=503)
    etag = f'"{hashlib.sha256(data).hexdigest()}"'
    return get_conditional_response(request, etag=etag) or _pdf(data, etag, rendering.receipt_name(version, language))


def filed_json(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """Exactly what was filed, salt and all: the canonical text, which has the SHA-256 of the receipt."""
    _submission, version = _filed(request, process, pk)
    response = HttpResponse(version.content.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{version.filing_number}.json"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _pdf(data: bytes, etag: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _filed(request: HttpRequest, process: str, pk: int) -> tuple[Submission, SubmissionVersion]:
    submission = submission_or_404(request, process, pk)
    user = request.user
    if not (rules.is_of_party(user, submission.participant) or rules.at_desk(user, submission.process)):
        raise Http404
    return submission, version_or_404(submission, request.GET.get("version"), submission.standing)
