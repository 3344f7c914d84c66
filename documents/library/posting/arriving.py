"""What was sent: files, and what is in a ZIP. Names lead nowhere: they are read, and no file is written under one."""

from __future__ import annotations

import errno
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from igsp_portal.foundations.files import filetypes
from igsp_portal.foundations.files.filetypes import FileRefused
from igsp_portal.foundations.language.cleaning import cleaned_line

from .waiting import TooMuch, Waiting, check_room

CHUNK = 1024 * 1024  # bytes
LARGEST_LIST = 4 * CHUNK
LONGEST_PATH = 400  # characters
# What a computer puts into folders for itself.
_ITS_OWN = re.compile(r"(?i)(?:^|[/\\])(?:__MACOSX[/\\]|\.(?!\.?[/\\])|thumbs\.db$|desktop\.ini$|~\$)")
# In what names may be that do not say it, and what those are then made of; else in that of the first computers.
_CODE_PAGES = (
    ("utf-8", re.compile(".*", re.DOTALL)),
    ("cp866", re.compile("(?:[\0-\x7f]+|(?<![A-Za-z])[А-Яа-яЁё]{3,}(?![A-Za-z]))*")),
    ("gb18030", re.compile("(?:[\0-\x7f]+|[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]{2,})*")),
)
# What reading a damaged ZIP may raise; an OSError where it leads before its own beginning, or is packed by bzip2.
_OF_READING = (zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, IndexError, RuntimeError)
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, *_OF_READING)


def take(waiting: Waiting, files: Iterable[Any]) -> None:
    """Let what was sent wait; of each file that is not taken the reason is noted. Raises OSError."""
    for sent in files:
        try:
            if _is_zip(sent):
                check_room(0, sent.size)
                _unpack(waiting, sent.name, sent)
            else:
                _add(waiting, sent.name, sent.size, sent.chunks())
        except TooMuch as refusal:
            waiting.add(shown(sent.name), (), refused=str(refusal))
        except OSError as error:
            if error.errno != errno.EFBIG:  # of a form that is larger than all may be together nothing was kept
                raise
            waiting.add(shown(sent.name), (), refused=too_large_together())


def too_large_together() -> str:
    """What to say of files that are too large to be sent together."""
    limit = filesizeformat(settings.POSTING_TOGETHER_BYTES)
    return _("The files sent together are too large; the limit is %(limit)s. Send them in parts.") % {"limit": limit}


def shown(path: str) -> str:
    """A name with its folders, as it is read and shown: without what leads elsewhere."""
    parts = [part for part in re.split(r"[/\\]", cleaned_line(path)) if part.strip(". ")]
    return "/".join(parts)[-LONGEST_PATH:] or "–"


def _is_zip(sent: Any) -> bool:
    return sent.name.lower().endswith(".zip")


def _add(waiting: Waiting, path: str, size: int, chunks: Iterable[bytes]) -> None:
    """Keep one file, if there may be one more and it is not too large as it is announced."""
    if len(waiting.files) >= settings.POSTING_FILES:
        reason = _("A posting has at most %(count)s files. Post this one with the next.")
        waiting.add(shown(path), (), refused=reason % {"count": settings.POSTING_FILES})
        return
    try:
        filetypes.check_size(size, settings.POSTING_LIMIT_BYTES)
        check_room(size, waiting.size + size)
        waiting.add(shown(path), chunks)
    except FileRefused as refusal:
        waiting.add(shown(path), (), refused=str(refusal))


def _unpack(waiting: Waiting, name: str, file: BinaryIO) -> None:
    """Each file in a ZIP, under the names of its folders."""
    try:
        _refuse_endless(file)
        archive = zipfile.ZipFile(file)
    except _BROKEN:
        waiting.add(shown(name), (), refused=_("The ZIP is damaged or incomplete. Pack it again, or send its files."))
        return
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _ITS_OWN.search(_name(m))]
        if not members:
            waiting.add(shown(name), (), refused=_("There is no file in the ZIP."))
        if len(members) > settings.POSTING_FILES:
            reason = _("The ZIP has %(count)s files; a posting has at most %(limit)s. Send it in parts.")
            facts = {"count": len(members), "limit": settings.POSTING_FILES}
            waiting.add(shown(name), (), refused=reason % facts)
            return
        for member in members:
            _unpack_member(waiting, archive, member)


def _refuse_endless(file: BinaryIO) -> None:
    """Raise BadZipFile for a list of members that is larger than any of so many files: it would be read as a whole."""
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]  # where ZipFile itself looks for the list
    if end and end[zipfile._ECD_SIZE] > LARGEST_LIST:  # type: ignore[attr-defined]
        raise zipfile.BadZipFile(LARGEST_LIST)


def _unpack_member(waiting: Waiting, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    path = _name(member)
    if refused := _refused(member, path):
        waiting.add(shown(path), (), refused=refused)
        return
    try:
        _add(waiting, path, member.file_size, _chunks(archive, member))
    except zipfile.BadZipFile:
        waiting.add(shown(path), (), refused=_("This file is damaged within the ZIP. Pack it again, or send it alone."))


def _refused(member: zipfile.ZipInfo, path: str) -> str:
    if member.flag_bits & 1:
        return _("The ZIP is protected by a password. Send it without one.")
    if path.lower().endswith(".zip"):
        return _("A ZIP within a ZIP is not opened. Send it by itself.")
    return ""


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes, as they are unpacked: what expands to more than it announces is cut off by its reader.

    Raises BadZipFile, so that no fault of the ZIP is taken for one of the disk on which its files are kept.
    """
    try:
        with archive.open(member) as opened:
            while chunk := opened.read(CHUNK):
                yield chunk
    except _OF_READING as error:
        raise zipfile.BadZipFile(member.filename) from error


def _name(member: zipfile.ZipInfo) -> str:
    """The name as it was given: a ZIP from a Mac does not say that its names are UTF-8, nor Windows its code page."""
    if not member.flag_bits & 0x800:
        with suppress(UnicodeEncodeError):
            given = member.filename.encode("cp437")
            for encoding, of_letters in _CODE_PAGES:
                with suppress(UnicodeDecodeError):
                    if of_letters.fullmatch(name := given.decode(encoding)):
                        return name
    return member.filename
