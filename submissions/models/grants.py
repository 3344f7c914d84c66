"""Grants: a participant may file after a call has closed, until a moment, for a reason."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.record.days import MomentField
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Participant, Process

from ..sizes import LONGEST_REASON
from .calls import Call


class Grant(WithinProcess):
    """Leave to file under a call that is closed. What is filed by it is late all the same."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="grants", verbose_name=_("call"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", verbose_name=_("participant"))
    until = MomentField(_("until"), help_text=_("In the time zone of the call."))
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)

    within = ("call", "participant")
    named_with: ClassVar = ("call", "participant")

    class Meta:
        verbose_name = _("permission to file after the close")
        verbose_name_plural = _("permissions to file after the close")
        ordering = ["call", "until"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "participant"],
                name="grant_once_for_each_party",
                violation_error_message=_("The participant already has such a permission: change its moment."),
            ),
            models.CheckConstraint(
                name="grant_has_reason",
                condition=~models.Q(reason=""),
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.call}"

    @property
    def process(self) -> Process:
        return self.call.process
