"""The ZIP as it is sent: file by file, of a length known before, with no more of it in memory than one chunk.

What was promised is sent, or the transfer breaks off before its end, which its reader's program says: a file that the
store does not give as it is on record, or that was taken back meanwhile, never makes a whole ZIP of other contents.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from django.core.files.storage import FileSystemStorage
from zipstream import ZipStream

from igsp_portal.foundations.files import stored

from ..models import Rendition
from ..serving import CHUNK
from .chosen import File
from .contents import Contents

logger = logging.getLogger(__name__)

AT_ONCE = 2  # in one process: over a poor line each takes one of its threads for long
ASKED_AGAIN_AFTER = 5.0  # seconds, after which it is looked up anew what is still given out

_turns: SimpleQueue[None] = SimpleQueue()  # may be put to from anywhere, also where what nobody read is cleared away
for _turn in range(AT_ONCE):
    _turns.put(None)
_STORE: Any = Rendition._meta.get_field("file")


class BrokenOff(RuntimeError):
    """What was promised cannot be sent."""


def is_busy() -> bool:
    """Whether as many are being sent as may be at once."""
    return _turns.empty()


@contextmanager
def _turn_taken() -> Iterator[None]:
    """Be one of those that are being sent; who begins at the very instant of the last is sent as well."""
    try:
        _turns.get_nowait()
    except Empty:
        yield
        return
    try:
        yield
    finally:
        _turns.put(None)


@dataclass(frozen=True)
class Stored:
    """Where a file lies, as `foundations.files.stored` takes it."""

    name: str

    @property
    def storage(self) -> Any:
        return _STORE.storage


def absent(files: Iterable[File]) -> list[File]:
    """Those that do not lie on the disk as they are on record. A store elsewhere is not asked for each: see `Sent`."""
    if not isinstance(_STORE.storage, FileSystemStorage):
        return []
    return [file for file in files if not _is_there(file)]


def _is_there(file: File) -> bool:
    try:
        return bool(_STORE.storage.size(file.file) == file.size)
    except OSError as error:
        logger.error("A file of %s cannot be given out: %s", file.document, error)
        return False


class Sent:
    """The bytes of the ZIP. `given_out` names the files that are still given out; `ended` is told of a whole one."""

    def __init__(self, contents: Contents, given_out: Callable[[], Iterable[int]], ended: Callable[[], None]) -> None:
        self.ended = ended
        self.sending: Generator[bytes, None, None] | None = None
        still = _Still({file.pk for _name, file in contents.files}, given_out)
        self.zip = ZipStream(sized=True)
        for name, data in contents.small.items():
            self.zip.add(data, name)
        for name, file in contents.files:
            self.zip.add(_bytes_of(file, still), name, size=file.size)

    def __len__(self) -> int:
        """In bytes."""
        return len(self.zip)

    def __iter__(self) -> Iterator[bytes]:
        self.sending = self._send()
        return self.sending

    def _send(self) -> Generator[bytes, None, None]:
        with _turn_taken():
            try:
                yield from self.zip
            except BrokenOff as reason:
                logger.error("A ZIP was broken off: %s", reason)
                raise
            self.ended()

    def close(self) -> None:
        """End it, whole or not."""
        if self.sending:
            self.sending.close()


class _Still:
    """Which files are still given out. What was taken back while the first were sent is not sent."""

    def __init__(self, files: set[int], given_out: Callable[[], Iterable[int]]) -> None:
        self.files, self.given_out, self.looked_up = files, given_out, time.monotonic()

    def __contains__(self, file: int) -> bool:
        if time.monotonic() - self.looked_up >= ASKED_AGAIN_AFTER:  # a short ZIP asks nothing
            self.files, self.looked_up = set(self.given_out()), time.monotonic()
        return file in self.files


def _bytes_of(file: File, still: _Still) -> Iterator[bytes]:
    if file.pk not in still:
        raise BrokenOff(f"{file.file} is given out no more")
    digest = hashlib.sha256()
    try:
        with stored.opened(Stored(file.file), size=file.size) as opened:
            while chunk := opened.read(CHUNK):
                digest.update(chunk)
                yield chunk
    except OSError as error:
        raise BrokenOff(f"{file.file}: {error}") from error
    if digest.hexdigest() != file.sha256:
        raise BrokenOff(f"{file.file} is not as recorded")
