"""Who takes part, and which people act for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.access import PARTY_ROLES, SECRETARIAT_ROLES, Role
from igsp_portal.foundations.record.days import DayField
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


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def in_force(self, on: dt.date) -> GroupMemberQuerySet:
        """Those that are members on that day."""
        begun = models.Q(since__isnull=True) | models.Q(since__lte=on)
        return self.filter(begun, models.Q(until__isnull=True) | models.Q(until__gte=on))


class GroupMember(WithinProcess):
    """That a participant is a member of a group, which is a participant itself; since and until a day, if known."""

    group = models.ForeignKey(Participant, models.CASCADE, related_name="members", verbose_name=_("group"))
    member = models.ForeignKey(Participant, models.CASCADE, related_name="in_groups", verbose_name=_("member"))
    since = DayField(_("since"), null=True, blank=True)
    until = DayField(_("until"), null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()
    within = ("member",)
    named_with: ClassVar = ("group", "member")

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        ordering = ["group", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "member"],
                name="member_of_group_once",
                violation_error_message=_("This participant is a member already."),
            ),
            models.CheckConstraint(
                name="member_not_of_itself",
                condition=~models.Q(group=models.F("member")),
                violation_error_message=_("A group is no member of itself."),
            ),
            models.CheckConstraint(
                name="member_until_after_since",
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
                violation_error_message=_("A membership cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} – {self.member}"

    def clean(self) -> None:
        super().clean()
        if self.group_id and self.group.kind == ParticipantKind.STATE:
            raise ValidationError({"group": _("A Government has no members.")})

    @property
    def process(self) -> Process:
        return self.group.process


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
