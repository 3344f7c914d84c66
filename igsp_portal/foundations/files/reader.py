"""A process that reads one file of somebody else's, within limits, and says what it found: see `reading`.

The file comes in, one line of JSON goes out: the pages of a PDF, or why the file is not taken. It is started for one
file and knows neither Django nor the portal's data.

A PDF is looked through as its reader understands it: written out once more, it has every object in the open, also
those that were packed or named in a roundabout way. What is not looked at: the inside of objects that an office file
embeds, fields of a document that ask other programs for data, pictures it fetches, links.
"""

from __future__ import annotations

import ctypes
import io
import json
import mmap
import os
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree

MEMORY = 512 * 1024**2  # bytes of addresses
NICENESS = 10
SECONDS = 5  # of the processor; 20 MB with 250,000 objects take 3
SIZE_A_SECOND = 20 * 1024**2  # bytes: a larger file has a second more for each

LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes; an office file of text and pictures stays far below
MOST_MEMBERS = 5_000  # files inside an office file
LARGEST_PART = 4 * 1024 * 1024  # bytes of a list of parts, or of what one refers to

PASSWORD_WANTED = 4  # FPDF_ERR_PASSWORD
ACTIVE = re.compile(rb"/(?:JavaScript|Launch|XFA)(?=[\s/<>\[\]()%{}])")
PLAYED, SCRIPT = (re.compile(rb"/" + name + rb"(?=[\s/<>\[\]()%{}])") for name in (b"Rendition", b"JS"))
HOLDS_FILES = re.compile(rb"/(?:EmbeddedFiles?|FileAttachment)(?=[\s/<>\[\]()%{}])")
# What is said and drawn, not done. PDFium writes no bracket and no end of line into a string as it is.
CONTENTS, END_OF_CONTENTS = b">>stream\r\n", b"\r\nendstream\r\n"
STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)

MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
MACROS = ("macro", "vbaproject", "vbadata", "activex")  # in the types of parts, and in what one part is to another
# What a link may be that leads out of the file; anything else is fetched, or run, when the file is opened.
LEADS_OUT = {"hyperlink", "image", "externallinkpath", "externallinklong", "xlpathmissing", "xlstartup"}
# On the disk of whoever wrote the file: Word notes so the template that each document was made from.
OWN_DISK = re.compile(r"file:///(?![\\/])|file://localhost/|[a-z]:[\\/]|(?![\\/]{2})[^:]*$", re.IGNORECASE)


class Refused(Exception):
    """Why the file is not taken, in one word."""


def pages(data: Any) -> int:
    """How many pages a PDF has. Raises Refused for one that is locked, damaged, does something or holds files."""
    pdfium, document, count = opened(data)
    in_the_open = STRINGS.sub(b" ", _written_out(pdfium, document))
    if ACTIVE.search(in_the_open) or (PLAYED.search(in_the_open) and SCRIPT.search(in_the_open)):
        raise Refused("active")
    if pdfium.FPDFDoc_GetAttachmentCount(document) or HOLDS_FILES.search(in_the_open):
        raise Refused("holds_files")
    return count


def opened(data: Any) -> tuple[Any, Any, int]:
    """The library, a PDF as it opens it, and how many pages that has. Raises Refused."""
    import pypdfium2_raw as pdfium

    pdfium.FPDF_InitLibrary()
    at = data if isinstance(data, bytes) else (ctypes.c_char * len(data)).from_buffer(data)
    document = pdfium.FPDF_LoadMemDocument64(at, len(data), None)
    if not document:
        raise Refused("locked" if pdfium.FPDF_GetLastError() == PASSWORD_WANTED else "damaged")
    count: int = pdfium.FPDF_GetPageCount(document)
    if count < 1:
        raise Refused("damaged")
    return pdfium, document, count


def _written_out(pdfium: Any, document: Any) -> bytes:
    """Every object of a PDF, one after the other, none of them packed or locked, but for what they hold."""
    written = InTheOpen()
    writer = pdfium.FPDF_FILEWRITE(version=1)
    kind = dict(pdfium.FPDF_FILEWRITE._fields_)["WriteBlock"]

    def write(_writer: Any, start: Any, size: int) -> int:
        written.add(ctypes.string_at(start, size))
        return 1

    writer.WriteBlock = kind(write)
    if not pdfium.FPDF_SaveAsCopy(document, writer, pdfium.FPDF_REMOVE_SECURITY):
        raise Refused("damaged")
    return written.end()


