"""Papers that are made because somebody asks for one, and kept: what each of their rows remembers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import Process

from .texts import TextVersion


class Requested(models.Model):
    """A paper as it was last set; no file until the worker has set it first. Its `file` has a path of its own kind.

    Each kind has `about`, the version in whose record it is told.
    """

    told_as: ClassVar[str]  # how the verbs of its events begin

    asked_at = models.DateTimeField(_("requested"))
    # A code and its detail, put in words by typesetting.said; empty while it is being made, and when that went well.
    error = models.TextField(_("why the last typesetting failed"), blank=True, editable=False)
    page_sha256 = models.CharField(max_length=64, blank=True)  # of the page and the style sheet that it was set from
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("written"), null=True, blank=True)

    class Meta:
        abstract = True


class OfVersion(Requested):
    """A paper of one version in one language."""

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="+", verbose_name=_("version of a text"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    named_with: ClassVar = ("version__text",)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"

    @property
    def about(self) -> TextVersion:
        return self.version

    @property
    def process(self) -> Process:
        return self.version.process
