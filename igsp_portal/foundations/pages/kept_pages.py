"""Public pages, kept as bytes for strangers until anything changes.

A kept page holds good for one state of the record (the newest public event's id) and for one minute of the portal's
clock: deadlines fall on whole minutes and are told in minutes, so a page is never behind its own words. Nothing
ever has to be thrown away by hand; what is out of date is rendered anew and takes the same place. The strong ETag
is over exactly the bytes sent, so a browser that has them already gets none, however often the page was rendered.

Requests that arrive within STAMP_SECONDS of each other share one look at the record: under load, when threads wait
for one another, that look is a quarter of the work.

Only what a stranger sees is kept and compressed: there is no secret in it that its length could betray.

Of a file, which is the same for all that may have it, the way to give it is kept (giving.py), by the same rule. A
static file is the same as long as the process runs, and asks nothing of the record.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.text import compress_string

from .. import time
from ..language import files_language
from ..language.languages import LANGUAGES
from ..record import audit
from .closed import FOR_PROGRAMS
from .giving import Way, way

# For each process of the server. An address with a query can be made up at will, and so can a port or a letter case
# of the host: such pages push out each other alone, never those that everybody reads.
PAGES_BYTES = 32 * 1024 * 1024
QUERIES_BYTES = 4 * 1024 * 1024
OVERHEAD_BYTES = 3 * 1024  # headers, key and the objects round them
BROTLI_QUALITY = 6  # beyond it, rendering would wait longer than a slow line saves
NOT_CARRIED = {"content-length", "date", "connection"}
OF_EVERY_ANSWER = ("access-control-", "x-content-type-options")  # a program of another site may else not read a 304
VARIES_BY = {"accept-encoding", "cookie"}
KEPT_TYPES = ("text/html", "application/json")
ENCODINGS = ("br", "gzip", "identity")
STATIC, FILE = "static", "file"  # in the place of an encoding
FILES_UNDER = ("files", "symbol", "documents")  # addresses that are the same in every language (urls.py)
ALWAYS = (0, 0)
# What of a request a stranger's page may depend on. Requests that are alike in it have one address: it is worked out
# for the first and remembered, in at most 2,000 x 1 kB.
ASKED = (
    "REQUEST_METHOD",
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ACCEPT",
    "HTTP_COOKIE",
)
ADDRESSES, LONGEST_ASKED = 2000, 600
AT_THE_DOOR = "igsp_portal.kept"  # where a door that was passed says in a request what it keeps

Address = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent, and the state of the record and the minute that it shows."""

    shows: tuple[int, int]
    content: bytes
    headers: ResponseHeaders  # shared by all its responses, and changed by none
    lines: list[tuple[str, str]]  # the same, as a server takes them


@dataclass
class Shelf:
    """Pages by address, in at most `limit` bytes: the one not asked for the longest makes room."""

    limit: int
    bytes: int = 0
    pages: OrderedDict[Address, Page | Way] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock, repr=False)

    def get(self, address: Address) -> Page | Way | None:
        with self.lock:
            page = self.pages.get(address)
            if page is not None:
                self.pages.move_to_end(address)
            return page

    def put(self, address: Address, page: Page | Way) -> None:
        """Keep a page in the place of an earlier one; one that alone would fill a quarter is not kept."""
        with self.lock:
            if address in self.pages:
                self.bytes -= _weight(self.pages.pop(address))
            if _weight(page) > self.limit // 4:
                return
            self.pages[address] = page
            self.bytes += _weight(page)
            while self.bytes > self.limit:
                self.bytes -= _weight(self.pages.popitem(last=False)[1])


