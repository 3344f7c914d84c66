"""The server is killed two hundred times: nothing acknowledged is lost, and nothing filed twice.

It dies while a party saves, by the button or as the form saves itself, attaches a file and files, and while the
secretariat enters a letter.
"""

from __future__ import annotations

import hashlib
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

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from igsp_portal.bootstrap.postgres import Server
from igsp_portal.management.commands import demo

from .test_filing import picture

pytestmark = [pytest.mark.slow, pytest.mark.own_database]

ROOT = Path(__file__).resolve().parents[2]
KILLS = 200
TIMES = 2.0  # of the seconds that an answer takes, in which the server is killed after a form was sent
PATIENCE_SECONDS = 60
SEED = 200  # of the moments of the kills
WAYS = 4  # of a turn: to save, to attach, to file, to enter a letter
JSON = "application/json"


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

    def ask(
        self, method: str, address: str, fields: dict[str, Any] | None = None, accept: str = "text/html"
    ) -> tuple[int, str, str]:
        """Status, Location and page. Raises OSError or HTTPException when the server dies over it."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self.token}", "Accept": accept}
        headers["Content-Type"] = MULTIPART_CONTENT
        try:
            asked.request(method, address, encode_multipart(BOUNDARY, fields) if fields else None, headers)
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

    def send_and_kill(self, address: str, fields: dict[str, Any], after: float, *, by_itself: bool = False) -> bool:
        """Send a form, and kill the server `after` some seconds; whether the form was acknowledged.

        It is sent by a button, or as the form saves itself.
        """
        killing = threading.Timer(after, self.kill)
        killing.start()
        try:
            status, location, page = self.ask("POST", address, fields, JSON if by_itself else "text/html")
        except (OSError, http.client.HTTPException):
            return False
        finally:
            killing.join()
        if by_itself:
            assert (status, json.loads(page)["whole"]) == (200, True)
        else:
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
def scene(tmp_path: Path, database: str) -> Any:
    """Who writes, and who enters letters, as killed_scene tells it."""
    ours, variables = [sys.executable, "-m", "tests.submissions.killed_scene"], environment(tmp_path, database)
    done = subprocess.run(ours, cwd=ROOT, env=variables, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


@pytest.fixture
def portal(tmp_path: Path, database: str, scene: Any) -> Iterator[Portal]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    *command, _application = demo.server(f"127.0.0.1:{port}")
    command += ["--preload", "--workers", "1", "--log-level", "critical", "tests.submissions.killed_app:application"]
    first = scene["writers"][0]
    warmed = {"KILLED_SESSION": first["session"], "KILLED_ADDRESS": first["address"]}
    server = subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path, database) | warmed)
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


ATTACHED = "SELECT sha256, file FROM submissions_attachment WHERE name = '{}'"


@dataclass
class Night:
    """What was done in it; `stored` asks the database itself."""

    portal: Portal
    stored: Callable[[str], list[Any]]
    folder: Path
    chance: random.Random
    longest: float
    filings: int = 0

    def send(self, address: str, fields: dict[str, Any], **how: Any) -> bool:
        return self.portal.send_and_kill(address, fields, self.chance.uniform(0, self.longest), **how)

    def form(self, address: str) -> dict[str, str]:
        return Form(self.portal.page(address), address.rsplit("/", 2)[1] + "/").fields

    def save(self, address: str, turn: int, before: str) -> str:
        """Every other time as the form saves itself. What stands there then, which was there `before` or is new."""
        words = f"What was said the time {turn}."
        sent = self.form(f"{address}write/") | {"introduction": words, "title": "Needs", "do": "save"}
        sent |= {"statements-0-words": f"Posts, {turn}.", "statements-0-kind": "need"}
        acknowledged = self.send(f"{address}write/", sent, by_itself=turn % 2 == 1)
        kept = self.form(f"{address}write/")["introduction"]
        assert kept in ([words] if acknowledged else [before, words])
        if kept:
            return kept
        again = sent | self.form(f"{address}write/") | {name: sent[name] for name in sent if name != "revision"}
        assert self.portal.ask("POST", f"{address}write/", again)[0] == 302  # there has to be something to file
        return words

    def attach(self, address: str, turn: int) -> None:
        """The file is there whole or not at all; sent again, it is there once."""
        name, data = f"map-{turn}.png", picture().replace(b"\0" * 8, f"{turn:08}".encode(), 1)
        digest = hashlib.sha256(data).hexdigest()

        def sent() -> dict[str, Any]:
            return self.form(f"{address}write/") | {"do": "save", "attach": SimpleUploadedFile(name, data)}

        def found() -> int:
            rows = self.stored(ATTACHED.format(name))
            assert [(kept, (self.folder / "files" / path).read_bytes()) for kept, path in rows] == [
                (digest, data)
            ] * len(rows)
            return len(rows)

        acknowledged = self.send(f"{address}write/", sent())
        assert found() in ([1] if acknowledged else [0, 1])
        assert self.portal.ask("POST", f"{address}write/", sent())[0] == 302
        assert found() == 1

    def file(self, address: str) -> None:
        """And once more, as whoever got no answer, or pressed twice; then a new version is begun."""
        review = self.form(f"{address}file/")
        self.file_once(f"{address}file/", review)
        self.portal.ask("POST", f"{address}revise/", {"csrfmiddlewaretoken": review["csrfmiddlewaretoken"]})

    def enter(self, secretary: dict[str, Any], turn: int) -> None:
        """A letter, by the secretariat."""
        participants, day_and_time = secretary["participants"], secretary["received"]
        letter = {
            "csrfmiddlewaretoken": Form(self.portal.page(secretary["address"]), "").fields["csrfmiddlewaretoken"],
            "participant": participants[turn % len(participants)],
            "channel": "paper",
            "received_at_0": day_and_time[0],
            "received_at_1": day_and_time[1],
            "do": "file",
            "title": f"Letter {turn}",
            "language": "en",
            "introduction": "Of the delta.",
            "statements-TOTAL_FORMS": 0,
            "statements-INITIAL_FORMS": 0,
        }
        self.file_once(secretary["address"], letter)

    def file_once(self, address: str, fields: dict[str, Any]) -> None:
        acknowledged = self.send(address, fields)
        assert len(self.stored(FILED)) in ([self.filings + 1] if acknowledged else [self.filings, self.filings + 1])
        self.portal.page("/en/rivers/")
        self.portal.ask("POST", address, fields)
        self.filings += 1
        assert len(self.stored(FILED)) == self.filings


def test_nothing_acknowledged_is_lost_or_filed_twice(
    portal: Portal, scene: Any, stored: Callable[[str], list[Any]], tmp_path: Path
) -> None:
    writers, said = scene["writers"], dict.fromkeys(range(len(scene["writers"])), "")
    portal.session = writers[0]["session"]
    longest = TIMES * statistics.median(portal.seconds(f"{writers[0]['address']}write/") for _ in range(9))
    night = Night(portal, stored, tmp_path, random.Random(SEED), longest)
    for turn in range(KILLS // WAYS):
        party = turn % len(writers)
        portal.session, address = writers[party]["session"], writers[party]["address"]
        said[party] = night.save(address, turn, said[party])
        night.attach(address, turn)
        night.file(address)
        portal.session = scene["secretary"]["session"]
        night.enter(scene["secretary"], turn)
    filings = night.filings
    assert [serial for _number, serial in stored(FILED)] == list(range(1, filings + 1))
    assert stored(TOLD) == [(filings,)]
    assert filings == KILLS // WAYS * 2
