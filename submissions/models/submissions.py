"""Submissions and their versions."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.language.languages import CODES
from meetings.models import Participant, Process

from ..sizes import LONGEST_INTRODUCTION, LONGEST_REASON, LONGEST_TITLE
from ..states import Channel, Clearing, SubmissionState
from .calls import Call
from .forms import FormVersion


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: Any) -> SubmissionQuerySet:
        """Published ones to all; a party's own to its people; what was filed to the secretariat (drafts never).

        What was filed is seen by the further parties that it names, too.
        """
        desk = access.processes_where(user, Permission.SUBMISSION_READ)
        if desk is None:
            return self
        public = models.Q(published_version__isnull=False, call__process__in=Process.objects.visible_to(user))
        parties = access.participants_where(user, Permission.OWN_READ)
        own = models.Q(participant__in=parties)
        if parties:
            naming = SubmissionVersion.objects.filed().filter(parties__participant__in=parties)
            own |= models.Q(pk__in=naming.order_by().values("submission"))
        at_desk = ~models.Q(state=SubmissionState.DRAFT) & models.Q(call__process__in=desk)
        return self.filter(public | own | at_desk)

    def published(self) -> SubmissionQuerySet:
        """Those of which the public reads a version."""
        return self.filter(published_version__isnull=False).exclude(state=SubmissionState.WITHDRAWN)


class Submission(models.Model):
    """What one participant sends in answer to one call, through all its versions.

    `state` is that of the version that stands, the last one filed. `published_version` is the one the public
    reads: it stays when a new version is filed, until that is published in its turn.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="submissions", verbose_name=_("call"))
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="submissions", verbose_name=_("submitted by")
    )
    state = models.CharField(_("state"), max_length=15, choices=SubmissionState, default=SubmissionState.DRAFT)
    illustrative = models.BooleanField(_("illustrative"), default=False)
    created_at = models.DateTimeField(_("begun"))
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_version = models.ForeignKey(
        "SubmissionVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("published")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason for the withdrawal"), max_length=LONGEST_REASON, blank=True)

    objects = SubmissionQuerySet.as_manager()
    named_with: ClassVar = ("call", "participant")

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "participant"],
                name="submission_once_for_each_party",
                violation_error_message=_("The participant already has a submission under this call."),
            ),
            models.CheckConstraint(
                name="submission_acknowledged_has_time",
                violation_error_message=_("An acknowledged submission has a time of acknowledgement."),
                condition=~models.Q(state__in=[SubmissionState.ACKNOWLEDGED, SubmissionState.PUBLISHED])
                | models.Q(acknowledged_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_published_has_version",
                violation_error_message=_("A published submission has one published version."),
                condition=~models.Q(state=SubmissionState.PUBLISHED) | models.Q(published_version__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_published_wholly",
                violation_error_message=_(
                    "A published version has a time of publication; an unpublished one has none."
                ),
                condition=models.Q(published_version__isnull=True, published_at__isnull=True)
                | models.Q(published_version__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_withdrawn_with_reason",
                violation_error_message=_(
                    "A submission is withdrawn with a time and a reason, and has neither before."
                ),
                condition=models.Q(withdrawn_at__isnull=True) & ~models.Q(state=SubmissionState.WITHDRAWN)
                | models.Q(withdrawn_at__isnull=False, state=SubmissionState.WITHDRAWN)
                & ~models.Q(withdrawal_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(party)s: %(call)s") % {"party": self.participant, "call": self.call}

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

    @property
    def may_be_recalled(self) -> bool:
        """Whether it can be taken back to be corrected: it is not acknowledged, the public reads none of it, and no
        earlier version would be taken back with it."""
        alone = sum(version.is_filed for version in self.versions.all()) == 1
        return alone and self.state == SubmissionState.FILED and not self.published_version_id

    @property
    def consent_is_taken_back(self) -> bool:
        """Whether the public reads an earlier version, and the one that stands is not to be published."""
        standing = self.standing
        shown = bool(self.published_version_id) and not self.is_withdrawn
        return shown and standing is not None and standing.pk != self.published_version_id and not standing.consent

    @property
    def is_withdrawn(self) -> bool:
        return self.state == SubmissionState.WITHDRAWN


class Frozen(TypeError):
    """What was filed is never changed and never deleted: a new version is filed."""

    def __init__(self) -> None:
        super().__init__("What was filed is never changed: file a new version.")


NAMES_AT_HAND = [
    *("number", "revision", "filed_at", "submission__call__process__slug", "submission__participant__key"),
    *("submission__call__process__mandate_stamp", "form__number", "form__introduction", "form__stamp"),
    *(f"submission__call__{build_localized_fieldname('title', code)}" for code in CODES),
    *(f"submission__participant__{build_localized_fieldname('name', code)}" for code in CODES),
]


class VersionQuerySet(models.QuerySet["SubmissionVersion"]):
    def filed(self) -> VersionQuerySet:
        return self.filter(filed_at__isnull=False)

    def written_by(self, user: Any) -> VersionQuerySet:
        """Those of the parties for which `user` drafts."""
        own = access.participants_where(user, Permission.OWN_DRAFT)
        return self.filter(submission__participant__in=own)

    def with_party_and_call(self) -> VersionQuerySet:
        return self.select_related("submission__call__process", "submission__participant", "form")

    def with_their_names(self) -> VersionQuerySet:
        """The same with as little as a change asks for: what they are called, of a hundred and forty columns."""
        return self.with_party_and_call().only(*NAMES_AT_HAND)

    def update(self, **values: Any) -> int:
        if self.filed().exists():
            raise Frozen
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.filed().exists():
            raise Frozen
        return super().delete()


def new_salt() -> str:
    """What keeps the SHA-256 of one version from being guessed: 16 bytes at random, in hexadecimal digits."""
    return secrets.token_hex(16)


class SubmissionVersion(models.Model):
    """One version: a draft until it is filed, and never changed afterwards."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="versions", verbose_name=_("submission"))
    form = models.ForeignKey(FormVersion, models.PROTECT, related_name="versions", verbose_name=_("form"))
    number = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=LONGEST_TITLE, blank=True)
    introduction = models.TextField(
        _("introduction"), blank=True, validators=[MaxLengthValidator(LONGEST_INTRODUCTION)]
    )
    consent = models.BooleanField(_("consent to publication"), default=False)
    revision = models.PositiveIntegerField(_("number of saves"), default=0)
    saved_at = models.DateTimeField(_("saved"))
    saved_by_name = models.CharField(_("saved by"), max_length=254, blank=True)
    serial = models.PositiveIntegerField(_("running number in the process"), null=True, blank=True)
    filing_number = models.CharField(_("filing number"), max_length=60, null=True, blank=True, unique=True)
    filed_at = models.DateTimeField(_("filed"), null=True, blank=True)
    filed_by_name = models.CharField(_("filed by"), max_length=254, blank=True)
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)  # as it stood at the filing
    zone = models.CharField(_("time zone of the deadline"), max_length=60, blank=True)  # likewise
    names = models.JSONField(default=dict, blank=True, editable=False)  # likewise; see submissions/names.py
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.PORTAL)
    received_at = models.DateTimeField(
        _("received"), null=True, blank=True, help_text=_("Where it came by another way than this portal.")
    )
    sender = models.EmailField(_("sender's e-mail address"), blank=True)  # of what came by another way; never published
    clearing = models.CharField(max_length=10, choices=Clearing, default=Clearing.NONE, blank=True, editable=False)
    late = models.BooleanField(_("late"), default=False)
    content = models.TextField(
        _("canonical form"), blank=True, help_text=_("The text over which the SHA-256 is computed.")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    salt = models.CharField(max_length=32, default=new_salt, blank=True, editable=False)  # see submissions/canonical.py

    objects = VersionQuerySet.as_manager()
    made_here = frozenset({"names", "content"})  # the checksum is taken over them
    named_with: ClassVar = ("submission__call", "submission__participant")

    class Meta:
        verbose_name = _("version of a submission")
        verbose_name_plural = _("versions of submissions")
        ordering = ["submission_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"],
                name="submission_version_once",
                violation_error_message=_("The submission already has a version with this number."),
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(filed_at__isnull=True),
                name="submission_one_draft",
                violation_error_message=_("The submission already has a draft."),
            ),
            models.CheckConstraint(
                name="received_by_another_way",
                violation_error_message=_(
                    "What came by another way than this portal has the time at which it was received."
                ),
                condition=models.Q(channel=Channel.PORTAL, received_at__isnull=True)
                | (~models.Q(channel=Channel.PORTAL) & models.Q(received_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="introduction_not_too_long",
                violation_error_message=_("The introduction is too long."),
                condition=LessThanOrEqual(Length("introduction"), LONGEST_INTRODUCTION),
            ),
            models.CheckConstraint(
                name="filed_wholly_or_not_at_all",
                violation_error_message=_(
                    "A filed version has a time, a number, content and a checksum; a draft has none of these."
                ),
                condition=models.Q(
                    filed_at__isnull=True,
                    filing_number__isnull=True,
                    serial__isnull=True,
                    sha256="",
                    content="",
                    late=False,
                )
                | (
                    models.Q(filed_at__isnull=False, filing_number__isnull=False, serial__isnull=False)
                    & ~models.Q(sha256="")
                    & ~models.Q(content="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.filing_number or f"{self.submission} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse_if_filed(self.pk)
        super().save(*args, **kwargs)

    def rewrite(self, **values: Any) -> None:
        """Change a draft in one statement. Raises Frozen when the stored version is filed, whatever is in memory."""
        rows: models.QuerySet[SubmissionVersion] = models.QuerySet(SubmissionVersion)
        if not rows.filter(pk=self.pk, filed_at__isnull=True).update(**values):
            raise Frozen
        for name, value in values.items():
            setattr(self, name, value)

    @property
    def process(self) -> Process:
        return self.submission.process

    @property
    def is_filed(self) -> bool:
        return self.filed_at is not None

    @property
    def replaces(self) -> SubmissionVersion | None:
        """The version that stood until this one was filed; None for the first."""
        earlier = [v for v in self._filed_beside() if v.number < self.number]
        return max(earlier, key=lambda v: v.number, default=None)

    @property
    def replaced_by(self) -> SubmissionVersion | None:
        """The version that was filed next; None for the one that stands."""
        later = [v for v in self._filed_beside() if v.number > self.number]
        return min(later, key=lambda v: v.number, default=None)

    def _filed_beside(self) -> list[SubmissionVersion]:
        return [version for version in self.submission.versions.all() if version.is_filed]

    @property
    def filing_time(self) -> datetime:
        """When it was filed; only what is filed is asked."""
        assert self.filed_at is not None  # noqa: S101 - for the type checker
        return self.filed_at


@receiver(pre_delete, sender=SubmissionVersion)
def keep_filed_version(instance: SubmissionVersion, **kwargs: Any) -> None:
    """What was filed goes with nothing that is deleted above it either."""
    refuse_if_filed(instance.pk)


def refuse_if_filed(version: int) -> None:
    """Raise Frozen when the stored version of that id is filed, whatever an object in memory says."""
    if SubmissionVersion.objects.filter(pk=version).filed().exists():
        raise Frozen
