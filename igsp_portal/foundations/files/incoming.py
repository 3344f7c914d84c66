"""Files on their way in: large ones lie on disk without a name, so that a killed process leaves nothing there."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class NamelessUploads(TemporaryFileUploadHandler):
    """Django's own but for the name."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        about = (self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
        self.file = UploadedFile(TemporaryFile(), *about)  # type: ignore[assignment]  # noqa: SIM115 - whoever reads the request closes it

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
