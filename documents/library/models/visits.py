"""When a person last came to a meeting's page, so that they can be given what is new since."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.models import User
from meetings.models import Meeting, Process

A_VISIT_ENDS_AFTER = dt.timedelta(minutes=30)  # without a look at the page


class LastVisit(models.Model):
    """A person's visit to a meeting's page, and the one before: what there was when each began is their own business.

    Who looks again soon is on the same visit, or a reload would be the last.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+", verbose_name=_("meeting"))
    at = models.DateTimeField(_("time"))  # of the last look
    began_at = models.DateTimeField(editable=False)
    has = models.JSONField(default=dict, editable=False)  # library.together.stamps; so is the next
    before_at = models.DateTimeField(null=True, blank=True, editable=False)
    had = models.JSONField(null=True, blank=True, editable=False)  # none on the first visit
    behind_sign_in: ClassVar = True
    named_with: ClassVar = ("meeting",)

    class Meta:
        verbose_name = _("last visit")
        verbose_name_plural = _("last visits")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "meeting"],
                name="last_visit_once",
                violation_error_message=_("It is on record already when this person last came here."),
            )
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def process(self) -> Process:
        return self.meeting.process

    def is_over(self, now: dt.datetime) -> bool:
        """Whether who looks now is on another visit."""
        return now - self.at >= A_VISIT_ENDS_AFTER

    def before(self, now: dt.datetime) -> tuple[dt.datetime, Any]:
        """When the visit before began, and what there was then; of the first, while it lasts, its own beginning."""
        if self.is_over(now) or self.before_at is None:
            return self.began_at, self.has
        return self.before_at, self.had
