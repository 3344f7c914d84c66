"""Meetings, with every date they were given, their agendas, and the letters that convened them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.lettering import cited
from igsp_portal.foundations.record.days import DayField
from igsp_portal.foundations.record.within import WithinProcess
from igsp_portal.foundations.time import may_be_in, validate_country, validate_zone, zones_of

from ..kinds import MeetingKind
from ..states import DatesBasis, LetterPurpose, MeetingState
from .process import Process


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Any) -> MeetingQuerySet:
        return self.filter(process__in=Process.objects.visible_to(user))

    def with_dates(self) -> MeetingQuerySet:
        return self.prefetch_related("dates")


class Meeting(models.Model):
    process = models.ForeignKey(Process, models.CASCADE, related_name="meetings", verbose_name=_("process"))
    key = models.SlugField(_("address"), max_length=60)
    kind = models.CharField(_("kind"), max_length=30, choices=MeetingKind)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=300)
    state = models.CharField(_("state"), max_length=12, choices=MeetingState, default=MeetingState.TENTATIVE)
    cancelled_on = DayField(_("cancelled on"), null=True, blank=True, editable=False)
    zone = models.CharField(_("time zone"), max_length=60, blank=True, validators=[validate_zone])
    back_to_back_with = models.CharField(_("back to back with"), max_length=300, blank=True)
    paragraph = models.CharField(_("paragraph that announces it"), max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                name="meeting_key_once",
                violation_error_message=_("This address is taken; choose another."),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_has_state",
                condition=models.Q(cancelled_on__isnull=True) | models.Q(state=MeetingState.CANCELLED),
                violation_error_message=_("Only a cancelled meeting has a date of cancellation."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.process.slug, self.key])

    @property
    def is_session(self) -> bool:
        """Whether the negotiating body itself meets."""
        return self.kind == MeetingKind.SESSION

    @property
    def called(self) -> str:
        """What its process calls a meeting of its kind."""
        return self.process.names.one(MeetingKind(self.kind))

    @property
    def is_output(self) -> bool:
        """Whether it is the session of the governing body that receives the outcome."""
        return self.kind == MeetingKind.GOVERNING_BODY

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not be held, so that nothing is asked for it any more."""
        return self.state == MeetingState.CANCELLED

    @property
    def local_zone(self) -> str:
        """The zone by whose clocks its days begin and end."""
        return self.zone or self.process.zone

    @property
    def zone_elsewhere(self) -> str:
        """What is wrong, in words, where clocks at its place show another time than its zone: one of them moved."""
        dates = self.in_force
        if not (self.zone and dates and dates.country) or may_be_in(self.zone, dates.country, dates.starts_on):
            return ""
        return gettext(
            "“%(zone)s” is not a time zone of %(country)s, where the meeting takes place; there are: %(zones)s."
        ) % {"zone": self.zone, "country": dates.country, "zones": ", ".join(zones_of(dates.country))}

    @property
    def history(self) -> list[MeetingDates]:
        """Every date the meeting was given, in the order of record."""
        return list(self.dates.all())

    @property
    def in_force(self) -> MeetingDates | None:
        """The dates and place that hold: the last recorded."""
        history = self.history
        return history[-1] if history else None

    @property
    def announced(self) -> MeetingDates | None:
        """The dates first announced, from which due dates were reckoned."""
        history = self.history
        return history[0] if history else None

    @property
    def has_moved(self) -> bool:
        """Whether the dates in force are other days than those first announced."""
        days = [(dates.starts_on, dates.ends_on) for dates in self.history]
        return bool(days) and days[0] != days[-1]


class MeetingDates(models.Model):
    """Dates and a place a meeting was given at some time. Nothing is overwritten: a change is a new row."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="dates", verbose_name=_("meeting"))
    basis = models.CharField(_("basis"), max_length=10, choices=DatesBasis)
    starts_on = DayField(pgettext_lazy("dates", "from"))
    ends_on = DayField(pgettext_lazy("dates", "to"))
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("May be a country only, or left empty if unknown.")
    )
    country = models.CharField(_("country code"), max_length=2, blank=True, validators=[validate_country])
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("dates of a meeting")
        verbose_name_plural = _("dates of meetings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("A meeting cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m-%d} – {self.ends_on:%Y-%m-%d}"

    def clean(self) -> None:
        """Dates that are in force already are no change."""
        earlier = MeetingDates.objects.filter(meeting=self.meeting_id).exclude(pk=self.pk)
        last = earlier.last() if self._state.adding and self.meeting_id else None
        if last and last.says == self.says:
            raise ValidationError({"starts_on": _("The meeting already has these dates and this place.")})

    @property
    def says(self) -> tuple[Any, ...]:
        """What readers see of it."""
        return self.basis, self.starts_on, self.ends_on, self.place

    @property
    def when_and_where(self) -> str:
        return f"{self}, {self.place}" if self.place else str(self)

    @property
    def process(self) -> Process:
        return self.meeting.process


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
