"""Stored files and what is on record of them: their size and SHA-256."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.files.base import ContentFile
from django.db import models

CHUNK = 1024 * 1024  # bytes


class NotAsRecorded(OSError):
    """What the store holds is not what is on record. It does not pass, as a fault of the disk may."""


def measure(file: Any) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a stored file (a FieldFile). Raises OSError."""
    size, digest = 0, hashlib.sha256()
    with file.storage.open(file.name) as opened:
        while chunk := opened.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
    return size, digest.hexdigest()


def content(file: Any, *, size: int, sha256: str) -> bytes:
    """The bytes of a stored file, as they are on record. Raises NotAsRecorded, or another OSError."""
    with file.storage.open(file.name) as opened:
        data: bytes = opened.read()
    if (len(data), hashlib.sha256(data).hexdigest()) != (size, sha256):
        raise NotAsRecorded(f"{file.name} is not as recorded")
    return data


def opened(file: Any, *, size: int) -> Any:
    """A stored file, open to be given out. Raises NotAsRecorded when another size is on record, or an OSError.

    A store elsewhere is asked for all of it here, and what its client raises is an OSError as well.
    """
    try:
        found = file.storage.open(file.name)
        there = found.size
        if there == size:
            found.seek(0)
            return found
        found.close()
    except OSError:
        raise
    except Exception as error:  # of whichever client
        raise OSError(f"{file.name}: {error}") from error
    raise NotAsRecorded(f"{file.name} has {there} bytes; recorded: {size}")


def opened_at(path: str, *, size: int) -> Any:
    """The same for a file at a path of this machine."""
    found = open(path, "rb", buffering=0)  # noqa: SIM115 - the server closes it
    if (there := os.fstat(found.fileno()).st_size) != size:
        found.close()
        raise NotAsRecorded(f"{path} has {there} bytes; recorded: {size}")
    return found


def looked_at(path: str, *, size: int) -> None:
    """Raise NotAsRecorded when a file at a path of this machine has another size than is on record, or an OSError."""
    if (there := os.stat(path).st_size) != size:
        raise NotAsRecorded(f"{path} has {there} bytes; recorded: {size}")


def fault(file: Any, *, size: int, sha256: str) -> str:
    """What is wrong with a stored file, in words for an operator; nothing when it is as recorded."""
    try:
        found = measure(file)
    except FileNotFoundError:
        return "not in the store"
    except OSError as error:
        return f"cannot be read ({error.strerror or error})"
    if found != (size, sha256):
        return f"{found[0]} bytes, SHA-256 {found[1]}; recorded: {size}, {sha256}"
    return ""


@contextmanager
def kept(file: Any, name: str, data: bytes) -> Iterator[None]:
    """Store `data` in a FieldFile for the row that is written within, and remove it again when that fails.

    Raises OSError when it cannot be stored.
    """
    file.save(name, ContentFile(data), save=False)
    with removed_if_undone(file):
        yield


@contextmanager
def removed_if_undone(file: Any) -> Iterator[None]:
    """Remove a stored file again when what is done within fails."""
    storage, name = file.storage, str(file.name)
    try:
        yield
    except BaseException:
        with suppress(Exception):
            storage.delete(name)
        raise


def remove_unless_kept(file: Any, rows: models.QuerySet[Any]) -> None:
    """Remove a stored file that none of `rows` has."""
    if file.name and not rows.filter(file=file.name).exists():
        file.storage.delete(file.name)
