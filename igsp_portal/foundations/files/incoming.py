"""Files on their way in: by the name that their owner gave them, and the large ones on disk without a name.

So a killed process leaves nothing there. One for which the disk has no room does not keep the rest of its form from
being read: the words sent with it are there, and whoever reads the file itself is told.
"""

from __future__ import annotations

import errno
import io
import os
import re
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    TemporaryFileUploadHandler,
)

from ..language.cleaning import cleaned_line
from . import whole

BESIDE_THE_FILE = 64 * 1024  # bytes that a form with one file has besides
# So browsers send these three in a form with files (WHATWG, "multipart/form-data"), and a per cent sign as it is.
SENT_AS = {"%22": '"', "%0D": "\r", "%0A": "\n"}


def as_named(sent: str) -> str:
    """The name of a file as its owner gave it, from what a browser sent: `a "b".pdf` from `a %22b%22.pdf`."""
    return cleaned_line(re.sub("|".join(SENT_AS), lambda sign: SENT_AS[sign[0]], sent)) or sent


def _nameless() -> Any:
    """A file without a name, where large files come in; whoever reads the request closes it."""
    whole.make_folder(Path(settings.INCOMING), whole.PRIVATE)
    return TemporaryFile(dir=settings.INCOMING)


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


def takes(view: Callable[..., Any], limit: str) -> Callable[..., Any]:
    """Let a view with one file in its form have the setting of that name as its limit: see `NamelessUploads`."""

    @wraps(view)
    def limited(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    limited.upload_limit = limit  # type: ignore[attr-defined]
    return limited


class NamelessUploads(TemporaryFileUploadHandler):
    """Django's own but for its name, on disk and in what is told, and for a disk that is full.

    Of a file that is larger than any may be, no more is kept than that it came, and how large it is; of the file of
    a form that announces more than its view `takes`, nothing is kept at all. The words of the form are there then.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        most = max(settings.UPLOAD_LIMIT_BYTES, settings.POSTING_LIMIT_BYTES)
        view: Any = getattr(self.request, "resolver_match", None) and self.request.resolver_match.func  # type: ignore[union-attr]
        own = getattr(settings, getattr(view, "upload_limit", ""), most)
        self.most = 0 if content_length > own + BESIDE_THE_FILE else max(own, most)

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, field_name, as_named(file_name), *args, **kwargs)
        try:
            self._holds(_nameless())
        except OSError as lack:
            self._holds(NoRoom(lack))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if isinstance(self.file.file, NoRoom):
            return
        if start + len(raw_data) > self.most:
            self.file.close()
            self._holds(NoRoom(OSError(errno.EFBIG, os.strerror(errno.EFBIG))))
        else:
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
