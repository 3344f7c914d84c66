"""The states of meetings and the moves between them, and the bases, schemes and purposes that rows name."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(models.TextChoices):
    TENTATIVE = "tentative", pgettext_lazy("meeting", "tentative")
    SCHEDULED = "scheduled", pgettext_lazy("meeting", "scheduled")
    HELD = "held", pgettext_lazy("meeting", "held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


MEETING_MOVES: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.TENTATIVE: frozenset({MeetingState.SCHEDULED, MeetingState.CANCELLED}),
    MeetingState.SCHEDULED: frozenset({MeetingState.HELD, MeetingState.CANCELLED, MeetingState.TENTATIVE}),
    MeetingState.HELD: frozenset({MeetingState.SCHEDULED}),
    MeetingState.CANCELLED: frozenset({MeetingState.SCHEDULED}),
}


class DatesBasis(models.TextChoices):
    ANNOUNCED = "announced", pgettext_lazy("dates", "announced")
    REVISED = "revised", pgettext_lazy("dates", "revised")
    ACTUAL = "actual", pgettext_lazy("dates", "actual")


class RegionScheme(models.TextChoices):
    REGIONAL_GROUP = "regional_group", _("regional group of States")
    PROGRAMME_REGION = "programme_region", _("region of the programme")


class LetterPurpose(models.TextChoices):
    INVITATION = "invitation", _("invitation")
    REQUEST = "request", _("request for inputs")
