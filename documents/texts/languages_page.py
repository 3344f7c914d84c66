"""The page for those who translate a version: language by language what is there, what is old, what to look at."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations.language.languages import CODES, LANGUAGES

from . import accords, actions, history
from .accords import Told
from .asked import not_for_crawlers, to_be_edited, trail
from .editor import drafting
from .editor.drafting import Desk
from .models import TextVersion, Wording


@require_safe
def languages_page(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """How the translations of a version stand; ?words= is the language whose paragraphs are listed."""
    version = to_be_edited(request, process, key, number)
    language = _asked(request, version)
    on_desk = drafting.desk(version, language)
    stale = [wording for wording in actions.translations(version) if wording.is_stale]
    terms = accords.glossary(version)
    told = {code: list(accords.of_language(on_desk.draft, on_desk.original, code, terms)) for code in _others(version)}
    context = {
        "trail": _trail(version),
        "text": version.text,
        "version": version,
        "language": LANGUAGES[language],
        "original": LANGUAGES[on_desk.original],
        "languages": _summary(on_desk, stale, told),
        "missing": [_place(on_desk, key) for key in _missing(on_desk, language)],
        "stale": _stale(on_desk, [wording for wording in stale if wording.language == language]),
        "told": _by_paragraph(on_desk, told[language]),
        "terms": len(terms),
        "edit_url": _edit(version, language),
    }
    return not_for_crawlers(render(request, "documents/languages.html", context))


def _others(version: TextVersion) -> list[str]:
    return [code for code in CODES if code != version.text.original_language]


def _asked(request: HttpRequest, version: TextVersion) -> str:
    """The language asked for; else the reader's own, or the first in which something is to be translated."""
    others = _others(version)
    if asked := request.GET.get("words", ""):
        if asked not in others:
            raise Http404
        return asked
    return own if (own := get_language() or "") in others else others[0]


def _trail(version: TextVersion) -> list[dict[str, Any]]:
    *above, own = trail(version)
    edit = {"label": _("Edit version %(number)s") % {"number": version.number}, "url": _edit(version, "")}
    return [*above, {**own, "url": version.get_absolute_url()}, edit, {"label": _("Translations")}]


def _edit(version: TextVersion, language: str, key: str = "") -> str:
    address = reverse("documents:edit", args=[version.process.slug, version.text.key, version.number])
    if not language:
        return address
    return f"{address}?words={language}" + (f"&open={key}#{key}" if key else "")


def _summary(on_desk: Desk, stale: list[Wording], told: dict[str, list[Told]]) -> list[dict[str, Any]]:
    released = set(on_desk.version.languages.released().values_list("language", flat=True))
    return [
        {
            **one,
            "stale": sum(wording.language == one["code"] for wording in stale),
            "told": len({each.key for each in told[one["code"]]}),
            "released": one["code"] in released,
        }
        for one in drafting.languages(on_desk)
        if not one["is_original"]
    ]


def _missing(on_desk: Desk, language: str) -> list[str]:
    there = on_desk.draft.words.get(language, {})
    return [key for key in on_desk.wanted if key not in there]


def _place(on_desk: Desk, key: str) -> dict[str, Any]:
    """A paragraph as the page names it, and the way to it in the editor."""
    return {"key": key, "label": on_desk.known.name(key), "url": _edit(on_desk.version, on_desk.language, key)}


def _stale(on_desk: Desk, stale: list[Wording]) -> list[dict[str, Any]]:
    """Each with what has changed in the original since, where the words of that time are on record."""
    wanted = {wording.block.key: wording.translated_sha256 for wording in stale}
    before = history.all_words_of(on_desk.version, on_desk.original, wanted)
    return [
        {
            **_place(on_desk, key),
            "since": drafting.difference(before[key], on_desk.words(key, on_desk.original)) if key in before else None,
        }
        for key in wanted
    ]


def _by_paragraph(on_desk: Desk, told: list[Told]) -> list[dict[str, Any]]:
    places: dict[str, dict[str, Any]] = {}
    for each in told:
        places.setdefault(each.key, {**_place(on_desk, each.key), "told": []})["told"].append(each)
    return list(places.values())
