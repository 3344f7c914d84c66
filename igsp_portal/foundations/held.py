"""Folders that a process holds as long as it lives, so that what the dead have left is told from what is in use.

A lock of the system on a file of the folder says so: it goes with the process, however that ends. A process's number
would belong to another one day, and a clock would have to be believed.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .files import whole

LOCK = "held"
DOOR = ".door"  # who makes, looks through or removes folders of one home does it alone


@dataclass(frozen=True)
class Held:
    """A folder of ours, for as long as this object lives."""

    folder: Path
    lock: IO[bytes]


def hold(folder: Path) -> Held | None:
    """Make the folder and hold it until this process ends; None where another process holds it."""
    with _alone_in(folder.parent):
        whole.make_folder(folder, whole.PRIVATE)
        lock = _locked(folder)
    return Held(folder, lock) if lock else None


@contextmanager
def left_in(home: Path) -> Iterator[list[Path]]:
    """The folders that no process holds any more; they are removed in the end, unless what is done inside fails."""
    with _alone_in(home), ExitStack() as locks:
        left = [folder for folder in sorted(home.iterdir()) if folder.is_dir() and _taken(folder, locks)]
        yield left
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone_in(home: Path) -> Iterator[None]:
    whole.make_folder(home, whole.PRIVATE)
    with (home / DOOR).open("wb") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def _taken(folder: Path, locks: ExitStack) -> bool:
    lock = _locked(folder)
    return lock is not None and locks.enter_context(lock) is lock


def _locked(folder: Path) -> IO[bytes] | None:
    lock = (folder / LOCK).open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock
