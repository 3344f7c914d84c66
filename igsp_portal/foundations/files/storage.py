"""Where files are kept on a disk of the portal's own: every one appears there whole (see `whole`)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from . import whole


class WholeFiles(FileSystemStorage):
    """A folder in which no file is ever half-written."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        whole.make_folder(path.parent, self.directory_permissions_mode)
        replace = self._allow_overwrite  # type: ignore[attr-defined]
        while True:
            try:
                self._write(path, content, replace)
                break
            except FileExistsError:  # another was given this name in the meantime
                path = Path(self.path(self.get_available_name(name)))
        self._ensure_location_group_id(str(path))  # type: ignore[attr-defined]
        return Path(os.path.relpath(path, self.location)).as_posix()

    def _write(self, path: Path, content: Any, replace: bool) -> None:
        """Write the file, unless it lies here already without its name (`received.Received`)."""
        if part := getattr(content, "part", None):
            whole.give_name(part, path, replace=replace)
        else:
            whole.write(path, _chunks(content), mode=self.file_permissions_mode, replace=replace)


class WholeCompressor(Compressor):
    """Compresses beside the file, as the library does, but whole."""

    def write_data(self, path: str, data: bytes, suffix: str, stat_result: os.stat_result) -> str:
        name = path + suffix
        whole.write(Path(name), [data], replace=True)
        os.utime(name, (stat_result.st_atime, stat_result.st_mtime))
        return name


class WholeStaticFiles(WholeFiles, CompressedManifestStaticFilesStorage):
    """Style sheets and pictures, gathered and compressed. Gathering skips what is there: it has to be whole."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return WholeCompressor(**kwargs)


def _chunks(content: Any) -> Iterator[bytes]:
    for chunk in content.chunks():
        yield chunk.encode() if isinstance(chunk, str) else chunk
