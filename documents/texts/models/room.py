"""What of a text is shown in the meeting room, and how it stood when the chair had it noted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import Process

from .texts import Text, TextVersion


class Showing(models.Model):
    """The paragraph of a text that is shown in the room now."""

    text = models.OneToOneField(Text, models.CASCADE, related_name="showing", verbose_name=_("text"))
    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="+", verbose_name=_("version"))
    key = models.SlugField(_("key"), max_length=80)
    named_with: ClassVar = ("text",)

    class Meta:
        verbose_name = _("paragraph shown in the room")
        verbose_name_plural = _("paragraphs shown in the room")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.text} ({self.key})"

    @property
    def process(self) -> Process:
        return self.text.process


class Snapshot(models.Model):
    """A moment of a draft that was given a name: how it stood then is told by the record of its changes."""

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="snapshots", verbose_name=_("version"))
    label = models.CharField(_("name"), max_length=120)
    at = models.DateTimeField(_("time"))
    # The newest event of all at that moment; clocks may tell two moments by one time.
    event = models.PositiveBigIntegerField(editable=False)
    named_with: ClassVar = ("version__text",)

    class Meta:
        verbose_name = _("snapshot of a draft")
        verbose_name_plural = _("snapshots of drafts")
        ordering = ["version", "pk"]
        constraints = [
            models.CheckConstraint(
                name="snapshot_has_name",
                violation_error_message=_("Give the snapshot a name."),
                condition=~models.Q(label=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.label}"

    @property
    def process(self) -> Process:
        return self.version.process
