"""One file as an HTTP answer: its headers, conditions, and one range of its bytes (RFC 9110, RFC 9530)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe, quote_etag

from igsp_portal.foundations.files import stored

CHUNK = 64 * 1024  # bytes
PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, max-age=0, must-revalidate"
_RANGE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.IGNORECASE)


class RangeNotSatisfiable(ValueError):
    """A range that begins after the last byte."""


@dataclass(frozen=True)
class Served:
    """What is needed to give out one file."""

    file: Any  # a stored file (FieldFile)
    size: int  # bytes
    sha256: str
    media_type: str
    name: str
    html_lang: str
    modified: int  # seconds since 1970
    public: bool

    @property
    def etag(self) -> str:
        return quote_etag(self.sha256)


def answer(request: HttpRequest, served: Served, extra: dict[str, str] | None = None) -> HttpResponseBase:
    """The whole file, the part asked for (206), or word that the reader's copy is good (304).

    Raises OSError when the store does not hold it as recorded. Several ranges at once are answered with the whole.
    """
    headers = _headers(served) | (extra or {})
    whole = HttpResponse(headers=headers)
    condition = get_conditional_response(request, etag=served.etag, last_modified=served.modified, response=whole)
    if condition and condition is not whole:
        return _with(condition, {name: headers[name] for name in headers if name != "Content-Disposition"})
    if request.method == "HEAD":
        return HttpResponse(headers=headers | {"Content-Length": str(served.size)})
    try:
        part = _part_asked_for(request, served)
    except RangeNotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{served.size}"})
    first, last = part or (0, served.size - 1)
    headers["Content-Length"] = str(last - first + 1)
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{served.size}"
    stream = Part(stored.opened(served.file, size=served.size), first, last - first + 1)
    return StreamingHttpResponse(stream, status=206 if part else 200, headers=headers)


def _headers(served: Served) -> dict[str, str]:
    digest = base64.b64encode(bytes.fromhex(served.sha256)).decode()
    return {
        "Content-Type": served.media_type,
        "Content-Language": served.html_lang,
        "Content-Disposition": content_disposition_header(True, served.name) or "attachment",
        "ETag": served.etag,
        "Last-Modified": http_date(served.modified),
        "Cache-Control": PUBLIC if served.public else PRIVATE,
        "Accept-Ranges": "bytes",
        "Repr-Digest": f"sha-256=:{digest}:",
        "X-Content-Type-Options": "nosniff",
    }


def _with(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response


def _part_asked_for(request: HttpRequest, served: Served) -> tuple[int, int] | None:
    header = request.headers.get("Range", "")
    if not header or not _copy_is_this_one(request.headers.get("If-Range", ""), served):
        return None
    return requested_range(header, served.size)


def _copy_is_this_one(if_range: str, served: Served) -> bool:
    """Whether the part the reader has already is of this very file."""
    if not if_range or if_range == served.etag:
        return True
    return parse_http_date_safe(if_range) == served.modified


def requested_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte (counted from 0) of the one range a header asks of `size` bytes.

    None for anything that is not one well-formed range of bytes: the whole is given then. Raises
    RangeNotSatisfiable.
    """
    match = _RANGE.fullmatch(header.strip())
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return _last_bytes(int(last), size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise RangeNotSatisfiable
    return int(first), min(int(last), size - 1) if last else size - 1


def _last_bytes(count: int, size: int) -> tuple[int, int]:
    if count == 0 or size == 0:
        raise RangeNotSatisfiable
    return max(0, size - count), size - 1


class Part:
    """The bytes of an open file from `start` on, `length` of them, in chunks; closes the file at the end."""

    def __init__(self, file: Any, start: int, length: int) -> None:
        self.file, self.start, self.length = file, start, length

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        left = self.length
        while left > 0 and (chunk := self.file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()
