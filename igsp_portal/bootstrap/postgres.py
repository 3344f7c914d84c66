"""A private PostgreSQL in a folder of its own, for tests and measurements: reached by a socket alone, gone at the end.

PostgreSQL refuses to run as root, so root starts it as `postgres` or `nobody`.
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
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from igsp_portal.bootstrap.system import die_with_parent, postgres_folder

START_SECONDS = 30
OPTIONS = {"listen_addresses": "", "timezone": "UTC"}


class Server:
    """One PostgreSQL server in a folder that it takes with it; `options` are settings beside its own defaults."""

    def __init__(self, options: Mapping[str, str] | None = None) -> None:
        self.options = OPTIONS | dict(options or {})
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
        options = [f"--{name}={value}" for name, value in self.options.items()]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", self.folder, *options],
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
                **self._as_somebody(),
            )
        self._wait(self.process)

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

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        import psycopg

        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and process.poll() is None:
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
