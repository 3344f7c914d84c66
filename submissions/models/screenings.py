"""What the secretariat finds when it examines a filing: for the party to read, and apart from it for itself alone."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import Process

from ..sizes import LONGEST_MESSAGE
from ..states import Verdict
from .submissions import SubmissionVersion


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def latest_of(self, version: SubmissionVersion) -> Screening | None:
        """What was last found of a version; None where it was not examined."""
        return self.filter(version=version).order_by("pk").last()


class Screening(models.Model):
    """What was found of a version, with the reason: its party reads it, and the public where that is published."""

    version = models.ForeignKey(SubmissionVersion, models.PROTECT, related_name="screenings", verbose_name=_("version"))
    verdict = models.CharField(_("result"), max_length=15, choices=Verdict)
    reason = models.TextField(_("reason"), blank=True, validators=[MaxLengthValidator(LONGEST_MESSAGE)])
    at = models.DateTimeField(_("examined"))
    by_name = models.CharField(_("examined by"), max_length=254, blank=True)

    objects = ScreeningQuerySet.as_manager()
    named_with: ClassVar = ("version__submission__call", "version__submission__participant")

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="screening_with_reason",
                condition=models.Q(verdict=Verdict.ACCEPTED) | ~models.Q(reason=""),
                violation_error_message=_("Give the reason."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_verdict_display()}"

    @property
    def process(self) -> Process:
        return self.version.process


class PrivateNote(models.Model):
    """A note of the secretariat's on a version, which nobody else ever reads: no page, letter, export or search."""

    version = models.ForeignKey(SubmissionVersion, models.PROTECT, related_name="notes", verbose_name=_("version"))
    words = models.TextField(_("private note"), validators=[MaxLengthValidator(LONGEST_MESSAGE)])
    at = models.DateTimeField(_("written"))
    by_name = models.CharField(_("written by"), max_length=254, blank=True)

    behind_sign_in: ClassVar = True
    named_with: ClassVar = ("version__submission__call", "version__submission__participant")

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def process(self) -> Process:
        return self.version.process
