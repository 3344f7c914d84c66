"""Documents, known by their symbols, and the files in which they were issued."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import access, time
from igsp_portal.foundations.access import Permission
from meetings.models import AgendaItem, Meeting, Process

from .. import symbols
from ..states import ANNOUNCED, Distribution, DocumentKind, DocumentState, FileFormat, RelationKind


def validate_symbol(text: str) -> None:
    """Refuse what is not a document symbol, saying where it stops being one."""
    try:
        symbols.parse(text)
    except symbols.SymbolError as error:
        raise ValidationError(str(error)) from error


def symbol_key(text: str) -> str | None:
    """The form under which symbols are compared; None for no symbol."""
    return symbols.parse(text).key if text else None


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Any) -> DocumentQuerySet:
        """What `user` may know of: page, admin, search, feed and file all ask here.

        The public sees announced documents of public processes, restricted ones excepted; whoever has a role in
        the process sees restricted ones too; whoever may read documents at the desk sees everything there.
        """
        desk = access.processes_where(user, Permission.DOCUMENT_READ)
        if desk is None:
            return self
        own = {grant.process_id for grant in access.grants(user)}
        announced = models.Q(state__in=ANNOUNCED, process__in=Process.objects.visible_to(user))
        unrestricted = ~models.Q(distribution=Distribution.RESTRICTED) | models.Q(process__in=own)
        return self.filter((announced & unrestricted) | models.Q(process__in=desk))

    def issued(self) -> DocumentQuerySet:
        return self.filter(state=DocumentState.ISSUED)

    def by_symbol(self, text: str) -> DocumentQuerySet:
        """Documents printed as `text` or cited so, in any letter case. Raises SymbolError."""
        key = symbols.parse(text).key
        return self.filter(models.Q(symbol_key=key) | models.Q(aliases__symbol_key=key)).distinct()


class Document(models.Model):
    process = models.ForeignKey(Process, models.CASCADE, related_name="documents", verbose_name=_("process"))
    key = models.SlugField(_("key"), max_length=80)
    symbol = models.CharField(_("symbol"), max_length=80, blank=True, validators=[validate_symbol])
    symbol_key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    state = models.CharField(_("state"), max_length=12, choices=DocumentState, default=DocumentState.PREPARATION)
    title = models.CharField(_("title"), max_length=400)
    subtitle = models.CharField(_("subtitle"), max_length=400, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True, help_text=_("As printed: Note by the secretariat."))
    remark = models.CharField(_("remark"), max_length=400, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("meeting")
    )
    agenda_items = models.ManyToManyField(
        AgendaItem, blank=True, related_name="documents", verbose_name=_("agenda items")
    )
    distribution = models.CharField(
        _("distribution"), max_length=12, choices=Distribution, default=Distribution.GENERAL
    )
    original_language = models.CharField(
        _("original language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    job_number = models.CharField(_("job number"), max_length=30, blank=True)
    issued_elsewhere = models.BooleanField(_("issued by another body"), default=False)
    illustrative = models.BooleanField(_("illustrative"), default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["symbol_key", "key"]
        constraints = [
            models.UniqueConstraint(fields=["process", "key"], name="document_key_once"),
            models.CheckConstraint(
                name="document_symbol_has_key",
                condition=models.Q(symbol="", symbol_key__isnull=True)
                | (~models.Q(symbol="") & models.Q(symbol_key__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.symbol or self.title

    def clean(self) -> None:
        self._know_symbol_key()
        if self.symbol_key and SymbolAlias.objects.filter(symbol_key=self.symbol_key).exclude(document=self).exists():
            raise ValidationError({"symbol": _("Another document is cited by this symbol.")})

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude)
        self._know_symbol_key()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._know_symbol_key()
        super().save(*args, **kwargs)

    def _know_symbol_key(self) -> None:
        try:
            self.symbol_key = symbol_key(self.symbol)
        except symbols.SymbolError:
            self.symbol_key = None

    def get_absolute_url(self) -> str:
        """The document's page, in the reader's language."""
        return reverse("documents:document", args=[self.process.slug, self.key])

    @property
    def permanent_address(self) -> str:
        """The address to cite, the same in every language; empty without a symbol."""
        return reverse("symbol", args=[self.symbol]) if self.symbol else ""

    @property
    def is_issued(self) -> bool:
        return self.state == DocumentState.ISSUED


class SymbolAlias(models.Model):
    """Another form in which a document is cited, such as a misprint: it resolves, and is never silently corrected."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="aliases", verbose_name=_("document"))
    symbol = models.CharField(_("as cited"), max_length=80, validators=[validate_symbol])
    symbol_key = models.CharField(max_length=80, unique=True, editable=False)

    class Meta:
        verbose_name = _("form as cited")
        verbose_name_plural = _("forms as cited")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.symbol

    def clean(self) -> None:
        self.symbol_key = symbol_key(self.symbol) or ""
        if Document.objects.filter(symbol_key=self.symbol_key).exclude(pk=self.document_id).exists():
            raise ValidationError({"symbol": _("Another document bears this symbol.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.symbol_key = symbol_key(self.symbol) or ""
        super().save(*args, **kwargs)

    @property
    def process(self) -> Process:
        return self.document.process


class Relation(models.Model):
    document = models.ForeignKey(Document, models.CASCADE, related_name="relations", verbose_name=_("document"))
    kind = models.CharField(_("relation"), max_length=10, choices=RelationKind)
    to = models.ForeignKey(Document, models.CASCADE, related_name="related_from", verbose_name=_("document"))

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "to"], name="relation_once"),
            models.CheckConstraint(name="relation_to_another", condition=~models.Q(document=models.F("to"))),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_kind_display()} {self.to}"

    @property
    def process(self) -> Process:
        return self.document.process


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def visible_to(self, user: Any) -> RenditionQuerySet:
        """Released files of issued documents the user may see; at the desk, all."""
        desk = access.processes_where(user, Permission.DOCUMENT_READ)
        if desk is None:
            return self
        documents = Document.objects.visible_to(user)
        released = models.Q(released_at__isnull=False, document__state__in=[DocumentState.ISSUED])
        return self.filter(models.Q(document__in=documents) & (released | models.Q(document__process__in=desk)))

    def current(self) -> RenditionQuerySet:
        """Those that nothing has superseded."""
        return self.filter(superseded_by__isnull=True)


