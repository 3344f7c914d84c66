"""Files that a call gives out: what it refers to, and templates to fill in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models import Process

from .calls import Call


def call_file_path(file: CallFile, filename: str) -> str:
    """Where a file of a call lies in storage: by its content, never by the name it came with."""
    return f"calls/{file.sha256[:2]}/{file.sha256}"


class CallFile(models.Model):
    """A file that a call gives out, in one language or for all. It is checked before it is kept, and never changed."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="files", verbose_name=_("call"))
    label = models.CharField(_("title"), max_length=200)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Leave empty for a file that is for all languages."),
    )
    file = models.FileField(_("file"), upload_to=call_file_path, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    named_with: ClassVar = ("call",)

    class Meta:
        verbose_name = _("file of a call")
        verbose_name_plural = _("files of calls")
        ordering = ["call", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "sha256", "language"],
                name="call_file_once",
                violation_error_message=_("The call already gives out this file."),
            )
        ]

    def __str__(self) -> str:
        return self.label or self.name

    def get_absolute_url(self) -> str:
        return reverse("submissions:call_file", args=[self.process.slug, self.call.key, self.pk])

    @property
    def process(self) -> Process:
        return self.call.process
