"""The virtual environment: made from the locks, and completed when a lock or the Python changes.

What the portal runs on is in `requirements.lock`; `test` adds `requirements-test.lock`. pip itself is taken
from Python's own store and not copied into the environment, which saves a sixth of a first start. Most of its
time goes into reading the links of one package after the other, on one core, so several share a lock.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from igsp_portal.bootstrap import system
from igsp_portal.bootstrap.ground import ROOT, Refusal, say

RUN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
STAMP = "portal-stamp"
HEARTBEAT_SECONDS = 5
MOST_PIPS = 4
PIP_OPTIONS = (
    "--require-hashes",
    "--no-deps",  # the locks are complete
    "--no-compile",  # Python does so on the way, for what is imported
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


def prepare(command: str) -> str | None:
    """Make what this command needs; return the environment's Python, or None when this process runs in it."""
    venv = folder()
    if venv is None:
        return None
    locks = [RUN_LOCK, TEST_LOCK] if command == "test" else [RUN_LOCK]
    if not set(stamp(venv, locks)) <= set(_stamp_of(venv)):
        try:
            with _only_one_at_a_time():
                _complete(venv, locks)
        except OSError as error:
            raise Refusal(_explained("The virtual environment could not be made.", str(error))) from None
    elif _is_this(venv):
        return None
    return str(python_of(venv))


