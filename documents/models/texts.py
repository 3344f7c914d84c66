"""Structured text: Text › TextVersion › Block › Wording. Keys are stable; numbers are computed."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from meetings.models import Process

from .. import wordings
from ..states import BlockKind, HeadingScheme, VersionState
from .library import Document


class Text(models.Model):
    process = models.ForeignKey(Process, models.CASCADE, related_name="texts", verbose_name=_("process"))
    key = models.SlugField(_("address"), max_length=60)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="text", verbose_name=_("issued as")
    )
    title = models.CharField(_("title"), max_length=400)
    subtitle = models.CharField(_("subtitle"), max_length=400, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    original_language = models.CharField(
        _("original language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    headings = models.CharField(
        _("numbering of headings"), max_length=10, choices=HeadingScheme, default=HeadingScheme.ROMAN
    )
    illustrative = models.BooleanField(_("illustrative"), default=False)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["process", "key"], name="text_key_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:text", args=[self.process.slug, self.key])


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    def visible_to(self, user: Any) -> TextVersionQuerySet:
        """Released versions whose document the user may see; at the desk, all."""
        desk = access.processes_where(user, Permission.DOCUMENT_READ)
        if desk is None:
            return self
        open_text = models.Q(text__document__isnull=True) | models.Q(
            text__document__in=Document.objects.visible_to(user).issued()
        )
        open_process = models.Q(text__process__in=Process.objects.visible_to(user))
        released = models.Q(state=VersionState.RELEASED)
        return self.filter((released & open_text & open_process) | models.Q(text__process__in=desk))

    def released(self) -> TextVersionQuerySet:
        return self.filter(state=VersionState.RELEASED)


class TextVersion(models.Model):
    text = models.ForeignKey(Text, models.CASCADE, related_name="versions", verbose_name=_("text"))
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("stage"), max_length=200, blank=True, help_text=_("Building blocks, clean text …"))
    status = models.CharField(_("standing"), max_length=200, blank=True, help_text=_("For example a Chair's text."))
    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    typesetting_error = models.TextField(_("why the last typesetting failed"), blank=True)

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="version_number_once"),
            models.CheckConstraint(
                name="version_released_has_time",
                condition=models.Q(state=VersionState.RELEASED, released_at__isnull=False)
                | models.Q(state=VersionState.DRAFT, released_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.number})"

    @property
    def process(self) -> Process:
        return self.text.process

    @property
    def is_frozen(self) -> bool:
        return self.state == VersionState.RELEASED


class Block(models.Model):
    """One unit of a text. Its key survives versions, renumbering and translation."""

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="blocks", verbose_name=_("version"))
    key = models.SlugField(_("key"), max_length=80)
    order = models.PositiveIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=15, choices=BlockKind)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    alternative = models.PositiveSmallIntegerField(
        _("alternative"), default=0, help_text=_("0 for the paragraph itself, 1 for bis, 2 for ter.")
    )

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="block_key_once"),
            models.UniqueConstraint(fields=["version", "order"], name="block_order_once"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def process(self) -> Process:
        return self.version.process


class Wording(models.Model):
    """A block's words in one language; a translation knows the words it was made from."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="wordings", verbose_name=_("block"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    words = models.TextField(_("words"))
    translated_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="translations", verbose_name=_("translated from")
    )
    translated_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["block", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "language"], name="wording_language_once")]

    def __str__(self) -> str:
        return f"{self.block} ({self.language})"

    def clean(self) -> None:
        try:
            wordings.parse(self.words)
        except ValueError as error:
            raise ValidationError({"words": str(error)}) from error

    @property
    def process(self) -> Process:
        return self.block.process

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.words.encode()).hexdigest()

    @property
    def is_stale(self) -> bool:
        """Whether the words it was translated from have changed since."""
        return self.translated_from is not None and self.translated_from.sha256 != self.translated_sha256
