"""The ledger of a text's brackets as a page, and the readings of a text without them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.pages.closed import open_to_all

from .. import readings
from ..faults import Fault
from . import as_proposed, ledgers, papers, rendering
from .as_proposed import Reading
from .asked import at_version, elsewhere, not_for_crawlers, trail, version_links
from .models import TextVersion
from .papers import Paper, PaperBlock


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
        "trail": _trail(version, _("Brackets")),
        "text": version.text,
        "version": version,
        "versions": version_links(versions, version) if len(versions) > 1 else [],
        "readings": _readings(version, "ledger", request.user),
        "language": LANGUAGES[language],
        "languages": _languages(version, there, language),
        "rows": rows,
        "paragraphs": ledgers.paragraphs(book),
        "attributed": any(row["whose"] for row in rows),
        "sections": ledgers.sections(book),
        "closed": ledgers.closed(book),
        "unread": ledgers.unread(book),
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


def _trail(version: TextVersion, label: str) -> list[dict[str, Any]]:
    *above, own = trail(version)
    return [*above, {**own, "url": version.text.get_absolute_url()}, {"label": label}]


def _readings(version: TextVersion, current: str, user: Any) -> list[dict[str, Any]]:
    """The ways to read one version."""
    args = [version.process.slug, version.text.key]
    ways = [
        ("text", _("With brackets"), reverse("documents:text", args=args)),
        ("clean", _("Without what is in brackets"), reverse("documents:clean", args=args)),
        ("ledger", _("Ledger of brackets"), reverse("documents:brackets", args=args)),
    ]
    for party in as_proposed.parties(version, user):
        label = _("As %(party)s proposed") % {"party": party}
        ways.append((party.key, label, reverse("documents:as_proposed", args=[*args, party.key])))
    return [
        {"url": f"{url}?version={version.number}", "label": label, "current": name == current}
        for name, label, url in ways
    ]


@open_to_all
@require_safe
@at_version
def clean_page(request: HttpRequest, versions: list[TextVersion], version: TextVersion) -> HttpResponse:
    """A version without what stands in brackets: the words that are agreed."""
    language = get_language() or "en"
    source = papers.manuscript(version, [language])
    context = _reading(request, versions, version, "clean", _("Without what is in brackets"))
    context["rules"] = _(
        "Words in brackets are left out, with all that stands within them and the footnotes that are called there; "
        "three dots show where. Numbers are those of the text with its brackets."
    )
    if language in source.languages:
        context["body"] = rendering.text(_clean(papers.paper(source, language)))
    else:
        context["elsewhere"] = elsewhere(request, source.languages)
    return not_for_crawlers(render(request, "documents/clean.html", context))


@open_to_all
@require_safe
@at_version
def as_proposed_page(
    request: HttpRequest, versions: list[TextVersion], version: TextVersion, party: str
) -> HttpResponse:
    """A version as one participant has proposed it, as far as the reader may see what it proposed."""
    participant = next((one for one in as_proposed.parties(version, request.user) if one.key == party), None)
    if participant is None:
        raise Http404
    language = get_language() or "en"
    source = papers.manuscript(version, [])
    context = _reading(request, versions, version, party, _("As %(party)s proposed") % {"party": participant})
    context["rules"] = _(
        "What this participant proposes for the text is put in its place, one proposal after the other, and its "
        "alternatives stand without brackets in place of what they replace. Brackets of others stay."
    )
    if language in source.languages:
        reading = as_proposed.read(version, participant, language, request.user)
        context |= {"left": reading.left, "taken": reading.taken, **_as_proposed(version, reading, language)}
    else:
        context["elsewhere"] = elsewhere(request, source.languages)
    return not_for_crawlers(render(request, "documents/clean.html", context))


def _as_proposed(version: TextVersion, reading: Reading, language: str) -> dict[str, Any]:
    try:
        return {"body": rendering.text(as_proposed.paper(version, reading, language))}
    except Fault as fault:
        return {"fault": fault.sentence(_)}


def _reading(
    request: HttpRequest, versions: list[TextVersion], version: TextVersion, name: str, title: str
) -> dict[str, Any]:
    return {
        "trail": _trail(version, title),
        "title": title,
        "text": version.text,
        "version": version,
        "versions": version_links(versions, version) if len(versions) > 1 else [],
        "readings": _readings(version, name, request.user),
    }


def _clean(paper: Paper) -> Paper:
    """The paper without its brackets, and without the notes that are called in them alone."""
    blocks = tuple(_clean_block(block) for block in paper.blocks)
    called = {token.key for block in blocks for token in _tokens(block) if hasattr(token, "key")}
    notes = {key: _clean_block(note) for key, note in paper.notes.items() if key in called}
    return replace(paper, blocks=blocks, notes=notes)


def _clean_block(block: PaperBlock) -> PaperBlock:
    rows = tuple(tuple(tuple(readings.clean(cell)) for cell in row) for row in block.rows)
    return replace(block, tokens=tuple(readings.clean(block.tokens)), rows=rows)


def _tokens(block: PaperBlock) -> list[Any]:
    return [*block.tokens, *(token for row in block.rows for cell in row for token in cell)]
