"""Who comes back to the page of a meeting is led to what was issued since their last visit."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from documents.library import actions
from documents.library.states import DocumentState
from documents.models import Document, LastVisit
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User

from .zips import PAGE, files, taken

MEETING = "/en/igsp/meetings/hall/"
SINCE = "Everything since your last visit"

pytestmark = pytest.mark.django_db


def since(client: Client, page: str = MEETING) -> list[str]:
    """The files of the ZIP to which a page leads: everything since the last visit."""
    [address] = re.findall(rf'href="([^"]+)">{SINCE}', client.get(page).text)
    address = html.unescape(address)
    shown = client.get(f"{page.partition('?')[0]}{address}" if address.startswith("?") else address).text
    [(zip_address, query)] = re.findall(r'href="([^"]+documents.zip)[?]([^"]+)"', shown)
    return files(taken(client, address=zip_address, query=html.unescape(query)))


@pytest.fixture
def make_issued(make_document: Any, post: Any) -> Callable[[int], None]:
    """make_issued(2): UNEP/TEST/1/2, in English."""

    def made(number: int) -> None:
        document = make_document(f"UNEP/TEST/1/{number}", state=DocumentState.PLANNED)
        post(document, "en")
        actions.issue(document, by="test", exception=True)

    return made


@pytest.fixture
def client(browser_of: Callable[[User], Client], eve: User) -> Client:
    return browser_of(eve)


def test_what_was_issued_since_the_last_visit_is_one_link_away(
    client: Client, issued: Document, make_issued: Any, clock: Callable[[str], None]
) -> None:
    clock("2004-09-06T09:00")
    assert SINCE not in client.get(MEETING).text
    make_issued(2)
    clock("2004-09-07T09:00")
    assert f"{SINCE} (6 September 2004" in client.get(MEETING).text
    assert [since(client), since(client, PAGE)] == [["UNEP_TEST_1_2-EN.pdf"]] * 2
    make_issued(3)
    clock("2004-09-08T09:00")
    assert since(client) == ["UNEP_TEST_1_3-EN.pdf"]


def test_who_looks_again_soon_is_on_the_same_visit(
    client: Client, issued: Document, make_issued: Any, clock: Callable[[str], None]
) -> None:
    clock("2004-09-06T09:00")
    client.get(MEETING)
    make_issued(2)
    for moment in ("09:01", "09:20", "09:45", "10:10"):
        clock(f"2004-09-06T{moment}")
        assert since(client) == ["UNEP_TEST_1_2-EN.pdf"]
    make_issued(3)
    clock("2004-09-06T10:45")
    assert since(client) == ["UNEP_TEST_1_2-EN.pdf", "UNEP_TEST_1_3-EN.pdf"]  # since that visit began
    clock("2004-09-06T11:20")
    assert since(client) == []


def test_strangers_and_what_a_browser_fetches_ahead_are_no_visits(client: Client, issued: Document) -> None:
    Client().get(MEETING)
    client.get(MEETING, headers={"Sec-Purpose": "prefetch"})
    client.head(MEETING)
    client.get(PAGE)
    assert LastVisit.objects.count() == 0
    assert SINCE not in Client().get(MEETING).text


def test_nobody_is_shown_the_visits_of_another(
    client: Client, issued: Document, browser_of: Any, goran: User, eve: User
) -> None:
    client.get(MEETING)
    assert SINCE not in browser_of(goran).get(PAGE).text
    assert [row.person for row in LastVisit.objects.all()] == [eve]


def test_the_record_does_not_say_who_came(client: Client, issued: Document) -> None:
    before = audit.stamp()
    client.get(MEETING)
    event = Event.objects.get(verb="documents.visited")
    assert (event.by, event.by_label, event.public) == (None, "portal", False)
    assert audit.stamp() == before


def test_the_page_is_shown_where_nothing_can_be_written(
    client: Client, issued: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: Any, *args: Any, **kwargs: Any) -> None:
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(LastVisit, "save", fails)
    assert client.get(MEETING).status_code == 200
