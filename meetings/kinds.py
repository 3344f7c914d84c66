"""The kinds of participants, meetings and instruments that the field knows, each by its usual names.

Which of them a process has, what it calls some of them otherwise and in which order it lists its participants is
its own data (models.names).
"""

from __future__ import annotations

import re

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ParticipantKind(models.TextChoices):
    """In the order in which lists name participants, unless a process has another."""

    STATE = "state", _("Government")
    REGIONAL_INTEGRATION = "regional_integration", _("regional economic integration organization")
    REGIONAL_GROUP = "regional_group", _("regional group")
    NEGOTIATING_GROUP = "negotiating_group", _("negotiating group")
    GROUP_OF_STATES = "group_of_states", _("group of States")
    FORUM = "forum", _("regional or subregional forum")
    PERMANENT_REPRESENTATIVES = "permanent_representatives", _("committee of permanent representatives")
    BUREAU = "bureau", _("Bureau")
    BODY = "body", _("intergovernmental or inter-agency body")
    UN_BODY = "un_body", _("United Nations body")
    CONVENTION = "convention", _("secretariat of a convention")
    BANK = "bank", _("financial institution or development bank")
    INTERGOVERNMENTAL = "intergovernmental", _("other intergovernmental organization")
    ORGANIZATION = "organization", _("organization")
    MAJOR_GROUP = "major_group", _("major group")
    CIVIL_SOCIETY = "civil_society", _("civil society organization")
    EXPERT_GROUP = "expert_group", _("expert group")
    GROUP = "group", pgettext_lazy("participant", "group")
    OBSERVER = "observer", _("observer")


class MeetingKind(models.TextChoices):
    SESSION = "session", _("session")
    BUREAU = "bureau", _("Bureau")
    PERMANENT_REPRESENTATIVES = "permanent_representatives", _("permanent representatives")
    REGIONAL = "regional", _("regional consultation")
    INTER_AGENCY = "inter_agency", _("inter-agency meeting")
    EXPERT = "expert", _("expert consultation")
    CIVIL_SOCIETY = "civil_society", _("civil society consultation")
    PREPARATORY = "preparatory", _("preparatory meeting")
    INTERSESSIONAL = "intersessional", _("intersessional meeting")
    INFORMAL = "informal", _("informal consultation")
    GOVERNING_BODY = "governing_body", _("governing body session")


# A word that folders of data used before for a kind of meeting.
EARLIER_WORDS = {"working_group": MeetingKind.SESSION}


class BodyKind(models.TextChoices):
    """What kind of body meets, by the name of its sessions."""

    WORKING_GROUP = "working_group", _("working group session")
    NEGOTIATING_COMMITTEE = "negotiating_committee", _("session of the negotiating committee")
    PREPARATORY_COMMITTEE = "preparatory_committee", _("session of the preparatory committee")
    COMMITTEE = "committee", _("session of the committee")
    COMMISSION = "commission", _("session of the commission")
    CONFERENCE_OF_PARTIES = "conference_of_parties", _("meeting of the Conference of the Parties")
    CONFERENCE = "conference", _("session of the conference")
    COUNCIL = "council", _("session of the council")
    ASSEMBLY = "assembly", _("session of the assembly")


class InstrumentKind(models.TextChoices):
    """What gives a mandate."""

    DECISION = "decision", _("decision")
    RESOLUTION = "resolution", _("resolution")
    RECOMMENDATION = "recommendation", _("recommendation")
    DECLARATION = "declaration", _("declaration")
    OTHER = "other", _("other instrument")


class Named(models.TextChoices):
    """Of what a process may call a kind otherwise."""

    PARTICIPANT = "participant", _("participant")
    MEETING = "meeting", _("meeting")
    INSTRUMENT = "instrument", _("decision or resolution")


KINDS: dict[Named, type[models.TextChoices]] = {
    Named.PARTICIPANT: ParticipantKind,
    Named.MEETING: MeetingKind,
    Named.INSTRUMENT: InstrumentKind,
}

# What more than one of a kind are called.
MANY: dict[models.TextChoices, Promise] = {
    ParticipantKind.STATE: _("Governments"),
    ParticipantKind.REGIONAL_INTEGRATION: _("regional economic integration organizations"),
    ParticipantKind.REGIONAL_GROUP: _("regional groups"),
    ParticipantKind.NEGOTIATING_GROUP: _("negotiating groups"),
    ParticipantKind.GROUP_OF_STATES: _("groups of States"),
    ParticipantKind.FORUM: _("regional and subregional forums"),
    ParticipantKind.PERMANENT_REPRESENTATIVES: _("committees of permanent representatives"),
    ParticipantKind.BUREAU: _("Bureaux"),
    ParticipantKind.BODY: _("intergovernmental and inter-agency bodies"),
    ParticipantKind.UN_BODY: _("United Nations bodies"),
    ParticipantKind.CONVENTION: _("secretariats of conventions"),
    ParticipantKind.BANK: _("financial institutions and development banks"),
    ParticipantKind.INTERGOVERNMENTAL: _("other intergovernmental organizations"),
    ParticipantKind.ORGANIZATION: _("organizations"),
    ParticipantKind.MAJOR_GROUP: _("major groups"),
    ParticipantKind.CIVIL_SOCIETY: _("civil society organizations"),
    ParticipantKind.EXPERT_GROUP: _("expert groups"),
    ParticipantKind.GROUP: pgettext_lazy("participants", "groups"),
    ParticipantKind.OBSERVER: _("observers"),
    MeetingKind.SESSION: pgettext_lazy("meeting", "Sessions"),
}

# How a text cites an instrument by its symbol.
CITED: dict[InstrumentKind, Promise | str] = {
    InstrumentKind.DECISION: _("Decision %(symbol)s"),
    InstrumentKind.RESOLUTION: _("Resolution %(symbol)s"),
    InstrumentKind.RECOMMENDATION: _("Recommendation %(symbol)s"),
    InstrumentKind.DECLARATION: _("Declaration %(symbol)s"),
    InstrumentKind.OTHER: "%(symbol)s",
}


def instrument_of(symbol: str) -> InstrumentKind:
    """What a symbol says of its instrument: UNEP/EA.5/Res.14 and A/RES/75/290 are resolutions."""
    words = {word.casefold() for word in re.split(r"[/.\s]", symbol)}
    return InstrumentKind.RESOLUTION if words & {"res", "resolution"} else InstrumentKind.DECISION
