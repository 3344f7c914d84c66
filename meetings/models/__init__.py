from .agenda import AgendaItem, Letter
from .calendar import FIRST, Meeting, MeetingDates, MeetingPart, Sitting
from .names import OwnName
from .people import GroupMember, Membership, Participant, Region
from .process import Component, Decision, DecisionAlias, Process

__all__ = [
    "FIRST",
    "AgendaItem",
    "Component",
    "Decision",
    "DecisionAlias",
    "GroupMember",
    "Letter",
    "Meeting",
    "MeetingDates",
    "MeetingPart",
    "Membership",
    "OwnName",
    "Participant",
    "Process",
    "Region",
    "Sitting",
]
