"""A process and the decisions that give it its mandate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.db.models.functions import Upper
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import fallbacks

from igsp_portal.foundations import access
from igsp_portal.foundations.language.characters import folded, joined
from igsp_portal.foundations.language.lettering import cited, lettered
from igsp_portal.foundations.record.circles import WithoutCircles
from igsp_portal.foundations.record.days import DayField
from igsp_portal.foundations.record.remembered import Remembered, new_stamp
from igsp_portal.foundations.record.within import WithinProcess
from igsp_portal.foundations.time import validate_zone

from ..kinds import BodyKind, InstrumentKind, MeetingKind
from ..naming import Names

# Addresses are /<language>/<process>/…: these first words belong to the portal itself.
RESERVED_SLUGS = frozenset(
    {
        "about",
        "account",
        "accounts",
        "admin",
        "alerts",
        "components",
        "demo",
        "desk",
        "documents",
        "files",
        "my",
        "offline",
        "search",
        "static",
        "symbol",
        "verify",
    }
)


def validate_process_slug(slug: str) -> None:
    validate_slug(slug)
    if slug != slug.lower():
        raise ValidationError(_("Write the address in small letters."))
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("“%(slug)s” is an address of the portal itself; choose another."), params={"slug": slug}
        )


def validate_series_aliases(forms: Any) -> None:
    """Refuse what is not a list of words: every search by symbol reads it."""
    if not isinstance(forms, list) or not all(isinstance(form, str) and form.strip() for form in forms):
        raise ValidationError(_('Enter a list of series, such as ["A/CONF.203"].'))


class ProcessQuerySet(models.QuerySet["Process"]):
    def visible_to(self, user: Any) -> ProcessQuerySet:
        """Public processes, and those in which the user has any role."""
        if getattr(user, "is_superuser", False):
            return self
        own = {grant.process_id for grant in access.grants(user)}
        return self.filter(models.Q(is_public=True) | models.Q(pk__in=own))


class Process(models.Model):
    # Filing numbers, and the names of parties in events, begin with it and have to fit their columns.
    slug = models.CharField(_("address"), max_length=40, unique=True, validators=[validate_process_slug])
    name = models.CharField(_("name"), max_length=400)
    short_name = models.CharField(_("short name"), max_length=80)
    system = models.CharField(
        _("system of organizations"),
        max_length=200,
        blank=True,
        help_text=_("What is printed above the organization at the head of a document, such as United Nations."),
    )
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    body = models.CharField(_("body that negotiates"), max_length=400)
    body_kind = models.CharField(_("sessions of the body that negotiates"), max_length=30, blank=True, choices=BodyKind)
    parent_body = models.CharField(_("governing body"), max_length=400, blank=True)
    parent_body_kind = models.CharField(
        _("sessions of the governing body"), max_length=30, blank=True, choices=BodyKind
    )
    about = models.TextField(_("description"), blank=True)
    series = models.CharField(
        _("series of symbols"),
        max_length=60,
        blank=True,
        help_text=_("As printed, for example A/CONF.230."),
    )
    series_aliases = models.JSONField(
        _("other forms of the series"),
        default=list,
        blank=True,
        validators=[validate_series_aliases],
        help_text=_("Misprints under which documents should also be found."),
    )
    zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[validate_zone])
    is_public = models.BooleanField(_("open to the public"), default=False)
    mandate_stamp = models.CharField(max_length=16, default=new_stamp, editable=False)  # another with each change of it

    process_path: ClassVar = "pk"  # where record.within arrives that looks for the process of a row

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                Upper("slug"),  # as filing numbers begin: IGSP-2004-0007
                name="process_slug_once_in_any_case",
                violation_error_message=_("Another process has this address, apart from capital letters."),
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.mandate_stamp = new_stamp()  # the one it was read with may be that of an earlier mandate
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("meetings:process", args=[self.slug])

    @property
    def process(self) -> Process:
        """Itself, for whoever asks any row for its process."""
        return self

    @cached_property
    def names(self) -> Names:
        """What kinds are called in it: one query for each process at hand."""
        bodies = {MeetingKind.SESSION: self.body_kind, MeetingKind.GOVERNING_BODY: self.parent_body_kind}
        return Names(self.own_names.all(), {kind: BodyKind(body) for kind, body in bodies.items() if body})

    def clean(self) -> None:
        self.series_aliases = self.series_aliases or []  # a field left empty in the admin site gives None


SYMBOL_TAKEN = _("Another decision already has this symbol.")


def reading_of(symbol: str) -> str:
    """What a symbol of a decision says, in whatever characters and by whichever rule it is written."""
    return joined(symbol) or folded(symbol)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Any) -> DecisionQuerySet:
        return self.filter(process__in=Process.objects.visible_to(user))

    def cited_as(self, typed: str) -> list[Decision]:
        """Those that some text cites in the form that was typed, with the word for their kind or without it."""
        wanted = reading_of(typed)
        rows = self.select_related("process").prefetch_related("aliases", "process__own_names") if wanted else []
        return [decision for decision in rows if wanted in decision.readings]


class Decision(models.Model):
    """A decision, resolution or other instrument of the governing body, by its normal symbol; texts may cite it in
    other forms."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="decisions", verbose_name=_("process"))
    key = models.SlugField(_("key"), max_length=60)
    symbol = models.CharField(_("symbol"), max_length=60)
    printed_as = models.CharField(
        _("symbol as printed"),
        max_length=60,
        blank=True,
        help_text=_("Only if documents in this language print it in another form; otherwise leave empty."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=InstrumentKind, default=InstrumentKind.DECISION)
    number = models.CharField(
        _("number"),
        max_length=30,
        blank=True,
        help_text=_(
            "The number by which texts cite it after its kind, such as 5/14; leave empty if they cite the symbol."
        ),
    )
    title = models.CharField(_("title"), max_length=400)
    adopted_on = DayField(_("adopted on"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    says = models.TextField(_("what it decides"), blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision or resolution")
        verbose_name_plural = _("decisions and resolutions")
        ordering = [models.F("adopted_on").asc(nulls_last=True), "symbol"]  # databases disagree on where nulls stand
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                name="decision_key_once",
                violation_error_message=_("This key is taken; choose another."),
            ),
            models.UniqueConstraint(
                fields=["process", "symbol"],
                name="decision_symbol_once",
                violation_error_message=SYMBOL_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.symbol

    def get_absolute_url(self) -> str:
        """Its place on the page of its process."""
        return f"{self.process.get_absolute_url()}#{self.anchor}"

    def clean(self) -> None:
        """One symbol in whatever form it is written is that of one decision."""
        others = Decision.objects.filter(process=self.process_id).exclude(pk=self.pk)
        if self.symbol and reading_of(self.symbol) in map(reading_of, others.values_list("symbol", flat=True)):
            raise ValidationError({"symbol": SYMBOL_TAKEN})

    @property
    def anchor(self) -> str:
        return f"decision-{self.key}"

    @property
    def readings(self) -> set[str]:
        """What is typed by whoever looks for it, as symbols are compared."""
        forms = {self.symbol, self.printed, self.number, *(alias.form for alias in self.aliases.all())} - {""}
        named = {strip_tags(self.process.names.cite(InstrumentKind(self.kind), form)) for form in forms}
        return {reading_of(form) for form in forms | named}

    @property
    def printed(self) -> str:
        """The symbol as papers of the reader's language print it."""
        with fallbacks(False):  # what one language prints is no form of another
            return self.printed_as or self.symbol

    def cited_in(self, process: Process) -> SafeString:
        """As running text of its process, which is at hand, cites it: Resolution 5/14, Decision SS.VII/1."""
        symbol = format_html('<bdi class="symbol">{}</bdi>', self.number or self.printed)
        return process.names.cite(InstrumentKind(self.kind), symbol)


class DecisionAlias(models.Model):
    """A form in which some text cites a decision: it resolves, and is never silently corrected."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="aliases", verbose_name=_("decision"))
    form = models.CharField(_("as written"), max_length=60)
    where = models.CharField(_("where it is written so"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("form cited")
        verbose_name_plural = _("forms cited")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "form", "where"],
                name="decision_alias_once",
                violation_error_message=_("This form is already on record."),
            )
        ]

    def __str__(self) -> str:
        return self.form

    @property
    def process(self) -> Process:
        return self.decision.process


class ComponentQuerySet(models.QuerySet["Component"]):
    def of_mandate(self, process: Process) -> list[Component]:
        """All components of a process in the order of its decisions, each with what it stands under: one query."""
        rows = self.filter(decision__process=process).order_by("decision", "order", "pk")
        found = {component.pk: component for component in rows}
        for component in found.values():
            component.parent = found[component.parent_id] if component.parent_id else None
        return list(found.values())

    def of_mandate_at_hand(self, process: Process) -> list[Component]:
        """The same from memory, each with its decision, for a `process` that was just read. Nobody may change them."""
        return _mandates.of(
            (process.pk, process.mandate_stamp), lambda: self.select_related("decision").of_mandate(process)
        )

    def update(self, **values: Any) -> int:
        self._changing()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._changing()
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        made = super().bulk_create(objs, *args, **kwargs)
        self.filter(pk__in=[one.pk for one in made])._changing()
        return made

    def _changing(self) -> None:
        Process.objects.filter(pk__in=self.order_by().values("decision__process")).update(mandate_stamp=new_stamp())


_mandates: Remembered[list[Component]] = Remembered()


class Component(WithinProcess, WithoutCircles):
    """One element of a mandate, in a tree: (a), (a)(i), (b)."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="components", verbose_name=_("decision"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="items", verbose_name=_("part of")
    )
    key = models.SlugField(_("key"), max_length=60)
    label = models.CharField(pgettext_lazy("in a list", "letter"), max_length=10)
    text = models.CharField(_("text"), max_length=400)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ComponentQuerySet.as_manager()
    within = ("parent",)
    named_with: ClassVar = ("parent__parent__parent",)  # a label deeper than these four levels asks for what is above

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "key"],
                name="component_key_once",
                violation_error_message=_("This key is taken; choose another."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.full_label} {self.text}"

    @property
    def process(self) -> Process:
        return self.decision.process

    @property
    def full_label(self) -> str:
        """The label with those it stands under, as the reader's language cites paragraphs: (a)(i), a) i)."""
        return cited("".join(f"({one.label})" for one in self.from_above()), get_language() or "en")

    def from_above(self) -> list[Component]:
        """Those it stands under, the highest first, and itself; each once, were they in a circle in the database."""
        found = [self]
        while found[0].parent and found[0].parent not in found:
            found.insert(0, found[0].parent)
        return found

    @property
    def printed_label(self) -> str:
        """The label as the reader's language prints it in the list: (a), and below it (i)."""
        return lettered(self.label, get_language() or "en", 2 if self.parent_id else 1)


@receiver([post_save, post_delete], sender=Component)
@receiver([post_save, post_delete], sender=Decision)
def change_mandate(instance: Component | Decision, **kwargs: Any) -> None:
    """The mandate of their process is another now."""
    owner = {"decisions": instance.decision_id} if isinstance(instance, Component) else {"pk": instance.process_id}
    Process.objects.filter(**owner).update(mandate_stamp=new_stamp())
