"""Receipts as PDF: set once for each language and wording, kept in storage by their content."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import translation

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper import pdf, presses

from . import papers
from .models import SubmissionVersion


def receipt_pdf(version: SubmissionVersion, language: str) -> bytes:
    """The receipt of a filed version in `language`: the one kept, or set now and kept.

    Raises pdf.PdfError where no PDF can be made, OSError when it cannot be kept.
    """
    with translation.override(language):
        paper = papers.receipt_paper(version)
        html = render_to_string("papers/receipt.html", {"paper": paper})
    kept = _place(html)
    if default_storage.exists(kept):
        with default_storage.open(kept) as file:
            return file.read()
    about = {"title": paper.title, "author": paper.organization}
    data = presses.typeset({"html": html, "language": LANGUAGES[language].html_lang, **about})
    default_storage.save(kept, ContentFile(data))
    return data


def receipt_name(version: SubmissionVersion, language: str) -> str:
    """The name under which a receipt is offered: IGSP-2004-0007-EN.pdf."""
    return f"{version.filing_number}-{LANGUAGES[language].suffix}.pdf"


def _place(html: str) -> str:
    """Where the PDF of this page lies; another wording or another style has another place."""
    digest = hashlib.sha256(html.encode() + (pdf.PAPERS / "paper.css").read_bytes()).hexdigest()
    return f"receipts/{digest[:2]}/{digest}.pdf"
