"""Servers as they are run: each keeps pages and files for itself, and gives none that another has made out of date."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from igsp_portal import settings as real
from meetings.models import Process

pytestmark = pytest.mark.slow

LONGEST = 60  # seconds until something is taken to have gone wrong
PAGE = "/en/igsp/meetings/wg-2/"
AS_SERVED = f"""
from tests.settings import *
STAMP_SECONDS = {real.STAMP_SECONDS}
"""
# Somebody at work: posts and issues a document, and takes its file back, when told so; says the file's SHA-256.
AT_WORK = """
import io, sys
import django
django.setup()
from documents.library import actions
from documents.models import Document
from igsp_portal.foundations.record import records
from meetings.models import Meeting
from tests.library.files import pdf
meeting = Meeting.objects.get(process__slug="igsp", key="wg-2")
for told in map(str.strip, sys.stdin):
    if told == "post":
        paper = Document(process=meeting.process, meeting=meeting, key="of-two", symbol="UNEP/TEST/2/2",
                         kind="working", state="planned", title_en="Of two processes")
        document = records.create(paper, by="test")
        data = io.BytesIO(pdf("of two processes"))
        file = actions.post_rendition(document, language="en", name="a.pdf", file=data, by="test")
    elif told == "issue":
        actions.issue(document, by="test", exception=True)
    elif told == "rename":
        records.change(meeting, by="test", values={"name_en": "Second session, renamed"})
    elif told == "take back":
        actions.take_back_file(file, by="test", because="It is another's")
    print(file.sha256, flush=True)
"""


class Servers:
    """Two servers of one portal, and somebody at work in a third process."""

    def __init__(self, ports: list[int], worker: subprocess.Popen[str]) -> None:
        self.ports, self.worker = ports, worker

    def tell(self, what: str) -> str:
        """Let something be done, and wait until it is, and until no look at the record is from before."""
        assert self.worker.stdin
        assert self.worker.stdout
        self.worker.stdin.write(f"{what}\n")
        self.worker.stdin.flush()
        said = self.worker.stdout.readline().strip()
        assert said
        time.sleep(2 * real.STAMP_SECONDS)
        return said

    def ask(self, address: str) -> list[tuple[int, bytes]]:
        """What each server answers."""
        return [fetch(port, address) for port in self.ports]


def fetch(port: int, address: str) -> tuple[int, bytes]:
    until = time.monotonic() + LONGEST
    while True:
        try:
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
            asking.request("GET", address)
            answer = asking.getresponse()
            return answer.status, answer.read()
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.1)


@pytest.fixture
def servers(transactional_db: None, igsp: Process, tmp_path: Path) -> Iterator[Servers]:
    database = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    if connection.vendor == "postgresql":
        database = os.environ["DATABASE_URL"].replace("/postgres?", f"/{connection.settings_dict['NAME']}?")
    else:  # of a database in memory nobody else knows
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "portal.sqlite3")])
    (tmp_path / "as_served.py").write_text(AS_SERVED)
    told = {"DATABASE_URL": database, "PORTAL_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "as_served"}
    environment = {**os.environ, **told, "PORTAL_HTTPS": "0", "PYTHONPATH": f"{tmp_path}:{settings.BASE_DIR}"}
    with ExitStack() as ends:

        def start(*command: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=settings.BASE_DIR,
                env=environment,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            ends.callback(process.wait, LONGEST)
            ends.callback(process.terminate)
            return process

        ports = free_ports(2)
        for port in ports:
            bound = ["--bind", f"127.0.0.1:{port}", "--threads", "2", "--worker-class", "igsp_portal.serving.Worker"]
            start("-m", "gunicorn", *bound, "--no-control-socket", "igsp_portal.wsgi:application")
        yield Servers(ports, start("-c", AT_WORK))


def free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for free in sockets:
            free.bind(("127.0.0.1", 0))
        return [free.getsockname()[1] for free in sockets]


def test_no_server_gives_what_another_process_has_made_out_of_date(servers: Servers) -> None:
    address = f"/files/{servers.tell('post')}"
    before = servers.ask(PAGE)
    assert [status for status, _page in before] == [200] * 2
    assert servers.ask(PAGE) == before
    assert [status for status, _page in servers.ask(address) * 2] == [404] * 4
    servers.tell("issue")
    issued = servers.ask(PAGE)
    assert [now == then for now, then in zip(issued, before, strict=True)] == [False] * 2
    given = servers.ask(address) + servers.ask(address)
    assert [status for status, _content in given] == [200] * 4
    servers.tell("rename")
    assert [b"Second session, renamed" in page for _status, page in servers.ask(PAGE)] == [True] * 2
    servers.tell("take back")
    taken = servers.ask(address) + servers.ask("/symbol/UNEP/TEST/2/2?lang=en")
    assert [status for status, _page in taken] == [410] * 4
    assert given[0][1] not in [page for _status, page in taken]
