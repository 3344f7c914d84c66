"""The virtual environment: made from the lock, made again when the lock or the Python changes."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from igsp_portal.bootstrap import ROOT, Refusal, say

LOCK = ROOT / "requirements.lock"
STAMP = "portal-stamp"
HEARTBEAT_SECONDS = 5
PIP_OPTIONS = (
    "--require-hashes",
    "--no-deps",  # the lock is complete
    "--prefer-binary",
    "--no-input",
    "--progress-bar=off",
    "--disable-pip-version-check",
)


def folder() -> Path | None:
    """Where the environment stands: `.venv`, or PORTAL_VENV; None when that is empty.

    An empty PORTAL_VENV means that the Python at hand has the packages already (an image, for example).
    """
    chosen = os.environ.get("PORTAL_VENV")
    if chosen is None:
        return ROOT / ".venv"
    return Path(chosen).absolute() if chosen else None


def prepare() -> str | None:
    """Make the environment if need be; return its Python, or None when this process runs in it already."""
    venv = folder()
    if venv is None:
        return None
    if _stamp_of(venv) != stamp(venv):
        with _only_one_at_a_time():
            if _stamp_of(venv) != stamp(venv):
                _make(venv)
    elif _is_this(venv):
        return None
    return str(python_of(venv))


def stamp(venv: Path) -> str:
    """What the environment was made from: lock, Python and place (scripts hold the path)."""
    import hashlib

    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{lock}\n{sys.version} {sys.base_prefix}\n{venv}\n"


def python_of(venv: Path) -> Path:
    """The path of the Python in an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _is_this(venv: Path) -> bool:
    return os.path.realpath(sys.prefix) == os.path.realpath(venv)


def _stamp_of(venv: Path) -> str:
    try:
        return (venv / STAMP).read_text()
    except OSError:
        return ""


@contextlib.contextmanager
def _only_one_at_a_time() -> Iterator[None]:
    """Let a second command wait until the first has made the environment; the lock file itself is locked."""
    if os.name == "nt":
        yield
        return
    import fcntl

    with LOCK.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _make(venv: Path) -> None:
    """Fill the environment from the lock; the stamp is written last, so that a broken attempt is repeated."""
    python = python_of(venv)
    if not (python.exists() and _stamp_of(venv).split("\n")[1:] == stamp(venv).split("\n")[1:]):
        _make_empty(venv)
    count = LOCK.read_text().count("==")
    say(f"Installing {count} packages into {_short(venv)}; this happens once for each lock file.")
    _install(python, count)
    (venv / STAMP).write_text(stamp(venv))
    say("Installed.")


def _make_empty(venv: Path) -> None:
    say(f"Making a virtual environment in {_short(venv)} with Python {sys.version.split()[0]}")
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode and "ensurepip" in done.stdout + done.stderr:
        _install_venv_module()
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Refusal(_explained("The virtual environment could not be made.", done.stdout + done.stderr))


def _install_venv_module() -> None:
    """Debian keeps the `venv` module in a package of its own."""
    from igsp_portal import bootstrap_system

    packages = [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]
    if not bootstrap_system.can_install():
        raise Refusal(f"Python's venv module is missing. {bootstrap_system.exact_line(packages)}")
    bootstrap_system.install(packages)


def _install(python: Path, count: int) -> None:
    """Run pip over the lock, saying every few seconds how far it has come."""
    command = [str(python), "-m", "pip", "install", *PIP_OPTIONS, "-r", str(LOCK)]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output, seen, said = [], 0, time.monotonic()
    assert pip.stdout is not None  # noqa: S101 - asked for above
    for line in pip.stdout:
        output.append(line)
        seen += line.startswith("Collecting ")
        if line.startswith("Installing collected"):
            say("Unpacking them")
        elif time.monotonic() - said > HEARTBEAT_SECONDS:
            said = time.monotonic()
            say(f"{seen} of {count}")
    if pip.wait():
        raise Refusal(_explained("The packages could not be installed.", "".join(output)))


def _explained(what: str, output: str) -> str:
    """A message for a failed step: the tool's last lines, and what is usually the matter."""
    tail = "\n".join(f"  {line}" for line in output.strip().splitlines()[-12:])
    if "No space left" in output or "Errno 28" in output:
        advice = f"The disk that holds {ROOT} is full: free about 700 MB and run the same command again."
    elif "Permission denied" in output or "Read-only file system" in output:
        advice = f"The folder {ROOT} cannot be written; use a copy that belongs to you, or set PORTAL_VENV."
    elif "HASHES" in output:
        advice = "A package is not the one that was locked. Do not go on; find out where it came from."
    else:
        advice = (
            "Is the package index reached from here (`pip config list`)? Then run the same command again."
        )
    return f"{what}\n{tail}\n{advice}"


def _short(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
