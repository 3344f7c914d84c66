"""Released versions as PDF/A, in which what was issued can still be opened in fifty years; made on request."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from django_tasks import task

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper.presses import Page
from igsp_portal.foundations.worker import work

from ... import filenames
from .. import papers, rendering
from ..models import RecordPaper, TextVersion
from ..papers import Manuscript
from . import requested

SENTENCES: dict[str, Any] = {
    "record_paper.asked": gettext_lazy("%(by)s was asked for “%(about)s” as PDF/A (%(language)s)"),
    "record_paper.made": gettext_lazy("%(by)s made “%(about)s” as PDF/A (%(language)s)"),
    "record_paper.failed": gettext_lazy("%(by)s could not make “%(about)s” as PDF/A"),
}


def page(source: Manuscript, language: str) -> Page:
    """The page of a version for the record, to be typeset. Raises papers.NotWorded."""
    return rendering.page(papers.paper(source, language), rendering.RECORD)


def given_out(version: TextVersion, language: str) -> tuple[bytes | None, str]:
    """The PDF/A of a released version, if one is kept of its paper; else why it could not be made, if so.

    Where there is neither, the worker has been asked. Raises papers.NotWorded, also for every language of a draft.
    """
    html = _released(version, language)["html"]
    return requested.given_out(RecordPaper, html, make_record_paper, version=version, language=language)


def _released(version: TextVersion, language: str) -> Page:
    if not version.is_frozen:
        raise papers.NotWorded(language, [])
    return page(papers.manuscript(version, [language]), language)


@task()
def make_record_paper(paper_id: int) -> None:
    """The worker's part."""
    requested.make(RecordPaper, paper_id, lambda row: _released(row.version, row.language))


work.tell(make_record_paper, gettext_lazy("PDF for archives"), RecordPaper)


def file_name(version: TextVersion, language: str) -> str:
    """The name under which it is offered, and lies in a package: UNEP_IEG_IGSP_3_4-EN-PDFA.pdf."""
    document = version.document
    known = document.symbol if document and document.symbol else f"{version.text.key}-{version.number}"
    return f"{filenames.stem(known)}-{LANGUAGES[language].suffix}-PDFA.pdf"
