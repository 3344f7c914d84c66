"""Reminders: on the days that a call sets, whoever has not answered is written to once, by the worker.

It may be done again at any time: no letter of a reminder is written twice, and its row says when all were.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from igsp_portal.foundations import time
from igsp_portal.foundations.access import Permission, roles_with
from igsp_portal.foundations.record import audit, records
from igsp_portal.foundations.worker.work import LAST, PORTAL, hand_over, tell
from igsp_portal.models import User
from meetings.models import Membership, Participant

from ..models import Call, Invitation, Reminder, SubmissionVersion
from ..states import RECEIVED, InvitationState
from . import actions, letters, naming

HOUR = dt.time(9)


def moment_of(reminder: Reminder) -> dt.datetime:
    """When it is due, in UTC."""
    return time.from_local(dt.datetime.combine(reminder.day, HOUR), reminder.call.zone)


def await_day(reminder: Reminder) -> None:
    """Let the worker remind people when the day comes; of days that are over nothing is done."""
    if reminder.done_at is None and reminder.day >= time.today(reminder.call.zone):
        hand_over(remind, reminder.pk, after=time.on_clocks_outside(moment_of(reminder)), rank=LAST)


@task()
def remind(reminder_id: int) -> None:
    """Write to those who have not answered, some at a time; nothing where the call is closed.

    Where it has become due later, it is awaited anew.
    """
    reminder = Reminder.objects.select_related("call__process").filter(pk=reminder_id).first()
    if reminder is None or reminder.done_at:
        return
    if moment_of(reminder) > time.now():  # the day or the zone has moved since
        return await_day(reminder)
    for some in _batches(_to_write(reminder) if reminder.call.receives_at(time.now()) else []):
        with audit.together():
            for write in some:
                write()
    with audit.recorded("reminder.sent", reminder, by=PORTAL):
        reminder.done_at = time.now()
        reminder.save(update_fields=["done_at"])


tell(remind, _("Writing of reminders"), Reminder)


def _batches(letters_to_write: list[Callable[[], None]]) -> Iterator[list[Callable[[], None]]]:
    size = actions.AT_ONCE
    return (letters_to_write[start : start + size] for start in range(0, len(letters_to_write), size))


def _to_write(reminder: Reminder) -> list[Callable[[], None]]:
    """One letter to each person who writes for parties that draft or were invited and have not filed, and one to each
    body that has named no focal point. Of illustrative invitations nobody is written to."""
    call = reminder.call
    invitations = Invitation.objects.filter(call=call).exclude(pk__in=Invitation.objects.illustrative().values("pk"))
    invitations = invitations.select_related("call__process", "participant__process")
    by_state: dict[str, list[Invitation]] = {}
    for invitation in invitations.with_states():
        by_state.setdefault(invitation.state, []).append(invitation)
    unfiled = SubmissionVersion.objects.filter(submission__call=call, filed_at=None)
    drafting = unfiled.exclude(submission__state__in=RECEIVED).values_list("submission__participant", flat=True)
    unheard = [*by_state.get(InvitationState.SENT, []), *by_state.get(InvitationState.OPENED, [])]
    parties = set(drafting) | {invitation.participant_id for invitation in unheard}
    people = _people_of(parties)
    return [
        *(_to_person(reminder, user, participants) for user, participants in people.items()),
        *(_to_body(reminder, one) for one in unheard),
    ]


def _people_of(parties: set[int]) -> dict[User, list[Participant]]:
    """Who writes for these participants, each with those of them for which that person does."""
    held = Membership.objects.in_force().filter(
        participant__in=parties, role__in=roles_with(Permission.OWN_DRAFT), user__is_active=True
    )
    people: dict[User, list[Participant]] = {}
    for membership in held.select_related("user", "participant").order_by("user", "participant"):
        own = people.setdefault(membership.user, [])
        if membership.participant and membership.participant not in own:
            own.append(membership.participant)
    return people


def _to_person(reminder: Reminder, user: User, participants: list[Participant]) -> Callable[[], None]:
    return lambda: letters.write_reminder_to(reminder, user, participants)


def _to_body(reminder: Reminder, waiting: Invitation) -> Callable[[], None]:
    """By the link that it has; where that has expired, a new one is sent, which reminds as well.

    Nothing where it was revoked, or a focal point named, since the run began.
    """

    def write() -> None:
        invitation = actions.held(waiting)
        if invitation.revoked_at or naming.has_focal_point(invitation.participant):
            return
        if invitation.sent_at and invitation.sent_at >= moment_of(reminder):
            return
        if invitation.expires_at and invitation.expires_at > time.now() and invitation.token_hash:
            letters.write_reminder_of_invitation(reminder, invitation)
        else:
            actions.renew(invitation, by=PORTAL)

    return write


def set_days(call: Call, days: list[dt.date], *, by: str) -> None:
    """Give a call reminders on these days, beside those that it has."""
    for day in days:
        if not Reminder.objects.filter(call=call, day=day).exists():
            await_day(records.create(Reminder(call=call, day=day), by=by, verb="loaded"))
