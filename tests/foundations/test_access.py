"""Who may do what: the whole table, written down a second time by hand, and how it is asked."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from igsp_portal.foundations import access
from igsp_portal.foundations.access import PARTY_ROLES, ROLES, SECRETARIAT_ROLES, Permission, Role
from igsp_portal.models import User
from meetings import actions
from meetings.models import Membership, Process

from ..cast import given, person

# x: holds it. A change of the policy is a change here, seen by whoever reviews it.
MATRIX = """
                    administrator editor clerk translator chair auditor focal_point clearing_officer drafter reader
desk                x             x      x     x          x     x       .           .                .       .
process.edit        x             x      .     .          .     .       .           .                .       .
people.edit         x             .      .     .          .     .       .           .                .       .
document.read       x             x      x     x          x     x       .           .                .       .
document.edit       x             x      x     .          .     .       .           .                .       .
document.post       x             x      x     .          .     .       .           .                .       .
document.issue      x             .      x     .          .     .       .           .                .       .
text.edit           x             x      .     x          .     .       .           .                .       .
text.release        x             .      .     .          .     .       .           .                .       .
call.edit           x             x      .     .          .     .       .           .                .       .
submission.read     x             x      x     .          x     x       .           .                .       .
submission.receive  x             x      .     .          .     .       .           .                .       .
record.read         x             .      .     .          .     x       .           .                .       .
own.read            .             .      .     .          .     .       x           x                x       x
own.draft           .             .      .     .          .     .       x           x                x       .
own.file            .             .      .     .          .     .       x           .                .       .
own.clear           .             .      .     .          .     .       .           x                .       .
"""


def matrix() -> dict[tuple[str, str], bool]:
    """{(permission, role): held} as written above."""
    head, *rows = [line.split() for line in MATRIX.strip().splitlines()]
    return {(row[0], role): mark == "x" for row in rows for role, mark in zip(head, row[1:], strict=True)}


def test_the_table_is_the_one_written_here() -> None:
    held = {(str(p), str(role)): p in ROLES[role] for p in Permission for role in Role}
    assert held == matrix()


def test_a_role_is_of_the_secretariat_or_of_a_party_and_never_of_both() -> None:
    assert set(SECRETARIAT_ROLES) | set(PARTY_ROLES) == set(Role)
    assert set(SECRETARIAT_ROLES) & set(PARTY_ROLES) == set()


def test_nobody_in_the_secretariat_writes_or_files_for_a_party() -> None:
    own = {Permission.OWN_READ, Permission.OWN_DRAFT, Permission.OWN_FILE}
    assert all(not own & ROLES[role] for role in SECRETARIAT_ROLES)


def test_an_auditor_reads_and_changes_nothing() -> None:
    assert {str(permission) for permission in ROLES[Role.AUDITOR]} == {
        "desk",
        "document.read",
        "submission.read",
        "record.read",
    }


@pytest.mark.parametrize("role", Role)
def test_a_person_may_what_the_role_says_in_its_process(igsp: Process, role: Role) -> None:
    kenya = igsp.participants.get(key="ken") if role in PARTY_ROLES else None
    user = person("Someone")
    with given():
        Membership.objects.create(process=igsp, user=user, role=role, participant=kenya)
    asked = {str(p): access.may(user, p, process=igsp, participant=kenya) for p in Permission}
    assert asked == {p: held for (p, of), held in matrix().items() if of == role}


def test_a_role_in_one_process_is_none_in_another(igsp: Process, farah: User) -> None:
    with given():
        other = Process.objects.create(slug="other", name="Other", short_name="Other", body="Other")
    assert access.may(farah, Permission.PROCESS_EDIT, process=igsp) is True
    assert access.may(farah, Permission.PROCESS_EDIT, process=other) is False
    assert access.processes_where(farah, Permission.PROCESS_EDIT) == {igsp.pk}


def test_a_role_for_one_participant_is_none_for_another(igsp: Process, amina: User) -> None:
    kenya, croatia = (igsp.participants.get(key=key) for key in ("ken", "hrv"))
    assert access.may(amina, Permission.OWN_FILE, process=igsp, participant=kenya) is True
    assert access.may(amina, Permission.OWN_FILE, process=igsp, participant=croatia) is False
    assert access.participants_where(amina, Permission.OWN_FILE) == {kenya.pk}


def test_a_role_that_was_ended_is_none(igsp: Process, farah: User) -> None:
    actions.end_role(Membership.objects.get(user=farah), by="test")
    assert access.grants(User.objects.get(pk=farah.pk)) == ()


def test_an_account_that_was_closed_may_nothing(igsp: Process, farah: User) -> None:
    with given():
        User.objects.filter(pk=farah.pk).update(is_active=False)
    assert access.may(User.objects.get(pk=farah.pk), Permission.DESK) is False


@pytest.mark.parametrize("active", [True, False])
def test_a_technical_administrator_may_everything_while_active(db: None, active: bool) -> None:
    root = person("Root", is_superuser=True, is_active=active)
    assert all(access.may(root, permission) is active for permission in Permission)
    assert access.processes_where(root, Permission.DESK) == (None if active else set())


@pytest.mark.parametrize("nobody", [AnonymousUser(), None])
def test_a_stranger_may_nothing(db: None, nobody: object) -> None:
    assert not any(access.may(nobody, permission) for permission in Permission)


def test_roles_are_looked_up_once_for_a_request(igsp: Process, farah: User, django_assert_num_queries: object) -> None:
    user = User.objects.get(pk=farah.pk)
    with django_assert_num_queries(1):  # type: ignore[operator]
        for permission in Permission:
            access.may(user, permission, process=igsp)


def test_django_s_own_permissions_are_held_by_technical_administrators_alone(igsp: Process, farah: User) -> None:
    assert farah.has_perm("meetings.change_meeting") is False
    assert person("Root", is_superuser=True).has_perm("meetings.change_meeting") is True
