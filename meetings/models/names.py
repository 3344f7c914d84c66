"""What a process calls the kinds of its participants, meetings and instruments."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..kinds import KINDS, MANY, Named
from .process import Process


class OwnName(models.Model):
    """What a process calls a kind in its own words, and where participants of that kind stand in its lists."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="own_names", verbose_name=_("process"))
    of = models.CharField(_("kind of what"), max_length=12, choices=Named)
    kind = models.CharField(
        _("kind"), max_length=30, choices=[(named.label, [*kinds.choices]) for named, kinds in KINDS.items()]
    )
    one = models.CharField(
        _("name in the singular"),
        max_length=120,
        blank=True,
        help_text=_("Leave empty for the usual name. “{symbol}” marks the place of an instrument's symbol."),
    )
    many = models.CharField(
        _("name in the plural"), max_length=120, blank=True, help_text=_("For participants and sessions alone.")
    )
    order = models.PositiveSmallIntegerField(
        _("position in lists"),
        null=True,
        blank=True,
        help_text=_("Leave empty for the usual position, after those that have one."),
    )

    class Meta:
        verbose_name = _("name for a kind")
        verbose_name_plural = _("names for kinds")
        ordering = [models.F("order").asc(nulls_last=True), "pk"]  # databases disagree on where nulls stand
        constraints = [
            models.UniqueConstraint(
                fields=["process", "of", "kind"],
                name="kind_named_once",
                violation_error_message=_("There is already a name for this kind."),
            )
        ]

    def __str__(self) -> str:
        return self.one or self.many or self.kind

    @property
    def key(self) -> str:
        """By what a data folder knows it."""
        return f"{self.of} {self.kind}"

    def clean(self) -> None:
        if self.of in KINDS and self.kind not in KINDS[Named(self.of)].values:
            fault = _("This is not a kind of: %(of)s.") % {"of": self.get_of_display()}
            raise ValidationError({"kind": fault})
        if self.many and self.of in KINDS and KINDS[Named(self.of)](self.kind) not in MANY:
            raise ValidationError({"many": _("No page names several of this kind: leave the plural empty.")})
