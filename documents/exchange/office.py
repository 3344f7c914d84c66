"""Office files as packages of parts: opened only when they are what they say, written the same for the same parts."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from documents.faults import gettext_noop
from igsp_portal.foundations.files import reading, scanning

from .reading import Unreadable

LARGEST_FILE = 20 * 1024 * 1024  # bytes, as in the library
LARGEST_PART = 48 * 1024 * 1024  # bytes of one part, unpacked
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of ZIP; the bytes of a file depend on no clock
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REASONS = {
    "damaged": gettext_noop("The file is damaged or incomplete. Open it on your device, save it again and send it."),
    "infected": gettext_noop("The virus scanner found a virus in this file. Choose a clean one."),
    "not_scanned": gettext_noop("The file could not be checked for viruses. Try again in a few minutes."),
    "encrypted": gettext_noop("The file is protected by a password. Send it without one."),
    "unpacks": gettext_noop("The file expands to more than the limit. Make its pictures smaller."),
    "macros": gettext_noop("The file contains macros. Save it without macros, as DOCX, and send it again."),
    "fetches": gettext_noop("The file fetches a template or an object from elsewhere when opened. Save it without."),
    "too_much": gettext_noop("The file takes too much time or memory to read. Send it in parts."),
    "other": gettext_noop("This is not a DOCX file. Save it in that format or choose another file."),
}
OLD = gettext_noop("The file is in an old format or has a password. Save it as DOCX without a password.")
TOO_LARGE = gettext_noop("The file has {size} bytes; the limit is {limit}. Make its pictures smaller or split it.")
EMPTY = gettext_noop("The file is empty. Check the file on your device and send it again.")
ENTITY = gettext_noop("“{part}” declares entities or a document type (line {line}). Such files are not read.")
BROKEN = gettext_noop("“{part}” cannot be read: {error}")


@dataclass(frozen=True)
class Package:
    """The parts of an office file, by their names."""

    parts: Mapping[str, bytes]

    def tree(self, name: str) -> etree._Element | None:
        """A part as a tree; None when it is not there. Raises Unreadable."""
        data = self.parts.get(name)
        return None if data is None else parsed(data, name)


def opened(data: bytes, limit: int = LARGEST_FILE) -> Package:
    """The parts of a DOCX. Raises Unreadable for what is none, is locked, has macros, or takes too much."""
    if not data:
        raise Unreadable(EMPTY)
    if len(data) > limit:
        raise Unreadable(TOO_LARGE, size=len(data), limit=limit)
    if data.startswith(OLD_OR_LOCKED):
        raise Unreadable(OLD)
    if not data.startswith(b"PK"):
        raise Unreadable(REASONS["other"])
    _refuse_infected(data)
    found = reading.read(data, "office")
    if code := found.get("refused"):
        raise Unreadable(REASONS.get(code, REASONS["damaged"]))
    if found.get("kind") != "docx":
        raise Unreadable(REASONS["other"])
    return Package(_parts(data))


def _refuse_infected(data: bytes) -> None:
    try:
        infected = scanning.is_infected(data)
    except scanning.NotScanned as error:
        raise Unreadable(REASONS["not_scanned"]) from error
    if infected:
        raise Unreadable(REASONS["infected"])


def _parts(data: bytes) -> dict[str, bytes]:
    parts = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.filename.lower().endswith((".xml", ".rels")):
                    parts[member.filename.lstrip("/")] = _part(archive, member)
    except Unreadable:
        raise
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError, ValueError) as error:
        raise Unreadable(REASONS["damaged"]) from error
    return parts


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as part:
        data = part.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise Unreadable(REASONS["too_much"])
    return data


def parsed(data: bytes, name: str, *, may_name_type: bool = False) -> etree._Element:
    """XML as a tree, with nothing fetched and no entity filled in. Raises Unreadable, with the line.

    A document type is refused; one that is merely named, and declares nothing here, is passed over where it may be.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(BROKEN, part=name, error=str(error.msg)) from error
    declared = root.getroottree().docinfo
    subset = declared.internalDTD
    harmless = may_name_type and (subset is None or not [*subset.iterentities(), *subset.iterelements()])
    if not harmless and (declared.doctype or subset is not None):
        raise Unreadable(ENTITY, part=name, line=_line_of(data, b"<!DOCTYPE"))
    return root


def _line_of(data: bytes, sign: bytes) -> int:
    return data.count(b"\n", 0, max(data.find(sign), 0)) + 1


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """An office file of these parts in this order: the same bytes for the same parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in parts:
            member = zipfile.ZipInfo(name, FIRST_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            member.create_system = 3
            archive.writestr(member, data)
    return made.getvalue()
