"""Comparisons of two versions on paper: made when somebody asks for them, and kept."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import Process

from ..states import Redlining
from .requested import Requested
from .texts import TextVersion


def comparison_path(comparison: Comparison, filename: str) -> str:
    """Where a comparison lies in storage: by its content."""
    return f"comparisons/{comparison.sha256[:2]}/{comparison.sha256}.pdf"


class Comparison(Requested):
    """Two versions compared in one language."""

    earlier = models.ForeignKey(TextVersion, models.CASCADE, related_name="+", verbose_name=_("earlier version"))
    later = models.ForeignKey(TextVersion, models.CASCADE, related_name="+", verbose_name=_("later version"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    redlining = models.CharField(_("how changes are shown"), max_length=10, choices=Redlining)
    file = models.FileField(_("file"), upload_to=comparison_path, max_length=200, blank=True)
    named_with: ClassVar = ("later__text",)
    told_as: ClassVar = "comparison"

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later", "language", "redlining"],
                name="comparison_once",
                violation_error_message=_("There is already such a comparison."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.later} ({self.language})"

    @property
    def about(self) -> TextVersion:
        return self.later

    @property
    def process(self) -> Process:
        return self.later.process
