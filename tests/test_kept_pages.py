"""What a stranger gets from the pages that are kept, and what is never kept."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import ResponseHeaders
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import path

from igsp_portal.foundations import kept_pages, records
from igsp_portal.foundations.kept_pages import KeptPages, Page, Shelf, encoding_for
from igsp_portal.foundations.pages import open_to_all
from igsp_portal.models import User
from meetings.models import Meeting, Process

pytestmark = pytest.mark.slow

SESSION = "/en/igsp/meetings/wg-1/"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch, clock: Callable[..., None]) -> list[str]:
    """The addresses of the pages that were rendered rather than taken from those kept, in order."""
    clock("2004-10-15T12:00:30")
    seen: list[str] = []
    inside = KeptPages.__init__

    def noted(self: KeptPages, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        def rendering(request: HttpRequest) -> HttpResponse:
            seen.append(request.get_full_path())
            return get_response(request)

        inside(self, rendering)

    monkeypatch.setattr(KeptPages, "__init__", noted)
    return seen


@pytest.fixture
def stranger(igsp: Process, rendered: list[str]) -> Client:
    return Client()


def something_happens(process: Process) -> None:
    meeting = Meeting.objects.get(process=process, key="wg-1")
    records.change(meeting, by="test", values={"name_en": "First session, renamed"})


# What is kept


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


@pytest.mark.parametrize("address", ["/static/portal.css", "/files/0123", "/symbol/UNEP/GC.23/6", "/healthz"])
def test_what_is_never_kept_asks_the_database_nothing(address: str) -> None:
    KeptPages(plain)(RequestFactory().get(address))


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
    import datetime as dt

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


# Encodings and revalidation


def test_a_page_is_sent_in_the_encoding_that_the_browser_accepts(stranger: Client) -> None:
    plain = stranger.get(SESSION)
    packed = stranger.get(SESSION, HTTP_ACCEPT_ENCODING="gzip, deflate")
    smaller = stranger.get(SESSION, HTTP_ACCEPT_ENCODING="gzip, deflate, br, zstd")
    assert gzip.decompress(packed.content) == brotli.decompress(smaller.content) == plain.content
    assert [page.get("Content-Encoding") for page in (plain, packed, smaller)] == [None, "gzip", "br"]
    assert len({page["ETag"] for page in (plain, packed, smaller)}) == 3
    for page in (plain, packed, smaller):
        assert set(page["Vary"].split(", ")) == {"Accept-Encoding", "Cookie"}
        assert page["Content-Length"] == str(len(page.content))


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", "identity"),
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.0, gzip; q=0", "identity"),
        ("br;q=0.001", "br"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", "identity"),
        ("gzip, *;q=0", "gzip"),
        ("identity", "identity"),
        ("brotli, xgzip", "identity"),
        ("br;q=often, gzip", "gzip"),
        ("br;level=4", "br"),
        (";q=1,,;", "identity"),
    ],
)
def test_only_an_accepted_encoding_is_sent(accepted: str, sent: str) -> None:
    assert encoding_for(accepted) == sent


def test_a_browser_that_has_the_page_gets_none(stranger: Client) -> None:
    page = stranger.get(SESSION, HTTP_ACCEPT_ENCODING="br")
    tag = page["ETag"]
    assert tag.startswith('"')
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = stranger.get(SESSION, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=known)
        assert (again.status_code, again.content) == (304, b"")
        assert {name: again[name] for name in ("ETag", "Vary", "Cache-Control")} == {
            "ETag": tag,
            "Vary": page["Vary"],
            "Cache-Control": "no-cache",
        }
    assert stranger.get(SESSION, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH='"other"').content == page.content


def test_a_page_that_says_the_same_keeps_its_tag(stranger: Client, clock: Callable[..., None]) -> None:
    tag = stranger.get(SESSION)["ETag"]
    clock("2004-10-15T12:05")
    assert stranger.get(SESSION, HTTP_IF_NONE_MATCH=tag).status_code == 304


def test_a_changed_page_has_another_tag(stranger: Client, igsp: Process) -> None:
    tag = stranger.get(SESSION)["ETag"]
    something_happens(igsp)
    assert stranger.get(SESSION, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_a_kept_page_has_the_headers_that_protect(stranger: Client) -> None:
    stranger.get(SESSION)
    kept = stranger.get(SESSION)
    assert "default-src 'none'" in kept["Content-Security-Policy"]
    assert (kept["X-Frame-Options"], kept["X-Content-Type-Options"]) == ("DENY", "nosniff")


# What is never kept


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


# The shelf


def address(name: str) -> kept_pages.Address:
    return "https", "portal.example", f"/en/{name}/", "", "br"


def page(size: int) -> Page:
    return Page((1, 1), bytes(size), ResponseHeaders({}))


def test_the_shelf_holds_no_more_than_its_limit() -> None:
    shelf = Shelf(limit=100_000)
    for number in range(100):
        shelf.put(address(str(number)), page(7_000))
        assert shelf.bytes <= 100_000
    assert len(shelf.pages) == 9
    assert shelf.bytes == 9 * (7_000 + kept_pages.OVERHEAD_BYTES)


def test_the_page_not_asked_for_the_longest_makes_room() -> None:
    shelf = Shelf(limit=4 * (7_000 + kept_pages.OVERHEAD_BYTES))
    for name in "abcd":
        shelf.put(address(name), page(7_000))
    shelf.get(address("a"))
    shelf.put(address("e"), page(7_000))
    assert [key[2] for key in shelf.pages] == ["/en/c/", "/en/d/", "/en/a/", "/en/e/"]


def test_a_newer_page_takes_the_place_of_the_older() -> None:
    shelf = Shelf(limit=100_000)
    shelf.put(address("a"), page(9_000))
    shelf.put(address("a"), page(1_000))
    assert shelf.bytes == 1_000 + kept_pages.OVERHEAD_BYTES


def test_a_page_too_large_for_the_shelf_is_not_kept() -> None:
    shelf = Shelf(limit=100_000)
    shelf.put(address("a"), page(1_000))
    shelf.put(address("a"), page(30_000))
    assert (len(shelf.pages), shelf.bytes) == (0, 0)


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
