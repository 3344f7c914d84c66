"""Packages in which a version goes to the body that is to consider it: made once, and frozen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Process

from ...library.models import Document
from .texts import TextVersion

MADE_ONCE = ("version_id", "note_id", "file", "size", "sha256", "made_at")


def transmittal_path(transmittal: Transmittal, filename: str) -> str:
    """Where a package lies in storage: by its content."""
    return f"transmittals/{transmittal.sha256[:2]}/{transmittal.sha256}.zip"


class TransmittalQuerySet(models.QuerySet["Transmittal"]):
    def visible_to(self, user: Any) -> TransmittalQuerySet:
        """Those of versions and with cover notes that the reader may have; in the admin site, all."""
        desk = access.processes_where(user, Permission.DOCUMENT_READ)
        if desk is None:
            return self
        issued = models.Q(note__in=Document.objects.visible_to(user).issued())
        open_text = models.Q(version__in=TextVersion.objects.visible_to(user))
        return self.filter((issued & open_text) | models.Q(version__text__process__in=desk))


class Transmittal(WithinProcess):
    """One version with all that is needed to read and to check it, under a cover note with a symbol of its own."""

    version = models.ForeignKey(TextVersion, models.PROTECT, related_name="transmittals", verbose_name=_("version"))
    note = models.OneToOneField(
        Document, models.PROTECT, related_name="transmittal", verbose_name=_("cover note, issued as")
    )
    asked_at = models.DateTimeField(_("requested"))
    # A code and its detail, put in words by typesetting.said; empty while it is being made, and when that went well.
    error = models.TextField(_("why it could not be made"), blank=True, editable=False)
    file = models.FileField(_("file"), upload_to=transmittal_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("written"), null=True, blank=True)

    objects = TransmittalQuerySet.as_manager()
    within = ("note",)
    named_with: ClassVar = ("version__text", "note")

    class Meta:
        verbose_name = _("transmittal")
        verbose_name_plural = _("transmittals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(made_at__isnull=True),
                name="transmittal_one_at_a_time",
                violation_error_message=_("A package of this version is being made already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} – {self.note}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            stored = Transmittal.objects.filter(pk=self.pk, made_at__isnull=False).first()
            if stored and any(getattr(stored, name) != getattr(self, name) for name in MADE_ONCE):
                raise TypeError("A package that was made is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A package is never deleted.")

    @property
    def process(self) -> Process:
        return self.version.process
