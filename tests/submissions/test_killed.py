"""The server is killed two hundred times while a party saves and files: nothing acknowledged is lost or filed twice."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection

from igsp_portal.bootstrap.postgres import Server
from igsp_portal.management.commands import demo

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
KILLS = 200
TIMES = 2.0  # of the seconds that an answer takes, in which the server is killed after a form was sent
PATIENCE_SECONDS = 60
SEED = 200  # of the moments of the kills


class Form(HTMLParser):
    """The fields of the form that is sent to an address, as a browser would send them untouched."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._action, self._inside, self._words, self._select = action, False, "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = found.get("action", "").endswith(self._action)
        name = found.get("name", "")
        if not self._inside:
            return
        if tag == "input" and name and self._is_sent(found):
            self.fields[name] = found.get("value", "on" if found.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self._words, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in found or self._select not in self.fields):
            self.fields[self._select] = found.get("value", "")

    def _is_sent(self, found: dict[str, str]) -> bool:
        kind = found.get("type", "text")
        return kind != "file" and (kind not in ("checkbox", "radio") or "checked" in found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._words = ""
        if tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._words:
            self.fields[self._words] += data.removeprefix("\n") if not self.fields[self._words] else data


@dataclass
class Portal:
    """A server whose processes can be killed, as the browser of whoever has the session sees it."""

    port: int
    server: subprocess.Popen[bytes]
    session: str = ""
    token: str = ""

    def kill(self) -> None:
        """End whatever process answers at the moment, without a word."""
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)

    def ask(self, method: str, address: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, Location and page. Raises OSError or HTTPException when the server dies over it."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self.token}"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            asked.request(method, address, urlencode(fields) if fields else None, headers)
            answer = asked.getresponse()
            page = answer.read().decode()
        finally:
            asked.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            if cookie.startswith("csrftoken="):
                self.token = cookie.partition("=")[2].partition(";")[0]
        return answer.status, answer.headers.get("Location", ""), page

    def page(self, address: str) -> str:
        """A page, as soon as the server is there again."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            with suppress(OSError, http.client.HTTPException):
                status, _location, page = self.ask("GET", address)
                if status == 200:
                    return page
            assert time.monotonic() < until, "The server does not come back."
            time.sleep(0.02)

    def seconds(self, address: str) -> float:
        """How long the answer to a question for a page takes."""
        began = time.monotonic()
        self.page(address)
        return time.monotonic() - began

    def send_and_kill(self, address: str, fields: dict[str, str], after: float) -> bool:
        """Send a form, and kill the server `after` some seconds; whether the form was acknowledged."""
        killing = threading.Timer(after, self.kill)
        killing.start()
        try:
            status, location, page = self.ask("POST", address, fields)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            killing.join()
        assert (status, bool(location)) == (302, True), page[:3000]
        return True


def environment(folder: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORTAL_TODAY")}
    ours = {"DJANGO_SETTINGS_MODULE": "igsp_portal.settings", "PORTAL_VAR": str(folder), "PORTAL_VENV": ""}
    return kept | ours | ({"DATABASE_URL": database} if database else {})


@pytest.fixture
def database() -> Iterator[str]:
    """The address of a PostgreSQL of its own where the tests run on one; else nothing, for a file."""
    if connection.vendor != "postgresql":
        yield ""
        return
    server = Server()
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def writers(tmp_path: Path, database: str) -> Any:
    """Who writes: for each party the session of its focal point, and where it writes."""
    ours, variables = [sys.executable, "-m", "tests.submissions.killed_scene"], environment(tmp_path, database)
    done = subprocess.run(ours, cwd=ROOT, env=variables, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


@pytest.fixture
def portal(tmp_path: Path, database: str, writers: Any) -> Iterator[Portal]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*demo.server(f"127.0.0.1:{port}"), "--preload", "--workers", "1", "--log-level", "critical"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path, database))
    try:
        yield Portal(port, server)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def stored(tmp_path: Path, database: str) -> Iterator[Callable[[str], list[Any]]]:
    """Ask the database itself."""
    asked: Any = (
        psycopg.connect(database, autocommit=True) if database else sqlite3.connect(tmp_path / "portal.sqlite3")
    )
    with closing(asked):
        yield lambda sql: list(asked.execute(sql))


FILED = "SELECT number, serial FROM submissions_submissionversion WHERE filed_at IS NOT NULL ORDER BY serial"
TOLD = "SELECT count(*) FROM igsp_portal_event WHERE verb = 'submission.filed'"


def test_nothing_acknowledged_is_lost_or_filed_twice(
    portal: Portal, writers: list[dict[str, str]], stored: Callable[[str], list[Any]]
) -> None:
    chance, said, filings = random.Random(SEED), dict.fromkeys(range(len(writers)), ""), 0
    portal.session = writers[0]["session"]
    longest = TIMES * statistics.median(portal.seconds(f"{writers[0]['address']}write/") for _ in range(9))
    for turn in range(KILLS // 2):
        party = turn % len(writers)
        portal.session, address = writers[party]["session"], writers[party]["address"]
        form = Form(portal.page(f"{address}write/"), "write/").fields
        words = f"What was said the time {turn}."
        sent = form | {"introduction": words, "title": "Needs", "do": "save"}
        sent |= {"statements-0-words": f"Posts, {turn}.", "statements-0-kind": "need"}
        acknowledged = portal.send_and_kill(f"{address}write/", sent, chance.uniform(0, longest))
        kept = Form(portal.page(f"{address}write/"), "write/").fields["introduction"]
        assert kept in ([words] if acknowledged else [said[party], words])
        said[party] = kept
        if not kept:
            continue
        review = Form(portal.page(f"{address}file/"), "file/").fields
        acknowledged = portal.send_and_kill(f"{address}file/", review, chance.uniform(0, longest))
        assert len(stored(FILED)) in ([filings + 1] if acknowledged else [filings, filings + 1])
        portal.page("/en/rivers/")
        portal.ask("POST", f"{address}file/", review)  # as whoever got no answer, or pressed twice
        filings += 1
        assert len(stored(FILED)) == filings
        portal.ask("POST", f"{address}revise/", {"csrfmiddlewaretoken": review["csrfmiddlewaretoken"]})
    assert [serial for _number, serial in stored(FILED)] == list(range(1, filings + 1))
    assert stored(TOLD) == [(filings,)]
    assert filings > KILLS // 3
