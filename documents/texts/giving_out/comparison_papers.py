"""Comparisons as PDF, made when somebody asks for one."""

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

from .. import comparing, papers
from ..models import Comparison, TextVersion
from ..states import Redlining
from . import requested

SENTENCES: dict[str, Any] = {
    "comparison.asked": gettext_lazy(
        "%(by)s was asked for the comparison of two versions of “%(about)s” (%(language)s)"
    ),
    "comparison.made": gettext_lazy("%(by)s made a comparison of two versions: “%(about)s” (%(language)s)"),
    "comparison.failed": gettext_lazy("%(by)s could not make a comparison of two versions: “%(about)s”"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(requested.Sheet):
    """What templates/papers/comparison.html prints; its fields are described there and in papers/base.html."""

    redlining: str
    earlier: TextVersion
    later: TextVersion
    body: list[comparing.Item]
    notes: list[comparing.Item]


def given_out(earlier: TextVersion, later: TextVersion, language: str, redlining: str) -> tuple[bytes | None, str]:
    """The PDF of a comparison, if one is kept of the versions as they are; else why it could not be made, if so.

    Where there is neither, the worker has been asked. Raises papers.NotWorded.
    """
    html = _page(earlier, later, language, redlining)["html"]
    which = {"earlier": earlier, "later": later, "language": language, "redlining": redlining}
    return requested.given_out(Comparison, html, make_comparison, **which)


@task()
def make_comparison(comparison_id: int) -> None:
    """The worker's part."""
    requested.make(Comparison, comparison_id, lambda row: _page(row.earlier, row.later, row.language, row.redlining))


work.tell(make_comparison, gettext_lazy("Comparison of two versions"), Comparison)


def file_name(earlier: TextVersion, later: TextVersion, language: str) -> str:
    """The name under which a comparison is offered: draft-plan-3-4-EN.pdf."""
    return f"{later.text.key}-{earlier.number}-{later.number}-{LANGUAGES[language].suffix}.pdf"


def _page(earlier: TextVersion, later: TextVersion, language: str, redlining: str) -> presses.Page:
    """The page to be typeset; the same versions give the same page."""
    before, after = comparing.both_read(earlier, later, language)
    with override(language):
        found = comparing.compared(before, after, language, on_paper=True)
        facts = papers.printed(after, language)
        names = ("parent_organization", "organization", "illustrative_notice")
        paper = Paper(
            language=language,
            direction=LANGUAGES[language].direction,
            title=title(earlier, later),
            subtitle=facts["title"],
            summary=comparing.in_words(found.tally),
            legend=legend(redlining),
            redlining=redlining,
            earlier=earlier,
            later=later,
            body=found.body,
            notes=found.notes,
            **{name: facts[name] for name in names},
        )
        html = render_to_string("papers/comparison.html", {"paper": paper})
    about = {"title": f"{paper.title} – {paper.subtitle}", "author": paper.organization}
    return {"html": html, "language": LANGUAGES[language].html_lang, **about}


def title(earlier: TextVersion, later: TextVersion) -> str:
    """What a comparison is called, on paper and on its page."""
    numbers = {"earlier": earlier.number, "later": later.number}
    return _("Comparison of version %(earlier)s and version %(later)s") % numbers


def legend(redlining: str) -> str:
    """How to read a comparison."""
    if redlining == Redlining.BOLD:
        return _("What was inserted is in bold; what was deleted is struck out.")
    return _("What was inserted is underlined; what was deleted is struck out.")
