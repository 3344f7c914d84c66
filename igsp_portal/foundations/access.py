"""Who may do what: the whole policy of the portal is the table ROLES.

Memberships, which give people their roles, live in an app above; it tells this module where to look
with `grants_come_from`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    DESK = "desk"  # enter the secretariat's admin site
    PROCESS_EDIT = "process.edit"  # processes, decisions, meetings, agendas
    PEOPLE_EDIT = "people.edit"  # participants, accounts and who acts for whom
    DOCUMENT_READ = "document.read"  # also what is not issued, or restricted
    DOCUMENT_EDIT = "document.edit"
    DOCUMENT_POST = "document.post"  # add a file
    DOCUMENT_ISSUE = "document.issue"
    TEXT_EDIT = "text.edit"
    TEXT_RELEASE = "text.release"
    CALL_EDIT = "call.edit"
    SUBMISSION_READ = "submission.read"  # what was filed, published or not
    SUBMISSION_RECEIVE = "submission.receive"  # acknowledge, publish
    RECORD_READ = "record.read"  # events and outgoing letters
    OWN_READ = "own.read"  # a participant's own drafts and filings
    OWN_DRAFT = "own.draft"
    OWN_FILE = "own.file"
    OWN_CLEAR = "own.clear"  # let a draft be filed, where the participant wants a second person to


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("secretariat administrator")
    EDITOR = "editor", _("editor")
    CLERK = "clerk", _("conference clerk")
    TRANSLATOR = "translator", _("translator")
    CHAIR = "chair", _("chair")
    AUDITOR = "auditor", _("auditor")
    FOCAL_POINT = "focal_point", _("focal point")
    CLEARING_OFFICER = "clearing_officer", _("clearing officer")
    DRAFTER = "drafter", _("drafter")
    READER = "reader", _("reader")


_READ = {Permission.DESK, Permission.DOCUMENT_READ, Permission.SUBMISSION_READ}
_OWN = {Permission.OWN_READ, Permission.OWN_DRAFT, Permission.OWN_FILE, Permission.OWN_CLEAR}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(set(Permission) - _OWN),
    Role.EDITOR: frozenset(
        _READ
        | {
            Permission.PROCESS_EDIT,
            Permission.DOCUMENT_EDIT,
            Permission.DOCUMENT_POST,
            Permission.TEXT_EDIT,
            Permission.CALL_EDIT,
            Permission.SUBMISSION_RECEIVE,
        }
    ),
    Role.CLERK: frozenset(_READ | {Permission.DOCUMENT_EDIT, Permission.DOCUMENT_POST, Permission.DOCUMENT_ISSUE}),
    Role.TRANSLATOR: frozenset({Permission.DESK, Permission.DOCUMENT_READ, Permission.TEXT_EDIT}),
    Role.CHAIR: frozenset(_READ),
    Role.AUDITOR: frozenset(_READ | {Permission.RECORD_READ}),
    Role.FOCAL_POINT: frozenset({Permission.OWN_READ, Permission.OWN_DRAFT, Permission.OWN_FILE}),
    Role.CLEARING_OFFICER: frozenset({Permission.OWN_READ, Permission.OWN_DRAFT, Permission.OWN_CLEAR}),
    Role.DRAFTER: frozenset({Permission.OWN_READ, Permission.OWN_DRAFT}),
    Role.READER: frozenset({Permission.OWN_READ}),
}

SECRETARIAT_ROLES = (
    Role.ADMINISTRATOR,
    Role.EDITOR,
    Role.CLERK,
    Role.TRANSLATOR,
    Role.CHAIR,
    Role.AUDITOR,
)
PARTY_ROLES = (Role.FOCAL_POINT, Role.CLEARING_OFFICER, Role.DRAFTER, Role.READER)


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold `permission`."""
    return [role for role, held in ROLES.items() if permission in held]


@dataclass(frozen=True)
class Grant:
    """One role a person holds: in a process, and there perhaps for one participant."""

    role: Role
    process_id: int
    participant_id: int | None = None
    process_slug: str = ""  # by which the record of events names the process


def _nobody_knows(user: Any) -> Iterable[Grant]:
    return ()


def _everybody(processes: set[int]) -> models.Q:
    return models.Q()


_source: Callable[[Any], Iterable[Grant]] = _nobody_knows
_people: Callable[[set[int]], models.Q] = _everybody


def grants_come_from(source: Callable[[Any], Iterable[Grant]], people: Callable[[set[int]], models.Q]) -> None:
    """Register the function that lists a user's grants in force, and the one behind `people_of`."""
    global _source, _people
    _source, _people = source, people


def people_of(processes: set[int]) -> models.Q:
    """The accounts that have or had a role in one of these processes, and those that never had any."""
    return _people(processes)


def grants(user: Any) -> tuple[Grant, ...]:
    """The roles `user` holds now; looked up once for each user object (one object a request)."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    if not hasattr(user, "_grants"):
        user._grants = grants_of(user)
    return user._grants


def grants_of(user: Any) -> tuple[Grant, ...]:
    """The roles an account holds now, also one that is closed: what it could do were it open."""
    return tuple(_source(user))


def may(user: Any, permission: Permission, *, process: Any = None, participant: Any = None) -> bool:
    """Whether `user` holds `permission`: in `process` if given, for `participant` if given, else anywhere."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return True
    return any(
        permission in ROLES[grant.role]
        and (process is None or grant.process_id == process.pk)
        and (participant is None or grant.participant_id == participant.pk)
        for grant in grants(user)
    )


def processes_where(user: Any, permission: Permission) -> set[int] | None:
    """Ids of the processes in which `user` holds `permission`; None means all of them."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return None
    return {grant.process_id for grant in grants(user) if permission in ROLES[grant.role]}


def slugs_where(user: Any, permission: Permission) -> set[str] | None:
    """The same by the processes' slugs, as events hold them; None means all."""
    if getattr(user, "is_superuser", False) and user.is_active:
        return None
    return {grant.process_slug for grant in grants(user) if permission in ROLES[grant.role]}


def participants_where(user: Any, permission: Permission) -> set[int]:
    """Ids of the participants for which `user` holds `permission`."""
    return {g.participant_id for g in grants(user) if g.participant_id and permission in ROLES[g.role]}
