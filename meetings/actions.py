"""What changes in a process: every function writes rows and their event in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User

from .models import Meeting, MeetingDates, Membership, Participant, Process
from .states import MEETING_MOVES, MeetingState

SENTENCES = {
    "meeting.scheduled": _("%(by)s confirmed “%(about)s”"),
    "meeting.held": _("%(by)s recorded that “%(about)s” was held"),
    "meeting.held_in_error": _("%(by)s took back the record that “%(about)s” was held"),
    "meeting.cancelled": _("%(by)s cancelled “%(about)s”"),
    "meeting.tentative": _("%(by)s marked “%(about)s” as tentative"),
    "meeting.dated": _("%(by)s gave “%(about)s” the dates %(dates)s"),
    "meeting.moved": _("%(by)s moved “%(about)s” from %(earlier)s to %(given)s"),
    "meeting.dates_removed": _("%(by)s removed the dates %(dates)s, of “%(about)s”"),
    "membership.given": _("%(by)s gave a role: %(about)s"),
    "membership.ended": _("%(by)s ended a role: %(about)s"),
    "membership.named": _("%(by)s named %(email)s to act for %(participant)s"),
    "membership.left": _("%(by)s ended the role of %(email)s for %(participant)s"),
}

# What apps above have against a role that is to be given: each raises ValidationError, or does nothing.
refusals_of_role: list[Callable[[Membership], None]] = []


def move_meeting(meeting: Meeting, *, to: MeetingState, by: User | str) -> None:
    """Take `meeting` to another state. Raises ValidationError for a move that there is not, or not yet."""
    with transaction.atomic():
        # What was loaded before may have moved since: the row is read anew, and kept from other writers.
        meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update(of=("self",), no_key=True))
        if to not in MEETING_MOVES[MeetingState(meeting.state)]:
            raise ValidationError(
                _("A meeting that is %(old)s cannot become %(new)s."),
                params={"old": meeting.get_state_display(), "new": MeetingState(to).label},
            )
        if to == MeetingState.HELD:
            _refuse_before_it_is_over(meeting)
        verb = "meeting.held_in_error" if meeting.state == MeetingState.HELD else f"meeting.{to}"
        cancelled_on = time.today(meeting.process.zone) if to == MeetingState.CANCELLED else None
        records.change(meeting, by=by, verb=verb, values={"state": to, "cancelled_on": cancelled_on})


def _refuse_before_it_is_over(meeting: Meeting) -> None:
    """A meeting is held from the last of its days on; of one whose days are not known nobody else can tell."""
    for sitting in meeting.sittings:
        dates = sitting.in_force
        if dates and dates.ends_on > time.today(sitting.local_zone):
            raise ValidationError(
                _("A meeting can be recorded as held from its last day on: %(day)s."),
                params={"day": date_format(dates.ends_on, "DATE_FORMAT")},
            )


def give_dates(dates: MeetingDates, *, by: User | str) -> MeetingDates:
    """Record new dates and place of a meeting, or of a part of it; the earlier ones stay on record."""
    dates.full_clean()
    facts: dict[str, Any] = {"dates": str(dates), "place": dates.place, "basis": dates.basis}
    earlier = dates.before
    with audit.recorded("meeting.dated", dates.meeting, by=by, **facts) as event:
        if earlier:
            event.verb = "meeting.moved"
            event.facts |= {"earlier": earlier.when_and_where, "given": dates.when_and_where}
        dates.save(force_insert=True)
        event.facts["row"] = dates.pk
        _stays_held(dates.meeting_id)
    return dates


def _stays_held(meeting: int) -> None:
    """The days of a meeting that is recorded as held are over, whatever dates it is given."""
    stands = Meeting.objects.select_related("process").with_dates().get(pk=meeting)
    if stands.state == MeetingState.HELD:
        _refuse_before_it_is_over(stands)


def remove_dates(meeting: Meeting, *, by: User | str) -> None:
    """Remove the newest dates of a meeting, on the day they were given, for whoever gave them: others may have
    made plans since. Raises ValidationError.
    """
    with transaction.atomic():
        given = given_today(meeting)
        if given is None or given.by != by:
            raise ValidationError(_("Only dates that you added yourself today can be removed."))
        newest = MeetingDates.objects.filter(meeting=meeting).latest("pk")
        with audit.recorded("meeting.dates_removed", meeting, by=by, dates=newest.when_and_where):
            newest.delete()
            _stays_held(meeting.pk)


def given_today(meeting: Meeting) -> Event | None:
    """By which event the newest dates of a meeting were given, if that was today."""
    newest = MeetingDates.objects.filter(meeting=meeting).last()
    given = Event.objects.about(meeting).filter(verb__in=("meeting.dated", "meeting.moved")).first()
    if newest is None or given is None or given.facts.get("row") != newest.pk:
        return None
    return given if given.at.date() == time.today() else None


def give_role(
    *, process: Process, user: User, role: str, participant: Participant | None = None, by: User | str
) -> Membership:
    """Give `user` a role, in the secretariat or for `participant`. Raises ValidationError if held already."""
    return give(Membership(process=process, user=user, role=role, participant=participant), by=by)


def give(membership: Membership, *, by: User | str, named: str = "") -> Membership:
    """Give the role that `membership` says.

    Raises ValidationError if it is held already, fits no participant, or an app above refuses it.

    `named` is the address by which its participant named the person: of that alone the participant's record tells.
    """
    with audit.together():
        for refuse in refusals_of_role:
            refuse(membership)
        facts = _of_party(membership, named)
        return records.create(membership, by=by, verb="membership.named" if named else "membership.given", **facts)


def end_role(membership: Membership, *, by: User | str, named: str = "") -> None:
    """End a role now; that it was held stays on record. `named` as above, where its participant ends it."""
    facts = _of_party(membership, named)
    verb = "membership.left" if named else "membership.ended"
    records.change(membership, by=by, verb=verb, values={"ended_at": time.now()}, **facts)


def _of_party(membership: Membership, named: str) -> dict[str, Any]:
    """What the event of a role for a participant says of it: an account may have another name than its party knows."""
    participant = membership.participant
    if participant is None:
        return {}
    own = {"party_sees": True, "email": named, "participant": str(participant)} if named else {}
    return {"party": participant.party, **own}
