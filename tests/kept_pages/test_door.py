"""The door before Django: it gives what Django gives, and only while Django would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError

from igsp_portal.foundations.pages import kept_pages
from igsp_portal.foundations.record import audit
from meetings.models import Process

from ..walks.addresses import addresses_of
from .asked import Answer, Portal
from .conftest import SESSION, something_happens

pytestmark = pytest.mark.slow

OF_FILES = ("/files/", "/symbol/", "/documents/")
BROWSERS = ("", "gzip", "gzip, deflate, br")


@pytest.fixture
def portal(igsp: Process, clock: Callable[..., None]) -> Portal:
    clock("2004-10-15T12:00:30")
    return Portal()


def variants(first: Answer) -> list[tuple[str, dict[str, str]]]:
    """Requests of whoever has the page, has another, or wants its head alone."""
    had = [{}, {"HTTP_IF_NONE_MATCH": first["ETag"]}, {"HTTP_IF_NONE_MATCH": '"another"'}, {"HTTP_RANGE": "bytes=0-1"}]
    had.append({"HTTP_IF_NONE_MATCH": f'W/"another", {first["ETag"]}'})
    had.append({"HTTP_IF_NONE_MATCH": first["ETag"], "HTTP_IF_MATCH": '"another"'})
    return [(method, headers) for method in ("GET", "HEAD") for headers in had]


def differing(portal: Portal, addresses: list[str]) -> tuple[list[str], int]:
    """Addresses at which the door gives other than Django has given, and how many answers it gave itself."""
    wrong, kept = [], 0
    for address in addresses:
        for accepted in BROWSERS:
            first = portal.ask(address, HTTP_ACCEPT_ENCODING=accepted)
            portal.passed.clear()
            again = portal.ask(address, HTTP_ACCEPT_ENCODING=accepted)
            if first.status != 200 or portal.passed:
                break
            kept += 1
            wrong += [] if again == first else [f"{address} {accepted}"]
            wrong += [
                f"{address} {accepted} {method} {headers} {portal.passed}"
                for method, headers in variants(first)
                if not _is_the_same(portal, address, method, HTTP_ACCEPT_ENCODING=accepted, **headers)
            ]
    return wrong, kept


def _is_the_same(portal: Portal, address: str, method: str, **headers: str) -> bool:
    """Whether door and Django give the same; a failed condition on a file is told by Django alone."""
    portal.passed.clear()
    answer = portal.ask(address, method, **headers)
    given_here = not portal.passed or (answer.status == 412 and address.startswith(OF_FILES))
    return given_here and answer == portal.inside(address, method, **headers)


@pytest.mark.parametrize("slug", ["igsp", "inc"])
def test_the_door_gives_each_public_address_as_django_does(
    slug: str, queued: None, portal: Portal, request: pytest.FixtureRequest
) -> None:
    there = addresses_of(request.getfixturevalue(slug))
    wrong, kept = differing(portal, there.whole + there.rows)
    assert wrong == []
    assert kept >= 30 * len(BROWSERS)


def test_a_kept_page_does_not_reach_django(portal: Portal) -> None:
    first = portal.ask(SESSION)
    assert [portal.ask(SESSION), portal.ask(SESSION, HTTP_ACCEPT="image/*")] == [first, first]
    assert portal.passed == [SESSION]


def test_what_is_kept_in_one_language_host_scheme_or_query_is_not_given_in_another(portal: Portal) -> None:
    portal.ask(SESSION)
    others: list[tuple[str, dict[str, str]]] = [
        ("/ar/igsp/meetings/wg-1/", {}),
        (f"{SESSION}?a=1", {}),
        (SESSION, {"HTTP_HOST": "localhost"}),
        (SESSION, {"wsgi.url_scheme": "https"}),
        (SESSION, {"SCRIPT_NAME": "/elsewhere"}),
        (SESSION, {"HTTP_ACCEPT_ENCODING": "br"}),
        ("/en/igsp/meetings/wg-1", {}),
    ]
    for address, more in others:
        portal.ask(address, **more)
    assert len(portal.passed) == 1 + len(others)


@pytest.mark.parametrize("cookie", [f"{settings.SESSION_COOKIE_NAME}=abc", "messages=abc", "a=1; messages=abc"])
def test_whoever_may_have_something_of_their_own_passes(portal: Portal, cookie: str) -> None:
    portal.ask(SESSION)
    portal.ask(SESSION, HTTP_COOKIE=cookie)
    portal.ask(SESSION, HTTP_COOKIE="csrftoken=abc")
    assert portal.passed == [SESSION, SESSION]


def test_only_reading_is_answered_at_the_door(portal: Portal) -> None:
    portal.ask(SESSION)
    answers = [portal.ask(SESSION, method) for method in ("POST", "PUT", "OPTIONS", "DELETE")]
    assert portal.passed == [SESSION] * 5
    assert {answer["X-Content-Type-Options"] for answer in answers} == {"nosniff"}


def test_who_asks_first_for_the_head_alone_is_told_what_django_tells(portal: Portal) -> None:
    head = portal.ask(SESSION, "HEAD")
    page = portal.ask(SESSION)
    assert (head.status, head.headers, head.content) == (200, page.headers, b"")
    assert portal.passed == [SESSION]


def test_a_condition_that_fails_is_told_with_the_headers_that_protect(portal: Portal) -> None:
    tag = portal.ask(SESSION)["ETag"]
    failed = portal.ask(SESSION, HTTP_IF_MATCH='"another"', HTTP_IF_NONE_MATCH=tag)
    assert (failed.status, failed["X-Content-Type-Options"]) == (412, "nosniff")


def test_an_unknown_host_is_refused_and_plain_http_is_led_to_tls(portal: Portal, settings: Any) -> None:
    portal.ask(SESSION)
    assert portal.ask(SESSION, HTTP_HOST="elsewhere.example").status == 400
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    strict = Portal()
    assert [strict.ask(SESSION).status for _ in range(2)] == [301, 301]
    over_tls = [strict.ask(SESSION, HTTP_X_FORWARDED_PROTO="https").status for _ in range(2)]
    assert (over_tls, strict.ask(SESSION).status) == ([200, 200], 301)
    assert len(strict.passed) == 4


def test_the_next_event_and_the_next_minute_end_what_is_kept(
    portal: Portal, igsp: Process, clock: Callable[..., None]
) -> None:
    before = portal.ask(SESSION)
    something_happens(igsp)
    assert b"First session, renamed" in portal.ask(SESSION).content
    assert b"First session, renamed" not in before.content
    clock("2004-10-15T12:01:00")
    portal.ask(SESSION)
    assert portal.passed == [SESSION] * 3


def test_two_processes_see_at_once_what_the_other_has_changed(portal: Portal, igsp: Process) -> None:
    other = Portal()
    pages = [process.ask(SESSION) for process in (portal, other, portal, other)]
    something_happens(igsp)
    after = [process.ask(SESSION) for process in (portal, other)]
    assert (len(set(pages)), len(set(after)), pages[0] == after[0]) == (1, 1, False)


def test_a_kept_page_asks_the_database_for_the_newest_event_alone(
    portal: Portal, django_assert_num_queries: Any
) -> None:
    portal.ask(SESSION)
    with django_assert_num_queries(1):
        portal.ask(SESSION)


def test_without_the_database_django_answers(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.ask(SESSION)

    def away() -> int:
        raise OperationalError("the database is away")

    monkeypatch.setattr(audit, "stamp", away)
    assert portal.ask(SESSION).status == 503


def test_long_requests_are_answered_and_not_remembered(portal: Portal) -> None:
    long = f"{SESSION}?q={'x' * kept_pages.LONGEST_ASKED}"
    assert portal.ask(long) == portal.ask(long)
    assert (portal.passed, portal.door.kept.addresses.cache_info().currsize) == ([SESSION], 0)
