"""Calls, submissions with their versions, statements and attachments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.models import RequiredInput
from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from meetings.models import Component, Decision, Participant, Process
from meetings.models.process import validate_zone

from .states import RECEIVED, RECEIVING, CallState, StatementKind, SubmissionState


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: Any) -> CallQuerySet:
        return self.filter(process__in=Process.objects.visible_to(user))

    def receiving(self, at: datetime) -> CallQuerySet:
        """Calls under which something can be filed at `at`."""
        not_closed = models.Q(hard_closes_at__isnull=True) | models.Q(hard_closes_at__gt=at)
        return self.filter(not_closed, opens_at__lte=at)


class Call(models.Model):
    """A call for submissions. Past `closes_at` a filing is marked late; past `hard_closes_at` none is received."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="calls", verbose_name=_("process"))
    key = models.SlugField(_("address"), max_length=60)
    title = models.CharField(_("title"), max_length=300)
    guidance = models.TextField(_("guidance"), blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("mandate")
    )
    paragraph = models.CharField(_("paragraph"), max_length=20, blank=True)
    required_input = models.ForeignKey(
        RequiredInput, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("input it serves")
    )
    addressed = models.JSONField(_("addressed to"), default=list, help_text=_("Kinds of participants."))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("deadline"))
    hard_closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("Empty: late submissions are always received.")
    )
    zone = models.CharField(_("time zone of the deadline"), max_length=60, validators=[validate_zone])

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["closes_at"]
        constraints = [
            models.UniqueConstraint(fields=["process", "key"], name="call_key_once"),
            models.CheckConstraint(
                name="call_closes_after_opening",
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                violation_error_message=_("A call closes after it opens."),
            ),
            models.CheckConstraint(
                name="call_hard_close_last",
                condition=models.Q(hard_closes_at__isnull=True) | models.Q(hard_closes_at__gte=models.F("closes_at")),
                violation_error_message=_("A call cannot close before its deadline."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("submissions:call", args=[self.process.slug, self.key])

    def state_at(self, at: datetime) -> CallState:
        if at < self.opens_at:
            return CallState.NOT_YET_OPEN
        if at <= self.closes_at:
            return CallState.OPEN
        if self.hard_closes_at is None or at <= self.hard_closes_at:
            return CallState.LATE
        return CallState.CLOSED

    def receives_at(self, at: datetime) -> bool:
        return self.state_at(at) in RECEIVING

    def addressees(self) -> models.QuerySet[Participant]:
        return Participant.objects.filter(process=self.process, kind__in=self.addressed)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: Any) -> SubmissionQuerySet:
        """Published ones to all; a participant's own to its people; what was filed to the desk (drafts never)."""
        published = models.Q(state=SubmissionState.PUBLISHED, call__in=Call.objects.visible_to(user))
        own = models.Q(participant__in=access.participants_where(user, Permission.OWN_READ))
        desk = access.processes_where(user, Permission.SUBMISSION_READ)
        filed = ~models.Q(state=SubmissionState.DRAFT)
        at_desk = filed if desk is None else filed & models.Q(call__process__in=desk)
        return self.filter(published | own | at_desk)

    def received(self) -> SubmissionQuerySet:
        return self.filter(state__in=RECEIVED)

    def published(self) -> SubmissionQuerySet:
        return self.filter(state=SubmissionState.PUBLISHED)


class Submission(models.Model):
    """What one participant sends in answer to one call, through all its versions."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="submissions", verbose_name=_("call"))
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="submissions", verbose_name=_("submitted by")
    )
    state = models.CharField(_("state"), max_length=15, choices=SubmissionState, default=SubmissionState.DRAFT)
    illustrative = models.BooleanField(_("illustrative"), default=False)
    created_at = models.DateTimeField(_("begun"))
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "participant"], name="submission_once_for_each_party"),
            models.CheckConstraint(
                name="submission_acknowledged_has_time",
                condition=~models.Q(state__in=[SubmissionState.ACKNOWLEDGED, SubmissionState.PUBLISHED])
                | models.Q(acknowledged_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_published_has_time",
                condition=~models.Q(state=SubmissionState.PUBLISHED) | models.Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.call}"

    def get_absolute_url(self) -> str:
        return reverse("submissions:submission", args=[self.process.slug, self.pk])

    @property
    def process(self) -> Process:
        return self.call.process

    @property
    def standing(self) -> SubmissionVersion | None:
        """The version that stands: the last one filed."""
        return max((v for v in self.versions.all() if v.is_filed), key=lambda v: v.number, default=None)

    @property
    def draft(self) -> SubmissionVersion | None:
        """The version being drafted, if any."""
        return next((v for v in self.versions.all() if not v.is_filed), None)


class SubmissionVersion(models.Model):
    """One version: a draft until it is filed, and never changed afterwards."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="versions", verbose_name=_("submission")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=300, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    consent = models.BooleanField(_("may be published"), default=False)
    saved_at = models.DateTimeField(_("saved"))
    filing_number = models.CharField(_("filing number"), max_length=60, null=True, blank=True, unique=True)
    filed_at = models.DateTimeField(_("filed"), null=True, blank=True)
    filed_by_name = models.CharField(_("filed by"), max_length=254, blank=True)
    late = models.BooleanField(_("late"), default=False)
    content = models.TextField(_("canonical form"), blank=True, help_text=_("What the SHA-256 is taken over."))
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("version of a submission")
        verbose_name_plural = _("versions of submissions")
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="submission_version_once"),
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(filed_at__isnull=True),
                name="submission_one_draft",
            ),
            models.CheckConstraint(
                name="filed_wholly_or_not_at_all",
                condition=models.Q(
                    filed_at__isnull=True, filing_number__isnull=True, sha256="", content="", late=False
                )
                | (
                    models.Q(filed_at__isnull=False, filing_number__isnull=False)
                    & ~models.Q(sha256="")
                    & ~models.Q(content="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.filing_number or f"{self.submission} ({self.number})"

    @property
    def process(self) -> Process:
        return self.submission.process

    @property
    def is_filed(self) -> bool:
        return self.filed_at is not None


class Statement(models.Model):
    """One need, gap, priority, activity or proposal, under a component of the mandate."""

    version = models.ForeignKey(
        SubmissionVersion, models.CASCADE, related_name="statements", verbose_name=_("version")
    )
    component = models.ForeignKey(
        Component, models.PROTECT, related_name="statements", verbose_name=_("component of the mandate")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=StatementKind)
    words = models.TextField(_("statement"))
    rank = models.PositiveSmallIntegerField(_("rank"), default=1, help_text=_("1 is the most important."))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["version", "order", "pk"]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def process(self) -> Process:
        return self.version.process


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Where an attachment lies in storage: by its content, never by the name it came with."""
    return f"attachments/{attachment.sha256[:2]}/{attachment.sha256}"


class Attachment(models.Model):
    version = models.ForeignKey(
        SubmissionVersion, models.CASCADE, related_name="attachments", verbose_name=_("version")
    )
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["version", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "sha256"], name="attachment_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def process(self) -> Process:
        return self.version.process
