"""The server tells a request that had to wait for a thread how long it waited."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

LONGEST = 60  # seconds until something is taken to have gone wrong

# Answers with how long the request had waited. The first request is held until the test lets it go.
APPLICATION = """
import os, pathlib, time
from igsp_portal.foundations.pages import arrival
from igsp_portal.serving import Worker

HERE = pathlib.Path(os.environ["HERE"])

class Watched(Worker):
    def on_pending_socket_readable(self, conn, client):
        super().on_pending_socket_readable(conn, client)
        (HERE / f"waiting-{len(list(HERE.glob('waiting-*')))}").touch()

def application(environ, start_response):
    waited = arrival._waited.get().total_seconds()
    if environ["PATH_INFO"] == "/held":
        while not (HERE / "go").exists():
            time.sleep(0.01)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(waited).encode()]
"""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A server with one thread, which notes in the folder of the test how many requests it has seen come."""
    (tmp_path / "held.py").write_text(textwrap.dedent(APPLICATION))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found = free.getsockname()[1]
    options = [
        "--bind",
        f"127.0.0.1:{found}",
        "--threads",
        "1",
        "--no-control-socket",
        "--worker-class",
        "held.Watched",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *options, "--no-control-socket", "held:application"],
        cwd=settings.BASE_DIR,
        env={"PYTHONPATH": f"{tmp_path}:{settings.BASE_DIR}", "HERE": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    try:
        yield found
    finally:
        server.terminate()
        server.wait(30)


def ask(port: int, path: str) -> http.client.HTTPConnection:
    """A request that was sent; its answer is read later."""
    until = time.monotonic() + LONGEST
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
            connection.request("GET", path)
            return connection
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.05)


def wait_for(path: Path) -> None:
    until = time.monotonic() + LONGEST
    while not path.exists():
        assert time.monotonic() < until, path.name
        time.sleep(0.01)


@pytest.mark.slow
def test_a_request_that_stood_in_line_says_for_how_long(port: int, tmp_path: Path) -> None:
    held = ask(port, "/held")
    wait_for(tmp_path / "waiting-0")
    waiting = ask(port, "/")
    wait_for(tmp_path / "waiting-1")
    seen_at = time.monotonic()
    released_at = time.monotonic()
    (tmp_path / "go").touch()
    held.getresponse().read()
    waited = float(waiting.getresponse().read())
    assert waited >= released_at - seen_at > 0
