"""Where the paragraphs of a text come from: the statements each goes back to, and what became of these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import TextVersion
from documents.texts.models import Lineage, Text
from igsp_portal.foundations.record.circles import WithoutCircles
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Process

from ..sizes import LONGEST_NOTE
from ..states import Disposition
from .parts import Statement

FROZEN = _("This version has been released: what became of statements in it is corrected, and no longer changed.")


class SourceQuerySet(models.QuerySet["Source"]):
    def standing(self) -> SourceQuerySet:
        """Those that no later row corrects, but for links that were made in error."""
        return self.filter(corrected_by=None).exclude(disposition=Disposition.ERROR)

    def of(self, statement: Statement) -> SourceQuerySet:
        """Those of a statement, in whichever version of its submission it was linked."""
        return self.filter(statement__key=statement.key, statement__version__submission=statement.version.submission_id)

    def told(self) -> SourceQuerySet:
        """Those of versions that their readers have."""
        return self.filter(version__in=TextVersion.objects.issued())

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        sources = list(objs)
        for source in sources:
            source.refuse_unfiled()
        return super().bulk_create(sources, *args, **kwargs)

    def update(self, **values: Any) -> int:
        self._refuse_frozen()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete()

    def _refuse_frozen(self) -> None:
        refuse_frozen(self.order_by().values_list("version", flat=True).distinct())


class Source(WithinProcess, WithoutCircles):
    """A statement that a person linked to a block of a version, or found not reflected in it, which has no block.

    Known by the block's key, which outlasts rows. Rows of a released version stay as they are; a correction is a row
    that `corrects` one of them, and one that is added after the release is known by its time. `came_by` tells of a
    row that came to its block when that was split from another or merged with it; it goes when that is taken back.
    """

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="sources", verbose_name=_("version"))
    key = models.SlugField(_("paragraph"), max_length=80, blank=True)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="sources", verbose_name=_("statement"))
    disposition = models.CharField(_("what became of it"), max_length=10, choices=Disposition)
    note = models.CharField(_("note or reason"), max_length=LONGEST_NOTE, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    confirmed_by_name = models.CharField(_("confirmed by"), max_length=254)
    confirmed_at = models.DateTimeField(_("confirmed"))
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )
    came_by = models.ForeignKey(Lineage, models.CASCADE, null=True, blank=True, related_name="+", editable=False)

    objects = SourceQuerySet.as_manager()
    within = ("statement",)
    named_with: ClassVar = ("version__text",)

    class Meta:
        verbose_name = _("source of a paragraph")
        verbose_name_plural = _("sources of paragraphs")
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key", "statement"],
                condition=models.Q(corrects=None),
                name="source_once",
                violation_error_message=_("This statement is linked to this paragraph already."),
            ),
            models.CheckConstraint(
                name="source_has_block_unless_not_reflected",
                condition=models.Q(disposition=Disposition.NOT_REFLECTED, key="")
                | ~models.Q(disposition=Disposition.NOT_REFLECTED) & ~models.Q(key=""),
                violation_error_message=_("A statement that is not reflected has no paragraph; every other has one."),
            ),
            models.CheckConstraint(
                name="source_not_reflected_with_reason",
                condition=~models.Q(disposition=Disposition.NOT_REFLECTED) | ~models.Q(note=""),
                violation_error_message=_("Say why the statement is not reflected."),
            ),
            models.CheckConstraint(
                name="source_in_error_corrects",
                condition=~models.Q(disposition=Disposition.ERROR) | models.Q(corrects__isnull=False),
                violation_error_message=_("Only what has been released is corrected."),
            ),
            models.CheckConstraint(
                name="source_corrected_with_reason",
                condition=models.Q(corrects__isnull=True) | ~models.Q(note=""),
                violation_error_message=_("Give the reason for the correction."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.key or self.get_disposition_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refuse_unfiled()
        if not self._state.adding:
            refuse_frozen([self.version_id])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_frozen([self.version_id])
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.refuse_unfiled()

    def refuse_unfiled(self) -> None:
        """Raise ValidationError when the statement stands in a draft, of which nobody but its party knows."""
        if self.statement_id and not self.statement.version.is_filed:
            raise ValidationError(_("This statement has not been filed."))

    @property
    def process(self) -> Process:
        return self.version.process

    @property
    def came_later(self) -> bool:
        """Whether it was entered after the release of its version."""
        released: dt.datetime | None = self.version.released_at
        return released is not None and self.confirmed_at > released


class NotASourceQuerySet(models.QuerySet["NotASource"]):
    def of(self, statement: Statement) -> NotASourceQuerySet:
        """Those of a statement, in whichever version of its submission it was found."""
        return self.filter(statement__key=statement.key, statement__version__submission=statement.version.submission_id)


class NotASource(WithinProcess):
    """What was proposed as a source of a paragraph and found to be none: it is not proposed again."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="+", verbose_name=_("text"))
    key = models.SlugField(_("paragraph"), max_length=80)
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="+", verbose_name=_("statement"))
    by_name = models.CharField(_("found by"), max_length=254)
    at = models.DateTimeField(_("found"))

    objects = NotASourceQuerySet.as_manager()
    within = ("statement",)
    named_with: ClassVar = ("text",)

    class Meta:
        verbose_name = _("statement that is no source")
        verbose_name_plural = _("statements that are no sources")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "key", "statement"],
                name="not_a_source_once",
                violation_error_message=_("This statement has been found to be no source of this paragraph already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.key}"

    @property
    def process(self) -> Process:
        return self.text.process


def refuse_frozen(versions: Iterable[int]) -> None:
    """Raise ValidationError when any of these versions, by id, has been released."""
    if TextVersion.objects.released().filter(pk__in=list(versions)).exists():
        raise ValidationError(FROZEN, code="frozen")
