"""The languages of a released version, each released on its day, and the files set from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.record.days import DayField
from igsp_portal.foundations.record.fixed import columns_changed
from meetings.models import Process

from ...library.models import Rendition
from .texts import FrozenText, TextVersion

LASTING = ["version", "language", "released_at"]


class LanguageVersionQuerySet(models.QuerySet["LanguageVersion"]):
    def released(self) -> LanguageVersionQuerySet:
        return self.filter(released_at__isnull=False)


class LanguageVersion(models.Model):
    """One language of a version: released with the original, or later; until then, when it is expected."""

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="languages", verbose_name=_("version"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    released_at = models.DateTimeField(_("available since"), null=True, blank=True)
    expected_on = DayField(_("expected on"), null=True, blank=True)
    # {line of the masthead: words}, as they stood at release: a meeting that moves changes no paper.
    printed = models.JSONField(default=dict, blank=True, editable=False)
    # SHA-256 of the page that its current PDF was set from.
    typeset_from = models.CharField(max_length=64, blank=True, editable=False)

    objects = LanguageVersionQuerySet.as_manager()
    named_with: ClassVar = ("version__text",)
    made_here = frozenset({"printed", "typeset_from"})  # compared with what would be printed now

    class Meta:
        verbose_name = _("language version")
        verbose_name_plural = _("language versions")
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                name="language_version_once",
                violation_error_message=_("The version already has this language."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} – {self.get_language_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            stored = LanguageVersion.objects.released().filter(pk=self.pk).first()
            if stored and columns_changed(stored, self, LASTING):
                raise FrozenText
        super().save(*args, **kwargs)

    @property
    def process(self) -> Process:
        return self.version.process


@receiver(pre_delete, sender=LanguageVersion)
def keep_released_language(instance: LanguageVersion, **kwargs: Any) -> None:
    """What was released in a language goes with nothing that is deleted above it either."""
    if instance.released_at is not None:
        raise FrozenText


def refuse_if_language_frozen(pairs: Iterable[tuple[int | None, str]]) -> None:
    """Raise FrozenText when a version, by id, has been released in the language that stands beside it."""
    wanted = set(pairs)
    released = LanguageVersion.objects.released().filter(version__in={version for version, _language in wanted})
    if wanted & set(released.values_list("version", "language")):
        raise FrozenText


class Reissue(models.Model):
    """A language of an issued document that is set again under its own symbol, for technical reasons.

    The earlier file stays at its address. `rendition` is the file that was set then; None while it is being set.
    """

    of = models.ForeignKey(LanguageVersion, models.PROTECT, related_name="reissues", verbose_name=_("language version"))
    at = models.DateTimeField(_("decided"))
    reason = models.CharField(_("reason"), max_length=400)
    rendition = models.OneToOneField(
        Rendition, models.PROTECT, null=True, blank=True, related_name="reissue", verbose_name=_("file")
    )
    named_with: ClassVar = ("of__version__text",)

    class Meta:
        verbose_name = _("reissue")
        verbose_name_plural = _("reissues")
        ordering = ["of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["of"],
                condition=models.Q(rendition__isnull=True),
                name="reissue_one_at_a_time",
                violation_error_message=_("A reissue in this language is being typeset already."),
            ),
            models.CheckConstraint(
                name="reissue_has_reason",
                violation_error_message=_("Give the reason of the reissue."),
                condition=~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of} ({self.reason})"

    @property
    def process(self) -> Process:
        return self.of.process


class Typeset(models.Model):
    """From which version a file was typeset: as lasting as the file itself."""

    rendition = models.OneToOneField(
        Rendition, models.PROTECT, primary_key=True, related_name="typeset", verbose_name=_("file")
    )
    version = models.ForeignKey(TextVersion, models.PROTECT, related_name="typeset", verbose_name=_("typeset from"))
    named_with: ClassVar = ("rendition__document", "version__text")

    class Meta:
        verbose_name = _("typeset file")
        verbose_name_plural = _("typeset files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.rendition} – {self.version}"

    @property
    def process(self) -> Process:
        return self.version.process
