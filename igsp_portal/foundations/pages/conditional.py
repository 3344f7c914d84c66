"""Feeds and calendars: asked for again every time, and given again only where they differ (RFC 9110, 13)."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control


def given(request: HttpRequest, content: bytes, content_type: str, *, public: bool) -> HttpResponse:
    """The content under its strong ETag, or 304 for whoever has it: none shows a minute longer what was taken back.

    Who is signed in may be shown what few may know: that is kept by nobody in between. It has no Last-Modified: the
    day of what is shown is not that on which something was taken out, and any other tells when something was done
    of which nobody may know.
    """
    response = HttpResponse(content, content_type=content_type)
    kept_by_all = public and not request.user.is_authenticated
    patch_cache_control(response, no_cache=True, **{"public" if kept_by_all else "private": True})
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)  # type: ignore[return-value]
