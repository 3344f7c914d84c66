"""The page of a structured text: read in the reader's language, or a word on which languages it is in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.pages.closed import open_to_all
from igsp_portal.models import User
from meetings.views import process_or_404

from ..library import listing, rules
from ..library.models import Rendition
from . import actions, comparing, following, in_parts, panels, papers, rendering
from .asked import (
    at_version,
    elsewhere,
    no_such_version,
    not_for_crawlers,
    trail,
    two_asked_for,
    version_links,
    versions_of,
)
from .giving_out import comparison_papers, offered
from .giving_out.giving import PDF, given, not_made_yet
from .models import TextVersion
from .papers import Manuscript
from .proposals import proposal_marks
from .states import Redlining


@open_to_all
@require_safe
@at_version
def text_page(request: HttpRequest, versions: list[TextVersion], version: TextVersion) -> HttpResponse:
    """A text in its latest released version, or in the one that ?version= names; of a long one the ?part= asked for."""
    language = get_language() or "en"
    request.followed = version.text  # type: ignore[attr-defined]
    source = papers.manuscript(version, [language])
    context = {
        "trail": trail(version),
        "text": version.text,
        "version": version,
        "versions": version_links(versions, version) if len(versions) > 1 else [],
        "comparison": _comparison_link(versions, version),
        "further": panels.ways(version, request.user),
        **_editing(request, version),
        "forms": offered.forms(version, request.user) if language in source.languages else [],
        **_files(version, source, request.user),
        **_in_language(request, source, language),
    }
    context |= proposal_marks.shown(version, request.user, context.get("body"))
    if "paper" in context:
        context["since"] = _since_last_looked(request, versions, version)
        context |= _in_parts(version, context, request.GET.get("part", ""))
    return render(request, "documents/text.html", context)


@open_to_all
@require_safe
def comparison_page(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What changed between two versions, ?from= and ?to=; without them, from the last but one to the last."""
    found = process_or_404(request, process)
    versions = versions_of(request, found, key)
    for version in versions:
        version.text.process = found
    context = {"text": versions[0].text, "trail": _trail_to_comparison(versions[0])}
    asked = two_asked_for(versions, request.GET)
    if asked is None:
        return no_such_version(request, versions)
    if len(versions) > 1:
        context |= _compared(request, versions, *asked)
    return not_for_crawlers(render(request, "documents/comparison.html", context))


