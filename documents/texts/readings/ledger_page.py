"""The ledger of a text's brackets as a page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.pages.closed import open_to_all

from .. import rendering
from ..asked import at_version, not_for_crawlers, version_links
from ..brackets import ledgers
from ..models import TextVersion
from .pages import trail_to, ways


@open_to_all
@require_safe
@at_version
def brackets_page(request: HttpRequest, versions: list[TextVersion], version: TextVersion) -> HttpResponse:
    """Every bracket of a version, ?version=, and what became of them over the versions; ?words= in which language."""
    there = ledgers.languages(versions)
    language = _language(request, version, there)
    book = ledgers.opened(versions, version, language, request.user)
    rows = ledgers.standing(book)
    context = {
        "trail": trail_to(version, _("Brackets")),
        "text": version.text,
        "version": version,
        "versions": version_links(versions, version) if len(versions) > 1 else [],
        "readings": ways(version, "ledger", request.user),
        "language": LANGUAGES[language],
        "languages": _languages(version, there, language),
        "rows": rows,
        "paragraphs": ledgers.paragraphs(book),
        "attributed": any(row["whose"] for row in rows),
        "sections": ledgers.sections(book),
        "closed": ledgers.closed(book),
        "unread": ledgers.unread(book),
        "differing": ledgers.differing(book, there),
        "curve": ledgers.curve(book) if len(versions) > 1 else None,
    }
    return not_for_crawlers(render(request, "documents/brackets.html", context))


def _language(request: HttpRequest, version: TextVersion, there: list[str]) -> str:
    """The language asked for, or the original: the count is then the same for all who ask for none."""
    asked = request.GET.get("words", "")
    if asked and asked not in there:
        raise Http404
    return asked or version.text.original_language


def _languages(version: TextVersion, there: list[str], shown: str) -> list[dict[str, Any]]:
    if len(there) < 2:
        return []
    return [
        {**one, "url": f"?version={version.number}&words={one['code']}", "current": one["code"] == shown}
        for one in rendering.languages(there)
    ]
