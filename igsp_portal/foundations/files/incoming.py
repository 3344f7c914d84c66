"""Files on their way in: by the name that their owner gave them, and the large ones on disk without a name.

So a killed process leaves nothing there. One for which the disk has no room does not keep the rest of its form from
being read: the words sent with it are there, and whoever reads the file itself is told.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import suppress
from tempfile import TemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    TemporaryFileUploadHandler,
)

from ..language.cleaning import cleaned_line

# So browsers send these three in a form with files (WHATWG, "multipart/form-data"), and a per cent sign as it is.
SENT_AS = {"%22": '"', "%0D": "\r", "%0A": "\n"}


def as_named(sent: str) -> str:
    """The name of a file as its owner gave it, from what a browser sent: `a "b".pdf` from `a %22b%22.pdf`."""
    return cleaned_line(re.sub("|".join(SENT_AS), lambda sign: SENT_AS[sign[0]], sent)) or sent


class SmallUploads(MemoryFileUploadHandler):
    """Django's own but for how a file is called."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, as_named(file_name), *args, **kwargs)


class NoRoom(io.RawIOBase):
    """In the place of a file that could not be stored."""

    def __init__(self, lack: OSError) -> None:
        self.lack = lack

    def read(self, size: int = -1) -> bytes:
        raise self.lack

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return 0


class NamelessUploads(TemporaryFileUploadHandler):
    """Django's own but for its name, on disk and in what is told, and for a disk that is full."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, field_name, as_named(file_name), *args, **kwargs)
        try:
            self._holds(TemporaryFile())  # noqa: SIM115 - whoever reads the request closes it
        except OSError as lack:
            self._holds(NoRoom(lack))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if not isinstance(self.file.file, NoRoom):
            self._or_no_room(self.file.write, raw_data)

    def file_complete(self, file_size: int) -> Any:
        self._or_no_room(self.file.seek, 0)  # with it what waits in memory is written
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()

    def _or_no_room(self, do: Callable[..., Any], *given: Any) -> None:
        try:
            do(*given)
        except OSError as lack:
            with suppress(OSError):  # what it holds cannot be written at its end either
                self.file.close()
            self._holds(NoRoom(lack))

    def _holds(self, file: Any) -> None:
        about = (self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
        self.file = UploadedFile(file, *about)  # type: ignore[assignment]
