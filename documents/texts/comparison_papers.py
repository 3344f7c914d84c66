"""Comparisons as PDF: made by the worker when somebody asks for one, kept, and made anew when the versions differ.

Nobody's page waits for one: whoever asks is told that it is being made. What is kept is given out at once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper import kept, presses
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work

from . import comparing, papers, typesetting
from .models import Comparison, TextVersion
from .states import Redlining

AFTER_A_FAULT = dt.timedelta(minutes=1)
LOST = dt.timedelta(hours=1)  # a task that nobody has worked at for so long is asked for again

SENTENCES: dict[str, Any] = {
    "comparison.asked": gettext_lazy(
        "%(by)s was asked for the comparison of two versions of “%(about)s” (%(language)s)"
    ),
    "comparison.made": gettext_lazy("%(by)s made a comparison of two versions: “%(about)s” (%(language)s)"),
    "comparison.failed": gettext_lazy("%(by)s could not make a comparison of two versions: “%(about)s”"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What templates/papers/comparison.html prints; its fields are described there and in papers/base.html."""

    language: str
    direction: str
    parent_organization: str
    organization: str
    title: str
    subtitle: str
    summary: str
    legend: str
    redlining: str
    earlier: TextVersion
    later: TextVersion
    body: list[comparing.Item]
    notes: list[comparing.Item]
    illustrative_notice: str = ""
    symbol: str = ""
    distribution: str = ""
    date: str = ""
    original_language: str = ""
    job_number: str = ""


def given_out(earlier: TextVersion, later: TextVersion, language: str, redlining: str) -> tuple[bytes | None, str]:
    """The PDF of a comparison, if one is kept of the versions as they are; else why it could not be made, if so.

    Where there is neither, the worker has been asked. Raises papers.NotWorded.
    """
    page_sha256 = kept.page_sha256(_page(earlier, later, language, redlining)["html"])
    row = _row(earlier=earlier, later=later, language=language, redlining=redlining)
    if row.file and row.page_sha256 == page_sha256 and (data := kept.content(row)):
        return data, ""
    if not _is_under_way(row):
        _ask(row)
    return None, typesetting.said(row.error)


def _row(**which: Any) -> Comparison:
    return Comparison.objects.filter(**which).first() or Comparison(**which)


def _is_under_way(row: Comparison) -> bool:
    """Whether it is to be waited for: it was asked for and is not made, or could not be made a moment ago."""
    if row.pk is None or (row.made_at and row.made_at >= row.asked_at and not row.error):
        return False
    return time.now() - row.asked_at < (AFTER_A_FAULT if row.error else LOST)


def _ask(row: Comparison) -> None:
    row.asked_at, row.error = time.now(), ""
    language = LANGUAGES[row.language].own_name
    try:
        with audit.recorded("comparison.asked", row.later, by=work.PORTAL, language=language):
            row.save()
            work.hand_over(make_comparison, row.pk, soon=True)
    except IntegrityError:  # somebody else asked for it at the same moment
        return


@task()
def make_comparison(comparison_id: int) -> None:
    """Set a comparison and keep it; a fault stays on its row, and it can be asked for again."""
    rows = Comparison.objects.select_related("earlier__text__process", "later__text__process")
    row = rows.filter(pk=comparison_id).first()
    if row is None:  # a draft that was removed meanwhile
        return
    language = LANGUAGES[row.language].own_name
    try:
        page = _page(row.earlier, row.later, row.language, row.redlining)
        data = presses.typeset(page)
        row.page_sha256, row.error = kept.page_sha256(page["html"]), ""
        kept.keep(row, data, verb="comparison.made", about=row.later, language=language)
    except (*typesetting.FAILURES, papers.NotWorded) as error:
        row.refresh_from_db()
        row.error = typesetting.code(error)
        with audit.recorded("comparison.failed", row.later, by=work.PORTAL, reason=row.error):
            row.save(update_fields=["error"])


work.tell(make_comparison, gettext_lazy("Comparison of two versions"), Comparison)


def file_name(earlier: TextVersion, later: TextVersion, language: str) -> str:
    """The name under which a comparison is offered: draft-plan-3-4-EN.pdf."""
    return f"{later.text.key}-{earlier.number}-{later.number}-{LANGUAGES[language].suffix}.pdf"


def _page(earlier: TextVersion, later: TextVersion, language: str, redlining: str) -> presses.Page:
    """The page to be typeset; the same versions give the same page."""
    sources = papers.manuscript(earlier, [language]), papers.manuscript(later, [language])
    if language not in (both := comparing.languages(*sources)):
        raise papers.NotWorded(language, both)
    with override(language):
        found = comparing.compared(*sources, language, on_paper=True)
        facts = papers.printed(sources[1], language)
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
