"""Files that are there whole or not at all: written beside their place, synced, and only then given their name.

A disk that fills and a process that is killed leave a part under a name that nothing asks for. It knows nothing
of Django, so that the settings can use it.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PART = ".part"  # ends the name of what is being written
PRIVATE = 0o750  # a folder for its owner and group alone


def write(path: Path, chunks: Iterable[bytes], *, mode: int | None = None, replace: bool = False) -> None:
    """Write a file whose folder is there; `mode` is its permissions, the process's own where none is given.

    Raises FileExistsError when there is one already, unless it is to `replace` it; OSError, and then nothing of it
    is there.
    """
    with part(path.parent, chunks, mode) as written:
        give_name(written, path, replace=replace)


@contextmanager
def part(folder: Path, chunks: Iterable[bytes], mode: int | None = None) -> Iterator[Path]:
    """A file written in a folder under a name that nothing asks for, which is gone in the end. Raises OSError."""
    written = folder / f".{secrets.token_hex(8)}{PART}"
    try:
        _write_synced(written, chunks, mode)
        yield written
    finally:
        written.unlink(missing_ok=True)


def give_name(written: Path, path: Path, *, replace: bool = False) -> None:
    """Give a file that was written in the same file system its name. Raises FileExistsError, as `write` does."""
    if replace:
        written.replace(path)
    else:
        _name(written, path)
    sync_folder(path.parent)


def make_folder(folder: Path, mode: int | None = None) -> None:
    """Make a folder and those above it, where they are missing, so that they last through a power cut."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(0o777 if mode is None else mode, exist_ok=True)
        if mode is not None:
            place.chmod(mode)
        sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder last through a power cut, where the file system can."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that does not know it for folders
            raise
    finally:
        os.close(descriptor)


def _write_synced(part: Path, chunks: Iterable[bytes], mode: int | None) -> None:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else mode)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(descriptor)
    if mode is not None:
        part.chmod(mode)


def _name(part: Path, path: Path) -> None:
    """Give the file its name, of two that do so to the first alone: a link, unlike renaming, overwrites nothing."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without hard links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
        part.replace(path)
