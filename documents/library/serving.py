"""One file as an HTTP answer: its headers, conditions, and one range of its bytes (RFC 9110, RFC 9530)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe, quote_etag

from igsp_portal.foundations.files import stored
from igsp_portal.foundations.pages.giving import CHUNK, Part, given_by

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, max-age=0, must-revalidate"
BY_US_ALONE = {"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}  # a proxy would compare them with the file on its disk
SAID_BY_THE_STORE = ("Content-Type", "Content-Language", "Content-Disposition", "Cache-Control")
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
    opened: bool = False  # by the browser itself, which has no place in a file that is saved

    @property
    def etag(self) -> str:
        return quote_etag(self.sha256)

    @property
    def alone(self) -> Served:
        """The same without the row that the file belongs to."""
        return replace(self, file=InStore(self.file.storage, str(self.file.name)))


class InStore(NamedTuple):
    """A file in a store."""

    storage: Any
    name: str


def answer(request: HttpRequest, served: Served, extra: dict[str, str] | None = None) -> HttpResponseBase:
    """The whole file, the part asked for (206), or word that the reader's copy is good (304).

    Raises OSError when the store does not hold it as recorded. Several ranges at once are answered with the whole.
    """
    response = _answer(request, served, extra)
    if not served.public:
        return response
    alone = served.alone
    body = partial(_body, path, served.size) if (path := _path(served)) and not settings.S3_SIGNED_SECONDS else None
    return given_by(partial(_answer, served=alone, extra=extra), response, body)


def _path(served: Served) -> str | None:
    """Where the file lies on a disk of ours; None where it lies elsewhere."""
    try:
        return str(served.file.storage.path(served.file.name))
    except NotImplementedError:
        return None


def _body(path: str, size: int) -> Part | None:
    """The whole file; None where nginx gives it. Raises OSError."""
    if settings.NGINX_FILES:
        stored.looked_at(path, size=size)
        return None
    return Part(stored.opened_at(path, size=size), 0, size, to_end=True)


def _answer(request: HttpRequest, served: Served, extra: dict[str, str] | None) -> HttpResponseBase:
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
    return _without_bytes(request, served, headers, part) or _with_bytes(served, headers, part)


def _with_bytes(served: Served, headers: dict[str, str], part: tuple[int, int] | None) -> HttpResponseBase:
    first, last = part or (0, served.size - 1)
    length = last - first + 1
    headers = headers | {"Content-Length": str(length)}
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{served.size}"
    to_end = last == served.size - 1
    stream = Part(stored.opened(served.file, size=served.size), first, length, to_end=to_end)
    response: Any = StreamingHttpResponse(stream, status=206 if part else 200, headers=headers)
    response.file_to_stream, response.block_size = stream, CHUNK  # for a server that can send it from the disk
    return response


def _without_bytes(
    request: HttpRequest, served: Served, headers: dict[str, str], part: tuple[int, int] | None
) -> HttpResponseBase | None:
    """Word to the proxy or the store before which we stand to give the bytes itself; None where there is none, or
    where it would understand the request otherwise than we do.
    """
    name = str(served.file.name)
    if settings.NGINX_FILES:
        if BY_US_ALONE & request.META.keys() or ("HTTP_RANGE" in request.META and part is None):
            return None
        stored.looked_at(served.file.storage.path(name), size=served.size)
        told = {field: headers[field] for field in headers if field != "Accept-Ranges"}  # it says so itself
        return HttpResponse(headers=told | {"X-Accel-Redirect": settings.NGINX_FILES + quote(name)})
    if settings.S3_SIGNED_SECONDS:
        said = {f"Response{field.replace('-', '')}": headers[field] for field in SAID_BY_THE_STORE}
        address = served.file.storage.url(name, parameters=said, expire=settings.S3_SIGNED_SECONDS)
        kept = {name: headers[name] for name in ("Content-Language", "Link") if name in headers}
        return HttpResponse(status=302, headers=kept | {"Location": address, "Cache-Control": "no-store"})
    return None


def _headers(served: Served) -> dict[str, str]:
    digest = base64.b64encode(bytes.fromhex(served.sha256)).decode()
    return {
        "Content-Type": served.media_type,
        "Content-Language": served.html_lang,
        "Content-Disposition": content_disposition_header(not served.opened, served.name) or "attachment",
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
