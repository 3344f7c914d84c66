"""Meetings and the parts in which they are held, with every date that these were given."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.languages import CODES, between_phrases
from igsp_portal.foundations.record.days import DayField
from igsp_portal.foundations.time import may_be_in, validate_country, validate_zone, zones_of

from ..kinds import MeetingKind
from ..states import DatesBasis, MeetingState
from .process import Process

FIRST = 1  # the number of the first part


class Sitting:
    """Facts of dates, of which nothing is overwritten: every date given so far is on record."""

    zone: str

    @property
    def history(self) -> list[MeetingDates]:
        """Every date given, in the order of record."""
        raise NotImplementedError

    @property
    def local_zone(self) -> str:
        """The zone by whose clocks the days begin and end."""
        raise NotImplementedError

    @property
    def in_force(self) -> MeetingDates | None:
        """The dates and place that hold: the last recorded."""
        return next(reversed(self.history), None)

    @property
    def announced(self) -> MeetingDates | None:
        """The dates first announced, from which due dates were reckoned."""
        return next(iter(self.history), None)

    @property
    def has_moved(self) -> bool:
        """Whether the dates in force are other days than those first announced."""
        return moved(self.history)

    @property
    def zone_elsewhere(self) -> str:
        """What is wrong, in words, where clocks at the place show another time than its zone: one of them moved."""
        dates = self.in_force
        if not (self.zone and dates and dates.country) or may_be_in(self.zone, dates.country, dates.starts_on):
            return ""
        return gettext(
            "“%(zone)s” is not a time zone of %(country)s, where the meeting takes place; there are: %(zones)s."
        ) % {"zone": self.zone, "country": dates.country, "zones": ", ".join(zones_of(dates.country))}


def moved(history: list[MeetingDates]) -> bool:
    """Whether the last of these dates are other days than the first."""
    return bool(history) and (history[0].starts_on, history[0].ends_on) != (history[-1].starts_on, history[-1].ends_on)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Any) -> MeetingQuerySet:
        return self.filter(process__in=Process.objects.visible_to(user))

    def with_dates(self) -> MeetingQuerySet:
        """With every date they were given, and with the parts in which they were held."""
        return self.prefetch_related("dates", "parts")


class Meeting(Sitting, models.Model):
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
    def history(self) -> list[MeetingDates]:
        """Every date the meeting was given, in the order of record."""
        return list(self.dates.all())

    @property
    def sittings(self) -> list[Sitting]:
        """What has days and a place of its own: each part of a session that was adjourned, or the meeting itself."""
        return list(self.parts.all()) or [self]

    @property
    def in_force(self) -> MeetingDates | None:
        """The dates and place that hold: the last recorded; of several parts, from the first day to the last."""
        return span(lasts) if len(lasts := [dates[-1] for dates in self._of_each_part]) > 1 else super().in_force

    @property
    def announced(self) -> MeetingDates | None:
        """The dates first announced, from which due dates were reckoned: those of the first part."""
        first = next(iter(self._of_each_part), None)
        return first[0] if first else None

    @property
    def has_moved(self) -> bool:
        """Whether it, or one of its parts, is held on other days than those first announced."""
        return any(moved(dates) for dates in self._of_each_part)

    @property
    def _of_each_part(self) -> list[list[MeetingDates]]:
        """The dates given to each part, in the order of the parts; what was given to none of them is of the first."""
        found: dict[int, list[MeetingDates]] = {}
        for dates in self.history:
            found.setdefault(dates.part.number if dates.part else FIRST, []).append(dates)
        return [found[number] for number in sorted(found)]


class MeetingPart(Sitting, models.Model):
    """A part of a meeting that was adjourned and resumed, with days, a place and a clock of its own.

    Dates that a meeting was given before anybody knew that it would be adjourned are those of its first part.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="parts", verbose_name=_("meeting"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(FIRST)])
    name = models.CharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_("As it follows the name of the meeting. Leave empty for “part 2”."),
    )
    zone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        validators=[validate_zone],
        help_text=_("Leave empty where it is that of the meeting."),
    )

    named_with: ClassVar = ("meeting",)

    class Meta:
        verbose_name = _("part of a meeting")
        verbose_name_plural = _("parts of meetings")
        ordering = ["meeting_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="part_number_once",
                violation_error_message=_("The meeting already has a part with this number."),
            )
        ]

    def __str__(self) -> str:
        # Translators: a session and one of its parts: "Fifth session, part 2".
        return _("%(meeting)s, %(part)s") % {"meeting": self.meeting.name, "part": self.called}

    @property
    def called(self) -> str:
        """What it is called beside its meeting."""
        return self.name or gettext("part %(number)s") % {"number": self.number}

    @property
    def process(self) -> Process:
        return self.meeting.process

    @property
    def local_zone(self) -> str:
        """The zone by whose clocks its days begin and end."""
        return self.zone or self.meeting.local_zone

    @property
    def history(self) -> list[MeetingDates]:
        """Every date it was given, in the order of record."""
        own = (self.pk, None) if self.number == FIRST else (self.pk,)
        return [dates for dates in self.meeting.dates.all() if dates.part_id in own]


