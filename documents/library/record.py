"""The record of one document, as its page shows it: facts, files, relations, what it answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.language.languages import LANGUAGES, between_phrases, isolated, listed
from igsp_portal.models import Event

from . import listing, panels, rules
from .models import Document, InputDue, Relation, Rendition


def trail(document: Document) -> list[dict[str, Any]]:
    process = document.process
    return [
        {"label": str(process), "url": process.get_absolute_url()},
        {"label": _("Documents"), "url": reverse("documents:library", args=[process.slug])},
        {"label": str(document)},
    ]


def facts(document: Document) -> list[dict[str, Any]]:
    """What the masthead says, and what the secretariat remarks."""
    meeting = document.meeting
    items = between_phrases().join(str(item) for item in document.agenda_items.all())
    original = LANGUAGES[document.original_language].name
    entries: list[dict[str, Any]] = [
        {"label": pgettext("of a document", "Symbol"), "value": document.symbol or _symbol_not_known(document)},
        {"label": _("Designation"), "value": document.designation},
        {"label": _("Also cited as"), "value": listed(isolated(str(alias)) for alias in document.aliases.all())},
        {"label": _("Author"), "value": document.author},
        {
            "label": _("Meeting"),
            "value": meeting.name if meeting else "",
            "url": meeting and meeting.get_absolute_url(),
        },
        {"label": _("Agenda item"), "value": items},
        {"label": _("Distribution"), "value": document.get_distribution_display()},
        {"label": _("Original language"), "value": str(original)},
        {"label": _("Submitted on"), "value": _day(document.submitted_on)},
        {"label": _("Issued on"), "value": _day(document.issued_on) or _day_not_known(document)},
        {"label": _("Expected"), "value": listing.expected_in_words(document)},
        {"label": _("Job number"), "value": document.job_number},
        {"label": pgettext("of a document", "Remark"), "value": document.remark},
    ]
    return [entry for entry in entries if entry["value"]]


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _symbol_not_known(document: Document) -> str:
    """Said of what should bear one; a document with a designation bears none."""
    return "" if document.designation else _("none known")


def _day_not_known(document: Document) -> str:
    return _("day not known") if document.is_issued else ""


def files(document: Document, user: Any, absolute: Callable[[str], str]) -> list[dict[str, Any]]:
    """Each current file with its checksum and its permanent address, and the other forms of its language beside it."""
    shown = listing.by_language(document.shown_files)  # type: ignore[attr-defined]
    entries = listing.file_entries(document.shown_files, document)  # type: ignore[attr-defined]
    others = panels.forms(document, user) if shown else {}
    posted = {(code, entry["format"]) for (code, _file), entry in zip(shown, entries, strict=True)}
    for (code, _file), entry in zip(shown, entries, strict=True):
        beside = others.pop(code, [])
        entry["others"] = [form for form in beside if (code, form["format"]) not in posted]
    for code, entry in {code: entry for (code, _file), entry in reversed([*zip(shown, entries, strict=True)])}.items():
        entry["others"].append({"format": _("Text"), "url": listing.text_address(document, code)})
    return [_told(file, entry, absolute) for (_code, file), entry in zip(shown, entries, strict=True)]


def _told(file: Rendition, entry: dict[str, Any], absolute: Callable[[str], str]) -> dict[str, Any]:
    return {
        "entry": entry,
        "sha256": file.sha256,
        "address": absolute(entry["url"]),
        "this_file": absolute(file.get_absolute_url()),
        "released": file.released_at,
        "waiting": file.released_at is None,
    }


def missing(document: Document) -> list[dict[str, Any]]:
    if not document.is_issued:
        return []
    shown = [*document.shown_files, *document.shown_links]  # type: ignore[attr-defined]
    absent = rules.missing_languages(document, shown)
    expected = panels.expected([document.pk]).get(document.pk, {}) if absent else {}
    return [listing.language_entry(code) | _expected(expected.get(code)) for code in absent]


def expected_in_words(document: Document, language: str) -> str:
    """When a language of a document is expected, or the document itself; empty where nobody said."""
    day = panels.expected([document.pk]).get(document.pk, {}).get(language) if document.is_issued else None
    return listing.expected_on_in_words(day) if day else listing.expected_in_words(document)


def _expected(day: date | None) -> dict[str, str]:
    return {"expected": listing.expected_on_in_words(day)} if day else {}


def withdrawn_in_words(document: Document) -> str:
    """When and why a document was withdrawn; of one withdrawn before reasons were asked for, that it was."""
    event = Event.objects.about(document).filter(verb="document.withdrawn").first()
    if event is None or not event.facts.get("because"):
        return _("This document has been withdrawn; its files can no longer be downloaded.")
    facts = {
        "date": date_format(event.at.astimezone(time.named_zone(document.process.zone)), "DATE_FORMAT"),
        "reason": isolated(event.facts["because"]),
    }
    return (
        _(
            "This document was withdrawn on %(date)s; its files can no longer be downloaded. "
            "The reason given: %(reason)s"
        )
        % facts
    )


def earlier_files(document: Document, user: Any) -> list[dict[str, Any]]:
    """Files that later ones have superseded: no longer listed elsewhere, still to be had."""
    superseded = Rendition.objects.visible_to(user).filter(document=document, superseded_by__isnull=False)
    return listing.file_entries(list(superseded.select_related("superseded_by")), document)


def relations(document: Document, user: Any) -> list[dict[str, Any]]:
    """What it replaces, adds to or corrects, and what does so to it."""
    visible = Document.objects.visible_to(user)
    own = Relation.objects.filter(document=document, to__in=visible).select_related("to__process")
    others = Relation.objects.filter(to=document, document__in=visible).select_related("document__process")
    return [
        *({"label": _OWN[relation.kind](), "document": relation.to} for relation in own),
        *({"label": _OTHERS[relation.kind](), "document": relation.document} for relation in others),
    ]


_OWN = {
    "replaces": lambda: _("Replaces"),
    "adds_to": lambda: _("Supplements"),
    "corrects": lambda: _("Corrects"),
}
_OTHERS = {
    "replaces": lambda: _("Replaced by"),
    "adds_to": lambda: _("Supplemented by"),
    "corrects": lambda: _("Corrected by"),
}


def answers(document: Document) -> list[InputDue]:
    """The inputs it answers, with their sessions."""
    return list(InputDue.objects.filter(documents=document).select_related("required_input", "meeting"))
