"""What the secretariat asks a party about its submission, and what that answers: one thread for each submission."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from meetings.models import Process

from ..sizes import LONGEST_MESSAGE
from ..states import Channel
from .submissions import SubmissionVersion


class ClarificationQuerySet(models.QuerySet["Clarification"]):
    def of(self, submission: int) -> ClarificationQuerySet:
        """The thread of the submission of that id, the first message first."""
        return self.filter(version__submission=submission).order_by("pk")

    def newest(self) -> ClarificationQuerySet:
        """The messages that end their threads: a request among them awaits an answer."""
        later = Clarification.objects.filter(version__submission=OuterRef("version__submission"), pk__gt=OuterRef("pk"))
        return self.exclude(Exists(later))


class Clarification(models.Model):
    """A request of the secretariat's or an answer to one. A message follows those before it in its thread."""

    version = models.ForeignKey(
        SubmissionVersion, models.PROTECT, related_name="clarifications", verbose_name=_("version")
    )
    is_answer = models.BooleanField(_("answer"), default=False)
    words = models.TextField(_("text"), validators=[MaxLengthValidator(LONGEST_MESSAGE)])
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.PORTAL)
    # Of an answer that came by e-mail, if it is known: the next message is sent in answer to it.
    message_id = models.CharField(_("Message-ID"), max_length=250, blank=True)
    at = models.DateTimeField(_("sent at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    by_name = models.CharField(_("written by"), max_length=254, blank=True)

    objects = ClarificationQuerySet.as_manager()
    behind_sign_in: ClassVar = True
    named_with: ClassVar = ("version__submission__call", "version__submission__participant")

    class Meta:
        verbose_name = _("clarification")
        verbose_name_plural = _("clarifications")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def process(self) -> Process:
        return self.version.process
