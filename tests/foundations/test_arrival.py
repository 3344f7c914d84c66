"""The moment at which a request arrived, whatever it waited for afterwards."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.http import urlencode

from igsp_portal.foundations.pages.arrival import Arrivals, after_waiting, arrival

Clock = Callable[[str], None]

URLENCODED = "application/x-www-form-urlencoded"


def form(content: bytes = b"version=1") -> HttpRequest:
    return RequestFactory().post("/", content, content_type=URLENCODED)


def moment_of(request: HttpRequest, then: Callable[[], None]) -> str:
    """When a request arrived, asked by a page that `then` took its time."""

    def page(request: HttpRequest) -> HttpResponse:
        then()
        return HttpResponse(f"{arrival(request):%H:%M:%S}")

    return Arrivals(page)(request).content.decode()


def test_a_request_arrived_when_it_came_however_long_its_page_takes(clock: Clock) -> None:
    clock("2004-10-29T13:59:58")
    assert moment_of(form(), then=lambda: clock("2004-10-29T14:00:06")) == "13:59:58"


def test_the_time_for_which_the_server_had_no_thread_is_taken_off(clock: Clock) -> None:
    clock("2004-10-29T14:00:04")
    with after_waiting(dt.timedelta(seconds=6)):
        assert moment_of(form(), then=lambda: None) == "13:59:58"
    assert moment_of(form(), then=lambda: None) == "14:00:04"


@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART_CONTENT])
@pytest.mark.parametrize("padding", ["", "v" * 10_001])
def test_a_form_has_arrived_when_it_is_there_whole(kind: str, padding: str, clock: Clock) -> None:
    """One that begins to be sent in time is not in time, be it long or short, with files or without."""

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            clock("2004-10-29T14:00:06")
            return super().read(size)

    clock("2004-10-29T13:59:58")
    fields = {"version": "1", "padding": padding}
    content = urlencode(fields).encode() if kind == URLENCODED else encode_multipart(BOUNDARY, fields)
    request = RequestFactory().generic("POST", "/", content, kind)
    request.META["wsgi.input"] = request._stream = Slow(content)
    assert moment_of(request, then=lambda: None) == "14:00:06"
    assert request.POST["version"] == "1"
