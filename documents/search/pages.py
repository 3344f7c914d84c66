"""The pages of the search: of one process, and of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations.language.languages import isolated
from igsp_portal.foundations.pages.closed import open_to_all
from meetings import rendering
from meetings.models import Decision, Process
from meetings.views import process_or_404

from ..finding import Asked
from ..library import listing, rules
from ..library.models import Document
from ..texts.asked import not_for_crawlers
from . import narrowing, shown
from .answers import MOST, ON_A_PAGE, Answer, Found, Narrowed, answer


@open_to_all
@require_safe
def search_page(request: HttpRequest, process: str) -> HttpResponse:
    """What is found in one process."""
    found = process_or_404(request, process)
    trail = [{"label": str(found), "url": found.get_absolute_url()}, {"label": _("Search")}]
    return _searched(request, found, trail)


@open_to_all
@require_safe
def search_everywhere(request: HttpRequest) -> HttpResponse:
    """What is found in all processes that the reader may see."""
    return _searched(request, None, [])


def _searched(request: HttpRequest, process: Process | None, trail: list[dict[str, Any]]) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    asked, chosen = Asked.of(typed), narrowing.narrowed(request.GET, process, request.user)
    found = answer(asked, request.user, chosen)
    page = Paginator(found.found, ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    rows = list(page.object_list)
    of_which = {} if chosen.process else _processes(rows)
    context = {
        "trail": trail,
        "typed": typed,
        "action": reverse("documents:search", args=[process.slug]) if process else reverse("search"),
        "everywhere": _everywhere(typed, process, request.user),
        "example": _example(process, request.user),
        "page": page,
        "query": query.urlencode(),
        "groups": _groups(shown.rows(rows, asked, request.user, of_which)),
        "most": None if found.is_whole else MOST,
        "decisions": _decisions(typed, process, request.user),
        "nearest": _nearest(asked, found, process, request.user),
        "filters": _filters(request, found, chosen, everywhere=process is None),
        "is_narrowed": any(request.GET.get(name) for name in narrowing.PARAMETERS),
    }
    return not_for_crawlers(render(request, "documents/search.html", context))


def _processes(rows: Iterable[Found]) -> dict[int, str]:
    """The name of the process of each thing that was found, where it may be of any."""
    return {one.pk: str(one) for one in Process.objects.filter(pk__in={row.first.process for row in rows})}


def _everywhere(typed: str, process: Process | None, user: Any) -> str:
    """Where the same is sought in all processes; empty where it is, and where there is no other."""
    if process is None or not Process.objects.visible_to(user).exclude(pk=process.pk).exists():
        return ""
    return f"{reverse('search')}?{urlencode({'q': typed})}"


def _groups(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was found as it was asked for, and what was found loosely."""
    parted = [
        {"loosely": loosely, "rows": [row for row in rows if row["loosely"] == loosely]} for loosely in (False, True)
    ]
    return [group for group in parted if group["rows"]]


def _example(process: Process | None, user: Any) -> str:
    """A symbol such as may be typed."""
    documents = Document.objects.visible_to(user).exclude(symbol="")
    of_process = documents.filter(process=process) if process else documents
    return isolated(of_process.values_list("symbol", flat=True).first() or "")


def _nearest(asked: Asked, found: Answer, process: Process | None, user: Any) -> list[dict[str, Any]]:
    """Documents whose symbols may have been meant, where nothing bears the one that was typed."""
    if not asked.is_symbolic or any(not one.loosely for one in found.found):
        return []
    near = rules.nearest(asked.typed, user, process)
    return [listing.named_entry(one, one.get_absolute_url()) for one in near]


def _decisions(typed: str, process: Process | None, user: Any) -> list[dict[str, Any]]:
    """The decisions that are cited in the form that was typed."""
    decisions = process.decisions.all() if process else Decision.objects.visible_to(user)
    return rendering.decisions_in_list(decisions.cited_as(typed)) if typed else []


def _filters(request: HttpRequest, found: Answer, chosen: Narrowed, *, everywhere: bool) -> list[dict[str, Any]]:
    """Links that narrow the search further, or less."""

    def link(label: str, name: str, value: str, current: str, count: int | None = None) -> dict[str, Any]:
        query = request.GET.copy()
        query.pop("page", None)
        query[name] = value
        if not value:
            query.pop(name)
        return {"label": label, "url": f"?{query.urlencode()}", "current": value == current, "count": count}

    return [
        {
            "label": label,
            "links": [
                link(_("All"), name, "", value),
                *(link(one.label, name, one.value, value, one.count) for one in values),
            ],
        }
        for name, label, value, values in narrowing.choices(found, chosen, everywhere=everywhere)
    ]
