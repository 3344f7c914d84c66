"""What is never kept: pages of somebody's own, and answers that are not a whole open page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import path

from igsp_portal.foundations.pages.closed import open_to_all
from igsp_portal.foundations.pages.kept_pages import KeptPages
from igsp_portal.models import User

from .conftest import SESSION

pytestmark = pytest.mark.slow


def test_whoever_is_signed_in_gets_a_page_of_their_own(
    stranger: Client, rendered: list[str], browser_of: Callable[[User], Client], farah: User
) -> None:
    stranger.get(SESSION)
    hers = browser_of(farah)
    for _ in range(2):
        assert "Farah" in hers.get(SESSION).text
    assert "Farah" not in stranger.get(SESSION).text
    assert rendered == [SESSION] * 3


def test_someone_with_a_message_waiting_gets_a_page_of_their_own(stranger: Client, rendered: list[str]) -> None:
    stranger.get(SESSION)
    stranger.cookies["messages"] = "something"
    stranger.get(SESSION)
    assert rendered == [SESSION, SESSION]


def test_an_old_token_in_the_browser_does_not_keep_a_stranger_from_kept_pages(
    stranger: Client, rendered: list[str]
) -> None:
    stranger.cookies["csrftoken"] = "a" * 32
    stranger.get(SESSION)
    stranger.get(SESSION)
    assert rendered == [SESSION]


def test_pages_that_are_missing_or_closed_are_not_kept(stranger: Client, rendered: list[str]) -> None:
    for address, status in (("/en/igsp/meetings/none/", 404), ("/en/my/", 302)):
        assert [stranger.get(address).status_code for _ in range(2)] == [status, status]
    assert len(rendered) == 4


def test_a_calendar_is_not_kept(stranger: Client, rendered: list[str]) -> None:
    address = "/en/igsp/calendar.ics"
    assert [stranger.get(address).status_code for _ in range(2)] == [200, 200]
    assert rendered == [address, address]


def test_an_open_address_that_is_posted_to_is_not_kept(stranger: Client, rendered: list[str]) -> None:
    stranger.post(SESSION)
    stranger.post(SESSION)
    assert rendered == [SESSION, SESSION]


@open_to_all
def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>Plain</p>")


@open_to_all
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = plain(request)
    response.set_cookie("mine", "1")
    return response


@open_to_all
def with_token(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


@open_to_all
def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Private", headers={"Cache-Control": "private"})


@open_to_all
def by_country(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Varies", headers={"Vary": "Accept-Language, Cookie"})


@open_to_all
def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse([b"In parts"])


@open_to_all
def failing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Failed", status=500)


def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Closed")


VIEWS = (plain, with_cookie, with_token, private, by_country, streamed, failing, closed)
urlpatterns = [path(f"en/{view.__name__}/", view) for view in VIEWS] + [path("plain/", plain)]


def times_rendered(address: str) -> int:
    """How often two requests render the page at `address` of the addresses above, with the cookie check alone."""
    from django.core.handlers.base import BaseHandler

    handler = BaseHandler()
    handler.load_middleware()
    count = 0

    def answer(request: HttpRequest) -> Any:
        nonlocal count
        count += 1
        return handler.get_response(request)

    keeping = KeptPages(answer)
    for _ in range(2):
        keeping(RequestFactory().get(address))
    return count


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "count"),
    [("/en/plain/", 1), ("/plain/", 2), *((f"/en/{view.__name__}/", 2) for view in VIEWS[1:])],
)
def test_only_a_whole_open_page_that_is_the_same_for_all_is_kept(
    address: str, count: int, settings: Any, clock: Callable[..., None]
) -> None:
    clock("2004-10-15T12:00")
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    assert times_rendered(address) == count
