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
FORM = re.compile(rb'<form class="form".*?</form>', re.DOTALL)
INPUT = re.compile(r"<input([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
AREA = re.compile(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
SELECT = re.compile(r'<select name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
CHOSEN = re.compile(r'value="([^"]*)" selected')
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


def filled(form: Answer) -> dict[str, str]:
    """The fields of the page's form of a submission as they stand there; boxes and files are left as they are."""
    found = FORM.search(form.content)
    page = found[0].decode() if found else ""
    inputs = [dict(ATTRIBUTE.findall(one)) for one in INPUT.findall(page)]
    fields = {one["name"]: one.get("value", "") for one in inputs if one.get("type") not in ("checkbox", "file")}
    fields |= {one["name"]: "on" for one in inputs if one["name"] == "consent"}
    fields |= dict(AREA.findall(page))
    for name, options in SELECT.findall(page):
        chosen = CHOSEN.search(options)
        fields[name] = chosen[1] if chosen else ""
    return {name: html.unescape(value) for name, value in fields.items()}
