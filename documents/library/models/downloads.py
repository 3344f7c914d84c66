"""What a person has downloaded of a meeting's documents together, so that they can be given what is new since."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.models import User
from meetings.models import Meeting, Process


class LastDownload(models.Model):
    """A person's last ZIP of a meeting, and what they had when they asked for it: it is their own business.

    That a ZIP was sent whole does not say that it arrived whole. So what was had before stays, until the next is
    asked for from the last one.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+", verbose_name=_("meeting"))
    at = models.DateTimeField(_("time"))
    has = models.JSONField(default=dict, editable=False)  # library.together.stamps; so is the next
    had = models.JSONField(null=True, blank=True, editable=False)  # none who asked for everything
    behind_sign_in: ClassVar = True
    named_with: ClassVar = ("meeting",)

    class Meta:
        verbose_name = _("last download")
        verbose_name_plural = _("last downloads")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "meeting"],
                name="last_download_once",
                violation_error_message=_("It is on record already what this person has downloaded last."),
            )
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def process(self) -> Process:
        return self.meeting.process
