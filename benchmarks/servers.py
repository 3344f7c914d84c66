"""Servers and workers as the demonstration starts its own, on SQLite and on PostgreSQL, and their ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import load, measures
from benchmarks.measures import Measure
from igsp_portal.bootstrap.ground import ROOT
from igsp_portal.bootstrap.postgres import Server

START_SECONDS = 60


@contextmanager
def server(application: str, path: str) -> Iterator[int]:
    """The port of a server with this application."""
    with measured(application, path) as (port, _process):
        yield port


@contextmanager
def measured(application: str, path: str) -> Iterator[tuple[int, int]]:
    """The port of a server with this application, and the number of its first process."""
    from igsp_portal.management.commands import demo

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    *command, _ours = demo.server(f"127.0.0.1:{port}")
    process = subprocess.Popen([*command, application], cwd=ROOT)
    try:
        _wait(process, port, path)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def processor_seconds(process: int) -> float:
    """What a process and those that it has started have taken of the processor, in seconds."""
    begun = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # its own work, and the system's for it
    return own + sum(processor_seconds(int(child)) for child in begun)


@contextmanager
def running(*commands: list[str]) -> Iterator[None]:
    """Programs that run beside."""
    with ExitStack() as ends:
        for command in commands:
            process = subprocess.Popen(command, cwd=ROOT)
            ends.callback(process.wait)
            ends.callback(process.terminate)
        yield


def on_both(part: str, *arguments: str) -> list[Measure]:
    """The measures of a part on SQLite and on PostgreSQL, which is as it is installed, in a folder of its own."""
    on_sqlite = _on([part, "SQLite", *arguments])
    server = Server()
    try:
        server.start()
        return on_sqlite + _on([part, "PostgreSQL", *arguments], DATABASE_URL=server.url)
    finally:
        server.stop()


def _on(words: list[str], **environment: str) -> list[Measure]:
    """The measures of a part on one database, taken in a Python and a portal of their own."""
    part, *arguments = words
    with tempfile.TemporaryDirectory(prefix=f"portal-{part}-") as folder:
        kept = {"PORTAL_VAR": folder, "PORTAL_VENV": "", "PORTAL_MAIL_URL": "filemail://"}
        variables = os.environ | kept | environment
        command = [sys.executable, "-m", f"benchmarks.{part}", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True, check=True)
    return measures.taken(done.stdout)


def _wait(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            load.fetch(port, path)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server of {path} did not answer within {START_SECONDS} seconds.")
