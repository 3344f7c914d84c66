"""Files that come to stay: taken in piece by piece to where they are kept, and measured on the way.

However large, a file is never in memory. Beside the others it lies under a name that nothing asks for until it is
given its own (`storage.WholeFiles`); what a killed process leaves of it is swept away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.core.files import File

from . import whole
from .storage import WholeFiles

CHUNK = 1024 * 1024  # bytes
HEAD = 4096  # bytes, by which the type of a file is told


class Received(File):
    """A file that was taken in whole: open for reading, with its size and SHA-256."""

    def __init__(self, file: BinaryIO, sha256: str, part: Path | None = None) -> None:
        super().__init__(file)
        self.content, self.sha256, self.part = file, sha256, part


def head(file: BinaryIO) -> bytes:
    """The first bytes of an open file."""
    file.seek(0)
    return file.read(HEAD)


def size_of(file: BinaryIO) -> int:
    """How many bytes an open file has."""
    return file.seek(0, 2)


@contextmanager
def received(file: BinaryIO, storage: object) -> Iterator[Received]:
    """Take in an open file, for `storage`; what was not given a name within is gone afterwards. Raises OSError."""
    file.seek(0)
    digest = hashlib.sha256()
    if isinstance(storage, WholeFiles):
        home = Path(storage.location)
        whole.make_folder(home, storage.directory_permissions_mode)
        with whole.part(home, _measured(file, digest), storage.file_permissions_mode) as part, part.open("rb") as there:
            yield Received(there, digest.hexdigest(), part)
    else:
        whole.make_folder(Path(settings.INCOMING), whole.PRIVATE)
        with TemporaryFile(dir=settings.INCOMING) as there:
            for chunk in _measured(file, digest):
                there.write(chunk)
            there.flush()
            there.seek(0)
            yield Received(there, digest.hexdigest())


def _measured(file: BinaryIO, digest: object) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        digest.update(chunk)  # type: ignore[attr-defined]
        yield chunk
