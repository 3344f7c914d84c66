"""What became of blocks from one version to the next where a key alone does not tell."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import Process

from ..states import Descent
from .texts import TextVersion, refuse_if_frozen


class Lineage(models.Model):
    """A block that was split from another, or that another was merged into; known by keys, which outlast rows.

    What hung on the block `from_key` of `from_version` hangs, from `version` on, on the block `key` as well. Within one
    version, which is then both, a block comes from one that was new in it; all that a block comes from is noted.
    """

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="lineage", verbose_name=_("version"))
    key = models.SlugField(_("key"), max_length=80)
    from_version = models.ForeignKey(
        TextVersion, models.CASCADE, related_name="descendants", verbose_name=_("from the version")
    )
    from_key = models.SlugField(_("from the key"), max_length=80)
    how = models.CharField(_("how"), max_length=10, choices=Descent)
    named_with: ClassVar = ("version__text",)

    class Meta:
        verbose_name = _("lineage of a block")
        verbose_name_plural = _("lineage of blocks")
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key", "from_version", "from_key"],
                name="lineage_once",
                violation_error_message=_("This lineage is already on record."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_key} → {self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_if_frozen([self.version_id])
        super().save(*args, **kwargs)

    @property
    def process(self) -> Process:
        return self.version.process
