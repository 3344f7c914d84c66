"""File types: told by content for a short list; what is damaged, locked or would do something is refused.

The ending and whatever a browser says a file is are claims; only the bytes decide: the first of them at once
(`claimed`), all of them in a process of their own (`read`). Every refusal has a reason that the sender can act on.
What is refused is what is found; a file that is taken is not said to be harmless.
"""

from enum import Enum
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from . import reading, scanning

LARGEST_FILE = 20 * 1024 * 1024  # bytes


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
    """A file that is not taken; `reason` says why and what to do, in the reader's language.

    `code` is that of `reason_of`, where it took reading to find out.
    """

    def __init__(self, reason: Any, code: str = "") -> None:
        self.reason, self.code = reason, code
        super().__init__(reason)

    def __str__(self) -> str:
        return str(self.reason)


READ_AS = {FileType.PDF: "pdf", FileType.DOCX: "office", FileType.XLSX: "office"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what a password makes of a DOCX
_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_OFFICE_BY_ENDING = {"docx": FileType.DOCX, "xlsx": FileType.XLSX}
_WRONG_ENDING = _(
    "The name of the file ends in “%(ending)s”, but the file is a %(type)s. Correct the ending and send it again."
)
_REASONS: dict[str, Any] = {
    "damaged": _("The %(type)s is damaged or incomplete. Open it on your device, save it again and send it."),
    "locked": _("The PDF is protected by a password. Send it without one, so that everyone can read it."),
    "encrypted": _("The file is protected by a password. Send it without one."),
    "unpacks": _("The file expands to more than the limit. Make its pictures smaller or send a PDF."),
    "macros": _("The file contains macros. Save it without macros, as DOCX or XLSX, and send it again."),
    "fetches": _("The file fetches a template or an object from elsewhere when opened. Save it as PDF and send that."),
    "active": _("The PDF contains scripts or starts other programs. Print it to a new PDF and send that."),
    "holds_files": _("The PDF contains other files. Send each of them separately, and the PDF without them."),
    "infected": _("The virus scanner found a virus in this file. Choose a clean one."),
    "other": _("This is not a %(types)s file. Save it in that format or choose another file."),
    "too_much": _(
        "The file takes too much time or memory to read. Save it in a simpler form or in parts and send it again."
    ),
}


def claimed(
    data: bytes,
    name: str,
    *,
    size: int | None = None,
    limit: int = LARGEST_FILE,
    allowed: frozenset[FileType] = frozenset(FileType),
) -> FileType:
    """The type that a received file claims by its first bytes and its ending: what can be told at once.

    `data` are its bytes, or the first of them with the `size` of the whole; `name` is its name with ending; `limit`
    is in bytes. Raises FileRefused when it is empty, too large, of no type on the list, has an ending that
    contradicts its content, or is a picture of which not all is there.
    """
    check_size(len(data) if size is None else size, limit)
    ending = PurePath(name).suffix.lstrip(".").lower()
    file_type = _by_first_bytes(data, ending)
    if file_type is None or file_type not in allowed:
        raise _unknown(allowed)
    if not _is_whole(data, file_type):
        raise FileRefused(reason_of("damaged", file_type), "damaged")
    if ending not in file_type.endings:
        raise FileRefused(_WRONG_ENDING % {"ending": f".{ending}" if ending else "", "type": file_type.label})
    return file_type


def needs_reading(file_type: FileType) -> bool:
    """Whether there is more to such a file than can be told at once."""
    return file_type in READ_AS or scanning.is_on()


def refuse_infected(file: bytes | BinaryIO, file_type: FileType) -> None:
    """Raise FileRefused for a file in which the virus scanner finds one. Raises NotScanned when it does not say."""
    if scanning.is_infected(file):
        raise FileRefused(reason_of("infected", file_type), "infected")


def read(file: bytes | BinaryIO, file_type: FileType) -> int | None:
    """Read a file of a type that it claims, in a process of its own; returns the pages of a PDF.

    It is given by its bytes, or open on a disk, and is then never in memory here.

    Raises FileRefused when it is another's, damaged, protected by a password, takes too much to read, carries
    macros or scripts, starts programs, fetches what it is made from, is a PDF that holds other files, or is infected;
    NotScanned where there is a virus scanner that does not say.
    """
    refuse_infected(file, file_type)
    if file_type not in READ_AS:
        return None
    return pages_of(reading.read(file, READ_AS[file_type]), file_type)


def pages_of(found: dict[str, Any], file_type: FileType) -> int | None:
    """The pages of a file of which its reader says this. Raises FileRefused for one that is not taken."""
    if code := found.get("refused", ""):
        raise FileRefused(reason_of(code, file_type), code)
    if (kind := found.get("kind", file_type.ending)) != file_type.ending:
        raise FileRefused(reason_of(kind, file_type), kind)
    return found.get("pages")


def reason_of(code: str, file_type: FileType) -> Any:
    """Why a file that claims that type was refused when it was read, and what to do."""
    if is_one := _OFFICE_BY_ENDING.get(code):
        return _WRONG_ENDING % {"ending": f".{file_type.ending}", "type": is_one.label}
    return _REASONS[code] % {"type": file_type.label, "types": file_type.label}


def check_size(size: int, limit: int) -> None:
    """Raise FileRefused for a file of no bytes, or of more than `limit`: asked before it is read into memory."""
    if not size:
        raise FileRefused(_("The file is empty. Check the file on your device and send it again."))
    if size > limit:
        words = _("The file has %(size)s; the limit is %(limit)s. Make it smaller or split it.")
        raise FileRefused(words % {"size": filesizeformat(size), "limit": filesizeformat(limit)})


def named(name: str, reason: Any, **more: Any) -> ValidationError:
    """Why a file was refused, with its name."""
    params = {"file": name, "reason": reason, **more}
    return ValidationError(_("“%(file)s”: %(reason)s"), code="attachment", params=params)


def _unknown(allowed: frozenset[FileType]) -> FileRefused:
    types = get_text_list([file_type.label for file_type in FileType if file_type in allowed])
    return FileRefused(_REASONS["other"] % {"types": types})


def _by_first_bytes(data: bytes, ending: str) -> FileType | None:
    if data.startswith(b"%PDF-"):
        return FileType.PDF
    if data.startswith(b"PK\x03\x04"):  # whether it is one is seen when it is read
        return _OFFICE_BY_ENDING.get(ending)
    if data.startswith(_PNG_START):
        return FileType.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if data.startswith(_OLD_OFFICE):
        raise FileRefused(
            _("The file is in an old format or has a password. Save it as DOCX or PDF without a password.")
        )
    return None


def _is_whole(data: bytes, file_type: FileType) -> bool:
    """Whether a picture has its end; of what is read, that is seen then."""
    if file_type is FileType.PNG:
        return data.rstrip(b"\0\r\n").endswith(_PNG_END)
    return file_type is not FileType.JPEG or b"\xff\xd9" in data[-4096:]
