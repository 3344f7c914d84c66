"""How a submission of a process's data folder came, and with whom it was made."""

from __future__ import annotations

from enum import Enum
from typing import Any

from igsp_portal.foundations.datafiles import Row

from .actions.joining import Named
from .states import Capacity, Channel


class OtherChannel(Enum):
    """The ways by which a submission comes to the secretariat, which enters it."""

    EMAIL = Channel.EMAIL.value
    PAPER = Channel.PAPER.value
    MEETING = Channel.MEETING.value


def arrival_of(row: Row) -> dict[str, Any]:
    """Channel and time of receipt, as columns of a version, of what came by another way than the portal."""
    if not (row.has("channel") or row.has("received_at")):
        return {}
    channel, received = row.choice("channel", OtherChannel), row.utc_time("received_at")
    return {"channel": channel.value if channel else "", "received_at": received}


def parties_of(row: Row, participants: dict[str, Any]) -> Named:
    """The further parties of a joint submission."""
    found: Named = []
    for one in row.rows("parties", once="participant"):
        participant = one.reference("participant", participants)
        capacity = one.choice("capacity", Capacity, Capacity.TOGETHER)
        one.done()
        if participant and capacity:
            found.append([participant.pk, capacity.value])
    return found
