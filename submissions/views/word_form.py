"""The Word form: downloaded from a draft, filled in off-line, and sent back, with a report before a word is saved."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.faults import Fault
from igsp_portal.foundations.files import filetypes
from igsp_portal.foundations.files.filetypes import FileRefused, FileType
from igsp_portal.foundations.forms.limits import Limit, limited

from ..models import SubmissionVersion
from ..wordform import content, reading, report, writing
from ..wordform.shapes import Filled
from .found import own_version
from .writing import read_whole

WORD = Limit("wordform", acts=60, seconds=3600)
EVERY_METHOD = ("GET", "HEAD", "POST")


@require_safe
@limited(WORD, methods=EVERY_METHOD)
def word_form(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """The form with what is written in it, as a DOCX in the language of the page."""
    draft = _own_draft(request, process, pk)
    if draft is None:
        return redirect("submissions:submission", process, pk)
    answer = HttpResponse(writing.docx(content.of(draft)), content_type=FileType.DOCX.media_type)
    name = f"{draft.submission.call.key}-{draft.submission.participant.key}-{get_language()}.docx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(EVERY_METHOD)
@limited(WORD)
def word_report(request: HttpRequest, process: str, pk: int) -> HttpResponse:
    """Where a form is sent back: what it says, row by row, and the button that takes it into the draft."""
    draft = _own_draft(request, process, pk)
    if draft is None:
        return redirect("submissions:submission", process, pk)
    context: dict[str, Any] = {"submission": draft.submission, "draft": draft}
    context["limit"] = filesizeformat(settings.UPLOAD_LIMIT_BYTES)
    if request.method != "POST":
        return render(request, "submissions/wordform/send.html", context)
    try:
        filled = _read(request, draft)
    except (Fault, FileRefused, ValidationError) as refusal:
        context["refusal"] = _says(refusal)
        return render(request, "submissions/wordform/send.html", context, status=400)
    return render(
        request, "submissions/wordform/report.html", context | {"report": report.of(draft, filled, request.session)}
    )


def _own_draft(request: HttpRequest, process: str, pk: int) -> SubmissionVersion | None:
    draft = own_version(request, process, pk, to_show=True, filed_at=None)
    return read_whole(draft) if draft else None


def _read(request: HttpRequest, draft: SubmissionVersion) -> Filled:
    """The file that was sent. Raises Fault, FileRefused or ValidationError, with the reason."""
    file: Any = request.FILES.get("file")
    if file is None:
        raise ValidationError(_("Choose a file."))
    try:
        filetypes.check_size(file.size or 0, settings.UPLOAD_LIMIT_BYTES)
        data = file.read()
        filetypes.claimed(data, file.name or "", limit=settings.UPLOAD_LIMIT_BYTES, allowed=frozenset({FileType.DOCX}))
        filled = reading.read(data, content.of(draft), writing.nothing(), settings.UPLOAD_LIMIT_BYTES)
    except (Fault, FileRefused) as refusal:
        raise filetypes.named(file.name or "", _says(refusal)) from refusal
    except OSError as error:
        raise ValidationError(
            _("The portal could not store your files. Attach them again in a few minutes.")
        ) from error
    if filled.identity.submission != draft.submission.pk:
        said = _("This form was made for another participant or another call. Download the one of this draft.")
        raise ValidationError(said)
    return filled


def _says(refusal: Exception) -> str:
    if isinstance(refusal, Fault):
        return refusal.sentence(_)
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
