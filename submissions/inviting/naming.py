"""A participant names who acts for it, and ends what it has named: no administrator makes an account for that.

Whoever names a person learns nothing of accounts: an address that has one gets the role with it, one that has none
gets one, and neither page nor record shows the party another name than the address that was typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.access import PARTY_ROLES, Role
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import User
from meetings import actions as roles
from meetings.models import Membership, Participant

from ..models import ClearingRule, Invitation
from . import letters

MOST_PEOPLE = 30  # who act for one participant at a time
NAMED = (Role.FOCAL_POINT, Role.CLEARING_OFFICER, Role.DRAFTER)  # what a participant itself gives


class LinkEnded(ValidationError):
    """By this link nobody is named any more."""


@dataclass(frozen=True)
class Named:
    """Somebody named by a participant."""

    role: str
    name: str
    email: str
    language: str


def acting_for(participant: Participant) -> list[Membership]:
    """The roles in force for a participant, focal points first."""
    rows = Membership.objects.in_force().filter(participant=participant).select_related("user", "process")
    return sorted(rows, key=lambda held: (PARTY_ROLES.index(Role(held.role)), held.pk))


def name_people(participant: Participant, people: Iterable[Named], *, by: User | str) -> None:
    """Give each of these people the role, and tell them, and the focal points beside them. A role held already stays.

    Raises ValidationError where there would be no focal point, or too many people; and where a second person clears
    what is filed, for a clearing officer whom another than a clearing officer names, or who files.
    """
    with audit.together():
        _hold(participant)
        before = acting_for(participant)
        there = {(held.user_id, held.role) for held in before}
        given: list[Membership] = []
        for one in people:
            user = _account(one, by)
            in_it = {(user.pk, Role.FOCAL_POINT.value)} if one.role == Role.DRAFTER else set()
            if not (in_it | {(user.pk, one.role)}) & there:
                there.add((user.pk, one.role))
                given.append(_give(participant, user, one, by))
        if Role.FOCAL_POINT not in {role for _user, role in there}:
            raise ValidationError(_("Name a focal point: somebody must be able to file."))
        if len(there) > MOST_PEOPLE:
            raise ValidationError(_("At most %(most)s people act for a participant."), params={"most": MOST_PEOPLE})
        _refuse_naming_who_clears(participant, before, given, by)
        _tell(participant, before, given, by)


def _refuse_naming_who_clears(
    participant: Participant, before: list[Membership], given: list[Membership], by: User | str
) -> None:
    """Where a second person clears what is filed, those who file do not name that person."""
    officers = {held.user_id for held in given if held.role == Role.CLEARING_OFFICER}
    if not officers or not ClearingRule.objects.filter(participant=participant).exists():
        return
    if not any(held.user == by and held.role == Role.CLEARING_OFFICER for held in before):
        raise ValidationError(_("Only a clearing officer or the secretariat can name clearing officers now."))


def refuse_both_roles(membership: Membership) -> None:
    """Where a second person clears what is filed, nobody both files and clears: raises ValidationError."""
    pair, participant = {Role.FOCAL_POINT, Role.CLEARING_OFFICER}, membership.participant
    if participant is None or membership.role not in pair:
        return
    if not ClearingRule.objects.filter(participant=participant).exists():
        return
    _hold(participant)  # of two who give both at once, the second waits, and is refused
    held = Membership.objects.in_force().filter(participant=participant, user=membership.user_id)
    if held.filter(role__in=pair - {Role(membership.role)}).exists():
        raise ValidationError(_("A focal point cannot be the second person who clears what is filed."))


def has_focal_point(participant: Participant) -> bool:
    """Whether somebody can file for it: the link of an invitation names nobody any more (decision 16)."""
    held = Membership.objects.in_force().filter(participant=participant, role=Role.FOCAL_POINT, user__is_active=True)
    return held.exists()


def name_by_link(invitation: Invitation, people: Iterable[Named], *, by: str) -> None:
    """Name people by the link of an invitation, as `name_people` does.

    Raises LinkEnded where it opens nothing any more, or a focal point was named, also a moment ago.
    """
    with audit.together():
        _hold(invitation.participant)
        link = Invitation.objects.valid(time.now()).filter(pk=invitation.pk, token_hash=invitation.token_hash)
        opens = link.select_for_update(of=("self",), no_key=True).first()
        if not opens or has_focal_point(invitation.participant):
            raise LinkEnded(_("The link has ended; nobody was named."))
        name_people(invitation.participant, people, by=by)


def _hold(participant: Participant) -> None:
    """Keep others from naming people for it at the same time."""
    Participant.objects.select_for_update(no_key=True).order_by().values_list("pk").get(pk=participant.pk)


def _account(one: Named, by: User | str) -> User:
    """The account of the address, made if there is none."""
    found = User.objects.filter(email__iexact=one.email).first()
    if found:
        return found
    user = User(email=one.email.lower(), name=one.name, language=one.language)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            return records.create(user, by=by)
    except (IntegrityError, ValidationError):  # made by another at the same moment
        if found := User.objects.filter(email__iexact=one.email).first():
            return found
        raise


def _give(participant: Participant, user: User, one: Named, by: User | str) -> Membership:
    membership = Membership(process=participant.process, user=user, role=one.role, participant=participant)
    return roles.give(membership, by=by, named=one.email.lower())


def _tell(participant: Participant, before: list[Membership], given: list[Membership], by: User | str) -> None:
    """Tell those who were named, and those who file or clear for the party already: nobody joins them unseen."""
    for membership in given:
        if membership.user.is_active:
            letters.write_named(membership)
    known = {membership.user for membership in given} | {by}
    emails = [membership.user.email.lower() for membership in given]
    others = {held.user for held in before if held.role in (Role.FOCAL_POINT, Role.CLEARING_OFFICER)} - known
    for user in sorted(others, key=lambda user: user.pk) if given else ():
        if user.is_active:
            letters.write_party_named(user, participant, emails)


def may_end(membership: Membership, user: User, acting: Iterable[Membership]) -> bool:
    """Whether a focal point may end this role: of drafters and readers, and the own while another focal point stays.

    Not that of a clearing officer who is somebody else: nobody rids themselves of the second person.
    """
    if membership.role == Role.CLEARING_OFFICER:
        return membership.user_id == user.pk
    if membership.role != Role.FOCAL_POINT:
        return True
    focal = {held.user_id for held in acting if held.role == Role.FOCAL_POINT and held.user.is_active}
    return membership.user_id == user.pk and bool(focal - {user.pk})


def end(membership: Membership, *, by: User) -> None:
    """End a role for the party of the focal point `by`, and tell whose it was.

    Raises PermissionDenied for the role of a clearing officer, ValidationError where nobody could file any more.
    """
    participant = membership.participant
    assert participant is not None  # noqa: S101 - by the role
    with audit.together():
        _hold(participant)
        acting = acting_for(participant)
        stands = next((held for held in acting if held.pk == membership.pk), None)
        if stands is None:
            return
        if not may_end(stands, by, acting):
            if stands.role == Role.CLEARING_OFFICER:
                raise PermissionDenied
            raise ValidationError(_("Name another focal point first: somebody must be able to file."))
        stands.participant = participant
        roles.end_role(stands, by=by, named=stands.user.email.lower())
        if stands.user.is_active and stands.user_id != by.pk:
            letters.write_role_ended(stands)
