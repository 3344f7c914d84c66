"""The compilation of proposals as PDF, by paragraph, each with its proponent; made when somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper import presses
from igsp_portal.foundations.worker import work

from .. import papers
from ..models import Proposal, ProposalsPaper, TextVersion
from ..proposals.proposal_marks import in_words
from ..proposals.proposed import Place, Proposed
from ..states import ProposalState
from . import requested

SENTENCES: dict[str, Any] = {
    "proposals_paper.asked": gettext_lazy("%(by)s was asked for the proposals on “%(about)s” (%(language)s)"),
    "proposals_paper.made": gettext_lazy("%(by)s made a compilation of the proposals on “%(about)s” (%(language)s)"),
    "proposals_paper.failed": gettext_lazy("%(by)s could not make a compilation of the proposals on “%(about)s”"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(requested.Sheet):
    """What templates/papers/proposals.html prints; its fields are described there and in papers/base.html."""

    places: list[Place]
    reading: str  # the language of the paragraphs' words, as HTML has it
    reading_direction: str


def given_out(version: TextVersion, language: str) -> tuple[bytes | None, str]:
    """The PDF of the proposals on a version, if one is kept of them as they are; else why it could not be made, if so.

    Where there is neither, the worker has been asked.
    """
    html = _page(version, language)["html"]
    return requested.given_out(ProposalsPaper, html, make_proposals_paper, version=version, language=language)


@task()
def make_proposals_paper(paper_id: int) -> None:
    """The worker's part."""
    requested.make(ProposalsPaper, paper_id, lambda row: _page(row.version, row.language))


work.tell(make_proposals_paper, gettext_lazy("Compilation of proposals"), ProposalsPaper)


def file_name(version: TextVersion, language: str) -> str:
    """The name under which it is offered: draft-plan-4-proposals-EN.pdf."""
    return f"{version.text.key}-{version.number}-proposals-{LANGUAGES[language].suffix}.pdf"


def title(version: TextVersion) -> str:
    """What it is called, on paper and on its page."""
    return _("Proposals on version %(number)s") % {"number": version.number}


def _page(version: TextVersion, language: str) -> presses.Page:
    """The page to be typeset; the same proposals give the same page. What was withdrawn is left out."""
    source = papers.manuscript(version, [])
    with override(language):
        rows = Proposal.objects.exclude(state=ProposalState.WITHDRAWN)
        proposed = Proposed(version, rows.in_released_languages() if version.is_frozen else rows, on_paper=True)
        facts = papers.printed(source, language)
        reading = LANGUAGES[proposed.reading]
        paper = Paper(
            language=language,
            direction=LANGUAGES[language].direction,
            title=title(version),
            subtitle=facts["title"] or version.text.title,
            summary=in_words(len(proposed.shown)),
            legend=_("What was inserted is underlined; what was deleted is struck out."),
            places=proposed.places,
            reading=reading.html_lang,
            reading_direction=reading.direction,
            **{name: facts[name] for name in ("parent_organization", "organization", "illustrative_notice")},
        )
        html = render_to_string("papers/proposals.html", {"paper": paper})
    about = {"title": f"{paper.title} – {paper.subtitle}", "author": paper.organization}
    return {"html": html, "language": LANGUAGES[language].html_lang, **about}
