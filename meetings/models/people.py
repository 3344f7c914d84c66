"""Who takes part, and which people act for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.access import PARTY_ROLES, SECRETARIAT_ROLES, Role
from igsp_portal.foundations.record.within import WithinProcess

from ..kinds import ParticipantKind
from ..states import RegionScheme
from .process import Process


class Region(models.Model):
    process = models.ForeignKey(Process, models.CASCADE, related_name="regions", verbose_name=_("process"))
    key = models.SlugField(_("key"), max_length=60)
    scheme = models.CharField(_("scheme"), max_length=20, choices=RegionScheme)
    name = models.CharField(_("name"), max_length=200)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                name="region_key_once",
                violation_error_message=_("This key is taken; choose another."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Participant(WithinProcess):
    """A State, group of States, forum, body or organization that takes part in a process."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="participants", verbose_name=_("process"))
    key = models.SlugField(_("key"), max_length=60, help_text=_("For a State, its ISO 3166 code of three letters."))
    kind = models.CharField(_("kind"), max_length=30, choices=ParticipantKind)
    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="participants", verbose_name=_("region")
    )
    regional_group = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="group_members",
        verbose_name=_("regional group"),
    )
    priority = models.BooleanField(_("its inputs have priority"), default=False)

    within = ("region", "regional_group")

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                name="participant_key_once",
                violation_error_message=_("This key is taken; choose another."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def party(self) -> str:
        """How events name this participant, by value."""
        return f"{self.process.slug}:{self.key}"

    @property
    def called(self) -> str:
        """What its process calls a participant of its kind."""
        return self.process.names.one(ParticipantKind(self.kind))

    @property
    def place(self) -> Region | None:
        """The region under which overviews show it: of the programme, or else its regional group."""
        return self.region or self.regional_group


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> MembershipQuerySet:
        return self.filter(ended_at__isnull=True)

    def of(self, user: Any) -> MembershipQuerySet:
        return self.filter(user=user)


class Membership(WithinProcess):
    """A role of one person: in the secretariat of a process, or for one of its participants."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="memberships", verbose_name=_("process"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    participant = models.ForeignKey(
        Participant,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("acts for"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()
    within = ("participant",)
    behind_sign_in: ClassVar = True
    named_with: ClassVar = ("user", "participant")

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["process", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_acts_for_party",
                condition=models.Q(role__in=PARTY_ROLES, participant__isnull=False)
                | models.Q(role__in=SECRETARIAT_ROLES, participant__isnull=True),
                violation_error_message=_(
                    "A focal point, drafter or reader acts for a participant; a secretariat role does not."
                ),
            ),
            models.UniqueConstraint(
                fields=["process", "user", "role", "participant"],
                condition=models.Q(ended_at__isnull=True, participant__isnull=False),
                name="membership_for_party_once",
                violation_error_message=_("This person already holds this role."),
            ),
            models.UniqueConstraint(
                fields=["process", "user", "role"],
                condition=models.Q(ended_at__isnull=True, participant__isnull=True),
                name="membership_at_desk_once",
                violation_error_message=_("This person already holds this role."),
            ),
        ]

    def __str__(self) -> str:
        whom = f", {self.participant}" if self.participant else ""
        return f"{self.user} – {self.get_role_display()}{whom}"
