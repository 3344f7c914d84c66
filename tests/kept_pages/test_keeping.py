"""What is kept for a stranger, how long, and under which address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from igsp_portal.foundations.pages import kept_pages
from igsp_portal.foundations.pages.kept_pages import KeptPages
from meetings.models import Process

from .conftest import SESSION, something_happens

pytestmark = pytest.mark.slow


def test_a_second_request_renders_nothing(stranger: Client, rendered: list[str]) -> None:
    first, second = stranger.get(SESSION), stranger.get(SESSION)
    assert rendered == [SESSION]
    assert second.content == first.content
    assert dict(second.headers) == dict(first.headers)


def test_a_second_request_asks_the_database_once(stranger: Client, django_assert_num_queries: Any) -> None:
    stranger.get(SESSION)
    with django_assert_num_queries(1):
        stranger.get(SESSION)


def test_requests_at_the_same_time_share_one_look_at_the_record(
    stranger: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    moment = 100.0
    monkeypatch.setattr(kept_pages, "monotonic", lambda: moment)
    settings.STAMP_SECONDS = 0.01
    stranger.get(SESSION)
    with django_assert_num_queries(0):
        stranger.get(SESSION)
    moment += 0.02
    with django_assert_num_queries(1):
        stranger.get(SESSION)


@pytest.mark.parametrize("address", ["/static/portal.css", "/robots.txt", "/healthz"])
def test_what_is_never_kept_asks_the_database_nothing(address: str) -> None:
    KeptPages(lambda _request: HttpResponse())(RequestFactory().get(address))


def test_any_event_makes_the_page_new(stranger: Client, rendered: list[str], igsp: Process) -> None:
    assert "First session, renamed" not in stranger.get(SESSION).text
    something_happens(igsp)
    assert "First session, renamed" in stranger.get(SESSION).text
    assert rendered == [SESSION, SESSION]


def test_the_next_minute_makes_the_page_new(stranger: Client, rendered: list[str], clock: Callable[..., None]) -> None:
    stranger.get(SESSION)
    clock("2004-10-15T12:00:59")
    stranger.get(SESSION)
    assert rendered == [SESSION]
    clock("2004-10-15T12:01:00")
    stranger.get(SESSION)
    assert rendered == [SESSION, SESSION]


def test_another_day_of_the_demonstration_makes_the_page_new(
    stranger: Client, rendered: list[str], settings: Any
) -> None:
    stranger.get(SESSION)
    settings.PORTAL_TODAY = dt.date(2004, 6, 1)
    stranger.get(SESSION)
    assert rendered == [SESSION, SESSION]


def test_each_language_host_scheme_and_query_has_its_own_page(stranger: Client, rendered: list[str]) -> None:
    for address, about in (
        (SESSION, {}),
        ("/fr/igsp/meetings/wg-1/", {}),
        (SESSION, {"HTTP_HOST": "127.0.0.1"}),
        (SESSION, {"secure": True}),
        (f"{SESSION}?a=1", {}),
        (f"{SESSION}?a=2", {}),
    ):
        before = len(rendered)
        first = stranger.get(address, **about)
        assert first.status_code == 200
        assert stranger.get(address, **about).content == first.content
        assert len(rendered) == before + 1, (address, about)


def test_a_page_is_kept_once_for_each_language_of_files_and_for_no_made_up_one(
    stranger: Client, rendered: list[str]
) -> None:
    pages = {}
    for code in ("", "made-up", "fr", "FR", "en", "fr"):
        stranger.cookies["files"] = code
        pages[code] = stranger.get(SESSION).content
    assert rendered == [SESSION] * 3
    assert pages[""] == pages["made-up"] == pages["FR"]
    assert len({pages[""], pages["fr"], pages["en"]}) == 3


def test_made_up_ports_and_letter_cases_do_not_push_out_what_everybody_reads(
    stranger: Client, rendered: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SITE_ADDRESS = "http://127.0.0.1:8000"
    monkeypatch.setattr(kept_pages, "PAGES_BYTES", 200_000)
    own = ("127.0.0.1:8000", "127.0.0.1", "localhost")
    for host in own:
        stranger.get(SESSION, HTTP_HOST=host)
    for number in range(40):
        assert stranger.get(SESSION, HTTP_HOST=f"127.0.0.1:{number + 1}").status_code == 200
    stranger.get(SESSION, HTTP_HOST="LocalHost")
    before = len(rendered)
    for host in own:
        stranger.get(SESSION, HTTP_HOST=host)
    assert len(rendered) == before


def test_an_unknown_host_is_refused(stranger: Client) -> None:
    stranger.get(SESSION)
    assert stranger.get(SESSION, HTTP_HOST="elsewhere.example").status_code == 400


def test_a_head_request_has_the_headers_of_the_page_and_no_content(stranger: Client, rendered: list[str]) -> None:
    page, head = stranger.get(SESSION), stranger.head(SESSION)
    assert head.content == b""
    assert dict(head.headers) == dict(page.headers)
    assert head["Content-Length"] == str(len(page.content))
    assert rendered == [SESSION]


def test_a_head_request_may_come_first(stranger: Client) -> None:
    head, page = stranger.head(SESSION), stranger.get(SESSION)
    assert page.content
    assert head["ETag"] == page["ETag"]


def test_made_up_queries_do_not_push_out_the_pages_that_everybody_reads(
    stranger: Client, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pages, "QUERIES_BYTES", 60_000)
    stranger.get(SESSION)
    for number in range(10):
        stranger.get(f"{SESSION}?made-up={number}", HTTP_ACCEPT_ENCODING="br")
    rendered.clear()
    stranger.get(SESSION)
    assert rendered == []
