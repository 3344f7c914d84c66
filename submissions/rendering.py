"""Receipts as PDF: set once for each language and wording, kept, and set anew when what is kept is broken."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.files import stored
from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper import pdf, presses
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker.work import PORTAL

from . import papers
from .models import Receipt, SubmissionVersion

log = logging.getLogger(__name__)

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
    page_sha256 = hashlib.sha256(html.encode() + (pdf.PAPERS / "paper.css").read_bytes()).hexdigest()
    receipt = Receipt.objects.filter(version=version, language=language).first()
    same = receipt is not None and receipt.page_sha256 == page_sha256
    if receipt and same and (kept := _kept(receipt)):
        return kept
    about = {"title": paper.title, "author": paper.organization}
    data = presses.typeset({"html": html, "language": LANGUAGES[language].html_lang, **about})
    receipt = receipt or Receipt(version=version, language=language)
    receipt.page_sha256 = page_sha256
    _keep(receipt, data, verb="receipt.made_anew" if same else "receipt.made")
    return data


def receipt_name(version: SubmissionVersion, language: str) -> str:
    """The name under which a receipt is offered: IGSP-2004-0007-EN.pdf."""
    return f"{version.filing_number}-{LANGUAGES[language].suffix}.pdf"


def _kept(receipt: Receipt) -> bytes | None:
    """The bytes of a receipt; None where they are not what was kept."""
    try:
        return stored.content(receipt.file, size=receipt.size, sha256=receipt.sha256)
    except OSError as error:
        log.error("The receipt of %s is made anew: %s", receipt, error)
        return None


def _keep(receipt: Receipt, data: bytes, *, verb: str) -> None:
    """Keep a receipt, in place of the one before. A later release of the engine may set the same page in other
    bytes: the event says from which SHA-256 to which.
    """
    before, earlier = receipt.file.name, receipt.sha256
    receipt.size, receipt.sha256, receipt.made_at = len(data), hashlib.sha256(data).hexdigest(), time.now()
    facts: dict[str, Any] = {"language": LANGUAGES[receipt.language].own_name, "sha256": receipt.sha256}
    if earlier:
        facts["earlier_sha256"] = earlier
    try:
        with (
            audit.recorded(verb, receipt.version.submission, by=PORTAL, **facts),
            stored.kept(receipt.file, "", data),
        ):
            receipt.save()
            if before:
                transaction.on_commit(lambda: receipt.file.storage.delete(before), robust=True)
    except IntegrityError:  # another process set it at the same moment
        return
