"""File types: told by content for a short list; what is damaged, locked or carries macros is refused.

The ending and whatever a browser says a file is are claims; only the bytes decide. Every refusal has a reason
that the sender can act on.
"""

import io
import zipfile
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from ..paper import pdf

LARGEST_FILE = 20 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes; an office file of text and pictures stays far below
MOST_MEMBERS = 5_000  # files inside an office file
LARGEST_CONTENT_LIST = 1024 * 1024  # bytes of [Content_Types].xml


class FileType(Enum):
    """A type that is taken: its ending, its media type and its name for people."""

    PDF = ("pdf", "application/pdf", "PDF")
    DOCX = ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX")
    XLSX = ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX")
    PNG = ("png", "image/png", "PNG")
    JPEG = ("jpg", "image/jpeg", "JPEG")

    def __init__(self, ending: str, media_type: str, label: str) -> None:
        self.ending = ending
        self.media_type = media_type
        self.label = label

    @property
    def endings(self) -> frozenset[str]:
        """The endings a file of this type may have."""
        return frozenset({"jpg", "jpeg"} if self is FileType.JPEG else {self.ending})


class FileRefused(ValueError):
    """A file that is not taken; `reason` says why and what to do, in the reader's language."""

    def __init__(self, reason: Any) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return str(self.reason)


@dataclass(frozen=True, slots=True)
class _Office:
    file_type: FileType
    main_part: bytes


_OFFICE = (
    _Office(FileType.DOCX, b"wordprocessingml.document.main+xml"),
    _Office(FileType.XLSX, b"spreadsheetml.sheet.main+xml"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what a password makes of a DOCX
_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


def sniff(
    data: bytes, name: str, *, limit: int = LARGEST_FILE, allowed: frozenset[FileType] = frozenset(FileType)
) -> FileType:
    """The type of a received file, by its bytes. `name` is its name with ending; `limit` is in bytes.

    Raises FileRefused when it is empty, too large, of no type on the list, damaged, protected by a password,
    carries macros, unpacks to too much, or has an ending that contradicts its content.
    """
    check_size(len(data), limit)
    file_type = _by_content(data)
    if file_type is None or file_type not in allowed:
        raise _unknown(allowed)
    ending = PurePath(name).suffix.lstrip(".").lower()
    if ending not in file_type.endings:
        words = _("The file ends in “%(ending)s”, but it is a %(type)s. Correct the ending and send it again.")
        raise FileRefused(words % {"ending": f".{ending}" if ending else "", "type": file_type.label})
    return file_type


def check_size(size: int, limit: int) -> None:
    """Raise FileRefused for a file of no bytes, or of more than `limit`: asked before it is read into memory."""
    if not size:
        raise FileRefused(_("The file is empty. Check the file on your device and send it again."))
    if size > limit:
        words = _("The file has %(size)s MB; at most %(limit)s MB can be taken. Make it smaller or divide it.")
        raise FileRefused(words % {"size": _megabytes(size), "limit": _megabytes(limit)})


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0")


def _unknown(allowed: frozenset[FileType]) -> FileRefused:
    types = get_text_list([file_type.label for file_type in FileType if file_type in allowed])
    return FileRefused(_("This is not a %(types)s file. Save it as such, or choose another.") % {"types": types})


def _by_content(data: bytes) -> FileType | None:
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if data.startswith(_PNG_START):
        return _picture(FileType.PNG, complete=data.rstrip(b"\0\r\n").endswith(_PNG_END))
    if data.startswith(b"\xff\xd8\xff"):
        return _picture(FileType.JPEG, complete=b"\xff\xd9" in data[-4096:])
    if data.startswith(_OLD_OFFICE):
        raise FileRefused(
            _("The file is in an old format or has a password. Save it as DOCX or PDF without a password.")
        )
    return None


def _pdf(data: bytes) -> FileType:
    try:
        pages = pdf.pages(data)
    except pdf.LockedPdf as error:
        raise FileRefused(
            _("The PDF is protected by a password. Send it without one, so that all can read it.")
        ) from error
    except pdf.UnreadablePdf as error:
        raise _damaged(FileType.PDF) from error
    if not pages:
        raise _damaged(FileType.PDF)
    return FileType.PDF


def _picture(file_type: FileType, *, complete: bool) -> FileType:
    if not complete:
        raise _damaged(file_type)
    return file_type


def _damaged(file_type: FileType) -> FileRefused:
    words = _("The %(type)s is damaged or incomplete. Open it on your device, save it anew and send it again.")
    return FileRefused(words % {"type": file_type.label})


def _office(data: bytes) -> FileType | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members)
            parts = _content_list(archive)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise _damaged(FileType.DOCX) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise _damaged(FileType.DOCX) from error
    if b"macroEnabled" in parts or any("vbaproject" in member.filename.lower() for member in members):
        raise FileRefused(_("The file contains macros. Save it without macros, as DOCX or XLSX, and send it again."))
    for office in _OFFICE:
        if office.main_part in parts:
            return office.file_type
    return None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise FileRefused(_("The file unpacks to more than can be taken. Make its pictures smaller or send a PDF."))
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused(_("The file is protected by a password. Send it without one."))


def _content_list(archive: zipfile.ZipFile) -> bytes:
    """The list of what an office file is made of; empty for another kind of ZIP."""
    if "[Content_Types].xml" not in archive.namelist():
        return b""
    with archive.open("[Content_Types].xml") as part:
        return part.read(LARGEST_CONTENT_LIST)
