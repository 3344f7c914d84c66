"""Clearance: where a participant wants it, nothing is filed that a second person has not cleared as it stands."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import access, time
from igsp_portal.foundations.access import Permission, Role
from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Membership, Participant

from .. import mails
from ..canonical import canonical, checksum
from ..models import Clearance, ClearingRule, SubmissionVersion
from ..states import Channel, Clearing
from .facts import facts_of
from .lacking import lacking
from .rows import DraftChanged, locked_draft, recorded, refuse_asked_otherwise


def require_clearance(participant: Participant, *, by: User) -> None:
    """From now on a second person clears what `participant` files. Raises ValidationError where nobody could."""
    if not has_clearing_officer(participant, besides=by):
        raise ValidationError(_("First a clearing officer has to be named for this participant."))
    with audit.recorded("clearance.required", participant, by=by, party=participant.party, party_sees=True):
        ClearingRule.objects.get_or_create(participant=participant)


def lift_clearance(participant: Participant, *, by: User) -> None:
    """What `participant` files needs no clearance any more."""
    with audit.recorded("clearance.lifted", participant, by=by, party=participant.party, party_sees=True):
        ClearingRule.objects.filter(participant=participant).delete()


def has_clearing_officer(participant: Participant, *, besides: User | None = None) -> bool:
    """Whether somebody can clear what `participant` files, other than the person `besides`."""
    held = Membership.objects.in_force().filter(participant=participant, role=Role.CLEARING_OFFICER)
    return held.filter(user__is_active=True).exclude(user=besides).exists()


def ask_for_clearance(version: SubmissionVersion, *, by: User) -> None:
    """Ask the clearing officers of its party to clear a draft as it stands; each is told once of what stands.

    Raises ValidationError when it is not whole, was filed, or needs no clearance.
    """
    with recorded("clearance.asked", version.submission, by=by, version=version.number):
        draft = locked_draft(version)
        if not is_required(draft):
            raise ValidationError(_("What this participant files needs no clearance."))
        if faults := lacking(draft):
            raise ValidationError(faults)
        sha256 = as_it_stands(draft)
        if clearance_of(draft, sha256) is None:
            draft.rewrite(clearing=Clearing.ASKED)
            mails.write_clearance_asked(draft, sha256, by=by)


def is_asked_for(draft: SubmissionVersion, sha256: str, *, by: User) -> bool:
    """Whether the clearance of a draft was asked for, and `by` has no clearing officer left to ask."""
    return draft.clearing == Clearing.ASKED and mails.are_asked(draft, sha256, by=by)


def awaiting(user: User) -> list[SubmissionVersion]:
    """The drafts of which the clearance by `user` was asked for and not given since."""
    participants = access.participants_where(user, Permission.OWN_CLEAR)
    rows = SubmissionVersion.objects.with_party_and_call().select_related("submission__participant__process")
    asked = rows.filter(
        submission__participant__in=ClearingRule.objects.filter(participant__in=participants).values("participant"),
        clearing=Clearing.ASKED,
        filed_at=None,
    )
    return list(asked) if participants else []


def clear(version: SubmissionVersion, *, by: User, expected: int, asked: str | None = None) -> Clearance:
    """Clear a draft as it was seen, at its `revision` `expected`, under the form of the stamp `asked`.

    Raises ValidationError when either has changed since, and when the draft is not whole, or was filed.
    """
    with recorded("submission.cleared", version.submission, by=by, version=version.number) as event:
        draft = locked_draft(version)
        if draft.revision != expected:
            raise DraftChanged(draft)
        refuse_asked_otherwise(draft, asked)
        if faults := lacking(draft):
            raise ValidationError(faults)
        made = Clearance(version=draft, by=by, by_name=str(by)[:254], sha256=as_it_stands(draft), at=time.now())
        made.asked = draft.form.stamp
        made.save()
        draft.rewrite(clearing=Clearing.CLEARED)
        mails.write_cleared(draft, made)
        event.facts |= {"sha256": made.sha256}
    return made


def as_it_stands(draft: SubmissionVersion) -> str:
    """The SHA-256 of what would be filed."""
    return checksum(canonical(facts_of(draft)))


def is_required(draft: SubmissionVersion) -> bool:
    """Whether a second person has to clear `draft`; what the secretariat enters on behalf needs none."""
    return draft.channel == Channel.PORTAL and hasattr(draft.submission.participant, "clearing_rule")


def clearance_of(draft: SubmissionVersion, sha256: str) -> Clearance | None:
    """The last clearance of what stands in `draft`, whose SHA-256 is given; none where it or its form has changed."""
    return _clearances_of(draft, sha256).last()


def _clearances_of(draft: SubmissionVersion, sha256: str) -> QuerySet[Clearance]:
    """Those of what stands in it, as its form asks for it now; of earlier ones it is not known how it was asked."""
    return draft.clearances.filter(sha256=sha256, asked__in=("", draft.form.stamp))


def refuse_unless_cleared(draft: SubmissionVersion, sha256: str, by: User | str) -> None:
    """Raise ValidationError where somebody else than who files has to clear the draft first, and has not."""
    if not isinstance(by, User) or not is_required(draft):
        return
    if not _clearances_of(draft, sha256).exclude(by=by).exists():
        raise ValidationError(_("A second person has to clear this draft as it stands before it can be filed."))