class DatesWithParts(models.Manager["MeetingDates"]):
    """Dates, each with the part that it is of: which of them hold depends on it."""

    def get_queryset(self) -> models.QuerySet[MeetingDates]:
        return super().get_queryset().select_related("part")


class MeetingDates(models.Model):
    """Dates and a place a meeting was given at some time. Nothing is overwritten: a change is a new row."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="dates", verbose_name=_("meeting"))
    part = models.ForeignKey(
        MeetingPart,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="dates",
        verbose_name=pgettext_lazy("of a meeting", "part"),
    )
    basis = models.CharField(_("basis"), max_length=10, choices=DatesBasis)
    starts_on = DayField(pgettext_lazy("dates", "from"))
    ends_on = DayField(pgettext_lazy("dates", "to"))
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("May be a country only, or left empty if unknown.")
    )
    country = models.CharField(_("country code"), max_length=2, blank=True, validators=[validate_country])
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = DatesWithParts()

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
        days = f"{self.starts_on:%Y-%m-%d} – {self.ends_on:%Y-%m-%d}"
        return f"{days} ({self.part.called})" if self.part else days

    def clean(self) -> None:
        """Dates that are in force already are no change; and a part is one of its meeting."""
        if self.part and self.part.meeting_id != self.meeting_id:
            raise ValidationError({"part": _("This is not a part of the meeting.")})
        last = self.before if self._state.adding and self.meeting_id else None
        if last and last.says == self.says:
            raise ValidationError({"starts_on": _("The meeting already has these dates and this place.")})

    @property
    def before(self) -> MeetingDates | None:
        """What the meeting, or the same part of it, was given last, other than these."""
        of_the_same = models.Q(part=self.part)
        if self.part is None or self.part.number == FIRST:
            of_the_same |= models.Q(part=None) | models.Q(part__number=FIRST)
        return MeetingDates.objects.filter(of_the_same, meeting=self.meeting_id).exclude(pk=self.pk).last()

    @property
    def sitting(self) -> Sitting:
        """Of what they are the dates: of the meeting, or of one of its parts."""
        return self.part or self.meeting

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


def span(parts: list[MeetingDates]) -> MeetingDates:
    """From the first day of several parts to the last, with every place: dates that no row holds."""
    first, last = min(dates.starts_on for dates in parts), max(dates.ends_on for dates in parts)
    places = {column: _together(parts, column, code) for code, column in _PLACES.items()}
    return MeetingDates(meeting=parts[0].meeting, basis=parts[-1].basis, starts_on=first, ends_on=last, **places)


_PLACES = {code: f"place_{code.replace('-', '_')}" for code in CODES}


def _together(parts: list[MeetingDates], column: str, code: str) -> str:
    return between_phrases(code).join(dict.fromkeys(place for dates in parts if (place := getattr(dates, column))))
