"""Asking an application as a server asks it (PEP 3333), and a server that does so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote_to_bytes
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections

from igsp_portal.foundations.pages.door import Door
from igsp_portal.foundations.pages.kept_pages import AT_THE_DOOR, Kept


@dataclass(frozen=True)
class Answer:
    """What a server was given to send."""

    status: int
    headers: tuple[tuple[str, str], ...]  # in one order, whichever they came in
    content: bytes

    def __getitem__(self, name: str) -> str:
        return dict(self.headers)[name]


def ask(application: Any, address: str, method: str = "GET", **of_request: Any) -> Answer:
    """The answer of a WSGI application to one request: `of_request` is what else stands in its environ."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(quote(path, safe="/%")).decode("iso-8859-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        **of_request,
    }
    said: list[Any] = []
    given = application(environ, lambda status, headers, *_: said.extend((status, headers)))
    content = b"".join(given)
    if hasattr(given, "close"):
        given.close()
    status, headers = said
    return Answer(int(status[:3]), tuple(sorted(headers)), content)


class Portal:
    """Django with a door before it, and the requests that went through the door."""

    def __init__(self) -> None:
        self.django = WSGIHandler()
        self.passed: list[str] = []
        self.door = Door(self._django)

    def _django(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.passed.append(environ["PATH_INFO"])
        return self.django(environ, start_response)

    def ask(self, address: str, method: str = "GET", **of_request: Any) -> Answer:
        return ask(self.door, address, method, **of_request)

    def inside(self, address: str, method: str = "GET", **of_request: Any) -> Answer:
        """What Django answers by itself, with the same pages kept."""
        return ask(self.django, address, method, **of_request, **{AT_THE_DOOR: self.door.kept})

    def anew(self, address: str, method: str = "GET", **of_request: Any) -> Answer:
        """What Django answers by itself, with nothing kept."""
        return ask(self.django, address, method, **of_request, **{AT_THE_DOOR: KeepingNothing()})


class KeepingNothing(Kept):
    """Has no place for any answer."""

    def place(self, environ: dict[str, Any]) -> None:
        return None


class _Silent(WSGIRequestHandler):
    def log_message(self, *_words: Any) -> None:
        """Says nothing of each request."""


@contextmanager
def served(application: Any) -> Iterator[int]:
    """The port of a server with the application, which sees the database as the test does."""
    ours = connections["default"]
    connection.inc_thread_sharing()
    server = make_server("127.0.0.1", 0, application, handler_class=_Silent)

    def serve() -> None:
        connections["default"] = ours
        server.serve_forever(poll_interval=0.05)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        connection.dec_thread_sharing()
