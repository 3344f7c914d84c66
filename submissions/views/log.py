"""The log of filings, for anybody: whether a receipt is genuine, the signed heads, and proofs."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.pages.closed import open_to_all
from igsp_portal.foundations.pages.conditional import given
from meetings.models import Process
from meetings.views import process_or_404

from ..log import proofs, signing
from ..models import Checkpoint, SubmissionVersion

PROOFS = Limit("proofs", acts=300, seconds=3600)  # each is signed or computed; a monitor asks for a few a day
READ = ("GET", "HEAD")
TEXT, JSON = "text/plain; charset=utf-8", "application/json"
SCRIPT = settings.BASE_DIR / "docs" / "verify.py"


@open_to_all
@require_safe
@limited(PROOFS, methods=READ)
def verification(request: HttpRequest, number: str) -> HttpResponse:
    """Whether a filing of this number has the SHA-256 that is asked. A wrong one and none at all look alike."""
    asked = _digits(request)
    version = _genuine(request, number, asked)
    context: dict[str, Any] = {"number": number, "sha256": asked, "version": version}
    if version:
        context |= {"process": version.process, "filed": moment(version.filing_time, seconds=True)}
    return render(request, "submissions/log/verification.html", context)


@open_to_all
@require_safe
def log_page(request: HttpRequest, process: str) -> HttpResponse:
    """The heads that were published, the newest first, and the key that signs them."""
    found = process_or_404(request, process)
    heads = Checkpoint.objects.filter(process=found).order_by("-size")
    return render(request, "submissions/log/log.html", {"heads": heads, "key": signing.verifier_key(found)})


@open_to_all
@require_safe
@limited(PROOFS, methods=READ)
def checkpoint(request: HttpRequest, process: str) -> HttpResponse:
    """The head of a log as it stands: c2sp.org/tlog-checkpoint."""
    try:
        return _text(request, proofs.head(_process(request, process)))
    except proofs.NoSuchEntries:
        raise Http404


@open_to_all
@require_safe
def published_checkpoint(request: HttpRequest, process: str, size: int) -> HttpResponse:
    """A head as it was published."""
    head = get_object_or_404(Checkpoint, process=_process(request, process), size=size)
    return _text(request, head.text)


@open_to_all
@require_safe
def key(request: HttpRequest, process: str) -> HttpResponse:
    """The public key of a log, as c2sp.org/signed-note writes it."""
    return _text(request, signing.verifier_key(_process(request, process)) + "\n")


@open_to_all
@require_safe
@limited(PROOFS, methods=READ)
def proof(request: HttpRequest, process: str, number: str) -> HttpResponse:
    """The proof of a filing, for whoever has its SHA-256."""
    version = _genuine(request, number, _digits(request))
    if version is None or version.process.slug != process:
        raise Http404
    answer = _json(request, proofs.proof_of(version))
    answer["Content-Disposition"] = f'attachment; filename="{version.filing_number}.json"'
    return answer


@open_to_all
@require_safe
@limited(PROOFS, methods=READ)
def consistency(request: HttpRequest, process: str, old: int, new: int) -> HttpResponse:
    """The proof that a log of `new` entries begins with that of `old`."""
    try:
        return _json(request, proofs.growth(_process(request, process), old, new))
    except proofs.NoSuchEntries:
        raise Http404


@open_to_all
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """What checks a proof without the portal."""
    return given(request, SCRIPT.read_bytes(), "text/x-python; charset=utf-8", public=True)


def _process(request: HttpRequest, slug: str) -> Process:
    return get_object_or_404(Process.objects.visible_to(request.user), slug=slug)


def _digits(request: HttpRequest) -> str:
    """The SHA-256 that is asked for, as receipts print it: in groups, in letters of either case."""
    return "".join(request.GET.get("sha256", "").split()).lower()[:64]


def _genuine(request: HttpRequest, number: str, sha256: str) -> SubmissionVersion | None:
    if not sha256:
        return None
    rows = SubmissionVersion.objects.filed().select_related("submission__call__process", "entry")
    rows = rows.filter(submission__call__process__in=Process.objects.visible_to(request.user))
    return rows.filter(filing_number=number.upper(), sha256=sha256).order_by().first()


def _text(request: HttpRequest, text: str) -> HttpResponse:
    return given(request, text.encode(), TEXT, public=True)


def _json(request: HttpRequest, facts: dict[str, Any]) -> HttpResponse:
    return given(request, json.dumps(facts, indent=1, ensure_ascii=False).encode(), JSON, public=True)
