"""Versions and comparisons as files, given out to whoever may see the versions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations.files import stored
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.views import process_or_404

from ... import filenames
from ...faults import Fault
from .. import papers
from ..asked import asked_for, two_asked_for, versions_of
from ..models import Transmittal
from . import exports, offered, record_papers
from .giving import PDF, given, not_made_yet


@open_to_all
@require_safe
def text_file(request: HttpRequest, process: str, key: str, number: int, ending: str) -> HttpResponse:
    """A version in the reader's language, in the form of that ending (exports.FORMS)."""
    versions = versions_of(request, process_or_404(request, process), key)
    version, form = asked_for(versions, str(number)), exports.FORMS.get(ending)
    if version is None or form is None:
        raise Http404
    language = get_language() or "en"
    try:
        data = exports.export(version, language, ending)
    except (papers.NotWorded, Fault) as error:
        raise Http404 from error
    name = exports.file_name(version, language, ending)
    return given(request, data, form.media_type, name, "" if ending == "json" else language)


@open_to_all
@require_safe
def comparison_docx(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """Two versions as one DOCX with tracked changes: those of the page of their comparison."""
    versions = versions_of(request, process_or_404(request, process), key)
    asked = two_asked_for(versions, request.GET)
    if asked is None or len(versions) == 1:
        raise Http404
    earlier, later = asked
    language = get_language() or "en"
    try:
        data = exports.tracked(earlier, later, language, request.user)
    except (papers.NotWorded, Fault) as error:
        raise Http404 from error
    name = exports.file_name(later, language, "docx").replace(".docx", f"-from-{earlier.number}.docx")
    return given(request, data, exports.FORMS["docx"].media_type, name, language)


@open_to_all
@require_safe
def record_pdf(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """A released version as PDF/A in the reader's language; until it is made, a page that says so."""
    version = asked_for(versions_of(request, process_or_404(request, process), key), str(number))
    if version is None:
        raise Http404
    language = get_language() or "en"
    try:
        data, problem = record_papers.given_out(version, language)
    except papers.NotWorded as error:
        raise Http404 from error
    if data is None:
        home = version.get_absolute_url()
        return not_made_yet(request, offered.record_name(), problem, home=home, home_label=_("To the text"))
    return given(request, data, PDF, record_papers.file_name(version, language), language, inline=True)


@open_to_all
@require_safe
def package(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """The newest package in which a version was transmitted, for whoever may have it."""
    found = process_or_404(request, process)
    rows = Transmittal.objects.visible_to(request.user).filter(made_at__isnull=False)
    row = rows.filter(version__text__process=found, version__text__key=key, version__number=number).last()
    if row is None:
        raise Http404
    try:
        data = stored.content(row.file, size=row.size, sha256=row.sha256)
    except OSError as error:
        raise Http404 from error
    return given(request, data, "application/zip", f"{filenames.stem(row.note.symbol)}.zip", "")
