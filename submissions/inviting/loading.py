"""Illustrative invitations of a data folder: records of the past, of which nobody is written to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations.datafiles import Row, note, read
from meetings.models import Participant, Process

from ..models import Call, Invitation
from ..models.calls import addressed_by
from . import actions
from .actions import Invited


def load_invitations(folder: Path, process: Process, *, by: Any) -> None:
    """invitations.yaml, where it is. An invitation that is there is left alone. Raises DataError."""
    source = read(folder / "invitations.yaml", optional=True)
    calls = {call.key: call for call in process.calls.all()}
    participants = {p.key: p for p in Participant.objects.filter(process=process).select_related("process")}
    for row in source.rows("invitations"):
        with row.record():
            _load(row, calls, participants, by=by)
    source.done()


def _load(row: Row, calls: dict[str, Call], participants: dict[str, Participant], *, by: Any) -> None:
    call = row.reference("call", calls)
    invited = Invited(row.reference("participant", participants), row.texts("emails"), row.language("language", "en"))
    sent_at, opened_at = row.utc_time("sent_at"), row.utc_time("opened_at", None)
    if opened_at and sent_at and opened_at < sent_at:
        note(row.fault("opened_at", _("It cannot have been opened before it was sent.")))
    row.done()
    if not Invitation.objects.filter(call=call, participant=invited.participant).exists():
        addressed = addressed_by([call])[call.pk]
        actions.add(call, invited, addressed, by=by, invited_at=sent_at, sent_at=sent_at, opened_at=opened_at)
