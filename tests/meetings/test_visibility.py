"""Who sees a process that is not public: its members, and nobody else, whatever the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from igsp_portal.models import User
from meetings import actions
from meetings.models import Meeting, Membership, Process

from ..cast import given, person

ADDRESSES = [
    "/en/igsp/",
    "/en/igsp/meetings/wg-2/",
    "/en/igsp/participants/",
    "/en/igsp/calendar.ics",
    "/en/igsp/meetings/wg-2/calendar.ics",
]


@pytest.fixture
def closed(igsp: Process) -> Process:
    """The process, not open to the public."""
    with given():
        Process.objects.filter(pk=igsp.pk).update(is_public=False)
    return Process.objects.get(pk=igsp.pk)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_process_is_seen_by_strangers(igsp: Process, address: str) -> None:
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_closed_process_is_not_found_by_strangers(closed: Process, address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 404
    assert "Second session" not in response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_closed_process_is_not_found_by_whoever_has_no_role_in_it(
    closed: Process, eve: User, browser_of: Any, address: str
) -> None:
    assert browser_of(eve).get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_closed_process_is_seen_by_a_member(closed: Process, amina: User, browser_of: Any, address: str) -> None:
    assert browser_of(amina).get(address).status_code == 200


def test_a_closed_process_does_not_stand_on_the_first_page(closed: Process) -> None:
    assert "Intergovernmental Strategic Plan" not in Client().get("/en/").content.decode()


def test_who_had_a_role_sees_it_no_more(closed: Process, amina: User, browser_of: Any) -> None:
    actions.end_role(Membership.objects.get(user=amina), by="Farah")
    assert browser_of(amina).get("/en/igsp/").status_code == 404


def test_a_member_of_another_process_does_not_see_it(closed: Process, eve: User, browser_of: Any) -> None:
    with given():
        other = Process.objects.create(slug="other", name="Other", short_name="Other", body="Other")
        Membership.objects.create(process=other, user=eve, role="administrator")
    assert browser_of(eve).get("/en/igsp/").status_code == 404


SEES: dict[str, tuple[Callable[[Process], Any], bool]] = {
    "a stranger": (lambda process: AnonymousUser(), False),
    "nobody": (lambda process: None, False),
    "a technical administrator": (lambda process: person("Root", is_superuser=True), True),
}


@pytest.mark.parametrize("who", SEES)
def test_processes_and_meetings_are_visible_to_the_same_people(closed: Process, who: str) -> None:
    user, sees = SEES[who][0](closed), SEES[who][1]
    assert Process.objects.visible_to(user).exists() is sees
    assert Meeting.objects.visible_to(user).exists() is sees
