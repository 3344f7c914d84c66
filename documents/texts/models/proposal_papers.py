"""The proposals on a version as a paper: made when somebody asks for it, and kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .requested import OfVersion


def proposals_path(paper: ProposalsPaper, filename: str) -> str:
    """Where such a paper lies in storage: by its content."""
    return f"proposals/{paper.sha256[:2]}/{paper.sha256}.pdf"


class ProposalsPaper(OfVersion):
    """All that is proposed for a version, in the language of a reader."""

    file = models.FileField(_("file"), upload_to=proposals_path, max_length=200, blank=True)
    told_as: ClassVar = "proposals_paper"

    class Meta:
        verbose_name = _("compilation of proposals")
        verbose_name_plural = _("compilations of proposals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                name="proposals_paper_once",
                violation_error_message=_("There is already such a compilation."),
            )
        ]