def stamp(venv: Path, locks: list[Path]) -> list[str]:
    """What an environment was made from: the Python, the place (scripts hold the path), and each lock."""
    import hashlib

    made_by = f"{sys.version.split()[0]} {sys.base_prefix} {venv}"
    return [made_by, *(f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}" for lock in locks)]


def python_of(venv: Path) -> Path:
    """The path of the Python in an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def keep_bytecode() -> None:
    """Keep what Python compiles, apart from the source where the shell forbids it beside that.

    pip does not compile; without this each process of a demonstration would compile all that it imports.
    """
    venv = folder()
    if venv is None or not sys.dont_write_bytecode:
        return
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(venv / "bytecode")
    sys.dont_write_bytecode = False


def _is_this(venv: Path) -> bool:
    return os.path.realpath(sys.prefix) == os.path.realpath(venv)


def _stamp_of(venv: Path) -> list[str]:
    try:
        return (venv / STAMP).read_text().splitlines()
    except OSError:
        return []


@contextlib.contextmanager
def _only_one_at_a_time() -> Iterator[None]:
    """Let a second command wait until the first has made the environment; the lock file itself is locked."""
    if os.name == "nt":
        yield
        return
    import fcntl

    with RUN_LOCK.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _complete(venv: Path, locks: list[Path]) -> None:
    """Install the locks that are not in yet; each is stamped last, so that a broken attempt is repeated."""
    if venv.is_symlink():  # what is made anew is emptied first
        raise Refusal(f"{venv} is a link to {venv.resolve()}. Remove the link, or set PORTAL_VENV to another folder.")
    made_by, *wanted = stamp(venv, locks)
    python = python_of(venv)
    if made_by not in _stamp_of(venv) or not python.exists():
        _make_empty(venv)
        (venv / STAMP).write_text(f"{made_by}\n")
    for lock, line in zip(locks, wanted, strict=True):
        if line not in _stamp_of(venv):
            _install(python, lock)
            kept = [old for old in _stamp_of(venv) if old.split()[0] != lock.name]
            (venv / STAMP).write_text("\n".join([*kept, line, ""]))
            say("Installed.")


def _make_empty(venv: Path) -> None:
    say(f"Making a virtual environment in {_short(venv)} with Python {sys.version.split()[0]}")
    command = [sys.executable, "-m", "venv", "--without-pip", "--clear", str(venv)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Refusal(_explained("The virtual environment could not be made.", done.stdout))


def _install(python: Path, lock: Path) -> None:
    """Run pip over the parts of a lock at once, saying every few seconds how far they have come."""
    files = _write_parts(lock, python.parents[1])
    progress = Progress(sum(line[:1].isalnum() for line in lock.read_text().splitlines()))
    say(f"Installing {progress.count} packages of {lock.name}; this happens once.")
    pips = [_start_pip(python, file) for file in files]
    with ThreadPoolExecutor(len(pips)) as pool:
        try:
            outputs = list(pool.map(progress.follow, pips))
        finally:
            for pip in pips:
                pip.kill()
    for pip, output in zip(pips, outputs, strict=True):
        if pip.wait():
            raise Refusal(_explained("The packages could not be installed.", output))


def parts(lock: str, number: int) -> list[str]:
    """Deal out the packages of a lock; those with the most hashes take pip the longest."""
    packages = re.findall(r"^[a-z0-9].*(?:\n .*)*\n", lock, re.MULTILINE)
    packages.sort(key=len, reverse=True)
    return ["".join(packages[first::number]) for first in range(number)]


def _write_parts(lock: Path, folder: Path) -> list[Path]:
    dealt = parts(lock.read_text(), min(os.cpu_count() or 1, MOST_PIPS))
    files = [folder / f"{lock.name}.{number}" for number in range(len(dealt))]
    for file, part in zip(files, dealt, strict=True):
        file.write_text(part)
    return files


def _start_pip(python: Path, requirements: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(python), "-m", "pip", "install", *PIP_OPTIONS, "-r", str(requirements)],
        env={**os.environ, "PYTHONPATH": _pip_wheel()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


class Progress:
    """Counts what several pips have collected, and says so now and then."""

    def __init__(self, count: int) -> None:
        self.count, self.seen, self.said = count, 0, time.monotonic()

    def follow(self, pip: subprocess.Popen[str]) -> str:
        """Read the words of one pip to the end, and return them all."""
        output = []
        for line in pip.stdout or ():
            output.append(line)
            self.seen += line.startswith(("Collecting ", "Requirement already", "Processing "))
            if time.monotonic() - self.said > HEARTBEAT_SECONDS:
                self.said = time.monotonic()
                say(f"{self.seen} of {self.count}")
        return "".join(output)


def _pip_wheel() -> str:
    """The pip that every Python carries for its environments; Debian keeps it in a package of its own."""
    wheel = _find_pip_wheel()
    if wheel is None:
        _install_pip_wheel()
        wheel = _find_pip_wheel()
    if wheel is None:
        raise Refusal("This Python carries no pip. Use one with the modules venv and ensurepip.")
    return str(wheel)


def _find_pip_wheel() -> Path | None:
    import sysconfig

    store = sysconfig.get_config_var("WHEEL_PKG_DIR")
    bundled = Path(os.__file__).parent / "ensurepip" / "_bundled"
    stores = [Path(place) for place in (store, bundled, "/usr/share/python-wheels") if place]
    return next((wheel for place in stores for wheel in sorted(place.glob("pip-*.whl"), reverse=True)), None)


def _install_pip_wheel() -> None:
    packages = [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]
    if not system.can_install():
        raise Refusal(f"Python's own pip is missing. {system.exact_line(packages)}")
    say(f"Installing system packages: {packages[0]}")
    if failure := system.install(packages):
        raise Refusal(f"Python's own pip could not be installed.\n{failure}")


def _explained(what: str, output: str) -> str:
    """A message for a failed step: the tool's last lines, and what is usually the matter."""
    tail = "\n".join(f"  {line}" for line in output.strip().splitlines()[-12:])
    if "No space left" in output or "Errno 28" in output:
        advice = f"The disk that holds {ROOT} is full: free about 700 MB and run the same command again."
    elif "Permission denied" in output or "Read-only file system" in output:
        advice = f"The folder {ROOT} cannot be written; use a copy that belongs to you, or set PORTAL_VENV."
    elif "DO NOT MATCH THE HASHES" in output:
        advice = "A package is not the one that was locked. Do not go on; find out where it came from."
    else:
        advice = "Is the package index reached from here (`pip config list`)? Then run the same command again."
    return f"{what}\n{tail}\n{advice}"


def _short(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
