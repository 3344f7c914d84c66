"""Feeds and calendars: asked for again every time, and given again only where they differ (RFC 9110, 13)."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date


def given(
    request: HttpRequest, content: bytes, content_type: str, *, public: bool, changed: dt.datetime | None = None
) -> HttpResponse:
    """The content under its strong ETag, or 304 for whoever has it: none shows a minute longer what was taken back.

    Who is signed in may be shown what few may know: that is kept by nobody in between.
    """
    response = HttpResponse(content, content_type=content_type)
    kept_by_all = public and not request.user.is_authenticated
    patch_cache_control(response, no_cache=True, **{"public" if kept_by_all else "private": True})
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    seconds = int(changed.timestamp()) if changed else None
    if seconds is not None:
        response["Last-Modified"] = http_date(seconds)
    return get_conditional_response(request, etag=etag, last_modified=seconds, response=response)  # type: ignore[return-value]