class InTheOpen:
    """What a PDF consists of, as it is written out piece by piece, without the contents: those are drawn, not done.

    So of 200 MB of pictures hardly anything is kept.
    """

    def __init__(self) -> None:
        self.kept, self.waits, self.within = bytearray(), b"", False

    def add(self, piece: bytes) -> None:
        there = self.waits + piece
        while (at := there.find(self._sought)) >= 0:
            if not self.within:
                self.kept += there[:at] + b">> "
            there = there[at + len(self._sought) :]
            self.within = not self.within
        held = len(self._sought) - 1  # the first half of what is sought may end the piece
        if not self.within:
            self.kept += there[:-held]
        self.waits = there[-held:]

    def end(self) -> bytes:
        """All of it. Raises Refused where contents do not end."""
        if self.within:
            raise Refused("damaged")
        return bytes(self.kept + self.waits)

    @property
    def _sought(self) -> bytes:
        return END_OF_CONTENTS if self.within else CONTENTS


def office(data: Any) -> str:
    """The kind of an office file. Raises Refused for one that is locked, damaged, too large, or does something."""
    try:
        with zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data) as archive:
            _check_members(archive.infolist())
            kind = _kind(archive)
            _check_relations(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zipfile.zlib.error, ElementTree.ParseError) as error:  # type: ignore[attr-defined]
        raise Refused("damaged") from error
    except (NotImplementedError, RuntimeError, EOFError, KeyError, ValueError, LookupError) as error:
        raise Refused("damaged") from error
    return kind


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise Refused("unpacks")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("encrypted")
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names):  # programs differ in which of the two they take
        raise Refused("damaged")
    if any("vbaproject" in name for name in names):
        raise Refused("macros")


def _kind(archive: zipfile.ZipFile) -> str:
    """What the list of parts says it is, whatever the parts are called."""
    if "[Content_Types].xml" not in archive.namelist():
        raise Refused("other")
    types = [part.get("ContentType", "").strip() for part in _elements(archive, "[Content_Types].xml")]
    if any(word in kind.lower() for kind in types for word in MACROS):
        raise Refused("macros")
    kinds = {MAIN_PARTS[kind] for kind in types if kind in MAIN_PARTS}
    if len(kinds) != 1:
        raise Refused("other")
    return kinds.pop()


def _check_relations(archive: zipfile.ZipFile) -> None:
    """Refuse what the parts of an office file are to each other, and what they fetch from elsewhere."""
    for name in archive.namelist():
        if PurePosixPath(name.lower()).suffix == ".rels":
            for relation in _elements(archive, name):
                _check_relation(relation)


def _check_relation(relation: ElementTree.Element) -> None:
    kind = relation.get("Type", "").rstrip("/").rpartition("/")[2].lower()
    if any(word in kind for word in MACROS):
        raise Refused("macros")
    outside = relation.get("TargetMode", "").strip().lower() == "external"
    if outside and kind not in LEADS_OUT and not OWN_DISK.match(relation.get("Target", "").strip()):
        raise Refused("fetches")


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[ElementTree.Element]:
    with archive.open(name) as part:
        words = part.read(LARGEST_PART + 1)
    if len(words) > LARGEST_PART:
        raise Refused("too_much")
    yield from ElementTree.fromstring(words)  # noqa: S314 - within limits of time and memory


def keep_back(size: int = 0, seconds: int = 0) -> None:
    """Take what one file may take: so much memory, so long, no file of its own, no trace of a crash; after people.

    A file of that `size` on a disk is looked at where it lies, which takes addresses.
    """
    os.nice(NICENESS)
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY + size),
        (resource.RLIMIT_CPU, (seconds or SECONDS) + size // SIZE_A_SECOND),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def given(kind: str) -> Any:
    """The file: its bytes, or where they lie on a disk, which takes of the memory no more than what is looked at."""
    size = os.fstat(0).st_size
    if not size:
        return sys.stdin.buffer.read()
    return mmap.mmap(0, size, access=mmap.ACCESS_COPY) if kind == "pdf" else sys.stdin.buffer


def main(kind: str) -> None:
    keep_back(os.fstat(0).st_size)
    found: dict[str, Any]
    try:
        data = given(kind)
        found = {"pages": pages(data)} if kind == "pdf" else {"kind": office(data)}
    except Refused as refusal:
        found = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        found = {"refused": "too_much"}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
