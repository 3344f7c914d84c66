"""A draft that was cleared and is changed awaits its clearance again, and those concerned are told."""

from __future__ import annotations

from typing import Any

from .. import mails
from ..models import SubmissionVersion
from ..states import Clearing


def voided(draft: SubmissionVersion) -> dict[str, Any]:
    """What a change writes into the draft besides; nothing where it was not cleared."""
    if draft.clearing != Clearing.CLEARED:
        return {}
    mails.write_uncleared(draft)
    return {"clearing": Clearing.ASKED}
