"""Which version of a text a person has looked at last, so that it can be told what has changed since."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.models import User
from meetings.models import Process

from .texts import Text, TextVersion


class Look(models.Model):
    """The newest version of a text that a person has looked at, and the one before: it is their own business."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    text = models.ForeignKey(Text, models.CASCADE, related_name="+", verbose_name=_("text"))
    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="+", verbose_name=_("version"))
    before = models.ForeignKey(
        TextVersion, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("earlier version")
    )
    named_with: ClassVar = ("text",)

    class Meta:
        verbose_name = _("version looked at")
        verbose_name_plural = _("versions looked at")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text"],
                name="look_once",
                violation_error_message=_("It is on record already which version this person has looked at."),
            )
        ]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def process(self) -> Process:
        return self.text.process
