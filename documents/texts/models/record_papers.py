"""Released versions as PDF/A: made when somebody asks for one, and kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .requested import OfVersion


def record_path(paper: RecordPaper, filename: str) -> str:
    """Where such a paper lies in storage: by its content."""
    return f"record/{paper.sha256[:2]}/{paper.sha256}.pdf"


class RecordPaper(OfVersion):
    """A released version in one language, as its paper is kept for the record."""

    file = models.FileField(_("file"), upload_to=record_path, max_length=200, blank=True)
    told_as: ClassVar = "record_paper"

    class Meta:
        verbose_name = _("PDF for archives")
        verbose_name_plural = _("PDFs for archives")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                name="record_paper_once",
                violation_error_message=_("There is already such a PDF."),
            )
        ]
