"""What a person's browser does on the night of a deadline: one connection that stays open, cookies, forms sent."""

from __future__ import annotations

import html
import http.client
import re
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)"[^>]*? value="([^"]*)"')
COMPONENT = re.compile(rb'<option value="(\d+)"')
URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "part-of-a-form"
PATIENCE_SECONDS = 120


class Unexpected(Exception):
    """The portal answered something else than what leads on."""


@dataclass(frozen=True)
class Answer:
    """One answer, and the seconds from sending the question to its last byte."""

    status: int
    location: str
    content: bytes
    seconds: float

    @property
    def token(self) -> str:
        found = TOKEN.search(self.content)
        return found[1].decode() if found else ""

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms."""
        found = HIDDEN.findall(self.content)
        return {html.unescape(name.decode()): html.unescape(value.decode()) for name, value in found}


class Browser:
    """One person at one address; `behind` is the address that the proxy in front of the portal saw."""

    def __init__(self, port: int, behind: str = "198.51.100.1", cookies: Mapping[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self.behind = behind
        self.cookies = dict(cookies or {})

    def get(self, address: str) -> Answer:
        """The answer to a question for a page. Raises Unexpected for 4xx and 5xx."""
        return self._ask("GET", address)

    def post(self, address: str, fields: Mapping[str, str], *, in_parts: bool = False) -> Answer:
        """The answer to a form, sent `in_parts` where it may have files. Raises Unexpected when it does not lead on."""
        kind, body = _parts(fields) if in_parts else (URLENCODED, urllib.parse.urlencode(fields).encode())
        answer = self._ask("POST", address, body, kind)
        if not answer.location:
            raise Unexpected(f"POST {address}: {answer.status}\n{answer.content[:2000].decode(errors='replace')}")
        return answer

    def close(self) -> None:
        self.connection.close()

    def _ask(self, method: str, address: str, body: bytes | None = None, kind: str = "") -> Answer:
        headers = {"X-Forwarded-For": self.behind, "X-Forwarded-Proto": "http"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers["Content-Type"] = kind
        began = time.perf_counter()
        answer = self._answer(method, address, body, headers)
        content = answer.read()
        seconds = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 400:
            raise Unexpected(f"{method} {address}: {answer.status}\n{content[:2000].decode(errors='replace')}")
        return Answer(answer.status, answer.headers.get("Location", ""), content, seconds)

    def _answer(
        self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        """As a browser does, on a new connection when the server has closed the old one in the pause."""
        fresh = self.connection.sock is None
        try:
            self.connection.request(method, address, body, headers)
            return self.connection.getresponse()
        except (ConnectionError, http.client.RemoteDisconnected):
            if fresh:
                raise
            self.connection.close()
            self.connection.request(method, address, body, headers)
            return self.connection.getresponse()


def _parts(fields: Mapping[str, str]) -> tuple[str, bytes]:
    """The content type and the bytes of a form that may have files."""
    lines = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return f"multipart/form-data; boundary={BOUNDARY}", f"{''.join(lines)}--{BOUNDARY}--\r\n".encode()


def written(form: Answer, party: str, statements: int, turn: int = 0) -> dict[str, str]:
    """The form of a submission filled in: a title and so many statements on the first component offered."""
    component = COMPONENT.search(form.content)
    fields = form.hidden | {"title": f"Needs of {party}", "language": "en", "consent": "on", "introduction": f"{turn}"}
    for place in range(statements):
        words = f"What {party} needs, in some words of its own, {place}, said for the {turn} time."
        fields[f"statements-{place}-words"] = words
        fields[f"statements-{place}-kind"] = "need"
        fields[f"statements-{place}-rank"] = str(place + 1)
        fields[f"statements-{place}-component"] = component[1].decode() if component else ""
    return fields
