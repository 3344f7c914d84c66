"""The cast of the tests: people known by name and part, and the way to set a scene without leaving a trace.

Amina is the focal point of Kenya, Boris drafts for Kenya, Chen translates, Diego is the conference clerk,
Eve is signed in without any role, Farah administers the secretariat, Goran is the focal point of Croatia,
Hana of the African ministerial conference.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Membership, Participant, Process


@contextmanager
def given() -> Iterator[None]:
    """Rows written in here are the scene of a test, not changes that the portal made: they need no event."""
    token = audit._depth.set(audit._depth.get() + 1)
    try:
        yield
    finally:
        audit._depth.reset(token)


def person(name: str, language: str = "en", **fields: Any) -> User:
    """Someone with an account and no role yet."""
    user = User(email=f"{name.lower()}@example.org", name=name, language=language, **fields)
    user.set_unusable_password()
    with given():
        user.save()
    return user


def with_role(
    name: str, role: Role, process: Process, participant: str | Participant = "", language: str = "en"
) -> User:
    """Someone with a role: in the secretariat of `process`, or for the participant (or the one of that key)."""
    user = person(name, language)
    if isinstance(participant, str):
        acts_for = process.participants.get(key=participant) if participant else None
    else:
        acts_for = participant
    with given():
        Membership.objects.create(process=process, user=user, role=role, participant=acts_for)
    return user
