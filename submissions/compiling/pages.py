"""The public page of a compilation: its statements in their own languages, and its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from documents.library import listing, record
from documents.models import Document
from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.views import process_or_404

from ..models import Call, Compilation
from . import answers, choosing, content


@open_to_all
@require_safe
def compilation_page(request: HttpRequest, process: str, key: str, compilation: str) -> HttpResponse:
    """What a compilation says; of one that is not issued, what it would say now, to those who write it."""
    found = process_or_404(request, process)
    rows = Compilation.objects.visible_to(request.user).filter(call__process=found, call__key=key, key=compilation)
    shown = rows.select_related("call", "document").first()
    if shown is None:
        raise Http404
    shown.call.process = found
    document = _document(shown, request.user)
    context = {
        "compilation": shown,
        "trail": [
            {"label": str(found), "url": found.get_absolute_url()},
            {"label": shown.call.title, "url": shown.call.get_absolute_url()},
            {"label": _("Compilation")},
        ],
        "said": content.of(shown),
        "document": document,
        "files": [one["entry"] for one in record.files(document, request.user, request.build_absolute_uri)]
        if document
        else [],
        "facts": _facts(shown, document),
        "changed": _changed(shown),
    }
    return render(request, "submissions/compiling/compilation.html", context)


def _document(compilation: Compilation, user: Any) -> Document | None:
    """The document as which it was issued, with its files, where the reader may see it."""
    if not compilation.is_issued or compilation.document is None:
        return None
    rows = Document.objects.visible_to(user).filter(pk=compilation.document.pk)
    document = listing.with_files(rows, user, items=False).first()
    if document:
        document.process = compilation.call.process
    return document


def _facts(compilation: Compilation, document: Document | None) -> list[dict[str, Any]]:
    facts = [
        {"label": _("Call"), "value": compilation.call.title, "url": compilation.call.get_absolute_url()},
        {
            "label": _("Document"),
            "value": str(document or ""),
            "url": document.get_absolute_url() if document else "",
        },
        {
            "label": _("Issued on"),
            "value": date_format(document.issued_on) if document and document.issued_on else "",
        },
    ]
    return [fact for fact in facts if fact["value"]]


def _changed(compilation: Compilation) -> str:
    """That statements of it have been withdrawn or revised since; "" where none has."""
    said_by_value = compilation.content.get("en", {}) if compilation.is_issued else {}
    count = len(choosing.changed(compilation)) + answers.gone(compilation.call, said_by_value)
    if not count:
        return ""
    said = ngettext(
        "Since it was put together, %(count)s statement in it has been withdrawn or revised by its participant.",
        "Since it was put together, %(count)s statements in it have been withdrawn or revised by their participants.",
        count,
    )
    return said % {"count": count}


def of_call(call: Call, user: Any) -> list[Compilation]:
    """The compilations of a call that were issued, as far as the reader may see them."""
    rows = Compilation.objects.visible_to(user).filter(call=call, document__isnull=False, issued_at__isnull=False)
    found = list(rows.select_related("document"))
    for compilation in found:
        compilation.call = call
    return found


def reading(document: Document, user: Any) -> Compilation | None:
    """The page of the compilation that was issued as this document, if it was."""
    rows = Compilation.objects.visible_to(user).filter(document=document, issued_at__isnull=False)
    compilation = rows.select_related("call").first()
    if compilation:
        compilation.call.process = document.process
    return compilation
