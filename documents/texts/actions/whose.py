"""Whose a proposal is, as each of its events says it."""

from __future__ import annotations

from typing import Any

from meetings.models import Participant

from ..models import Proposal


def told(proposal: Proposal, participant: Participant | None = None) -> dict[str, Any]:
    """What each event of a proposal says: whose it is, or who joined or left."""
    party = participant or proposal.participant
    return {
        "party": proposal.participant.party,
        "party_sees": True,
        "participant": str(party),
        "participant_key": party.key,
    }
