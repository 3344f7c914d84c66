"""The agendas of meetings, and the letters that convened them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.lettering import cited
from igsp_portal.foundations.record.days import DayField
from igsp_portal.foundations.record.within import WithinProcess

from ..states import LetterPurpose
from .calendar import Meeting
from .process import Process


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name=_("meeting"))
    number = models.CharField(_("number"), max_length=10)
    title = models.CharField(_("title"), max_length=400)
    illustrative = models.BooleanField(
        _("illustrative"), default=False, help_text=_("Not taken from an official source.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="agenda_number_once",
                violation_error_message=_("The agenda already has an item with this number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.printed_number}. {self.title}"

    @property
    def printed_number(self) -> str:
        """Its number as the reader's language prints it, never broken over two lines: 4 (a), and 4 a) in French."""
        return cited(self.number, get_language() or "en")

    @property
    def process(self) -> Process:
        return self.meeting.process


class Letter(WithinProcess):
    """A letter the secretariat sent on paper: whom it invited to what, or asked for which inputs."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="letters", verbose_name=_("process"))
    key = models.SlugField(_("key"), max_length=60)
    purpose = models.CharField(_("purpose"), max_length=12, choices=LetterPurpose)
    sent_on = DayField(_("sent on"), null=True, blank=True, help_text=_("Leave empty if the day is not known."))
    to = models.CharField(_("addressees"), max_length=300)
    about = models.CharField(_("subject"), max_length=400)
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="letters", verbose_name=_("meeting")
    )
    paragraph = models.CharField(_("paragraph that reports it"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    within = ("meeting",)

    class Meta:
        verbose_name = pgettext_lazy("mail", "message")
        verbose_name_plural = _("letters")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                name="letter_key_once",
                violation_error_message=_("This key is taken; choose another."),
            )
        ]

    def __str__(self) -> str:
        return self.about