class Kept:
    """What a process keeps for strangers: asked at the door (door.py) and, past it, by the first of all middleware."""

    def __init__(self) -> None:
        self.pages = Shelf(PAGES_BYTES)
        self.queries = Shelf(QUERIES_BYTES)
        self.hosts = _own_hosts()
        self.newest = (float("-inf"), 0)  # when the record was last looked at, and its newest public event
        self.addresses = lru_cache(ADDRESSES)(_address)

    def place(self, environ: dict[str, Any]) -> Place | None:
        """Where the answer to a request is kept, and what it has to show; None where none is.

        The request is as the server hands it in (PEP 3333). Raises DatabaseError.
        """
        asked = tuple(map(environ.get, ASKED))
        address = self.addresses(asked) if sum(len(word or "") for word in asked) <= LONGEST_ASKED else _address(asked)
        if address is None:
            return None
        made_up = address[3] or address[1] not in self.hosts
        shows = ALWAYS if address[-1] == STATIC else (self._stamp(), int(time.now().timestamp()) // 60)
        return Place(self.queries if made_up else self.pages, address, shows)

    def _stamp(self) -> int:
        """The newest public event's id, as it was at most STAMP_SECONDS ago."""
        began = monotonic()
        looked, stamp = self.newest  # at once: other threads set it too
        if began - looked >= settings.STAMP_SECONDS:
            stamp = self.newest_event()
            self.newest = (began, stamp)
        return stamp

    def newest_event(self) -> int:
        """A look at the record. Raises DatabaseError."""
        return audit.stamp()


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a shelf, and the state of the record and the minute that a page there has to show."""

    shelf: Shelf
    address: Address
    shows: tuple[int, int]

    @property
    def kept(self) -> Page | Way | None:
        """What is kept here, unless it is out of date."""
        kept = self.shelf.get(self.address)
        return kept if kept and kept.shows == self.shows else None

    def keep(self, request: HttpRequest, response: HttpResponse) -> Page | None:
        """Keep what can be: a page, which is then to be sent as it is kept, or the way to give a file."""
        if found := way(request, response, self.shows):
            self.shelf.put(self.address, found)
        elif self.address[-1] in ENCODINGS and _keepable(request, response):
            page = _page(response, self.address[-1], self.shows)
            self.shelf.put(self.address, page)
            return page
        return None


class KeptPages:
    """The first of all middleware: a stranger's page is answered here, or kept on its way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.kept = Kept()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Asked before the page is rendered: a change in between leaves a page that is out of date at once.
        environ = request.META
        path = environ["PATH_INFO"].encode().decode("iso-8859-1")  # as it came: Django has read it by now
        place = environ.get(AT_THE_DOOR, self.kept).place(environ | {"PATH_INFO": path})
        if place is None:
            return self.get_response(request)
        if given := answer(request, place.kept):
            return given
        response = self.get_response(request)
        return answer(request, place.keep(request, response)) or response


def _own_hosts() -> frozenset[str]:
    """The hosts under which everybody reads the portal: they are as many as the operator has named, and no more."""
    named = {host for host in settings.ALLOWED_HOSTS if host != "*" and not host.startswith(".")}
    return frozenset({"", urlsplit(settings.SITE_ADDRESS).netloc, *named})


def _address(asked: tuple[str | None, ...]) -> Address | None:
    """All that a stranger's page depends on besides the record and the clock; None for anything else.

    What was asked are the values of ASKED: nothing else of a request can be asked for here.

    Pages outside a language's folder choose their language by header and cookie, so they are left out, but for
    files, which have one; the API chooses none. Whoever has a session or a message waiting has something of their own
    there. Static files are the same for everybody.
    Of all other cookies only the language of files counts, as one of seven values.
    """
    environ = {name: value for name, value in zip(ASKED, asked, strict=True) if value is not None}
    request = WSGIRequest(environ | {"wsgi.input": BytesIO()})
    kind = _kind(request)
    if request.method not in ("GET", "HEAD") or kind is None:
        return None
    # The host as it was sent: one that is not ours is refused further in, and a refusal is not kept.
    host, query = request.META.get("HTTP_HOST", ""), request.META.get("QUERY_STRING", "")
    if kind == STATIC:
        return request.scheme or "", host, request.path, "", "", kind
    if settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES:
        return None
    language = "" if kind == FILE else files_language.of_cookies(request.COOKIES)
    return request.scheme or "", host, request.path, query, language, kind


def _kind(request: HttpRequest) -> str | None:
    """The encoding of a page in a language's folder, or of an answer of the API in the one format that it has; or
    that a static file or another may be meant.
    """
    first = request.path_info[1:].partition("/")[0]
    if first in LANGUAGES or (first == FOR_PROGRAMS.strip("/") and request.accepts("application/json")):
        return encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    if request.path_info.startswith(settings.STATIC_URL):
        return STATIC
    return FILE if first in FILES_UNDER else None


@lru_cache(maxsize=64)
def encoding_for(accepted: str) -> str:
    """The encoding to send to whoever accepts these (RFC 9110, 12.5.3): br, gzip or identity."""
    wanted = {}
    for choice in accepted.lower().split(","):
        name, _, parameter = choice.partition(";")
        wanted[name.strip()] = _quality(parameter)
    anything = wanted.get("*", 0.0)
    return next((name for name in ("br", "gzip") if wanted.get(name, anything) > 0), "identity")


def _quality(parameter: str) -> float:
    """The number after `q=`, 1 when there is none; 0 when it is none."""
    name, _, value = parameter.replace(" ", "").partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _keepable(request: HttpRequest, response: HttpResponse) -> bool:
    """Only whole pages of views opened by name, that set no cookie, hold no token and are the same for all."""
    match = request.resolver_match
    view: Any = getattr(match, "func", None)
    opened = getattr(view, "open_to_all", False) or getattr(getattr(view, "view_class", None), "open_to_all", False)
    return bool(
        opened
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and "Content-Encoding" not in response
        and response.get("Content-Type", "").startswith(KEPT_TYPES)
        and not {"no-store", "private"} & _words(response, "Cache-Control")
        and _words(response, "Vary") <= VARIES_BY
    )


def _words(response: HttpResponse, header: str) -> set[str]:
    return {word.strip().lower() for word in response.get(header, "").split(",")} - {""}


def _page(response: HttpResponse, encoding: str, shows: tuple[int, int]) -> Page:
    """Compress a response and give it the headers of a page that is to be asked for again every time."""
    content = response.content
    if encoding == "br":
        content = brotli.compress(content, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    elif encoding == "gzip":
        content = compress_string(content)
    if encoding != "identity":
        response["Content-Encoding"] = encoding
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["Cache-Control"] = "no-cache"
    headers = {name: value for name, value in response.items() if name.lower() not in NOT_CARRIED}
    sent = ResponseHeaders(headers | {"Content-Length": str(len(content))})
    return Page(shows, content, sent, list(sent.items()))


def answer(request: HttpRequest, kept: Page | Way | None) -> Any:
    """What is kept, 304 for whoever has it; None where nothing is, or where what is kept cannot be given."""
    if kept is None:
        return None
    if isinstance(kept, Page):
        return _page_sent(request, kept)
    try:
        return kept.answer(request)
    except OSError:  # there is a page for that
        return None


def _page_sent(request: HttpRequest, page: Page) -> HttpResponse:
    response: Any = HttpResponse(b"" if request.method == "HEAD" else page.content)
    response.headers = page.headers
    if "HTTP_IF_NONE_MATCH" in request.META:
        response = get_conditional_response(request, etag=page.headers["ETag"], response=response)
    if response.status_code != 200:  # which has none of the page's headers but those on the copy that a reader has
        for name, value in page.headers.items():
            if name.lower().startswith(OF_EVERY_ANSWER):
                response[name] = value
    return response


def _weight(kept: Page | Way) -> int:
    return OVERHEAD_BYTES + (len(kept.content) if isinstance(kept, Page) else 0)