@open_to_all
@require_safe
def comparison_pdf(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The same on paper; until it is made, a page that says so."""
    versions = versions_of(request, process_or_404(request, process), key)
    asked = two_asked_for(versions, request.GET)
    if asked is None:
        raise Http404
    if len(versions) == 1:
        return redirect("documents:comparison", process, key)
    language = get_language() or "en"
    try:
        data, problem = comparison_papers.given_out(*asked, language, _redlining(request))
    except papers.NotWorded:
        raise Http404
    if data is None:
        home = _comparison_url(asked[1], asked[0].number)
        heading = comparison_papers.title(*asked)
        return not_made_yet(request, heading, problem, home=home, home_label=_("To the comparison"))
    return given(request, data, PDF, comparison_papers.file_name(*asked, language), inline=True)


def _redlining(request: HttpRequest) -> str:
    return Redlining.BOLD if request.GET.get("as") == Redlining.BOLD else Redlining.TRACKED


def _compared(
    request: HttpRequest, versions: list[TextVersion], earlier: TextVersion, later: TextVersion
) -> dict[str, Any]:
    language = get_language() or "en"
    before, after = (papers.manuscript(one, [language], marked=False) for one in (earlier, later))
    redlining = _redlining(request)
    context: dict[str, Any] = {"versions": versions[::-1], "earlier": earlier, "later": later, "redlining": redlining}
    context["title"] = comparison_papers.title(earlier, later)
    there = comparing.languages(before, after)
    if language not in there:
        return {**context, "elsewhere": elsewhere(request, there)}
    found = comparing.compared(before, after, language)
    queries = dict.fromkeys(Redlining, f"?from={earlier.number}&to={later.number}")
    queries[Redlining.BOLD] += "&as=bold"
    return {
        **context,
        "summary": comparing.in_words(found.tally),
        "body": comparing.stretches(found.body),
        "notes": comparing.stretches(found.notes),
        "renderings": [{"url": queries[one], "label": one.label, "current": one == redlining} for one in Redlining],
        "pdf_url": f"pdf/{queries[Redlining(redlining)]}",
        "docx_url": f"docx/{queries[Redlining(redlining)]}",
    }


def _trail_to_comparison(version: TextVersion) -> list[dict[str, Any]]:
    *above, own = trail(version)
    return [*above, {**own, "url": version.text.get_absolute_url()}, {"label": _("Comparison")}]


def _comparison_link(versions: list[TextVersion], shown: TextVersion) -> dict[str, Any] | None:
    """The way to the comparison with the version before; of the first, with the one after. Versions go backwards."""
    place = versions.index(shown)
    neighbours = versions[place + 1 : place + 2] or versions[max(place - 1, 0) : place]
    if not neighbours:
        return None
    label = _("Compare with version %(number)s") % {"number": neighbours[0].number}
    return {"url": _comparison_url(shown, neighbours[0].number), "label": label}


def _comparison_url(version: TextVersion, number: int) -> str:
    first, second = sorted((version.number, number))
    address = reverse("documents:comparison", args=[version.process.slug, version.text.key])
    return f"{address}?from={first}&to={second}"


def _since_last_looked(request: HttpRequest, versions: list[TextVersion], shown: TextVersion) -> dict[str, Any] | None:
    """For a person who is signed in: the way to what changed since the version they looked at before this one."""
    if not isinstance(request.user, User) or request.method != "GET":
        return None
    number = actions.look(shown, by=request.user)
    if number not in {version.number for version in versions}:
        return None
    label = _("What changed since version %(number)s, which you looked at last") % {"number": number}
    return {"url": _comparison_url(shown, number), "label": label}


def _editing(request: HttpRequest, version: TextVersion) -> dict[str, Any]:
    """For who may edit: the way to the editor of a version that is drafted, of a released one to that of the next."""
    if not access.may(request.user, Permission.TEXT_EDIT, process=version.text.process):
        return {}
    if version.is_frozen:
        return {"following": following.draft_after(version)}
    return {"edit_url": reverse("documents:edit", args=[version.process.slug, version.text.key, version.number])}


def _in_language(request: HttpRequest, source: Manuscript, language: str) -> dict[str, Any]:
    """The text itself, or the languages in which it can be read."""
    if language not in source.languages:
        links = elsewhere(request, source.languages)
        return {"elsewhere": links, "expected_on": source.expected.get(language)}
    paper = papers.paper(source, language)
    return {
        "paper": paper,
        "masthead": rendering.masthead(paper),
        "body": rendering.text(paper),
        "contents": rendering.contents(paper),
    }


def _in_parts(version: TextVersion, context: dict[str, Any], asked: str) -> dict[str, Any]:
    """Of a long text the part asked for and the ways from it to the others; of the whole, the way to the first."""
    if not asked:
        return {"in_parts": f"?version={version.number}&part=1"} if in_parts.is_long(context["body"]) else {}
    part = in_parts.part(context["body"], version.number, asked)
    if part.count == 1:
        return {}
    numbers = range(1, part.count + 1)
    return {
        "body": part.body,
        "contents": [{**entry, "url": part.way(entry["url"][1:])} for entry in context["contents"]],
        "part": part.number,
        "part_links": [{"url": part.address(n), "label": n, "current": n == part.number} for n in numbers],
        "whole": f"?version={version.number}",
    }


def _files(version: TextVersion, source: Manuscript, user: Any) -> dict[str, Any]:
    """The papers typeset from this version, by language, and the languages still without one."""
    document = version.document
    if document is None:
        return {"files": [], "missing": []}
    renditions = Rendition.objects.visible_to(user).filter(typeset__version=version)
    latest = {(file.language, file.format): file for file in renditions}
    there = {language for language, _format in latest}
    missing = [code for code in rules.languages_of_issue(document) if code not in there]
    return {
        "files": listing.file_entries(list(latest.values()), document),
        "missing": [listing.language_entry(code) for code in missing],
    }
