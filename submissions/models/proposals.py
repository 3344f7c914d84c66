"""What published statements propose for a text, as the proposals that were made of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import Proposal
from meetings.models import Process

from .parts import Statement


class MadeProposal(models.Model):
    """The proposal on a text that was made of the wording in a statement, or stands for it since an earlier version."""

    statement = models.OneToOneField(Statement, models.PROTECT, related_name="made", verbose_name=_("statement"))
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+", verbose_name=_("proposal"))
    named_with: ClassVar = ("statement__version", "proposal__participant", "proposal__version__text")

    class Meta:
        verbose_name = _("proposal made of a statement")
        verbose_name_plural = _("proposals made of statements")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.statement.cited}: {self.proposal}"

    @property
    def process(self) -> Process:
        return self.statement.process

    def says(self) -> tuple[Any, ...]:
        """What the proposal proposes, for which words."""
        one = self.proposal
        return one.version_id, one.key, one.language, one.words, one.reason
