"""What the API tells of itself: its first address, and OpenAPI 3.1 with examples."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Router, Schema

from igsp_portal.foundations.api import problems
from igsp_portal.foundations.api.addresses import START, Addresses
from igsp_portal.foundations.api.answers import MEDIA_TYPE, answer
from igsp_portal.foundations.api.asked import Asked
from igsp_portal.foundations.api.reading import reads
from igsp_portal.foundations.api.shapes import Address
from igsp_portal.foundations.pages.closed import open_to_all

ABOUT = """\
What is public of the processes of this portal, for programs. Whoever is signed in at the portal is given besides \
what they may see there. Everything is read and nothing is written.

Values in several languages are objects by language; with `?lang=` they are in one. Moments are in UTC, days in the \
zone that is named beside them, sizes in bytes. Nothing holds HTML.

Lists come in pages: go on at `next` until it is null. The last page gives `later`: ask there what has changed since. \
Answers have an ETag: send it in If-None-Match and what has not changed is not sent again (304). What is wrong is \
told as application/problem+json (RFC 9457).
"""
router = Router(tags=["This API"])
NOT_CHANGED = "What you have is still good: you sent its ETag in If-None-Match."
MEANS = {
    "200": "What you asked for.",
    "400": "The request cannot be read, such as one with a NUL in it.",
    "404": "There is nothing at this address, or it is not open to you.",
    "406": "You asked for another format than JSON.",
    "422": "A parameter cannot be taken; `errors` says which, and why.",
}
ETAG = {"description": "Send it in If-None-Match.", "schema": {"type": "string"}}
LINK = {"description": 'The next page, as rel="next".', "schema": {"type": "string"}}


class Start(Schema):
    """Where to begin."""

    processes: Address
    description: Address


@reads(router, "", shape=Start, name="start", summary="Where to begin")
@open_to_all
def start(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """The address of the processes, and that of this description."""
    at = Addresses(request)
    return answer({"processes": at.api("processes"), "description": at.api("openapi")})


def view_of(api: NinjaAPI) -> Callable[[HttpRequest], HttpResponse]:
    """The view that gives out the description of `api`, made once."""
    content = cache(lambda: json.dumps(described(api), ensure_ascii=False).encode())

    @open_to_all
    def openapi(request: HttpRequest) -> HttpResponse:
        return HttpResponse(content(), content_type=MEDIA_TYPE)

    return openapi


def described(api: NinjaAPI) -> dict[str, Any]:
    """OpenAPI, as ninja makes it, with what it does not know of: problems, conditions and links."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=START))
    found["servers"] = [{"url": "/"}]
    for path in found["paths"].values():
        for operation in path.values():
            _complete(operation)
    return found


def _complete(operation: dict[str, Any]) -> None:
    responses = operation["responses"] = {str(status): told for status, told in operation["responses"].items()}
    for status, told in responses.items():
        told["description"] = MEANS[status]
        if status >= "400":
            told["content"] = {problems.MEDIA_TYPE: told["content"][MEDIA_TYPE]}
    responses["200"]["headers"] = {"ETag": ETAG}
    if any(parameter["name"] == "cursor" for parameter in operation["parameters"]):
        responses["200"]["headers"]["Link"] = LINK
    responses["304"] = {"description": NOT_CHANGED}
