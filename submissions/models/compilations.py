"""Compilations: statements of one call, put together by the secretariat and issued as a document."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from documents.library.states import DocumentKind, DocumentState
from documents.models import Document
from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.record.fixed import Fixed, Lasting
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Meeting, Process

from ..sizes import LONGEST_INTRODUCTION, LONGEST_SENTENCE
from ..states import CompilationState, Grouping
from .calls import Call
from .parts import Statement

ISSUED = _("The compilation has been issued: it is not changed any more.")


class Issued(TypeError):
    """What was issued never changes."""

    def __init__(self) -> None:
        super().__init__("A compilation that was issued is never changed.")


class CompilationQuerySet(models.QuerySet["Compilation"]):
    def visible_to(self, user: Any) -> CompilationQuerySet:
        """Issued ones to whoever may see the document; all to those who read what was filed."""
        desk = access.processes_where(user, Permission.SUBMISSION_READ)
        if desk is None:
            return self
        documents = Document.objects.visible_to(user).filter(state=DocumentState.ISSUED)
        issued = models.Q(state=CompilationState.ISSUED, document__in=documents)
        return self.filter(issued | models.Q(call__process__in=desk))

    def update(self, **values: Any) -> int:
        if set(values) - OPEN_STILL and self.filter(state=CompilationState.ISSUED).exists():
            raise Issued
        return super().update(**values)


OPEN_STILL = {"error"}  # of an issued one: what hinders its files
WORDS = ["title", "introduction"]
PLACE = ["grouped_by", "meeting", "kind", "document"]


class Compilation(Lasting, WithinProcess):
    """Statements under one call, in groups. What it says is kept with it by value when it is issued, in `content`."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="compilations", verbose_name=_("call"))
    key = models.SlugField(_("key"), max_length=60)
    title = models.CharField(_("title"), max_length=400)
    introduction = models.TextField(
        _("introduction"), blank=True, validators=[MaxLengthValidator(LONGEST_INTRODUCTION)]
    )
    grouped_by = models.CharField(_("grouped by"), max_length=12, choices=Grouping, default=Grouping.COMPONENT)
    state = models.CharField(
        _("state"), max_length=10, choices=CompilationState, default=CompilationState.DRAFT, editable=False
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="compilations",
        verbose_name=_("meeting"),
        help_text=_("For which it is issued, under the next free symbol."),
    )
    kind = models.CharField(
        _("kind of document"), max_length=20, choices=DocumentKind, default=DocumentKind.INFORMATION
    )
    document = models.OneToOneField(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="compilation",
        verbose_name=_("document"),
        help_text=_("As which it is issued; if left empty, one is created for the meeting."),
    )
    illustrative = models.BooleanField(_("illustrative"), default=False, editable=False)
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True, editable=False)
    content = models.JSONField(default=dict, blank=True, editable=False)  # by language; see compiling/content.py
    error = models.TextField(_("why its files could not be made"), blank=True, editable=False)

    objects = CompilationQuerySet.as_manager()
    within = ("call", "meeting", "document")
    made_here = frozenset({"content"})
    named_with: ClassVar = ("call",)

    class Meta:
        verbose_name = _("compilation")
        verbose_name_plural = _("compilations")
        ordering = ["call", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "key"],
                name="compilation_key_once",
                violation_error_message=_("This key is taken; choose another."),
            ),
            models.CheckConstraint(
                name="compilation_issued_wholly",
                violation_error_message=_(
                    "An issued compilation has a document and a time of issue; a draft has no time."
                ),
                condition=models.Q(state=CompilationState.DRAFT, issued_at__isnull=True)
                | models.Q(state=CompilationState.ISSUED, issued_at__isnull=False, document__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("submissions:compilation", args=[self.process.slug, self.call.key, self.key])

    def save(self, *args: Any, **kwargs: Any) -> None:
        names = kwargs.get("update_fields")
        if not self._state.adding and (names is None or set(names) - OPEN_STILL):
            refuse_if_issued(self.pk)
        super().save(*args, **kwargs)

    def fixed(self) -> Fixed:
        """All that an issued one says."""
        return {ISSUED: [*WORDS, *PLACE]} if self.is_issued else {}

    @property
    def process(self) -> Process:
        return self.call.process

    @property
    def is_issued(self) -> bool:
        return self.state == CompilationState.ISSUED


def refuse_if_issued(compilation: Any) -> None:
    """Raise Issued when the stored compilation of that id is issued, whatever an object in memory says."""
    if Compilation.objects.filter(pk=compilation, state=CompilationState.ISSUED).exists():
        raise Issued


class OfDraftQuerySet(models.QuerySet[Any]):
    """Rows that belong to a compilation and stay as they are once it is issued."""

    def _refuse_issued(self) -> None:
        if self.filter(compilation__state=CompilationState.ISSUED).exists():
            raise Issued

    def update(self, **values: Any) -> int:
        self._refuse_issued()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_issued()
        return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        for compilation in {row.compilation_id for row in rows}:
            refuse_if_issued(compilation)
        return super().bulk_create(rows, *args, **kwargs)


class OfDraft(models.Model):
    """Something that belongs to a compilation: it can be added, changed and removed until that is issued."""

    compilation: Any
    compilation_id: int

    objects = OfDraftQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_if_issued(self.compilation_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_issued(self.compilation_id)
        return super().delete(*args, **kwargs)

    @property
    def process(self) -> Process:
        return self.compilation.process


class CompiledStatement(OfDraft):
    """A statement in its place in a compilation: in which group, and where in that.

    Without an `order` it stands where the alphabet of each language puts its party.
    """

    compilation = models.ForeignKey(Compilation, models.CASCADE, related_name="rows", verbose_name=_("compilation"))
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="compiled", verbose_name=_("statement"))
    group = models.CharField(_("group"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)

    named_with: ClassVar = ("statement",)

    class Meta:
        verbose_name = _("statement of a compilation")
        verbose_name_plural = _("statements of a compilation")
        ordering = ["compilation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["compilation", "statement"],
                name="compiled_statement_once",
                violation_error_message=_("The statement is in the compilation already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.statement)


class SynthesisSentence(OfDraft):
    """A sentence of the secretariat's, in one language, and the statements that it stands on."""

    compilation = models.ForeignKey(
        Compilation, models.CASCADE, related_name="sentences", verbose_name=_("compilation")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    group = models.CharField(_("group"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    words = models.TextField(_("sentence"), validators=[MaxLengthValidator(LONGEST_SENTENCE)])
    statements = models.ManyToManyField(
        Statement, related_name="synthesized", verbose_name=_("statements that it stands on")
    )

    named_with: ClassVar = ("compilation__call",)

    class Meta:
        verbose_name = _("sentence of a synthesis")
        verbose_name_plural = _("sentences of syntheses")
        ordering = ["compilation", "language", "order", "pk"]

    def __str__(self) -> str:
        return Truncator(self.words).chars(80)
