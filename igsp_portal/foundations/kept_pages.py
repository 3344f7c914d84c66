"""Public pages, kept as bytes for strangers until anything changes.

The key of a kept page holds the newest event's id and the day, so that nothing ever has to be thrown away by hand:
a change makes new keys. A page is kept compressed, with a strong ETag over exactly these bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import brotli
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.text import compress_string

from . import audit, time

KEEP_SECONDS = 24 * 3600
NOT_CARRIED = {"content-length", "date", "connection"}


class KeptPages:
    """The first of all middleware: a stranger's page is answered here, or kept on its way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.cache = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request) if _may_be_kept(request) else None
        if key is None:
            return self.get_response(request)
        kept = self.cache.get(key)
        if kept is None:
            response = self.get_response(request)
            if not _keepable(request, response):
                return response
            kept = _freeze(response, _encoding(request))
            self.cache.set(key, kept, KEEP_SECONDS)
        return _thaw(request, *kept)


def _may_be_kept(request: HttpRequest) -> bool:
    """Whether whoever asks is a stranger with nothing of their own on the page."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
    )


def _key(request: HttpRequest) -> str | None:
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    day = time.today().isoformat()
    parts = (request.scheme or "", host, request.get_full_path(), _encoding(request), day, str(audit.stamp()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _encoding(request: HttpRequest) -> str:
    accepted = request.headers.get("Accept-Encoding", "")
    return next((name for name in ("br", "gzip") if name in accepted), "identity")


def _keepable(request: HttpRequest, response: HttpResponse) -> bool:
    """Only whole pages of views opened by name, that set no cookie and hold no token."""
    match = request.resolver_match
    opened = match is not None and getattr(match.func, "open_to_all", False)
    return bool(
        opened
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "no-store" not in response.headers.get("Cache-Control", "")
        and "CSRF_COOKIE" not in request.META
    )


def _freeze(response: HttpResponse, encoding: str) -> tuple[bytes, dict[str, str]]:
    content = response.content
    if encoding == "br":
        content = brotli.compress(content, mode=brotli.MODE_TEXT, quality=5)
    elif encoding == "gzip":
        content = compress_string(content)
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    response.headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = "no-cache"
    return content, {name: value for name, value in response.headers.items() if name.lower() not in NOT_CARRIED}


def _thaw(request: HttpRequest, content: bytes, headers: dict[str, str]) -> HttpResponse:
    response: Any = HttpResponse(content, headers=headers)
    response.headers["Content-Length"] = str(len(content))
    if "If-None-Match" in request.headers:
        response = get_conditional_response(request, etag=headers["ETag"], response=response)
        if isinstance(response, HttpResponseNotModified):
            for name in ("Content-Security-Policy", "Vary", "Cache-Control"):
                response.headers.setdefault(name, headers.get(name, ""))
    return response
