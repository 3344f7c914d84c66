"""Documents, known by their symbols."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.language.languages import CODES as LANGUAGES
from igsp_portal.foundations.record.days import DayField
from igsp_portal.foundations.record.fixed import Fixed, Lasting
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import AgendaItem, Meeting, MeetingPart, Process, Sitting

from ... import designations, symbols
from ..states import (
    ANNOUNCED,
    PLACES_OF_KINDS,
    PLACES_OF_SYMBOLS,
    Distribution,
    DocumentKind,
    DocumentState,
    Place,
    RelationKind,
)
from .addresses import COLUMNS as DESIGNATIONS
from .addresses import DesignationKey, FormerKey, refuse_designations, refuse_key
from .symbols import SymbolKey, hold_symbols, keys_of, refuse_taken, validate_symbol

LONGEST_SORT = 300  # characters
WITHOUT_SYMBOL = "zzz"  # documents without a symbol stand after those with one
SESSION_ORDER = ("place", "symbol_sort", "key")
COLUMNS = [code.replace("-", "_") for code in LANGUAGES]  # how a column of a translated text ends
LEADING = ["symbol_key", "key", "place", *DESIGNATIONS]
# What is made anew of what is saved.
MADE_FROM = {"symbol": ["symbol_key", "symbol_sort", "line_key", "place"], "key": ["symbol_sort"], "kind": ["place"]}
TITLES = ("title", "subtitle")
# What the masthead of an issued document says besides its title.
PRINTED = [
    "author",
    "meeting",
    "part",
    "agenda_items",
    "distribution",
    "original_language",
    "submitted_on",
]
ON_PAPER = _(
    "The document has been issued: what it says is not changed here. Issue a corrigendum, or withdraw it first."
)


def validate_languages(codes: Any) -> None:
    """Refuse what is not a list of the official languages' codes."""
    if not isinstance(codes, list) or not set(codes) <= set(LANGUAGES):
        raise ValidationError(_("Enter codes of the official languages, such as ar, zh-hans or fr."))


def visible(user: Any, through: str = "") -> models.Q:
    """What `user` may know of: page, admin, search, feed and file all ask here.

    The public sees announced documents of public processes, restricted ones excepted; whoever has a role
    in the process sees restricted ones too; whoever may read documents in the admin site sees everything there.
    `through` leads to the document from another table (`document__`), so that few rows are looked at there
    and not the whole library.
    """

    def document(**values: Any) -> models.Q:
        return models.Q(**{f"{through}{name}": value for name, value in values.items()})

    desk = access.processes_where(user, Permission.DOCUMENT_READ)
    if desk is None:
        return document(pk__isnull=False)
    own = {grant.process_id for grant in access.grants(user)}
    announced = document(state__in=ANNOUNCED, process__in=Process.objects.visible_to(user))
    unrestricted = ~document(distribution=Distribution.RESTRICTED) | document(process__in=own)
    return (announced & unrestricted) | document(process__in=desk)


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Any) -> DocumentQuerySet:
        """What `user` may know of."""
        return self.filter(visible(user))

    def issued(self) -> DocumentQuerySet:
        return self.filter(state=DocumentState.ISSUED)

    def by_symbol(self, text: str) -> DocumentQuerySet:
        """Documents printed as `text` or cited so, in any letter case, or by one half of it. Raises SymbolError."""
        return self.with_keys(symbols.parse(text).keys)

    def with_keys(self, keys: Collection[str]) -> DocumentQuerySet:
        """Documents found under any of these comparison keys: of their symbol, or of a form in which they are cited."""
        return self.filter(pk__in=SymbolKey.objects.filter(key__in=keys).values("document"))

    def designated(self, text: str) -> DocumentQuerySet:
        """Documents that are designated so in any language; in one process no more than one."""
        keys = DesignationKey.objects.filter(key=designations.key(text)).exclude(key="")
        return self.filter(pk__in=keys.values("document"))

    def keyed(self, text: str) -> DocumentQuerySet:
        """Documents that have this key, or had it before: as it is written, or else in any letter case."""
        as_written = self._keyed(text, "exact")
        return as_written if as_written.exists() else self._keyed(text, "iexact")

    def _keyed(self, text: str, how: str) -> DocumentQuerySet:
        former = FormerKey.objects.filter(**{f"key__{how}": text}).values("document")
        return self.filter(models.Q(**{f"key__{how}": text}) | models.Q(pk__in=former))

    def in_session_order(self) -> DocumentQuerySet:
        """Agenda, working documents, INF, L, CRP and all others, each with its revisions and addenda after it."""
        return self.order_by(*SESSION_ORDER)

    def joined_as(self, forms: Collection[str]) -> DocumentQuerySet:
        """Documents found under any of these forms, in which letters and figures run together."""
        return self.filter(pk__in=SymbolKey.objects.filter(joined__in=forms).values("document"))


