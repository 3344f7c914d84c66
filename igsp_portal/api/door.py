"""What every answer of the API passes: who reads is no matter, how is.

Programs of other sites may read what a stranger may: they are given answers without credentials, and shown ETag and
Link. Whoever sends a session is answered for themselves, and no cache keeps it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from igsp_portal.foundations.api import problems
from igsp_portal.foundations.api.answers import MEDIA_TYPE
from igsp_portal.foundations.api.problems import problem
from igsp_portal.foundations.pages.closed import FOR_PROGRAMS

READING = ("GET", "HEAD", "OPTIONS")
ALLOWED = ", ".join(READING)
FOR_OTHER_SITES = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "X-Content-Type-Options": "nosniff",
}
BEFORE_ASKING = {
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class ApiDoor:
    """Answers what is no reading, and gives every answer its headers; what went wrong further in is a problem too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(FOR_PROGRAMS):
            return self.get_response(request)
        response = self._answered(request)
        for name, value in FOR_OTHER_SITES.items():
            response[name] = value
        return response

    def _answered(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ALLOWED, **BEFORE_ASKING})
        if request.method not in READING:
            response = problem(405)
            response["Allow"] = ALLOWED
            return response
        if not request.accepts(MEDIA_TYPE):
            return problem(406)
        return self._read(request)

    def _read(self, request: HttpRequest) -> HttpResponse:
        asked, request.method = request.method, "GET"
        try:
            response = self.get_response(request)
        finally:
            request.method = asked
        response["Vary"] = "Cookie"  # and by nothing else: no language is taken from a browser
        if response.status_code >= 400:
            return _as_problem(response)
        return _with_conditions(request, response) if response.status_code == 200 else response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """What went wrong: as the API told it, or in place of the page that a person would be shown."""
    if response.get("Content-Type") != problems.MEDIA_TYPE and not response.streaming:
        told = problem(response.status_code)
        response.content = told.content
        for name, value in told.items():
            response[name] = value
        response["Content-Length"] = str(len(told.content))
    response["Cache-Control"] = "no-store"
    return response


def _with_conditions(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    user: Any = getattr(request, "user", None)
    response["Cache-Control"] = "private, no-cache" if user is not None and user.is_authenticated else "no-cache"
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    del response["Content-Language"]
    return get_conditional_response(request, etag=response["ETag"], response=response)  # type: ignore[return-value]
