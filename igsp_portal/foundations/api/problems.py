"""What the API answers when something is wrong: application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
DETAILS = {
    400: "The request could not be read.",
    403: "This is not open to you. Sign in at the portal, if you take part in the process.",
    404: "There is nothing at this address, or it is not open to you.",
    405: "The API is for reading: it takes GET, HEAD and OPTIONS.",
    406: "The API answers in application/json.",
    413: "The request is too large.",
    429: "Too many requests came from your address. Wait for as long as Retry-After says.",
    500: "Something went wrong on our side. It has been noted; try again later.",
    503: "The portal cannot answer at the moment. Wait for as long as Retry-After says.",
}


def problem(status: int, detail: str = "", **more: Any) -> HttpResponse:
    """A problem of this status, in one sentence; `more` are its further members."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    body["detail"] = detail or DETAILS.get(status, HTTPStatus(status).description or HTTPStatus(status).phrase)
    content = json.dumps(body | more, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers={"Content-Language": "en"})


class Refused(Exception):
    """A parameter that cannot be taken: 422."""

    def __init__(self, name: str, detail: str) -> None:
        self.name, self.detail = name, detail
        super().__init__(detail)


def refused(errors: list[tuple[str, str]]) -> HttpResponse:
    """What is wrong with each parameter."""
    detail = " ".join(f"{name}: {said}." for name, said in errors)
    return problem(422, detail, errors=[{"parameter": name, "detail": said} for name, said in errors])
