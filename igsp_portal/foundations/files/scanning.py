"""The operator's virus scanner looks through every file that somebody sends: `PORTAL_SCAN_COMMAND`.

The command is given the path of the file after its own words, and says by its exit what it found: 0 nothing, 1 a
virus. Whatever else happens, the file was not scanned, and is not taken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

PATIENCE_SECONDS = 60
CLEAN, INFECTED = 0, 1
FAILING, REMEMBERED_SECONDS = "scanner:failing", 24 * 3600  # in the cache that all processes share
PIECE = 1024 * 1024  # bytes


class NotScanned(OSError):
    """The scanner did not say what it found: it is not there, took too long, or failed. `reason` is for the sender."""

    reason: Any = _("The file could not be checked for viruses. Try again in a few minutes.")


def is_on() -> bool:
    """Whether there is a scanner."""
    return bool(settings.SCAN_COMMAND)


def is_failing() -> bool:
    """Whether there is a scanner that cannot be found, or did not say what it found when it was last asked."""
    return is_on() and (not shutil.which(settings.SCAN_COMMAND[0]) or bool(cache.get(FAILING)))


def is_infected(file: bytes | BinaryIO) -> bool:
    """Whether the scanner finds a virus in a file, which stays read as far as it is. Raises NotScanned."""
    if not is_on():
        return False
    try:
        found = _scan(file)
    except NotScanned:
        cache.set(FAILING, True, REMEMBERED_SECONDS)
        raise
    if cache.get(FAILING):
        cache.set(FAILING, False, REMEMBERED_SECONDS)
    return found


def _scan(file: bytes | BinaryIO) -> bool:
    with tempfile.NamedTemporaryFile(prefix="scanned-") as there:
        for piece in _pieces(file):
            there.write(piece)
        there.flush()
        try:
            command = [*settings.SCAN_COMMAND, there.name]
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE_SECONDS, check=False, env=_told())
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotScanned(str(error)) from error
    if done.returncode not in (CLEAN, INFECTED):
        raise NotScanned(f"{command[0]} ended with {done.returncode}: {done.stderr[:400]!r}")
    return done.returncode == INFECTED


def _pieces(file: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(file, bytes):
        yield file
        return
    at = 0
    while piece := os.pread(file.fileno(), PIECE, at):
        yield piece
        at += len(piece)


def _told() -> dict[str, str]:
    """Of what is around us, no secret."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}


@checks.register("portal")
def is_there(**_asked: Any) -> list[checks.CheckMessage]:
    """Says where the scanner that is set cannot be found: no file would be taken."""
    if not is_on() or shutil.which(settings.SCAN_COMMAND[0]):
        return []
    words = f"PORTAL_SCAN_COMMAND: {settings.SCAN_COMMAND[0]} is not there, so no file that is sent can be taken."
    return [checks.Error(words, id="portal.E001")]
