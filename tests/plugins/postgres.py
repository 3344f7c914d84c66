"""A private PostgreSQL for one run of the tests: `pytest -p tests.plugins.postgres`.

It stands in a folder of its own, is reached by a socket alone, never syncs to disk, and is gone at the end.
PostgreSQL refuses to run as root, so root starts it as `postgres` or `nobody`. Under xdist the controller
starts it and the workers inherit its address.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from igsp_portal.bootstrap.system import die_with_parent, postgres_folder

START_SECONDS = 30
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the server before pytest-django reads the settings, and with them DATABASE_URL."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    server = Server()
    early_config.add_cleanup(server.stop)
    try:
        server.start()
    except RuntimeError as error:
        raise pytest.UsageError(str(error)) from error
    os.environ["DATABASE_URL"] = server.url


class Server:
    """One PostgreSQL server in a folder that it takes with it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))  # a socket's path is short
        self.log = self.folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What django-environ reads from DATABASE_URL."""
        return f"postgres://portal@/postgres?host={self.folder}"

    def start(self) -> None:
        """Make a cluster and wait until it answers; raises RuntimeError with the server's own words."""
        programs = postgres_folder()
        if programs is None:
            raise RuntimeError("PostgreSQL is missing: install Debian's package postgresql, or put initdb on PATH")
        if os.geteuid() == 0:
            shutil.chown(self.folder, *_account())
        data = self.folder / "data"
        self._run(programs / "initdb", "-D", data, "-U", "portal", "-A", "trust", "--no-sync", *_locale())
        options = [f"--{name}={value}" for name, value in OPTIONS.items()]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", self.folder, *options],
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
                **self._as_somebody(),
            )
        self._wait()

    def stop(self) -> None:
        """End the server at once and remove all it wrote."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, *command: object) -> None:
        done = subprocess.run(
            [str(word) for word in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **self._as_somebody(),
        )
        if done.returncode:
            raise RuntimeError(f"PostgreSQL could not be set up:\n{done.stdout[-2000:]}")

    def _as_somebody(self) -> dict[str, Any]:
        """Arguments for subprocess: where the server runs, and as whom when we are root."""
        if os.geteuid() != 0:
            return {"cwd": self.folder}
        user, group = _account()
        return {"cwd": self.folder, "user": user, "group": group, "extra_groups": []}

    def _wait(self) -> None:
        import psycopg

        assert self.process is not None
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(host=str(self.folder), user="portal", dbname="postgres").close()
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text()[-2000:]}")


def _account() -> tuple[int, int]:
    """The user and group under which root starts the server."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return account.pw_uid, account.pw_gid
    raise RuntimeError("PostgreSQL does not run as root, and there is neither a user postgres nor nobody.")


def _locale() -> list[str]:
    """Sorting by code point, the same everywhere; only Linux names it C.UTF-8."""
    return ["--encoding=UTF8", f"--locale={'C.UTF-8' if sys.platform == 'linux' else 'C'}"]
