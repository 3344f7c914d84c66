"""The kinds and states of meetings, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingKind(models.TextChoices):
    WORKING_GROUP = "working_group", _("working group session")
    BUREAU = "bureau", _("Bureau")
    PERMANENT_REPRESENTATIVES = "permanent_representatives", _("permanent representatives")
    REGIONAL = "regional", _("regional consultation")
    INTER_AGENCY = "inter_agency", _("inter-agency meeting")
    EXPERT = "expert", _("expert consultation")
    CIVIL_SOCIETY = "civil_society", _("civil society consultation")
    GOVERNING_BODY = "governing_body", _("governing body session")


class MeetingState(models.TextChoices):
    TENTATIVE = "tentative", pgettext_lazy("meeting", "tentative")
    SCHEDULED = "scheduled", pgettext_lazy("meeting", "scheduled")
    HELD = "held", pgettext_lazy("meeting", "held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


MEETING_MOVES: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.TENTATIVE: frozenset({MeetingState.SCHEDULED, MeetingState.CANCELLED}),
    MeetingState.SCHEDULED: frozenset({MeetingState.HELD, MeetingState.CANCELLED, MeetingState.TENTATIVE}),
    MeetingState.HELD: frozenset(),
    MeetingState.CANCELLED: frozenset({MeetingState.SCHEDULED}),
}


class DatesBasis(models.TextChoices):
    ANNOUNCED = "announced", pgettext_lazy("dates", "announced")
    REVISED = "revised", pgettext_lazy("dates", "revised")
    ACTUAL = "actual", pgettext_lazy("dates", "actual")


class ParticipantKind(models.TextChoices):
    STATE = "state", _("Government")
    FORUM = "forum", _("regional or subregional forum")
    BODY = "body", _("intergovernmental or inter-agency body")
    ORGANIZATION = "organization", _("organization")
    GROUP = "group", _("civil society or expert group")


# In which order lists name participants: forums, whose inputs speak for a region, before its Governments.
PRECEDENCE = (
    ParticipantKind.FORUM,
    ParticipantKind.STATE,
    ParticipantKind.BODY,
    ParticipantKind.ORGANIZATION,
    ParticipantKind.GROUP,
)


class RegionScheme(models.TextChoices):
    REGIONAL_GROUP = "regional_group", _("regional group of States")
    PROGRAMME_REGION = "programme_region", _("region of the programme")


class LetterPurpose(models.TextChoices):
    INVITATION = "invitation", _("invitation")
    REQUEST = "request", _("request for inputs")
