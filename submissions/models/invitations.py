"""Invitations to answer a call, one for each participant, and the days on which who has not answered is reminded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.record.days import DayField
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Participant, Process

from ..states import COUNTED, RECEIVED, CallStage, InvitationState
from .calls import Call
from .parts import Party
from .submissions import Submission, SubmissionVersion

MOST_ADDRESSES = 10  # of one invitation
NOT_ADDRESSED = _("The call does not address this participant.")


def validate_addresses(emails: Any) -> None:
    """One or more e-mail addresses, each once."""
    if not isinstance(emails, list) or not emails:
        raise ValidationError(_("Give one or more e-mail addresses."))
    if len(emails) > MOST_ADDRESSES:
        raise ValidationError(_("At most %(most)s addresses."), params={"most": MOST_ADDRESSES})
    for email in emails:
        try:
            validate_email(email if isinstance(email, str) and len(email) <= 254 else "")
        except ValidationError as error:
            raise ValidationError(_("“%(email)s” is not an e-mail address."), params={"email": email}) from error


AFTER_DEADLINE = timedelta(days=90)  # where a call never closes
LONGEST = timedelta(days=180)  # how long a link opens anything


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def with_states(self) -> InvitationQuerySet:
        """Each with its `state`, as far as the secretariat sees it: that a party drafts, and never a word of it.

        Who is named in a joint submission that counts for it has answered.
        """
        own = Submission.objects.filter(call=OuterRef("call"), participant=OuterRef("participant"))
        joint = Party.objects.filter(
            capacity__in=COUNTED,
            participant=OuterRef("participant"),
            version__submission__call=OuterRef("call"),
            version__submission__state__in=RECEIVED,
        ).standing()
        drafts = SubmissionVersion.objects.filter(
            submission__call=OuterRef("call"), submission__participant=OuterRef("participant"), filed_at__isnull=True
        )
        cases = {
            InvitationState.ANSWERED: Q(Exists(own.filter(state__in=RECEIVED))) | Q(Exists(joint)),
            InvitationState.DRAFTING: Q(Exists(drafts)),
            InvitationState.REVOKED: Q(revoked_at__isnull=False),
            InvitationState.OPENED: Q(opened_at__isnull=False),
            InvitationState.SENT: Q(sent_at__isnull=False),
        }
        whens = [When(condition, then=Value(state.value)) for state, condition in cases.items()]
        return self.annotate(state=Case(*whens, default=Value(InvitationState.WAITING.value)))

    def to_send(self) -> InvitationQuerySet:
        """Those of which the message has yet to be written."""
        return self.filter(sent_at__isnull=True, revoked_at__isnull=True)

    def valid(self, at: datetime) -> InvitationQuerySet:
        """Those whose link opens a page at that moment."""
        return self.filter(
            token_hash__isnull=False, revoked_at__isnull=True, expires_at__gt=at, call__stage=CallStage.PUBLISHED
        )

    def illustrative(self) -> InvitationQuerySet:
        """Those of a data folder, shown as sent: nobody was or is written to."""
        return self.filter(links=0, sent_at__isnull=False)


class Invitation(WithinProcess):
    """What asks one participant to answer a call, by a link that lets it name who acts for it (decision 16)."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="invitations", verbose_name=_("call"))
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="invitations", verbose_name=_("participant")
    )
    emails = models.JSONField(_("e-mail addresses"), validators=[validate_addresses])
    language = models.CharField(_("language of e-mails"), max_length=10, choices=settings.LANGUAGES, default="en")
    invited_at = models.DateTimeField(_("invited"))
    # How often a link was made; from it and the portal's key the last one follows (inviting/tokens.py).
    links = models.PositiveSmallIntegerField(default=0, editable=False)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("link valid until"), null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    state: str  # of those that were asked for `with_states`

    objects = InvitationQuerySet.as_manager()
    within = ("participant",)
    behind_sign_in: ClassVar = True
    named_with: ClassVar = ("call__process", "participant")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["call", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "participant"],
                name="invitation_once",
                violation_error_message=_("This participant has been invited already."),
            ),
            models.CheckConstraint(
                name="invitation_link_expires",
                condition=Q(token_hash__isnull=True)
                | Q(sent_at__isnull=False, expires_at__isnull=False, revoked_at__isnull=True),
                violation_error_message=_("A link is sent, expires, and is none once it is revoked."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.call}"

    @property
    def process(self) -> Process:
        return self.call.process

    @property
    def is_illustrative(self) -> bool:
        return self.links == 0 and self.sent_at is not None

    def until(self, call: Call) -> datetime:
        """How long its last link opens anything, by the dates of `call`: to its close, at least for a day."""
        assert self.sent_at is not None  # noqa: S101 - whatever has a link was sent
        close = min(call.hard_closes_at or call.closes_at + AFTER_DEADLINE, self.sent_at + LONGEST)
        return max(close, self.sent_at + timedelta(days=1))

    def clean(self) -> None:
        super().clean()
        if self.call_id and self.participant_id and not self.call.addresses(self.participant):
            raise ValidationError({"participant": NOT_ADDRESSED})


class Reminder(models.Model):
    """A day on which those are reminded, once, who have not answered a call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="reminders", verbose_name=_("call"))
    day = DayField(_("day of the reminder"), help_text=_("At nine in the morning, in the time zone of the call."))
    done_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)

    behind_sign_in: ClassVar = True
    named_with: ClassVar = ("call__process",)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["call", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "day"],
                name="reminder_once_a_day",
                violation_error_message=_("There is a reminder on this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.day.isoformat()}"

    @property
    def process(self) -> Process:
        return self.call.process
