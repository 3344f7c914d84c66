"""What changes in invitations: every function writes rows and their event in one transaction, and letters with them.

The letters of many invitations are written by the worker, some at a time. Which were written stands in their rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit, records
from igsp_portal.foundations.worker.work import LAST, PORTAL, hand_over, tell
from igsp_portal.models import User
from meetings.models import Participant

from ..models import Call, Invitation
from ..models.calls import addressed_by
from ..models.invitations import NOT_ADDRESSED
from ..states import CallStage, CallState
from . import letters, naming, tokens

AT_ONCE = 50  # letters in one transaction, so that nobody waits for the database
INVITED = "invited"  # who acts by the link of an invitation
ACTORS = {INVITED: _("The invited participant")}
SENTENCES = {
    "invitation.made": _("%(by)s invited: %(about)s"),
    "invitation.sent": _("%(by)s sent the invitation: %(about)s"),
    "invitation.opened": _("%(by)s opened the invitation: %(about)s"),
    "invitation.link_ended": _("%(by)s ended a link that went to an earlier address: %(about)s"),
    "invitation.revoked": _("%(by)s revoked the invitation: %(about)s"),
    "reminder.sent": _("%(by)s reminded those who have not answered: %(about)s"),
}


@dataclass(frozen=True)
class Invited:
    """Whom to invite, and where to write."""

    participant: Participant
    emails: list[str]
    language: str


def recorded(verb: str, invitation: Invitation, *, by: User | str) -> Any:
    return audit.recorded(verb, invitation, by=by, party=invitation.participant.party, party_sees=True)


def refuse_unless_inviting(call: Call) -> None:
    """Raise ValidationError where nobody could answer."""
    if call.is_draft:
        raise ValidationError(_("The call is a draft; publish it first."))
    if call.state_at(time.now()) == CallState.CLOSED:
        raise ValidationError(_("The call is closed; nobody can be invited any more."))


def invite(call: Call, invited: Iterable[Invited], *, by: User | str) -> list[Invitation]:
    """Invite each to answer `call`; the worker writes to them. Raises ValidationError, and then nobody is invited."""
    refuse_unless_inviting(call)
    addressed = addressed_by([call])[call.pk]
    with audit.together():
        made = [add(call, one, addressed, by=by) for one in invited]
        send_soon(call)
    return made


def add(call: Call, one: Invited, addressed: Collection[int], *, by: User | str, **columns: Any) -> Invitation:
    """Note that a participant is invited; whoever calls sees to it that it is written to (`send_soon`).

    `addressed` are the ids of all that the call addresses, asked for once for many. Raises ValidationError.
    """
    if one.participant.pk not in addressed:
        raise ValidationError({"participant": NOT_ADDRESSED})
    invitation = Invitation(
        call=call,
        participant=one.participant,
        emails=one.emails,
        language=one.language,
        **{"invited_at": time.now(), **columns},
    )
    invitation.clean_fields(exclude={"call", "participant"})  # of which both are at hand
    with recorded("invitation.made", invitation, by=by):
        invitation.save(force_insert=True)
    return invitation


def send_soon(call: Call) -> None:
    """Let the worker write to those of a call who have not been written to."""
    if Invitation.objects.to_send().filter(call=call).exists():
        hand_over(send, call.pk, rank=LAST)


@task()
def send(call_id: int) -> None:
    """Write the invitations of a call that wait for it: some now, and the others in another task."""
    waiting = Invitation.objects.to_send().filter(call=call_id, call__stage=CallStage.PUBLISHED).order_by("pk")
    with audit.together():
        rows = waiting.select_related("call__process", "participant__process").select_for_update(of=("self",))
        for invitation in rows[:AT_ONCE]:
            _send(invitation, by=PORTAL)
        if waiting.exists():
            hand_over(send, call_id, rank=LAST)


tell(send, _("Writing of invitations"), Call)


def _send(invitation: Invitation, *, by: User | str) -> None:
    """Make a link, after which none made earlier opens anything, and write it to the participant."""
    call = invitation.call
    with recorded("invitation.sent", invitation, by=by):
        invitation.links += 1
        invitation.sent_at, invitation.revoked_at = time.now(), None
        invitation.expires_at = invitation.until(call)
        invitation.token_hash = tokens.hash_of(tokens.token_of(invitation))
        invitation.save(update_fields=["links", "sent_at", "revoked_at", "expires_at", "token_hash"])
        letters.write_invitation(invitation, named=naming.has_focal_point(invitation.participant))


def held(invitation: Invitation) -> Invitation:
    """Its row as it stands, kept from others to the end of the transaction."""
    rows = Invitation.objects.select_related("call__process", "participant__process")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)


def renew(invitation: Invitation, *, by: User | str) -> None:
    """Send a new link, also where the last was revoked; the last opens nothing any more. Raises ValidationError."""
    refuse_unless_inviting(invitation.call)
    if invitation.is_illustrative:
        raise ValidationError(_("This invitation is illustrative: nobody is written to."))
    with audit.together():
        _send(held(invitation), by=by)


def correct(invitation: Invitation, *, by: User | str, names: Iterable[str]) -> None:
    """Save what a checked form has set in these fields; a link that went to other addresses opens nothing any more."""
    with audit.together():
        if "emails" in names and held(invitation).token_hash:
            with recorded("invitation.link_ended", invitation, by=by):
                invitation.token_hash = None
                invitation.save(update_fields=["token_hash"])
        records.save_changed(invitation, by=by, names=names)


def revoke(invitation: Invitation, *, by: User | str) -> None:
    """Let its link open nothing any more. Who was named by it stays named."""
    with audit.together():
        invitation = held(invitation)
        if invitation.revoked_at is None:
            with recorded("invitation.revoked", invitation, by=by):
                invitation.token_hash, invitation.revoked_at = None, time.now()
                invitation.save(update_fields=["token_hash", "revoked_at"])


def opened(invitation: Invitation) -> None:
    """Note that somebody has pressed the button on its page; the first time is kept."""
    with audit.together():
        invitation = held(invitation)
        if invitation.opened_at is None:
            with recorded("invitation.opened", invitation, by=INVITED):
                invitation.opened_at = time.now()
                invitation.save(update_fields=["opened_at"])
