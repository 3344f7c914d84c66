"""Who may propose, support and decide: on top of the one table of roles."""

from __future__ import annotations

from typing import Any

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from meetings.models import Participant, Process

from .models import Proposal, TextVersion


def may_propose_for(user: Any, participant: Participant) -> bool:
    """Propose, support and withdraw in the name of `participant`: those who file for it, for others see it at once."""
    return access.may(user, Permission.OWN_FILE, process=participant.process, participant=participant)


def may_propose(user: Any, process: Process) -> bool:
    """Propose at all: in the name of some participant."""
    return access.may(user, Permission.OWN_FILE, process=process) or may_decide(user, process)


def may_decide(user: Any, process: Process) -> bool:
    """Decide on proposals, and enter one on a participant's behalf: those who write the text."""
    return access.may(user, Permission.TEXT_EDIT, process=process)


def acting_for(user: Any, process: Process) -> list[Participant]:
    """The participants in whose name `user` may propose and support: one's own; for the secretariat all."""
    if may_decide(user, process):
        return list(process.participants.all())
    own = access.participants_where(user, Permission.OWN_FILE)
    return list(process.participants.filter(pk__in=own)) if own else []


def may_withdraw(user: Any, proposal: Proposal) -> bool:
    """Those who file for its proponent; and the secretariat at the proponent's request."""
    return may_propose_for(user, proposal.participant) or may_decide(user, proposal.process)


def takes_proposals(version: TextVersion) -> bool:
    """Whether proposals are made on this version: its readers have no later one."""
    return not version.text.versions.issued().filter(number__gt=version.number).exists()


def sees_in_room(user: Any, version: TextVersion, process: Process) -> bool:
    """See what the chair shows: those who see the version anyway, and of a draft the participants of the process."""
    return waits_in_room(user, process) or TextVersion.objects.visible_to(user).filter(pk=version.pk).exists()


def waits_in_room(user: Any, process: Process) -> bool:
    """Be in the room before anything is shown: participants, and the secretariat."""
    return any(access.may(user, one, process=process) for one in (Permission.OWN_READ, Permission.DOCUMENT_READ))


def may_look_back(user: Any, process: Process) -> bool:
    """See how a version stood while it was drafted: those who may read drafts."""
    return access.may(user, Permission.DOCUMENT_READ, process=process)
