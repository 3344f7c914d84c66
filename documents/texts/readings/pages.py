"""Readings of one version: without what stands in brackets, as a participant proposed it, with all proposals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations.pages.closed import open_to_all

from ... import readings
from ...faults import Fault
from .. import papers, rendering
from ..asked import at_version, elsewhere, not_for_crawlers, trail, version_links
from ..models import Proposal, TextVersion
from ..papers import Manuscript, Paper, PaperBlock
from ..proposals.proposed import Proposed
from . import as_proposed


def trail_to(version: TextVersion, label: str) -> list[dict[str, Any]]:
    """Down to a page of the text, by the text."""
    *above, own = trail(version)
    return [*above, {**own, "url": version.text.get_absolute_url()}, {"label": label}]


def ways(version: TextVersion, current: str, user: Any) -> list[dict[str, Any]]:
    """The ways to read one version."""
    args = [version.process.slug, version.text.key]
    found = [
        ("text", _("With brackets"), reverse("documents:text", args=args)),
        ("clean", _("Without what is in brackets"), reverse("documents:clean", args=args)),
        ("ledger", _("Ledger of brackets"), reverse("documents:brackets", args=args)),
    ]
    if getattr(version, "has_proposals", False):
        found.append(("proposals", _("With proposals"), reverse("documents:with_proposals", args=args)))
    for party in as_proposed.parties(version, user):
        label = _("As proposed by %(party)s") % {"party": party}
        found.append((party.key, label, reverse("documents:as_proposed", args=[*args, party.key])))
    return [
        {"url": f"{url}?version={version.number}", "label": label, "current": name == current}
        for name, label, url in found
    ]


@open_to_all
@require_safe
@at_version
def clean_page(request: HttpRequest, versions: list[TextVersion], version: TextVersion) -> HttpResponse:
    """A version without what stands in brackets: the words that are agreed."""
    rules = _(
        "Words in brackets are left out, with all that stands within them and the footnotes that are called there; "
        "three dots show where. Numbers are those of the text with its brackets."
    )

    def body(source: Manuscript, language: str) -> dict[str, Any]:
        return {"body": rendering.text(_clean(papers.paper(source, language)))}

    return _reading(request, versions, version, Shown("clean", _("Without what is in brackets"), rules, body))


@open_to_all
@require_safe
@at_version
def as_proposed_page(
    request: HttpRequest, versions: list[TextVersion], version: TextVersion, party: str
) -> HttpResponse:
    """A version as one participant has proposed it, as far as the reader may see what it proposed.

    It keeps its address once all of that is decided, and says so; it is offered no longer.
    """
    participant = next((one for one in as_proposed.proponents(version, request.user) if one.key == party), None)
    if participant is None:
        raise Http404
    rules = _(
        "What this participant proposes for the text is put in its place, one proposal after the other, and its "
        "alternatives stand without brackets in place of what they replace. Brackets of others stay."
    )

    def body(source: Manuscript, language: str) -> dict[str, Any]:
        reading = as_proposed.read(version, participant, language, request.user)
        try:
            put: dict[str, Any] = {"body": rendering.text(as_proposed.paper(version, reading, language))}
        except Fault as fault:
            put = {"fault": fault.sentence(_)}
        return {"left": reading.left, **put}

    title = _("As proposed by %(party)s") % {"party": participant}
    return _reading(request, versions, version, Shown(party, title, rules, body, until_decided=True))


@open_to_all
@require_safe
@at_version
def with_proposals_page(request: HttpRequest, versions: list[TextVersion], version: TextVersion) -> HttpResponse:
    """A version with what is proposed for each paragraph behind it, as far as the reader may see it."""
    rules = _(
        "What is proposed and undecided stands behind the paragraph that it concerns, with what goes in underlined "
        "and what goes out struck out."
    )

    def body(source: Manuscript, language: str) -> dict[str, Any]:
        found = rendering.text(papers.paper(source, language))
        proposed = Proposed(version, Proposal.objects.visible_to(request.user).undecided())
        return {"body": found, **_beside(found, {place.key: place.items for place in proposed.places})}

    return _reading(request, versions, version, Shown("proposals", _("With proposals"), rules, body))


@dataclass(frozen=True, slots=True)
class Shown:
    """One way to read a version: what it is called, how to read it, and what it puts on its page in a language."""

    name: str
    title: str
    rules: str
    body: Callable[[Manuscript, str], dict[str, Any]]
    until_decided: bool = False  # whether it is offered only while something of it is undecided


def _reading(request: HttpRequest, versions: list[TextVersion], version: TextVersion, shown: Shown) -> HttpResponse:
    language = get_language() or "en"
    source = papers.manuscript(version, [language])
    offered = ways(version, shown.name, request.user)
    context = {
        "trail": trail_to(version, shown.title),
        "title": shown.title,
        "rules": shown.rules,
        "text": version.text,
        "version": version,
        "versions": version_links(versions, version) if len(versions) > 1 else [],
        "readings": offered,
        "decided": shown.until_decided and not any(way["current"] for way in offered),
    }
    if language in source.languages:
        context |= shown.body(source, language)
    else:
        context["elsewhere"] = elsewhere(request, source.languages)
    return not_for_crawlers(render(request, "documents/clean.html", context))


def _beside(body: dict[str, Any], proposed: dict[str, list[Any]]) -> dict[str, Any]:
    """Put what is proposed behind its blocks; what is for the beginning, or for a block that is gone, is given back."""
    first = proposed.pop("", [])
    for block in rendering.every(body["blocks"]):
        block["proposed"] = proposed.pop(block["anchor"], [])
    return {"first": first, "gone": [one for items in proposed.values() for one in items]}


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
