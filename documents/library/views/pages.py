"""The library, the page of a document, and the inputs by session."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations import time
from igsp_portal.foundations.language import files_language
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.models import Process
from meetings.views import meetings_of, process_or_404

from ... import symbols
from .. import listing, matrix, panels, record, rules
from ..models import Document
from ..models.documents import SESSION_ORDER
from ..states import DocumentState
from .files import former_or_404

ON_A_PAGE, LINES = 40, 100  # with all their files, and with one file each
IN_ORDER = (F("meeting__order").asc(nulls_last=True), *SESSION_ORDER)


@open_to_all
@require_safe
def library(request: HttpRequest, process: str) -> HttpResponse:
    """Every document the reader may know of, meeting by meeting, in the order of symbols."""
    found = process_or_404(request, process)
    meeting = found.meetings.filter(key=request.GET.get("meeting", "")).first()
    if request.GET.get("q"):  # before there was a page of its own, the library was searched here
        return redirect(f"{reverse('documents:search', args=[process])}?{request.GET.urlencode()}")
    documents = Document.objects.visible_to(request.user).filter(process=found).order_by(*IN_ORDER)
    of_meeting = documents.filter(meeting=meeting) if meeting else documents
    files = files_language.of_reader(request.user, request.COOKIES)
    paginator: Paginator[int] = Paginator(of_meeting.values_list("pk", flat=True), LINES if files else ON_A_PAGE)
    page: Page[int] = paginator.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "trail": [{"label": str(found), "url": found.get_absolute_url()}, {"label": _("Documents")}],
        "meeting": meeting,
        "page": page,
        "query": query.urlencode(),
        "files": listing.files_choices(files),
        "lines": bool(files),
        "groups": _by_meeting(documents.filter(pk__in=list(page.object_list)), found, request.user, files),
    }
    return render(request, "documents/library.html", context)


def _by_meeting(documents: Any, process: Process, user: Any, files: str) -> list[dict[str, Any]]:
    """The documents under their meetings: each with all its files, or with the one in the language of `files`."""
    today = time.today(process.zone)
    shown = list(listing.with_files(documents.prefetch_related("meeting__dates"), user))
    expected = panels.expected(listing.lacking(shown)) if files else {}
    groups: list[dict[str, Any]] = []
    for document in listing.know_superseded(listing.know_process(shown, process), user):
        if not groups or groups[-1]["meeting"] != document.meeting:
            groups.append({"meeting": document.meeting, "documents": []})
        groups[-1]["documents"].append(_told(document, today, files, expected.get(document.pk, {})))
    return groups


def _told(document: Document, today: date, files: str, expected: dict[str, date]) -> dict[str, Any]:
    if not files:
        return listing.row(document, today)
    of_part = document.part.called if document.part else ""
    return listing.line(document, files, today, listing.Standing([], expected, of_part))


@open_to_all
@require_safe
def document_page(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One document: what its masthead says, its files in every language, what it answers and relates to."""
    found = process_or_404(request, process)
    visible = Document.objects.visible_to(request.user).filter(process=found)
    documents = listing.with_files(visible.prefetch_related("meeting__dates", "aliases"), request.user)
    document = documents.filter(key=key).first()
    if document is None:
        return redirect(former_or_404(visible, key), permanent=True)
    listing.know_superseded(listing.know_process([document], found), request.user)
    request.followed = document  # type: ignore[attr-defined]
    context = {
        "trail": record.trail(document),
        "document": document,
        "head": listing.title_entry(document),
        "designation": listing.designation_entry(document),
        "badge": listing.badge(document, time.today(found.zone)),
        "later": listing.later_entry(document),
        "withdrawn": record.withdrawn_in_words(document) if document.state == DocumentState.WITHDRAWN else "",
        "facts": record.facts(document),
        "address": request.build_absolute_uri(document.permanent_address),
        "files": (files := record.files(document, request.user, request.build_absolute_uri)),
        "tiles": [*(file["entry"] for file in files), *listing.link_entries(document.shown_links)],  # type: ignore[attr-defined]
        "missing": record.missing(document),
        "earlier": record.earlier_files(document, request.user),
        "relations": record.relations(document, request.user),
        "answers": record.answers(document),
        "text": panels.reading(document, request.user),
        "cited": _other_form(request.GET.get("cited", ""), document, request.user),
    }
    return render(request, "documents/document.html", context)


def _other_form(cited: str, document: Document, user: Any) -> str:
    """The form by which the reader came here, where it is not the document's own symbol."""
    try:
        known = bool(cited) and rules.find(cited, user) == document
    except symbols.SymbolError:
        return ""
    return cited if known and not rules.bears(document, cited) else ""


@open_to_all
@require_safe
def inputs(request: HttpRequest, process: str) -> HttpResponse:
    """The inputs by session as they stand today; where some have a letter, those outside the list by themselves."""
    found = process_or_404(request, process)
    today = time.today(found.zone)
    meetings = meetings_of(found)
    rows = matrix.of_process(found, meetings, request.user)
    sessions = matrix.awaiting(meetings, rows)
    lettered = [row for row in rows if row.required_input.letter]
    others = [row for row in rows if not row.required_input.letter] if lettered else []
    listed = lettered or rows
    context = {
        "trail": [{"label": str(found), "url": found.get_absolute_url()}, {"label": _("Inputs")}],
        "today": today,
        "summary": matrix.summary(rows, today) if rows else [],
        "table": matrix.table(_("Inputs by session"), sessions, listed, today) if listed else None,
        "others": matrix.table(_("Inputs outside the list"), sessions, others, today) if others else None,
        "details": matrix.details(rows),
    }
    return render(request, "documents/inputs.html", context)
