"""The door before Django: what is kept for a stranger is answered here, without the work of a request.

It is asked whether it may answer as the middleware further in is, by one rule (kept_pages.py): the same address, the
same look at the record. So nothing is given here that would not be given there at the same moment, and in the same
bytes. Whatever the door cannot answer goes on untouched, and what is kept of it further in is kept for the door.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, close_old_connections

from .giving import Way, handed, is_plain, sent
from .kept_pages import AT_THE_DOOR, Kept, Page, answer


class KeptAtTheDoor(Kept):
    """As further in, but no request of Django's has looked after the connection to the database."""

    def newest_event(self) -> int:
        close_old_connections()
        try:
            return super().newest_event()
        finally:
            close_old_connections()


class Door:
    """A WSGI application round Django's."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.kept = KeptAtTheDoor()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kept = self._kept(environ) if environ["REQUEST_METHOD"] in ("GET", "HEAD") else None
        if kept and kept.lines and is_plain(environ):
            try:
                body = [kept.content] if isinstance(kept, Page) else _body(environ, kept)
            except OSError:
                return self._from_django(environ, start_response)
            start_response("200 OK", kept.lines.copy())
            return body
        response = answer(WSGIRequest(environ.copy()), kept) if kept else None  # Django changes what it is given
        if response is None:
            return self._from_django(environ, start_response)
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return sent(environ, response)

    def _from_django(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        found: Iterable[bytes] = self.application(environ, start_response)
        return found

    def _kept(self, environ: dict[str, Any]) -> Page | Way | None:
        try:
            place = self.kept.place(environ)
        except Error:  # of the database: there is a page for that
            return None
        environ[AT_THE_DOOR] = self.kept
        return place.kept if place else None


def _body(environ: dict[str, Any], kept: Way) -> Iterable[bytes]:
    file = kept.body() if kept.body else None
    return [b""] if file is None else handed(environ, file)
