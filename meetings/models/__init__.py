from .calendar import AgendaItem, Letter, Meeting, MeetingDates
from .names import OwnName
from .people import Membership, Participant, Region
from .process import Component, Decision, DecisionAlias, Process

__all__ = [
    "AgendaItem",
    "Component",
    "Decision",
    "DecisionAlias",
    "Letter",
    "Meeting",
    "MeetingDates",
    "Membership",
    "OwnName",
    "Participant",
    "Process",
    "Region",
]