class Document(Lasting, WithinProcess):
    process = models.ForeignKey(Process, models.CASCADE, related_name="documents", verbose_name=_("process"))
    key = models.SlugField(_("key"), max_length=80)
    symbol = models.CharField(_("symbol"), max_length=symbols.LONGEST_SYMBOL, blank=True, validators=[validate_symbol])
    symbol_key = models.CharField(
        max_length=symbols.LONGEST_SYMBOL, null=True, blank=True, editable=False, db_index=True
    )
    symbol_sort = models.CharField(max_length=LONGEST_SORT, editable=False, default=WITHOUT_SYMBOL)
    line_key = models.CharField(max_length=symbols.LONGEST_SYMBOL, editable=False, default="", db_index=True)
    place = models.PositiveSmallIntegerField(editable=False, default=Place.OTHER)
    designation = models.CharField(
        _("designation"),
        max_length=designations.LONGEST_DESIGNATION,
        blank=True,
        help_text=_("How a document without a symbol is cited and found, such as Non-paper 3."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    state = models.CharField(_("state"), max_length=12, choices=DocumentState, default=DocumentState.PREPARATION)
    title = models.CharField(_("title"), max_length=400)
    subtitle = models.CharField(_("subtitle"), max_length=400, blank=True)
    author = models.CharField(
        _("author"), max_length=200, blank=True, help_text=_("As printed: Note by the secretariat.")
    )
    remark = models.CharField(_("remark"), max_length=400, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("meeting")
    )
    part = models.ForeignKey(
        MeetingPart,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=pgettext_lazy("of a meeting", "part"),
        help_text=_("Leave empty where it is of the whole meeting."),
    )
    also_before = models.ManyToManyField(
        Meeting,
        blank=True,
        related_name="also_considers",
        verbose_name=_("also before"),
        help_text=_("Further meetings that have the document before them."),
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
    languages = models.JSONField(
        _("languages of issue"),
        default=list,
        blank=True,
        validators=[validate_languages],
        help_text=_(
            "Languages in which the document is issued, as with information documents; leave empty for all six."
        ),
    )
    submitted_on = DayField(_("submitted on"), null=True, blank=True)
    planned_on = DayField(_("planned date of issue"), null=True, blank=True)
    release_at = models.DateTimeField(
        _("issue at"),
        null=True,
        blank=True,
        help_text=_("The document is issued at this moment by itself, if every language is there."),
    )
    issued_on = DayField(_("issued on"), null=True, blank=True)
    job_number = models.CharField(_("job number"), max_length=30, blank=True)
    issued_elsewhere = models.BooleanField(_("issued by another body"), default=False)
    illustrative = models.BooleanField(_("illustrative"), default=False)

    objects = DocumentQuerySet.as_manager()
    within = ("meeting",)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["symbol_sort", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                name="document_key_once",
                violation_error_message=_("This key is taken; choose another."),
            ),
            models.CheckConstraint(
                name="document_symbol_in_shape",
                violation_error_message=_("A symbol is stored as it is printed."),
                condition=models.Q(symbol="") | models.Q(symbol__regex=symbols.SHAPE),
            ),
            models.CheckConstraint(
                name="document_symbol_has_key",
                violation_error_message=_("A symbol is stored together with the form in which it is compared."),
                condition=models.Q(symbol="", symbol_key__isnull=True)
                | (~models.Q(symbol="") & models.Q(symbol_key__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.symbol or self.designation or self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.know_symbol()
        self._stand_with_its_base()
        if (names := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*names, *(made for name in names for made in MADE_FROM.get(name, ()))}
        new = self._what_is_new(kwargs.get("update_fields"))
        if new - {"place"}:
            self._refuse_taken_by_then(new)
        super().save(*args, **kwargs)
        if "symbol_key" in new:
            SymbolKey.index(self)
        if new.intersection(DESIGNATIONS):
            DesignationKey.index(self)
        if new & {"place", "symbol_key"}:
            self._place_its_suffixes()

    def _what_is_new(self, saved: Collection[str] | None) -> set[str]:
        """Which of what leads to the document, and where it stands, will be saved as it was not before."""
        stored = Document.objects.filter(pk=self.pk).values(*LEADING).first() or {}
        new = {name for name in LEADING if (stored.get(name) or "") != (getattr(self, name) or "")}
        return new if saved is None else new.intersection(saved)

    def _refuse_taken_by_then(self, new: set[str]) -> None:
        """Give out what is new of a symbol, a designation or a key, unless somebody else had it in the meantime."""
        hold_symbols()
        if "symbol_key" in new and self.symbol_key:
            self._refuse_taken()
        if new.intersection(DESIGNATIONS):
            refuse_designations(self)
        if "key" in new:
            refuse_key(self.key, self)

    def get_absolute_url(self) -> str:
        """The document's page, in the reader's language."""
        return reverse("documents:document", args=[self.process.slug, self.key])

    def fixed(self) -> Fixed:
        """What an issued document says in print; its symbol changes, and goes on resolving."""
        if not self.is_issued:
            return {}
        open_still = [*self.titles_to_add(), *self.items_to_add()]
        titles = [f"{name}_{code}" for name in TITLES for code in COLUMNS]
        return {ON_PAPER: [*(name for name in [*titles, *PRINTED] if name not in open_still), "release_at"]}

    def items_to_add(self) -> list[str]:
        """The field of its agenda items, where it stands under none."""
        return [] if self.agenda_items.exists() else ["agenda_items"]

    def titles_to_add(self) -> list[str]:
        """The columns of its title and subtitle in languages that have none; of neither where it has none at all."""
        columns = [[f"{name}_{code}" for code in COLUMNS] for name in TITLES]
        lacking = [[column for column in those if not getattr(self, column)] for those in columns]
        return [column for those in lacking if len(those) < len(COLUMNS) for column in those]

    def clean(self) -> None:
        super().clean()
        if self.part and self.part.meeting_id != self.meeting_id:
            raise ValidationError({"part": _("This is not a part of the meeting.")})
        self.know_symbol()
        self._refuse_taken()
        refuse_designations(self)
        refuse_key(self.key, self)

    def _refuse_taken(self) -> None:
        refuse_taken(self.own_keys, self.pk)

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields(exclude)
        self.know_symbol()

    def know_symbol(self) -> None:
        """Take the symbol as it is printed, with the forms in which it is compared and sorted."""
        self.symbol_key, self.line_key = None, ""
        self.symbol_sort = f"{WITHOUT_SYMBOL}{symbols.in_order(self.key)}"[:LONGEST_SORT]
        self.place = PLACES_OF_KINDS.get(self.kind, Place.OTHER)  # type: ignore[call-overload]
        if not self.symbol:
            return
        try:
            symbol = symbols.parse(self.symbol)
        except symbols.SymbolError:
            return
        self.symbol, self.symbol_key, self.symbol_sort = str(symbol), symbol.key, symbol.sort_text[:LONGEST_SORT]
        self.line_key = symbol.unrevised().key
        if self.kind != DocumentKind.AGENDA or symbol.kind:
            self.place = PLACES_OF_SYMBOLS.get(symbol.kind, Place.OTHER_SYMBOL)

    def _stand_with_its_base(self) -> None:
        """Stand where the document of its symbol without suffixes stands, if there is one."""
        symbol = symbols.parse(self.symbol) if self.symbol_key else None
        if symbol and symbol.suffixes and (base := Document.objects.filter(symbol_key=symbol.base.key).first()):
            self.place = base.place

    def _place_its_suffixes(self) -> None:
        """Let its revisions, addenda and corrigenda stand where it stands."""
        behind = Document.objects.filter(symbol_key__startswith=f"{self.symbol_key}/") if self.symbol_key else ()
        for other in behind:
            if other.place != self.place and symbols.parse(other.symbol).base.key == self.symbol_key:
                Document.objects.filter(pk=other.pk).update(place=self.place)

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The comparison keys of its symbol, one for each of its halves."""
        return keys_of(self.symbol)

    @property
    def permanent_address(self) -> str:
        """The address to cite, the same in every language: by its symbol, or by its key in its process."""
        return reverse("symbol", args=[self.symbol]) if self.symbol else self.address_by_key

    @property
    def address_by_key(self) -> str:
        """An address that is the same in every language, and stays when the document is given a symbol."""
        return reverse("cited", args=[self.process.slug, self.key])

    @property
    def sitting(self) -> Sitting | None:
        """By whose days it is due: those of its meeting, or of one part of it."""
        return self.part or self.meeting

    @property
    def is_issued(self) -> bool:
        return self.state == DocumentState.ISSUED


class Relation(models.Model):
    document = models.ForeignKey(Document, models.CASCADE, related_name="relations", verbose_name=_("document"))
    kind = models.CharField(_("relation"), max_length=10, choices=RelationKind)
    to = models.ForeignKey(Document, models.CASCADE, related_name="related_from", verbose_name=_("document"))
    named_with: ClassVar = ("document", "to")

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "to"],
                name="relation_once",
                violation_error_message=_("This relation is already on record."),
            ),
            models.CheckConstraint(
                name="relation_to_another",
                violation_error_message=_("A document cannot be related to itself."),
                condition=~models.Q(document=models.F("to")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.get_kind_display()} {self.to}"

    @property
    def process(self) -> Process:
        return self.document.process
