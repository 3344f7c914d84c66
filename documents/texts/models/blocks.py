"""The blocks of a version, and their words in each language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.record.circles import WithoutCircles
from meetings.models import Process

from ... import wordings
from ...faults import Fault
from ..states import BlockKind
from .releases import refuse_if_language_frozen
from .texts import TextVersion, refuse_if_frozen


class BlockQuerySet(models.QuerySet["Block"]):
    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        blocks = list(objs)
        refuse_if_frozen(block.version_id for block in blocks)
        return super().bulk_create(blocks, *args, **kwargs)

    def update(self, **values: Any) -> int:
        refuse_if_frozen(self.order_by().values_list("version", flat=True).distinct())
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        refuse_if_frozen(self.order_by().values_list("version", flat=True).distinct())
        return super().delete()


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
    option = models.SlugField(
        _("option"), max_length=80, blank=True, help_text=_("The key of the option in which this block stands.")
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="block_key_once",
                violation_error_message=_("This key is taken; choose another."),
            ),
            models.UniqueConstraint(
                fields=["version", "order"],
                name="block_order_once",
                violation_error_message=_("Another block already has this place."),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_if_frozen([self.version_id])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_frozen([self.version_id])
        return super().delete(*args, **kwargs)

    @property
    def process(self) -> Process:
        return self.version.process


class WordingQuerySet(models.QuerySet["Wording"]):
    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        wordings_made = list(objs)
        refuse_if_language_frozen((wording.block.version_id, wording.language) for wording in wordings_made)
        return super().bulk_create(wordings_made, *args, **kwargs)

    def update(self, **values: Any) -> int:
        refuse_if_language_frozen(self.order_by().values_list("block__version", "language").distinct())
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        refuse_if_language_frozen(self.order_by().values_list("block__version", "language").distinct())
        return super().delete()


class Wording(WithoutCircles):
    """A block's words in one language; a translation knows the words it was made from."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="wordings", verbose_name=_("block"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    words = models.TextField(_("wording"))
    translated_from = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="translations", verbose_name=_("translated from")
    )
    translated_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = WordingQuerySet.as_manager()
    named_with: ClassVar = ("block",)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["block", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["block", "language"],
                name="wording_language_once",
                violation_error_message=_("The block already has a wording in this language."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.block} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_if_language_frozen([(self.block.version_id, self.language)])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_language_frozen([(self.block.version_id, self.language)])
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        try:
            wordings.parse(self.words)
        except Fault as error:
            raise ValidationError({"words": error.sentence(gettext)}) from error

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
