"""Texts, their versions, and which file was typeset from which. Keys are stable; numbers are computed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.record.fixed import Fixed, Lasting, columns_changed
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Process

from ... import numbering
from ...faults import Fault
from ...library.models import Document
from ..states import VersionState

WITH_ITS_RELEASE = ["original_language", "numbering"]
RELEASED = _("A version of this text has been released: these details are no longer changed here.")
OF_TYPESETTING = {"typesetting_error"}  # all of a released version that still changes


class FrozenText(ValidationError):
    """Words of a released version were to be changed."""

    def __init__(self) -> None:
        words = _("This version has been released and is frozen. To change its wording, begin a new version.")
        super().__init__(words, code="frozen")


def usual_numbering() -> str:
    return "roman"


def check_numbering(data: Any) -> None:
    """Refuse data that are no numbering."""
    try:
        numbering.scheme(data)
    except Fault as fault:
        raise ValidationError(fault.sentence(gettext), code="numbering") from fault


class TextQuerySet(models.QuerySet["Text"]):
    def visible_to(self, user: Any) -> TextQuerySet:
        """Those of which the user may read a version that its readers have."""
        versions = TextVersion.objects.visible_to(user).issued()
        return self.filter(pk__in=versions.values("text"))


class Text(Lasting):
    process = models.ForeignKey(Process, models.CASCADE, related_name="texts", verbose_name=_("process"))
    key = models.SlugField(_("address"), max_length=60)
    title = models.CharField(_("title"), max_length=400)
    subtitle = models.CharField(_("subtitle"), max_length=400, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    original_language = models.CharField(
        _("original language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    numbering = models.JSONField(
        _("numbering"),
        default=usual_numbering,
        validators=[check_numbering],
        help_text=_("“roman” (I. A. 1. (a)), “letter” (A. 1. (a)), “articles” (Part I, Article 1), or levels as JSON."),
    )
    illustrative = models.BooleanField(_("illustrative"), default=False)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                name="text_key_once",
                violation_error_message=_("This address is taken; choose another."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:text", args=[self.process.slug, self.key])

    def fixed(self) -> Fixed:
        """What was released stands in the language and under the numbers that it was released with."""
        return {RELEASED: WITH_ITS_RELEASE} if self.versions.released().exists() else {}


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    def visible_to(self, user: Any) -> TextVersionQuerySet:
        """Released versions whose document the user may see; in the admin site, all."""
        desk = access.processes_where(user, Permission.DOCUMENT_READ)
        if desk is None:
            return self
        issued = models.Q(document__in=Document.objects.visible_to(user).issued())
        open_text = models.Q(document__isnull=True) | issued
        open_process = models.Q(text__process__in=Process.objects.visible_to(user))
        released = models.Q(state=VersionState.RELEASED)
        return self.filter((released & open_text & open_process) | models.Q(text__process__in=desk))

    def released(self) -> TextVersionQuerySet:
        return self.filter(state=VersionState.RELEASED)

    def issued(self) -> TextVersionQuerySet:
        """Released versions that their readers have: those whose document is issued, or that have none."""
        issued = models.Q(document__isnull=True) | models.Q(document__in=Document.objects.issued())
        return self.released().filter(issued)

    def newest(self) -> TextVersionQuerySet:
        """Of each text the last version that was released."""
        of_the_text = TextVersion.objects.released().filter(text=models.OuterRef("text"))
        return self.filter(pk=models.Subquery(of_the_text.order_by("-number").values("pk")[:1]))

    def update(self, **values: Any) -> int:
        if not set(values) <= OF_TYPESETTING:
            refuse_if_frozen(self.order_by().values_list("pk", flat=True))
        return super().update(**values)


class TextVersion(WithinProcess):
    """One state of a text: drafted, then released, and perhaps issued as a document of its own."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="versions", verbose_name=_("text"))
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(
        _("stage"), max_length=200, blank=True, help_text=_("For example: zero draft, revised draft, clean text.")
    )
    status = models.CharField(_("status"), max_length=200, blank=True, help_text=_("For example: Chair's text."))
    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="text_version", verbose_name=_("issued as")
    )
    released_at = models.DateTimeField(_("available since"), null=True, blank=True)
    # A code and its detail, put in words by typesetting.in_words; empty when the last one went well.
    typesetting_error = models.TextField(_("why the last typesetting failed"), blank=True, editable=False)

    objects = TextVersionQuerySet.as_manager()
    named_with: ClassVar = ("text",)
    within = ("document",)

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ["text", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "number"],
                name="version_number_once",
                violation_error_message=_("The text already has a version with this number."),
            ),
            models.CheckConstraint(
                name="version_released_has_time",
                violation_error_message=_("A version has a time of release only once it has been released."),
                condition=models.Q(state=VersionState.RELEASED, released_at__isnull=False)
                | models.Q(state=VersionState.DRAFT, released_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.number})"

    def get_absolute_url(self) -> str:
        """The page of this very version."""
        return f"{self.text.get_absolute_url()}?version={self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._refuse_changes()
        super().save(*args, **kwargs)

    def _refuse_changes(self) -> None:
        stored = TextVersion.objects.released().filter(pk=self.pk).first()
        lasting = {field.name for field in self._meta.concrete_fields} - OF_TYPESETTING
        if stored and columns_changed(stored, self, lasting):
            raise FrozenText

    @property
    def process(self) -> Process:
        return self.text.process

    @property
    def is_frozen(self) -> bool:
        return self.state == VersionState.RELEASED

    @property
    def is_issued(self) -> bool:
        """Whether it is released and its readers have it: until its document is issued only its masthead changes."""
        return self.is_frozen and (self.document is None or self.document.is_issued)


@receiver(pre_delete, sender=TextVersion)
def keep_released_version(instance: TextVersion, **kwargs: Any) -> None:
    """A released version goes with nothing that is deleted above it either."""
    refuse_if_frozen([instance.pk])


def refuse_if_frozen(versions: Iterable[int | None]) -> None:
    """Raise FrozenText when any of these versions, by id, has been released."""
    if TextVersion.objects.released().filter(pk__in=set(versions)).exists():
        raise FrozenText
