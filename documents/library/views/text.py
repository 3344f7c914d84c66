"""A document as plain text in one language: for a poor line, and for whoever cannot open its file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations.language.languages import UnknownLanguage, resolve
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.views import process_or_404

from .. import as_text as reading
from .. import listing, panels, record
from ..models import Document, Rendition
from .files import former_or_404, not_given, unknown_language


@open_to_all
@require_safe
def as_text(request: HttpRequest, process: str, key: str, language: str) -> HttpResponse:
    """The words of a document in a language, for whoever may have its file; a structured text is read on its own page.

    Where there is no such file it answers as the address of the file does.
    """
    found = process_or_404(request, process)
    visible = Document.objects.visible_to(request.user).filter(process=found)
    document = visible.filter(key=key).select_related("process").first()
    if document is None:
        former = former_or_404(visible, key)
        return redirect("documents:as_text", process, former.key, language, permanent=True)
    document.process = found
    try:
        code = resolve(language)
    except UnknownLanguage:
        return unknown_language(request, document)
    files = list(Rendition.objects.visible_to(request.user).current().filter(document=document))
    file = reading.chosen(files, code)
    if file is None:
        return not_given(request, document, code, files)
    if address := panels.pages(document, request.user).get(code):
        return redirect(address)
    listing.know_superseded([document], request.user)
    *above, own = record.trail(document)
    context = {
        "trail": [*above, {**own, "url": document.get_absolute_url()}, {"label": _("Text")}],
        "document": document,
        "head": listing.title_entry(document),
        "designation": listing.designation_entry(document),
        "later": listing.later_entry(document),
        **reading.shown(file, document, code, request.GET),
    }
    return render(request, "documents/as_text.html", context)
