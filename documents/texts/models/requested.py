"""Papers that are made because somebody asks for one, and kept: what each of their rows remembers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Requested(models.Model):
    """A paper as it was last set; no file until the worker has set it first. Its `file` has a path of its own kind."""

    asked_at = models.DateTimeField(_("requested"))
    # A code and its detail, put in words by typesetting.said; empty while it is being made, and when that went well.
    error = models.TextField(_("why the last typesetting failed"), blank=True, editable=False)
    page_sha256 = models.CharField(max_length=64, blank=True)  # of the page and the style sheet that it was set from
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("written"), null=True, blank=True)

    class Meta:
        abstract = True
