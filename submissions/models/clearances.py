"""A second person clears what is filed, where a participant wants that."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import Participant, Process

from .parts import Part
from .submissions import SubmissionVersion


class ClearingRule(models.Model):
    """A participant whose drafts are filed only once a second person has cleared them."""

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="clearing_rule", verbose_name=_("participant")
    )
    named_with: ClassVar = ("participant",)

    class Meta:
        verbose_name = _("clearance by a second person")
        verbose_name_plural = _("clearances by a second person")

    def __str__(self) -> str:
        return str(self.participant)

    @property
    def process(self) -> Process:
        return self.participant.process


class Clearance(Part):
    """That a person has cleared a draft, as its canonical form was then: one that is changed is not cleared.

    `asked` is the stamp of its form, under whose questions the answers were read.
    """

    version = models.ForeignKey(SubmissionVersion, models.CASCADE, related_name="clearances", verbose_name=_("version"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    asked = models.CharField(max_length=16, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("cleared by"))
    by_name = models.CharField(_("cleared by"), max_length=254)
    at = models.DateTimeField(_("cleared"))
    named_with: ClassVar = ("version__submission__call", "version__submission__participant")

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.version}: {self.by_name}"