def rendition_path(rendition: Rendition, filename: str) -> str:
    """Where a file lies in storage: by its content, so that nothing is ever overwritten."""
    return f"renditions/{rendition.sha256[:2]}/{rendition.sha256}.{rendition.format}"


class Rendition(models.Model):
    """One file of one document: what was issued never changes; a reissue is a new row that supersedes."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="renditions", verbose_name=_("document"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    format = models.CharField(_("format"), max_length=5, choices=FileFormat, default=FileFormat.PDF)
    file = models.FileField(_("file"), upload_to=rendition_path, max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    posted_at = models.DateTimeField(_("posted"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    superseded_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", verbose_name=_("superseded by")
    )
    text_version = models.ForeignKey(
        "documents.TextVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renditions",
        verbose_name=_("typeset from"),
    )

    objects = RenditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language", "format"],
                condition=models.Q(superseded_by__isnull=True),
                name="rendition_current_once",
            ),
            models.CheckConstraint(
                name="rendition_supersedes_another",
                condition=models.Q(superseded_by__isnull=True) | ~models.Q(superseded_by=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.language}, {self.get_format_display()})"

    @property
    def process(self) -> Process:
        return self.document.process

    @property
    def is_current(self) -> bool:
        return self.superseded_by_id is None

    @property
    def is_new(self) -> bool:
        """Released in the last seven days of the portal's clock."""
        return self.released_at is not None and time.now() - self.released_at < timedelta(days=7)


