"""Receipts as PDF: set once for each language and wording, kept, and set anew when what is kept is broken."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper import kept, presses

from . import papers
from .models import Receipt, SubmissionVersion

SENTENCES: dict[str, Any] = {
    "receipt.made": _("%(by)s made the receipt of “%(about)s” (%(language)s)"),
    "receipt.made_anew": _("%(by)s made the receipt of “%(about)s” again (%(language)s): the stored one was damaged"),
}


def receipt_pdf(version: SubmissionVersion, language: str) -> bytes:
    """The receipt of a filed version in `language`: the one kept, if it is whole, or set now and kept.

    Raises pdf.PdfError where no PDF can be made, OSError when it cannot be kept.
    """
    with translation.override(language):
        paper = papers.receipt_paper(version)
        html = render_to_string("papers/receipt.html", {"paper": paper})
    page_sha256 = kept.page_sha256(html)
    receipt = Receipt.objects.filter(version=version, language=language).first()
    same = receipt is not None and receipt.page_sha256 == page_sha256
    if receipt and same and (data := kept.content(receipt)):
        return data
    about = {"title": paper.title, "author": paper.organization}
    data = presses.typeset({"html": html, "language": LANGUAGES[language].html_lang, **about})
    receipt = receipt or Receipt(version=version, language=language)
    receipt.page_sha256 = page_sha256
    verb = "receipt.made_anew" if same else "receipt.made"
    kept.keep(receipt, data, verb=verb, about=version.submission, language=LANGUAGES[language].own_name)
    return data


def receipt_name(version: SubmissionVersion, language: str) -> str:
    """The name under which a receipt is offered: IGSP-2004-0007-EN.pdf."""
    return f"{version.filing_number}-{LANGUAGES[language].suffix}.pdf"
