"""The files in which documents were issued: what was posted never changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import access, time
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.language.languages import in_order
from igsp_portal.foundations.record.circles import WithoutCircles
from meetings.models import Process

from ..states import DocumentState, FileFormat
from .documents import Document, validate_languages, visible

TAKEN_BACK = ("taken_back_at", "taken_back_by", "taken_back_because")
# All of a file's row that may still be set, each once; to the file before one that is taken back, anew.
OPEN_STILL = ("released_at", "superseded_by", "words", *TAKEN_BACK)


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def visible_to(self, user: Any, at: datetime | None = None) -> RenditionQuerySet:
        """The files that `user` may have: see `known_to`. What was taken back, nobody has any more."""
        return self.known_to(user, at).filter(taken_back_at__isnull=True)

    def known_to(self, user: Any, at: datetime | None = None) -> RenditionQuerySet:
        """Files of issued documents the user may see that are released by `at` (now); in the admin site, all.

        Also those that were taken back, of which no more is given out than that they were.
        """
        desk = access.processes_where(user, Permission.DOCUMENT_READ)
        if desk is None:
            return self
        released = models.Q(released_at__lte=at or time.passed(), document__state__in=[DocumentState.ISSUED])
        return self.filter(visible(user, "document__") & (released | models.Q(document__process__in=desk)))

    def withdrawn_with_document(self, user: Any, at: datetime | None = None) -> RenditionQuerySet:
        """Files that were out by `at` (now) when their document, which the user may still see, was withdrawn."""
        out = models.Q(released_at__lte=at or time.passed(), document__state=DocumentState.WITHDRAWN)
        return self.filter(visible(user, "document__") & out)

    def current(self) -> RenditionQuerySet:
        """Those that nothing has superseded, and that were not taken back."""
        # Denied rather than asked for: SQLite takes the NULL of a unique column for a rare value, and would read
        # every file of the library where it could go by the document.
        return self.exclude(superseded_by__isnull=False).filter(taken_back_at__isnull=True)

    def update(self, **values: Any) -> int:
        if not {name.removesuffix("_id") for name in values} <= set(OPEN_STILL):
            raise TypeError("A file that was posted is never changed.")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A file that was posted is never deleted.")


def rendition_path(rendition: Rendition, filename: str) -> str:
    """Where a file lies in storage: by its content, so that nothing is ever overwritten."""
    return f"renditions/{rendition.sha256[:2]}/{rendition.sha256}.{rendition.format}"


class Rendition(WithoutCircles):
    """One file of one document: what was issued never changes; a reissue is a new row that supersedes.

    A file may serve further languages (`also_in`), as a bilingual list of participants does. That one file at most
    is current for a language and format is kept by the constraint for the first language of each, and for all of
    them by whoever posts or takes back, with the document's row held.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="renditions", verbose_name=_("document"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    also_in = models.JSONField(_("further languages"), default=list, blank=True, validators=[validate_languages])
    format = models.CharField(_("format"), max_length=5, choices=FileFormat, default=FileFormat.PDF)
    file = models.FileField(_("file"), upload_to=rendition_path, max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    words = models.PositiveIntegerField(_("words"), null=True, blank=True)
    posted_at = models.DateTimeField(_("posted"))
    released_at = models.DateTimeField(_("available since"), null=True, blank=True)
    release_at = models.DateTimeField(_("available from"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    taken_back_because = models.CharField(_("reason"), max_length=400, blank=True)

    objects = RenditionQuerySet.as_manager()
    lets_go: ClassVar = models.Q(taken_back_at__isnull=False)
    named_with: ClassVar = ("document",)

    class Meta:
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language", "format"],
                condition=models.Q(superseded_by__isnull=True, taken_back_at__isnull=True),
                name="rendition_current_once",
                violation_error_message=_("Only one file of a language and format can be current."),
            ),
            models.UniqueConstraint(
                fields=["sha256"],
                condition=models.Q(superseded_by__isnull=True, taken_back_at__isnull=True),
                name="rendition_current_bytes_once",
                violation_error_message=_("This file has already been posted."),
            ),
            models.CheckConstraint(
                name="rendition_supersedes_another",
                violation_error_message=_("A file cannot be superseded by itself."),
                condition=models.Q(superseded_by__isnull=True) | ~models.Q(superseded_by=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.language}, {self.get_format_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._refuse_changes()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The permanent address of this very file, also when a later one has superseded it."""
        return reverse("rendition", args=[self.sha256])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A file that was posted is never deleted.")

    def _refuse_changes(self) -> None:
        """What was posted never changes: only what is still to come may be set, once."""
        names = [field.attname for field in self._meta.concrete_fields]
        stored = Rendition.objects.filter(pk=self.pk).values(*names).get()
        for name, value in stored.items():
            open_still = name.removesuffix("_id") in OPEN_STILL and value in (None, "")
            if not open_still and getattr(self, name) != value:
                raise TypeError(f"A file that was posted is never changed ({name}).")

    @property
    def process(self) -> Process:
        return self.document.process

    @property
    def languages(self) -> list[str]:
        """Every language that the file serves, in the fixed order."""
        return in_order([self.language, *self.also_in])

    @property
    def is_held(self) -> bool:
        """Whether it waits for a moment of its own."""
        return self.release_at is not None and self.released_at is None

    @property
    def is_current(self) -> bool:
        return self.superseded_by_id is None and self.taken_back_at is None
