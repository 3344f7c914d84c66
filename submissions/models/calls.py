"""Calls: what is asked, of whom, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.models import RequiredInput
from igsp_portal.foundations import access, time
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.language.languages import listed
from igsp_portal.foundations.record.days import MomentField
from igsp_portal.foundations.record.within import WithinProcess
from igsp_portal.foundations.time import validate_zone
from meetings.kinds import ParticipantKind
from meetings.models import Decision, GroupMember, Participant, Process, Region

from ..states import RECEIVING, CallStage, CallState, PointsAt, QuestionKind


def validate_kinds(kinds: Any) -> None:
    """Kinds of participants that a call addresses."""
    if not isinstance(kinds, list) or not set(kinds) <= set(ParticipantKind.values):
        known = listed(ParticipantKind.values)
        raise ValidationError(_("Select one or more of: %(known)s."), params={"known": known})


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: Any) -> CallQuerySet:
        """Those that are published; the others to the secretariat, which writes them."""
        seen = self.filter(process__in=Process.objects.visible_to(user))
        desk = access.processes_where(user, Permission.DESK)
        return seen if desk is None else seen.filter(models.Q(process__in=desk) | models.Q(stage=CallStage.PUBLISHED))

    def published(self) -> CallQuerySet:
        return self.filter(stage=CallStage.PUBLISHED)

    def with_dates(self) -> CallQuerySet:
        """With every deadline they were given."""
        return self.prefetch_related("earlier")

    def receiving(self, at: datetime) -> CallQuerySet:
        """Calls under which something can be filed at `at`."""
        not_closed = models.Q(hard_closes_at__isnull=True) | models.Q(hard_closes_at__gte=at)
        return self.published().filter(not_closed, opens_at__lte=at)


class Call(WithinProcess):
    """A call for submissions. Past `closes_at` a filing is marked late; past `hard_closes_at` none is received."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="calls", verbose_name=_("process"))
    key = models.SlugField(_("address"), max_length=60)
    stage = models.CharField(
        _("publication"), max_length=10, choices=CallStage, default=CallStage.DRAFT, editable=False
    )
    title = models.CharField(_("title"), max_length=300)
    guidance = models.TextField(_("guidance"), blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("mandate")
    )
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    required_input = models.ForeignKey(
        RequiredInput, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("input it serves")
    )
    addressed = models.JSONField(
        _("addressed to"), default=list, blank=True, validators=[validate_kinds], help_text=_("Kinds of participants.")
    )
    regions = models.ManyToManyField(
        Region,
        blank=True,
        related_name="calls",
        verbose_name=_("in these regions alone"),
        help_text=_("Those of the kinds above; of all kinds where none is chosen."),
    )
    groups = models.ManyToManyField(
        Participant, blank=True, related_name="calls_to_members", verbose_name=_("also to the members of")
    )
    named = models.ManyToManyField(Participant, blank=True, related_name="calls_by_name", verbose_name=_("also to"))
    opens_at = MomentField(_("opens"))
    closes_at = MomentField(_("deadline"))
    hard_closes_at = MomentField(
        _("closes"), null=True, blank=True, help_text=_("If left empty, late submissions are always received.")
    )
    zone = models.CharField(_("time zone of the deadline"), max_length=60, validators=[validate_zone])

    objects = CallQuerySet.as_manager()
    within = ("decision", "required_input")

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["closes_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                name="call_key_once",
                violation_error_message=_("This address is taken; choose another."),
            ),
            models.CheckConstraint(
                name="call_closes_after_opening",
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                violation_error_message=_("A call must close after it opens."),
            ),
            models.CheckConstraint(
                name="call_hard_close_last",
                condition=models.Q(hard_closes_at__isnull=True) | models.Q(hard_closes_at__gte=models.F("closes_at")),
                violation_error_message=_("A call cannot close before its deadline."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A call has a form from its first moment on: one list of statements, until another is asked for."""
        is_new = self._state.adding
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, **kwargs)
            if is_new:
                self._open_first_form()

    def _open_first_form(self) -> None:
        asks = {"kind": QuestionKind.STATEMENTS, "points_at": PointsAt.COMPONENTS, "required": True}
        self.forms.create(number=1, opened_at=time.now()).questions.create(key="statements", **asks)

    @property
    def form(self) -> Any:
        """The form version on which new submissions are written."""
        return self.forms.in_use().with_questions().latest("number")

    def get_absolute_url(self) -> str:
        return reverse("submissions:call", args=[self.process.slug, self.key])

    @property
    def is_draft(self) -> bool:
        return self.stage == CallStage.DRAFT

    def state_at(self, at: datetime) -> CallState:
        if self.is_draft or at < self.opens_at:
            return CallState.NOT_YET_OPEN
        if at <= self.closes_at:
            return CallState.OPEN
        if self.hard_closes_at is None or at <= self.hard_closes_at:
            return CallState.LATE
        return CallState.CLOSED

    def receives_at(self, at: datetime) -> bool:
        return self.state_at(at) in RECEIVING

    def receives_from(self, participant: Participant, at: datetime) -> bool:
        """Whether it receives what `participant` files at `at`: by a grant also once it is closed."""
        if self.state_at(at) != CallState.CLOSED:
            return self.receives_at(at)
        return self.grants.filter(participant=participant, until__gte=at).exists()

    def addressees(self) -> models.QuerySet[Participant]:
        """Whom it addresses, as the groups are today."""
        return Participant.objects.filter(pk__in=addressed_by([self])[self.pk])

    def addresses(self, participant: Participant) -> bool:
        return participant.pk in addressed_by([self])[self.pk]


def addressed_by(calls: Sequence[Call], on: dt.date | None = None) -> dict[int, set[int]]:
    """The ids of the participants that each call addresses, by its id; in five queries for however many calls.

    Kinds and regions narrow each other; the members of groups `on` that day, or today, and those who are named are
    added to them.
    """
    models.prefetch_related_objects(list(calls), "regions", "groups", "named")
    rows = Participant.objects.filter(process__in={call.process_id for call in calls}).order_by()
    everyone = list(rows.values_list("pk", "process", "kind", "region", "regional_group"))
    members: dict[int, set[int]] = {}
    asked = {group.pk for call in calls for group in call.groups.all()}
    in_force = GroupMember.objects.in_force(on or time.today()).filter(group__in=asked).order_by()
    for group, member in in_force.values_list("group", "member") if asked else ():
        members.setdefault(group, set()).add(member)
    return {call.pk: _addressed(call, everyone, members) for call in calls}


def _addressed(call: Call, everyone: list[Any], members: dict[int, set[int]]) -> set[int]:
    regions = {region.pk for region in call.regions.all()}
    found = {participant.pk for participant in call.named.all()}
    for group in call.groups.all():
        found |= members.get(group.pk, set())
    if not call.addressed and not regions:
        return found
    return found | {
        pk
        for pk, process, kind, *places in everyone
        if process == call.process_id
        and (not call.addressed or kind in call.addressed)
        and (not regions or regions.intersection(places))
    }


class CallDates(models.Model):
    """Deadline and close that a published call had before they were moved; those in force are its own."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="earlier", verbose_name=_("call"))
    closes_at = MomentField(_("deadline"))
    hard_closes_at = MomentField(_("closes"), null=True, blank=True)
    zone = models.CharField(_("time zone of the deadline"), max_length=60, validators=[validate_zone])
    moved_at = models.DateTimeField(_("moved"))

    named_with: ClassVar = ("call",)

    class Meta:
        verbose_name = _("earlier deadline")
        verbose_name_plural = _("earlier deadlines")
        ordering = ["moved_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="earlier_hard_close_last",
                condition=models.Q(hard_closes_at__isnull=True) | models.Q(hard_closes_at__gte=models.F("closes_at")),
                violation_error_message=_("A call cannot close before its deadline."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.call}: {moment(self.closes_at, self.zone)} ({self.zone})"

    @property
    def process(self) -> Process:
        return self.call.process
