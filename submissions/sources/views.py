"""The pages that readers of a text have of where it comes from; and what became of statements, both ways."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.models import TextVersion
from documents.texts.asked import not_for_crawlers, trail
from documents.texts.giving_out.giving import given
from documents.texts.known import Known
from igsp_portal.foundations.datafiles import sheets
from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.views import process_or_404

from . import addresses, reading, rules
from .reading import Said


def version_or_404(request: HttpRequest, process: str, key: str, number: int) -> TextVersion:
    """The version at an address, where the reader may see it."""
    found = process_or_404(request, process)
    rows = TextVersion.objects.visible_to(request.user).select_related("text", "document__meeting")
    version = get_object_or_404(rows, text__process=found, text__key=key, number=number)
    version.text.process = found
    return version


@open_to_all
@require_safe
def sources_page(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """Paragraph by paragraph, the statements it comes from; then those that are not reflected, with the reasons."""
    version = version_or_404(request, process, key, number)
    said, there = reading.of_version(version, request.user), reading.paragraphs(version)
    links = rules.may_link(request.user, version.process)
    context = {
        **head(version, request.user, ""),
        "places": _places(version, there, said, all_of_them=links),
        "not_reflected": [one for one in said if not one.source.key],
        "open": _open(version, there, said) if links else [],
        "errors": [one for one in said if one.is_error],
        "before_calls": not said and reading.is_before_calls(version),
    }
    return not_for_crawlers(render(request, "submissions/sources/version.html", context))


def _places(version: TextVersion, there: Known, said: list[Said], *, all_of_them: bool) -> list[dict[str, Any]]:
    """The paragraphs with statements, in the order of the text; for those who link, the others as well."""
    by_key: dict[str, list[Said]] = {}
    for one in said:
        if one.source.key and not one.is_error:
            by_key.setdefault(one.source.key, []).append(one)
    keys = [block.key for block in there.draft.blocks if block.key in by_key]
    if all_of_them:
        offered = {*reading.in_order(there), *keys}
        keys = [block.key for block in there.draft.blocks if block.key in offered]
    return [
        {
            "key": key,
            "label": there.whole(key),
            "url": reading.paragraph_url(version, key),
            "link_url": addresses.of(version, "paragraph", key) if all_of_them else "",
            "said": by_key.get(key, []),
        }
        for key in keys
    ]


def _open(version: TextVersion, there: Known, said: list[Said]) -> list[Said]:
    """Those whose paragraph is no longer there, and was merged into no other."""
    merged = set(version.lineage.values_list("from_key", flat=True))
    gone = [one for one in said if one.source.key and not there.has(one.source.key) and not one.is_error]
    return [one for one in gone if one.source.key not in merged]


@open_to_all
@require_safe
def concordance_page(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """Both ways in short: from paragraphs to statements, from statements to paragraphs; made to be printed."""
    version = version_or_404(request, process, key, number)
    said, there = reading.of_version(version, request.user), reading.paragraphs(version)
    context = {
        **head(version, request.user, "concordance"),
        "places": _places(version, there, said, all_of_them=False),
        "parties": _parties(version, there, said),
        "sheet_url": addresses.of(version, "sheet") if said else "",
    }
    return not_for_crawlers(render(request, "submissions/sources/concordance.html", context))


def _parties(version: TextVersion, there: Known, said: list[Said]) -> list[dict[str, Any]]:
    """Each submission with its statements in their order, and what became of each."""
    parties: dict[int, dict[str, Any]] = {}
    for one in said:
        if one.is_error or (one.source.key and not there.has(one.source.key)):
            continue
        statement = one.statement
        party = parties.setdefault(statement.version_id, {**one.shown, "statements": {}})
        of_statement = party["statements"].setdefault(statement.pk, {"shown": one.shown, "became": []})
        label = there.name(one.source.key) if one.source.key else ""
        url = reading.paragraph_url(version, one.source.key)
        of_statement["became"].append({"said": one, "label": label, "url": url})
    return [{**party, "statements": list(party["statements"].values())} for party in parties.values()]


@open_to_all
@require_safe
def concordance_sheet(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """The same as a spreadsheet, a row for each link."""
    version = version_or_404(request, process, key, number)
    said, there = reading.of_version(version, request.user), reading.paragraphs(version)
    places = {block.key: place for place, block in enumerate(there.draft.blocks)}
    language = get_language() or "en"
    names = [_("Paragraph"), _("Submitted by"), _("Number"), _("Statement"), _("Text")]
    names += [_("What became of it"), _("Note")]
    rows = [
        [
            there.whole(one.source.key) if one.source.key in places else "",
            one.shown["party"],
            one.shown["number"],
            one.shown["place"],
            one.shown["words"],
            str(one.source.get_disposition_display()),
            one.source.note,
        ]
        for one in sorted(said, key=lambda one: places.get(one.source.key, len(places)))
    ]
    direction = LANGUAGES[language].direction
    data = sheets.sheet(_("Concordance"), names, rows, right_to_left=direction == "rtl")
    name = f"{version.text.key}-{version.number}-sources-{language}.xlsx"
    return given(request, data, sheets.MEDIA_TYPE, name, language)


def head(version: TextVersion, user: Any, page: str) -> dict[str, Any]:
    """What all pages of the room show: the way to the text, and the ways between them."""
    *above, own = trail(version)
    links = rules.may_link(user, version.process)
    pages = [("", _("Paragraph by paragraph")), ("concordance", _("Concordance"))]
    pages += [("unanswered", _("Statements without an answer"))] if links else []
    return {
        "trail": [*above, {**own, "url": version.get_absolute_url()}, {"label": _("Sources")}],
        "text": version.text,
        "version": version,
        "links": links,
        "pages": [
            {"label": label, "url": addresses.of(version, name), "current": name == page} for name, label in pages
        ],
    }
