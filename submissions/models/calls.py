"""Calls: what is asked, of whom, and until when."""

from __future__ import annotations

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
from meetings.models import Decision, Participant, Process

from ..states import RECEIVING, CallStage, CallState, PointsAt, QuestionKind


def validate_kinds(kinds: Any) -> None:
    """Whom a call addresses: one or more kinds of participants."""
    if not isinstance(kinds, list) or not kinds or not set(kinds) <= set(ParticipantKind.values):
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
        _("addressed to"), default=list, validators=[validate_kinds], help_text=_("Kinds of participants.")
    )
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

    def addressees(self) -> models.QuerySet[Participant]:
        return Participant.objects.filter(process=self.process_id, kind__in=self.addressed)

    def addresses(self, participant: Participant) -> bool:
        return participant.process_id == self.process_id and participant.kind in self.addressed


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
