"""Asking an application as a server asks it (PEP 3333)."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote_to_bytes


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
