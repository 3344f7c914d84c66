"""What the operating system has to have: libraries for PDF files, and the tools that the tests drive."""

from __future__ import annotations

import ctypes
import ctypes.util
import glob
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from igsp_portal.bootstrap.ground import say

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PYTHON_OF_OFFICE = "/usr/bin/python3"  # uno comes with the system, not from an index of packages
POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


@dataclass(frozen=True)
class Need:
    """One thing the portal wants from the system, and the Debian package that brings it."""

    package: str
    purpose: str
    is_there: Callable[[], bool]


def has_library(name: str, number: int = 0) -> bool:
    """Whether the dynamic loader finds a shared library, say `pango-1.0`."""
    with_number = f"lib{name}.so.{number}"
    try:
        ctypes.CDLL(with_number if sys.platform == "linux" else ctypes.util.find_library(name) or with_number)
    except OSError:
        return False
    return True


def has_tool(name: str) -> bool:
    """Whether a program stands on PATH."""
    return shutil.which(name) is not None


def postgres_folder() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest first; None when there is no server here."""
    found = [path for pattern in POSTGRES_FOLDERS for path in glob.glob(f"{pattern}/initdb")]
    found.sort(key=lambda path: [int(part) for part in path.replace("-", "/").split("/") if part.isdigit()])
    on_path = shutil.which("initdb")
    newest = found[-1] if found else on_path
    return Path(newest).resolve().parent if newest else None


def chromium() -> str | None:
    """The browser for the tests: PORTAL_CHROMIUM, or the first one known on PATH."""
    return os.environ.get("PORTAL_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def office_speaks_python() -> bool:
    """Whether the system's own Python can drive LibreOffice."""
    asked = [PYTHON_OF_OFFICE, "-c", "import uno"]
    return Path(PYTHON_OF_OFFICE).exists() and subprocess.run(asked, capture_output=True).returncode == 0


PDF_NEEDS = [
    Need("libpango-1.0-0", "PDF files", partial(has_library, "pango-1.0")),
    Need("libpangoft2-1.0-0", "PDF files", partial(has_library, "pangoft2-1.0")),
    Need("libharfbuzz-subset0", "PDF files, quickly", partial(has_library, "harfbuzz-subset")),
]
TEST_NEEDS = [
    Need("postgresql", "the tests on PostgreSQL", lambda: postgres_folder() is not None),
    Need("chromium", "the tests in a browser", lambda: chromium() is not None),
    Need("libatomic1", "the tests in a browser", partial(has_library, "atomic", 1)),
    Need("gettext", "the tests of translations", partial(has_tool, "msgfmt")),
    Need("poppler-utils", "the tests of PDF files", partial(has_tool, "pdfinfo")),
    Need("qpdf", "the tests of PDF files", partial(has_tool, "qpdf")),
    Need("nginx-light", "the tests behind a proxy", partial(has_tool, "nginx")),
    Need("libreoffice-writer-nogui", "the tests of files for Word", partial(has_tool, "soffice")),
    Need("python3-uno", "the tests of files for Word", office_speaks_python),
]
NEEDS = {"demo": PDF_NEEDS, "test": PDF_NEEDS + TEST_NEEDS}


def missing(command: str) -> list[Need]:
    """What `demo` or `test` wants and does not find here."""
    return [need for need in NEEDS[command] if not need.is_there()]


def can_install() -> bool:
    """Whether this is a Debian-like machine on which we may install packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and has_tool("apt-get")


def exact_line(packages: Iterable[str]) -> str:
    """What to type to get these packages, word for word where the system is known."""
    names = " ".join(packages)
    if has_tool("apt-get"):
        return f"Type: sudo apt-get install -y --no-install-recommends {names}"
    return f"Install what Debian calls: {names}"


def install(packages: list[str]) -> str:
    """Install Debian packages without a question; return apt's last words when it failed, else nothing."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(quiet + step, capture_output=True, text=True, env=environment)
    return "\n".join((done.stdout + done.stderr).splitlines()[-5:]) if done.returncode else ""


class Installation(threading.Thread):
    """System packages on their way, while the virtual environment is being made."""

    def __init__(self, command: str, packages: list[str]) -> None:
        super().__init__(daemon=True)
        self.command, self.packages, self.failure = command, packages, ""

    def run(self) -> None:
        self.failure = install(self.packages)

    def finish(self) -> None:
        """Wait for the end, and say what is still missing."""
        if self.is_alive():
            say("Waiting for the system packages")
        self.join()
        if self.failure:
            say(f"apt-get failed:\n{self.failure}")
        warn_of(missing(self.command))


def start_installing(command: str) -> Installation | None:
    """Begin to install what `demo` or `test` misses; without the right to, say what to type."""
    needs = missing(command)
    if not needs:
        return None
    if not can_install():
        warn_of(needs)
        return None
    packages = [need.package for need in needs]
    say(f"Installing system packages: {' '.join(packages)}")
    installation = Installation(command, packages)
    installation.start()
    return installation


def warn_of(needs: list[Need]) -> None:
    """Say what is missing, what for, and the line that brings it."""
    for need in needs:
        say(f"Missing: {need.package}, for {need.purpose}")
    if needs:
        say(exact_line(need.package for need in needs))


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent is gone, however that ended; for `preexec_fn`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
