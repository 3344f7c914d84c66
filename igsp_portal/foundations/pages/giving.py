"""Answers that are given anew each time, of which only the way to give them is kept: files, whose bytes stay on disk.

The way is a function of the request: the conditions, the range and the encoding that a reader asks for are answered by
the same lines on every way. What all of Django adds to such an answer, on its way out, is kept beside it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from wsgiref.util import FileWrapper

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Give = Callable[[HttpRequest], HttpResponseBase]
Body = Callable[[], "Part | None"]  # the bytes of the whole answer; None for a word to the proxy, which has them

CONDITIONS = frozenset(f"HTTP_{name}" for name in ("RANGE", "IF_RANGE", "IF_MATCH", "IF_NONE_MATCH"))
CONDITIONS |= {"HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"}

CHUNK = 64 * 1024  # bytes


class Part:
    """The bytes of an open file from `start` on, `length` of them; closes the file at the end.

    A server that can hands them from the disk to the line by itself, if they go to the end of the file.
    """

    def __init__(self, file: Any, start: int, length: int, *, to_end: bool = False) -> None:
        self.file, self.left, self.to_end = file, length, to_end
        file.seek(start)

    def read(self, most: int = CHUNK) -> bytes:
        chunk: bytes = self.file.read(min(most, self.left)) if self.left > 0 else b""
        self.left -= len(chunk)
        return chunk

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.read, b"")

    def fileno(self) -> int:
        """Raises UnsupportedOperation for a file that is none of the system's, or a part that ends before it does."""
        if not self.to_end or not hasattr(self.file, "fileno"):
            raise io.UnsupportedOperation
        number: int = self.file.fileno()
        return number

    def close(self) -> None:
        self.file.close()


def is_plain(environ: dict[str, Any]) -> bool:
    """Whether a request asks for the whole, and sets no conditions, as nearly all do."""
    return environ["REQUEST_METHOD"] == "GET" and CONDITIONS.isdisjoint(environ)


def given_by(give: Give, response: Any, body: Body | None = None) -> Any:
    """The answer, which says by what it can be given again to any stranger.

    To plain requests it is given with the same headers each time where `body` is the rest of it.
    """
    response.give, response.own, response.body = give, {name.lower() for name in response.headers}, body
    return response


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer is given, and the state of the record and the minute at which it was found."""

    shows: tuple[int, int]
    give: Give
    further: tuple[tuple[str, str], ...]  # headers that it has from Django
    lines: list[tuple[str, str]] | None = None  # all its headers, where plain requests are given the same
    body: Body | None = None

    def answer(self, request: HttpRequest) -> HttpResponseBase | None:
        """The answer; None for what has to be told on a page, as a part that is not there. Raises OSError."""
        response: Any = self.give(request)
        if response.status_code >= 400:
            response.close()
            return None
        for name, value in self.further:
            response.headers.setdefault(name, value)
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


def way(request: HttpRequest, response: Any, shows: tuple[int, int]) -> Way | None:
    """How an answer that is on its way out can be given again; None where only its view knows."""
    give = getattr(response, "give", None)
    if give is None or response.status_code not in (200, 302) or response.cookies:
        return None
    left = response.own | {"content-length"}
    further = tuple(item for item in response.items() if item[0].lower() not in left)
    if response.body and response.status_code == 200 and is_plain(request.META):
        return Way(shows, give, further, list(response.items()), response.body)
    return Way(shows, give, further)


def sent(environ: dict[str, Any], response: Any) -> Iterable[bytes]:
    """What a server is handed: the bytes, or the open file that it may send in its own way (PEP 3333)."""
    file = getattr(response, "file_to_stream", None)
    return [b"".join(response)] if file is None else handed(environ, file)


def handed(environ: dict[str, Any], file: Any) -> Iterable[bytes]:
    """An open file, as the server takes it; it closes it."""
    wrapped: Iterable[bytes] = environ.get("wsgi.file_wrapper", FileWrapper)(file, CHUNK)
    return wrapped
