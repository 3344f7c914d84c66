"""A draft that is changed is neither cleared nor awaits its clearance: that is asked for again once it is ready."""

from __future__ import annotations

from typing import Any

from .. import mails
from ..models import SubmissionVersion
from ..states import Clearing


def voided(draft: SubmissionVersion) -> dict[str, Any]:
    """What a change writes into the draft besides; nothing where its clearance was never asked for.

    Those concerned are told where it was cleared.
    """
    if draft.clearing == Clearing.NONE:
        return {}
    if draft.clearing == Clearing.CLEARED:
        mails.write_uncleared(draft)
    return {"clearing": Clearing.NONE}
