"""Receipts on paper: kept, and known by their hash."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import Process

from .submissions import SubmissionVersion


def receipt_path(receipt: Receipt, filename: str) -> str:
    """Where a receipt lies in storage: by its content."""
    return f"receipts/{receipt.sha256[:2]}/{receipt.sha256}.pdf"


class Receipt(models.Model):
    """The receipt of a filed version in one language, as it was last set: its page has another hash in other words."""

    version = models.ForeignKey(SubmissionVersion, models.PROTECT, related_name="receipts", verbose_name=_("version"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    page_sha256 = models.CharField(max_length=64)  # of the page and the style sheet that it was set from
    file = models.FileField(_("file"), upload_to=receipt_path, max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("written"))
    named_with: ClassVar = ("version__submission__call", "version__submission__participant")

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                name="receipt_once_in_each_language",
                violation_error_message=_("There is already a receipt in this language."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"

    @property
    def process(self) -> Process:
        return self.version.process
