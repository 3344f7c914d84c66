"""When a request arrived: what a deadline is measured by, however long it then waited for the portal to come to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.request import UnreadablePostError

from .. import time

MOST_BYTES = 10_000  # of a form that is read at once; what files a submission has two hundred

_waited: ContextVar[dt.timedelta] = ContextVar("waited", default=dt.timedelta())


@contextmanager
def after_waiting(span: dt.timedelta) -> Iterator[None]:
    """What is begun inside had waited so long for its turn: said by the server, which alone knows (serving.py)."""
    token = _waited.set(span)
    try:
        yield
    finally:
        _waited.reset(token)


class Arrivals:
    """Notes when a request arrived, before anything is asked of a database.

    A form is in the portal's hands once it is there whole: nobody is in time by the first half of it. So the moment
    is noted for a form that can be read at once; one with files, or a long one, arrives while it is read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_small_form(request):
            try:
                request.body  # noqa: B018 - it is kept, and read from there
            except UnreadablePostError:
                return HttpResponseBadRequest()
            request.arrived_at = time.now() - _waited.get()  # type: ignore[attr-defined]
        return self.get_response(request)


def arrival(request: HttpRequest) -> dt.datetime:
    """The moment at which a form arrived, on the portal's clock: now, if it was too long to be read at once."""
    request.POST  # noqa: B018 - to its end
    return getattr(request, "arrived_at", None) or time.now()


def _is_small_form(request: HttpRequest) -> bool:
    announced = request.META.get("CONTENT_LENGTH") or ""
    is_form = request.content_type == "application/x-www-form-urlencoded"
    return request.method == "POST" and is_form and announced.isdecimal() and int(announced) <= MOST_BYTES
