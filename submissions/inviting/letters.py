"""The letters of inviting: an invitation, a reminder, and what is told of who acts for a participant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import moment_in_zone
from igsp_portal.foundations.worker import mail
from igsp_portal.models import User
from meetings.models import Membership, Participant

from ..models import Call, Invitation, Reminder, Submission, addressed_by
from ..states import RECEIVED, CallState
from . import tokens

mail.KINDS |= {
    "invitation": gettext_lazy("invitation to answer a call"),
    "reminder": gettext_lazy("reminder of a call"),
    "named": gettext_lazy("notice of a role"),
    "party_named": gettext_lazy("notice of new people"),
    "role_ended": gettext_lazy("notice that a role has ended"),
}
mail.PATIENT |= {"invitation", "reminder"}


def write_invitation(invitation: Invitation, *, named: bool) -> None:
    """Write its link to each of its addresses; where a focal point is `named`, the link ends there and is not said."""
    with override(invitation.language):
        facts = _of_call(invitation.call) | {
            "party": invitation.participant.name,
            "named": named,
            "address": _own_page() if named else tokens.address_of(invitation),
            "until": _until(invitation),
        }
        subject = _("Invitation: %(call)s") % {"call": invitation.call.title}
        for place, email in enumerate(invitation.emails):
            once = f"invitation:{invitation.pk}:{invitation.links}:{place}"
            _queue("invitation", email, invitation.language, subject, facts, invitation.call, secret=True, once=once)


def write_reminder_of_invitation(reminder: Reminder, invitation: Invitation) -> None:
    """Remind those who have not opened an invitation, by the same link."""
    with override(invitation.language):
        facts = _of_call(reminder.call) | {
            "parties": [invitation.participant.name],
            "address": tokens.address_of(invitation),
            "until": _until(invitation),
        }
        for place, email in enumerate(invitation.emails):
            once = f"reminder:{reminder.pk}:invitation:{invitation.pk}:{place}"
            _queue("reminder", email, invitation.language, _subject(reminder), facts, reminder.call, True, once)


def write_reminder_to(reminder: Reminder, user: User, participants: Iterable[Participant]) -> None:
    """Remind a person of all the parties that have not answered and for which that person writes."""
    with override(user.language):
        facts = _of_call(reminder.call) | {"parties": [p.name for p in participants], "address": _own_page()}
        once = f"reminder:{reminder.pk}:person:{user.pk}"
        _queue("reminder", user.email, user.language, _subject(reminder), facts, reminder.call, once=once)


def _subject(reminder: Reminder) -> str:
    return _("Reminder: %(call)s") % {"call": reminder.call.title}


def _of_call(call: Call) -> dict[str, Any]:
    return {
        "call": call.title,
        "process": str(call.process),
        "deadline": moment_in_zone(call.closes_at, call.zone),
        "page": settings.SITE_ADDRESS + call.get_absolute_url(),
    }


def _until(invitation: Invitation) -> str:
    """Until when its link opens a page; what has been sent has such a moment."""
    assert invitation.expires_at  # noqa: S101 - by the constraint
    return moment_in_zone(invitation.expires_at, invitation.call.zone)


def write_named(membership: Membership) -> None:
    """Tell a person that a participant has named them."""
    user, participant = membership.user, membership.participant
    with override(user.language):
        facts = {"membership": membership, "party": str(participant), "address": _own_page()}
        facts["calls"] = [_of_call(call) for call in _awaiting(participant)]
        subject = _("You act for %(party)s") % {"party": participant}
        _queue("named", user.email, user.language, subject, facts, membership, once=f"named:{membership.pk}")


def _awaiting(participant: Participant | None) -> list[Call]:
    """The calls that receive, or open later, and address a participant that has not answered them."""
    if participant is None:
        return []
    at = time.now()
    calls = Call.objects.published().filter(process=participant.process_id).select_related("process")
    answered = Submission.objects.filter(participant=participant, state__in=RECEIVED).values("call")
    found = [call for call in calls.exclude(pk__in=answered) if call.state_at(at) != CallState.CLOSED]
    addressed = addressed_by(found) if found else {}
    return [call for call in found if participant.pk in addressed[call.pk]]


def write_party_named(user: User, participant: Participant, emails: Sequence[str]) -> None:
    """Tell one who acts for a participant that others were named beside them."""
    with override(user.language):
        page = settings.SITE_ADDRESS + reverse("own:people", args=[participant.pk])
        facts = {"party": participant.name, "emails": emails, "address": page}
        subject = _("New people act for %(party)s") % {"party": participant.name}
        _queue("party_named", user.email, user.language, subject, facts, participant)


def write_role_ended(membership: Membership) -> None:
    """Tell a person that a participant has ended their role."""
    user = membership.user
    with override(user.language):
        facts = {"membership": membership, "party": str(membership.participant)}
        subject = _("You no longer act for %(party)s") % {"party": membership.participant}
        _queue("role_ended", user.email, user.language, subject, facts, membership, once=f"role_ended:{membership.pk}")


def _own_page() -> str:
    return settings.SITE_ADDRESS + reverse("own:home")


def _queue(
    letter: str,
    to: str,
    language: str,
    subject: str,
    facts: dict[str, Any],
    about: Any,
    secret: bool = False,
    once: str | None = None,
) -> None:
    mail.queue(
        letter=letter,
        to=to,
        language=language,
        subject=subject,
        body=render_to_string(
            f"submissions/letters/{letter}.txt", facts | {"portal": settings.PORTAL_NAME, "site": settings.SITE_ADDRESS}
        ),
        secret=secret,
        once=once,
        process=about.process.slug,
    )
