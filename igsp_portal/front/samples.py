"""Sample data for the page that shows every component: one illustrative set, in the reader's language.

The words stand in samples.yaml; the shapes here are those the includes in templates/components/ document.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django import forms
from django.core.paginator import Paginator
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from documents.library import listing
from igsp_portal.foundations.forms.inputs import Lines
from igsp_portal.foundations.language.languages import LANGUAGES

SIZES = (241_664, 318_420, 182_040, 195_310, 226_905, 193_144)


@cache
def _words() -> dict[str, list[str]]:
    return yaml.safe_load(Path(__file__).with_name("samples.yaml").read_text(encoding="utf-8"))


def samples(language: str) -> dict[str, Any]:
    """The context of the components page, worded in one language; a code that is not ours reads English."""
    order = list(LANGUAGES)
    place = order.index(language if language in LANGUAGES else "en")
    words = {key: wordings[place] for key, wordings in _words().items()}
    return {
        "words": words,
        **_heads(words),
        **_states(words),
        **_documents(words, place),
        **_text(words),
        **_filing(words),
        "timeline": _timeline(words, mirrored=language == "ar"),
        "form": _form(words),
        "page": Paginator(range(90), 30).page(2),
    }


def _badge(words: dict[str, str], key: str, tone: str) -> dict[str, str]:
    return {"label": words[key], "tone": tone}


def _heads(words: dict[str, str]) -> dict[str, Any]:
    return {
        "trail": [{"label": words["process"], "url": "#"}, {"label": words["meetings"], "url": "#"}]
        + [{"label": words["second"]}],
        "facts": [
            {"label": words["second"], "value": words["second_place"], "note": words["announced"]},
            {"label": words["item"], "value": words["call"], "url": "#"},
            {"label": words["documents"], "value": "UNEP/IEG/IGSP/2/1", "url": "#"},
        ],
        "key_facts": [
            {"value": 3, "label": words["meetings"], "url": "#"},
            {"value": 11, "label": words["issued"], "url": "#", "tone": "ok"},
            {"value": 4, "label": words["awaited"]},
            {"value": 2, "label": words["late"], "tone": "late", "note": words["late_note"]},
        ],
        "section_links": [
            {"label": words["documents"], "url": "#", "current": True, "count": 11},
            {"label": words["inputs"], "url": "#", "count": 8},
            {"label": words["submissions"], "url": "#", "count": 0},
        ],
    }


def _states(words: dict[str, str]) -> dict[str, Any]:
    issued = _badge(words, "issued", "ok")
    awaited = _badge(words, "awaited", "neutral")
    due_soon = _badge(words, "due_soon", "attention")
    late = _badge(words, "late", "late")
    return {
        "badges": [awaited, issued, due_soon, late],
        "deadline": {
            "label": words["deadline_label"],
            "iso": "2004-10-29T14:00:00Z",
            "local": words["deadline_local"],
            "zone": "Africa/Nairobi",
            "utc": words["deadline_utc"],
            "left": words["left"],
            "tone": "attention",
        },
        "entries": [
            {"date": "2004-06-25", "when": words["first_place"], "what": words["first"], "url": "#"},
            {
                "date": "2004-09-02",
                "when": words["second_place"],
                "what": words["second"],
                "url": "#",
                "note": words["announced"],
            },
            {"date": "2004-10-15", "when": words["today"], "what": words["call"], "today": True},
            {"date": "2004-10-29", "when": words["deadline_local"], "what": words["deadline_label"]}
            | {"badge": due_soon},
            {"date": "2004-12-01", "when": words["third_place"], "what": words["third"], "url": "#"},
        ],
        "matrix": {
            "caption": words["inputs"],
            "corner": words["input"],
            "columns": [
                {"label": words["first"], "note": words["first_place"], "url": "#"},
                {"label": words["second"], "note": words["second_place"], "url": "#"},
                {"label": words["third"], "note": words["third_place"], "url": "#"},
            ],
            "rows": [
                {
                    "letter": "(b)",
                    "title": words["needs_title"],
                    "url": "#",
                    "note": words["by_director"],
                    "cells": [issued | {"symbol": "UNEP/IEG/IGSP/1/3", "url": "#"}, None, None],
                },
                {
                    "letter": "(c)",
                    "title": words["inventory_title"],
                    "note": words["by_director"],
                    "cells": [late | {"note": words["late_note"]}, awaited, None],
                },
                {
                    "letter": "(e)",
                    "title": words["regional_title"],
                    "note": words["as_appropriate"],
                    "cells": [None, issued | {"symbol": "UNEP/IEG/IGSP/2/INF/1", "url": "#"}, due_soon],
                },
            ],
            "legend": [
                issued | {"explains": words["issued_means"]},
                late | {"explains": words["late_means"]},
            ],
        },
        "events": [
            {"iso": "2004-10-15T09:12Z", "when": "2004-10-15 09:12 UTC", "what": words["event_filed"]}
            | {"who": words["kenya"]},
            {"iso": "2004-09-30T15:00Z", "when": "2004-09-30 15:00 UTC", "what": words["event_issued"]}
            | {"who": words["secretariat"]},
        ],
    }


def _timeline(words: dict[str, str], *, mirrored: bool) -> dict[str, Any]:
    """A drawing 880 units wide, June to December at 120 a month from 40; from the right when mirrored."""

    def at(month: int, day: int) -> float:
        along = 40 + (month - 6) * 120 + (day - 1) * 4
        return 880 - along if mirrored else along

    def from_start(month: int, day: int, days: int) -> float:
        return min(at(month, day), at(month, day) + (-4 * days if mirrored else 4 * days))

    drawing = {
        "words": words,
        "months": [{"x": at(month, 1), "label": f"{month:02}"} for month in range(6, 13)],
        "held": [{"x": from_start(6, 25, 3), "width": 12}, {"x": from_start(9, 2, 3), "width": 12}],
        "planned": [{"x": from_start(12, 1, 3), "width": 12}],
        "announced": [{"x": from_start(9, 6, 3), "width": 12}],
        "consultations": [{"x": from_start(7, 20, 8), "width": 32}],
        "due": [{"x": at(8, 12), "kind": "met"}, {"x": at(9, 24), "kind": "late"}, {"x": at(10, 29)}],
        "labels": [
            {"x": at(6, 26), "text": words["first"]},
            {"x": at(9, 4), "text": words["second"]},
            {"x": at(12, 2), "text": words["third"]},
        ],
        "today": at(10, 15),
    }
    return {
        "title": words["timeline"],
        "svg": render_to_string("front/sample_timeline.svg", drawing),
        "entries": _states(words)["entries"],
    }


def _form(words: dict[str, str]) -> forms.Form:
    """One field of each make, bound and wrong where a mistake can be shown."""
    parties = [("k", words["kenya"]), ("g", words["ghana"])]
    components = [("a", words["objectives"]), ("b", words["strategic"])]

    class Sample(forms.Form):
        party = forms.ChoiceField(label=words["africa"], choices=parties)
        text = Lines(label=words["your_words"], help_text=words["help"], widget=forms.Textarea)
        component = forms.ChoiceField(label=words["component"], choices=components, widget=forms.RadioSelect)
        file = forms.FileField(label=words["documents"], required=False)
        consent = forms.BooleanField(label=words["consent"], required=False)

    return Sample({"party": "k", "component": "a"})


def _documents(words: dict[str, str], place: int) -> dict[str, Any]:
    languages = [
        {"html_lang": language.html_lang, "dir": language.direction, "name": language.own_name}
        for language in LANGUAGES.values()
    ]
    pages = listing.pages_in_words(12)
    files = [
        language
        | {"format": "PDF", "url": "#", "size": filesizeformat(size), "pages": pages, "current": index == place}
        for index, (language, size) in enumerate(zip(languages, SIZES, strict=True))
    ]
    documents = [
        {
            "symbol": "UNEP/IEG/IGSP/1/3",
            "url": "#",
            "title": words["needs_title"],
            "subtitle": words["by_director"],
            "badge": _badge(words, "issued", "ok"),
            "meta": [words["item"], words["distribution"]],
            "files": files,
        },
        {
            "symbol": "UNEP/GC.23/6/Add.1/Rev.1",
            "url": "#",
            "title": words["inventory_title"],
            "badge": _badge(words, "late", "late"),
            "files": files[:3],
            "missing": languages[3:],
        },
    ]
    return {
        "documents": documents,
        "lines": [{**documents[0], "file": files[place], "new": True}, {**documents[1], "others": files[:3]}],
        "masthead": {
            "organization": words["united_nations"],
            "programme": words["organization"],
            "symbol": "UNEP/IEG/IGSP/2/1",
            "distribution": words["distribution"],
            "date": "2004-07-14",
            "original": words["original"],
            "body": words["body"],
            "session": words["second"],
            "place_and_dates": words["second_place"],
            "agenda_item": words["item"],
            "agenda_note": "UNEP/IEG/IGSP/2/1.",
            "title": words["note_title"],
            "subtitle": words["tentative"],
            "author": words["by_secretariat"],
        },
    }


def _text(words: dict[str, str]) -> dict[str, Any]:
    call = '<sup class="note-call"><a id="call-1" href="#note-1">1</a></sup>'
    nested = mark_safe(words["paragraph"] + call)  # our own words, from samples.yaml
    changed = mark_safe(words["changed"])
    return {
        "text": {
            "blocks": [
                {"kind": "heading", "level": 1, "anchor": "b1", "label": "II.", "html": words["objectives"]},
                {"kind": "heading", "level": 2, "anchor": "b2", "label": "A.", "html": words["strategic"]},
                {"kind": "paragraph", "anchor": "b3", "label": "12.", "html": nested},
                {"kind": "subparagraph", "level": 1, "anchor": "b4", "label": "(a)"} | {"html": words["subparagraph"]},
                {"kind": "subparagraph", "level": 2, "anchor": "b5", "label": "(i)"} | {"html": words["subparagraph"]},
                {"kind": "paragraph", "anchor": "b6", "label": "12 bis.", "html": changed}
                | {"note": words["ad_referendum"]},
            ],
            "footnotes": [{"key": "1", "number": 1, "html": words["footnote"], "call_id": "call-1"}],
        },
        "contents": [
            {"url": "#b1", "label": "II.", "text": words["objectives"], "level": 1},
            {"url": "#b2", "label": "A.", "text": words["strategic"], "level": 2},
        ],
    }


def _filing(words: dict[str, str]) -> dict[str, Any]:
    filed, late = _badge(words, "filed", "ok"), _badge(words, "filed_late", "late")
    awaited = _badge(words, "awaited", "neutral")
    return {
        "receipt": {
            "number": "IGSP-2004-0007",
            "filed_at_utc": "2004-10-15 09:12:44",
            "filed_at_local": "2004-10-15 12:12:44",
            "zone": "Africa/Nairobi",
            "sha256": "9f2c1e7b54a0d3386c5b7be1f0a94d26e8133c7da55f0c1b2e6f8a907d4431ce",
            "party": words["kenya"],
            "call": words["call"],
            "verify_url": "#",
            "pdf_url": "#",
        },
        "regions": [
            {
                "name": words["africa"],
                "filed": 2,
                "addressed": 3,
                "percent": 67,
                "open": True,
                "participants": [
                    {"name": words["ghana"], "url": "#"} | late,
                    {"name": words["kenya"], "url": "#"} | filed,
                    {"name": words["senegal"]} | awaited,
                ],
            },
            {"name": words["asia"], "filed": 0, "addressed": 41, "percent": 0, "participants": []},
        ],
    }
