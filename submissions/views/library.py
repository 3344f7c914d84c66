"""The library of published submissions, and its contents as files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from documents.texts.asked import not_for_crawlers
from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.views import process_or_404

from ..models import Call
from ..receiving import exports, library

EXPORTS = Limit("export", acts=60, seconds=3600)


@open_to_all
def published(request: HttpRequest, process: str) -> HttpResponse:
    """What is published, by region, and what of it is wanted."""
    found, wanted = process_or_404(request, process), library.Wanted.of(request.GET)
    calls = list(Call.objects.visible_to(request.user).published().filter(process=found))
    query = f"?{request.GET.urlencode()}" if wanted else ""
    context = {
        "groups": library.groups(found, library.found(found, wanted, request.user)),
        "filters": library.filters(found, wanted, calls),
        "wanted": wanted,
        "calls": calls,
        "xlsx_url": reverse("submissions:published_xlsx", args=[found.slug]) + query,
        "json_url": reverse("submissions:published_json", args=[found.slug]) + query,
    }
    page = render(request, "submissions/published.html", context)
    return not_for_crawlers(page) if wanted else page


@open_to_all
@limited(EXPORTS, methods=("GET",))
def published_xlsx(request: HttpRequest, process: str) -> HttpResponse:
    """The same as a spreadsheet: a row for each statement, answer and file."""
    found = process_or_404(request, process)
    rows = exports.published(found, library.found(found, library.Wanted.of(request.GET), request.user))
    return exports.as_xlsx(rows, f"{found.slug}-published.xlsx")


@open_to_all
@limited(EXPORTS, methods=("GET",))
def published_json(request: HttpRequest, process: str) -> HttpResponse:
    """The same as data."""
    found = process_or_404(request, process)
    rows = exports.published(found, library.found(found, library.Wanted.of(request.GET), request.user))
    return exports.as_json(found, rows, f"{found.slug}-published.json")
