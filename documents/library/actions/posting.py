"""Files are posted: typed by their content, stored under their checksum, and put in their place."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.files import filetypes, received, scanning, stored, sweeping
from igsp_portal.foundations.files.filetypes import FileType
from igsp_portal.foundations.files.received import Received
from igsp_portal.foundations.files.space import is_full
from igsp_portal.foundations.language import languages
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker.work import READING, SOON, hand_over
from igsp_portal.models import User

from ..models import Document, Rendition
from ..models.renditions import rendition_path
from .holding import file_facts
from .lines import put_in_place
from .reading_words import read_words
from .timed import release_when_due

logger = logging.getLogger(__name__)

POSTABLE = frozenset({FileType.PDF, FileType.DOCX})


class SameFile(ValidationError):
    """The very bytes are current already: `rendition` says as what; the message too, if `named`."""

    def __init__(self, rendition: Rendition, *, named: bool = True) -> None:
        self.rendition = rendition
        if not named:
            super().__init__(
                _(
                    "This file has already been posted, under a document that you may not see. Check the file and "
                    "choose another."
                )
            )
            return
        super().__init__(
            _(
                "This file has already been posted, as %(document)s in %(language)s. A file belongs to one "
                "symbol and one language: check which is right and choose the other file."
            ),
            params={
                "document": rendition.document,
                "language": languages.LANGUAGES[rendition.language].name,
            },
        )


def post_rendition(
    document: Document,
    *,
    language: str,
    name: str,
    file: BinaryIO,
    by: User | str,
    also_in: Iterable[str] = (),
    released: datetime | None = None,
    release_at: datetime | None = None,
) -> Rendition:
    """Post one file of `document` in one language; an earlier one of that language and format is superseded.

    `file` is open and can be read anew; `name` is its name with its ending; `also_in` are further languages that the
    one file serves. Where an earlier file served others besides, it goes on serving those. The file of a document
    that is issued is released at once (at `released`, an earlier moment, if given); that of any other waits for
    `issue`; with `release_at`, a file of an issued document in which readers have none yet is held back until that
    moment. Bytes that were superseded may come back. Raises ValidationError, and then nothing is left behind: for a
    file that is not taken, for bytes that are current already (SameFile), and when it cannot be stored.
    """
    with taken_in(file, name) as taken:
        return post_taken_in(
            document, taken, language=language, also_in=also_in, by=by, released=released, release_at=release_at
        )


@dataclass(frozen=True)
class TakenIn:
    """A file that was read and lies where it is to be kept, under no name yet."""

    there: Received
    file_type: FileType
    pages: int | None


@contextmanager
def taken_in(file: BinaryIO, name: str, *, read_before: tuple[int | None] | None = None) -> Iterator[TakenIn]:
    """Take in and read an open file that is to be posted within. Raises ValidationError for one that is not taken.

    So many files are read before the first of them is posted, and a transaction is none the longer for it. Of one
    that was read before, what its reader said is given: its pages.
    """
    try:
        file_type = filetypes.claimed(
            received.head(file),
            name,
            size=received.size_of(file),
            limit=settings.POSTING_LIMIT_BYTES,
            allowed=POSTABLE,
        )
        with received.received(file, Rendition._meta.get_field("file").storage) as there:
            if read_before:
                filetypes.refuse_infected(there.content, file_type)
            pages = read_before[0] if read_before else filetypes.read(there.content, file_type)
            yield TakenIn(there, file_type, pages)
    except (filetypes.FileRefused, scanning.NotScanned) as error:
        raise ValidationError(error.reason) from error
    except (OSError, OperationalError) as error:
        raise _not_stored(error) from error


def post_taken_in(
    document: Document,
    taken: TakenIn,
    *,
    language: str,
    by: User | str,
    also_in: Iterable[str] = (),
    released: datetime | None = None,
    release_at: datetime | None = None,
) -> Rendition:
    """Post a file that was taken in: see `post_rendition`."""
    rendition = _rendition(document, [language, *also_in], taken)
    rendition.release_at = release_at if release_at and release_at > rendition.posted_at else None
    try:
        _post(rendition, taken.there, released, by=by)
    except (OSError, OperationalError) as error:
        raise _not_stored(error) from error
    return rendition


def _post(rendition: Rendition, there: Received, released: datetime | None, *, by: User | str) -> None:
    _refuse_same_bytes(rendition, by)
    facts = file_facts(rendition)
    try:
        with audit.recorded("file.posted", rendition.document, by=by, **facts) as event:
            if earlier := put_in_place(rendition, min(released or rendition.posted_at, rendition.posted_at)):
                event.verb = "file.replaced"
                event.facts["supersedes"] = ", ".join(file.sha256 for file in earlier)
            if rendition.release_at:
                event.verb, event.facts["moment"] = "file.held", f"{rendition.release_at:%Y-%m-%d %H:%M} UTC"
                at = time.on_clocks_outside(rendition.release_at)
                hand_over(release_when_due, rendition.pk, after=at, rank=SOON)
            _store(rendition, there)
            hand_over(read_words, rendition.pk, rank=READING)
    except IntegrityError:  # somebody posted the same bytes in the meantime
        _refuse_same_bytes(rendition, by)
        raise


def _rendition(document: Document, codes: Iterable[str], taken: TakenIn) -> Rendition:
    first, *others = languages.in_order(codes)
    rendition = Rendition(document=document, language=first, also_in=others, format=taken.file_type.ending)
    rendition.sha256 = taken.there.sha256
    rendition.size = taken.there.size
    rendition.pages = taken.pages
    rendition.posted_at = time.now()
    rendition.file.name = rendition_path(rendition, "")
    return rendition


def _refuse_same_bytes(rendition: Rendition, by: User | str) -> None:
    same = Rendition.objects.current().filter(sha256=rendition.sha256).select_related("document").first()
    if same and not _serves_more(rendition, same):
        known = not isinstance(by, User) or Document.objects.visible_to(by).filter(pk=same.document_id).exists()
        raise SameFile(same, named=known)


def _serves_more(rendition: Rendition, current: Rendition) -> bool:
    """Whether the same bytes are posted to serve further languages of the same document."""
    return rendition.document_id == current.document_id and set(rendition.languages) > set(current.languages)


def _store(rendition: Rendition, there: Received) -> None:
    """Keep the file under its checksum, unless an earlier posting of the same bytes has it there, and whole."""
    storage, path = rendition.file.storage, str(rendition.file.name)
    shared = Rendition.objects.exclude(pk=rendition.pk).filter(file=path, taken_back_at__isnull=True).exists()
    if shared and not stored.fault(rendition.file, size=rendition.size, sha256=rendition.sha256):
        return
    with stored.removed_if_undone(rendition.file):
        if storage.exists(path):  # broken, taken back, or left by a change that was undone
            sweeping.hold()
            storage.delete(path)
        storage.save(path, there)


def discard(rendition: Rendition) -> None:
    """Delete the file of a posting that was undone, unless another has the same bytes: a full disk needs the room."""
    with suppress(Exception):
        stored.remove_unless_kept(rendition.file, Rendition.objects.filter(taken_back_at__isnull=True))


def _not_stored(error: Exception) -> Exception:
    """What to tell of a failure to write: a full disk, or whatever the system says."""
    logger.error("A file could not be stored: %s", error)
    if is_full(error):
        return ValidationError(
            _(
                "The portal's disk is full: the file was not stored and nothing was changed. "
                "Ask the operator to free space, then post the file again."
            ),
            code="disk_full",
        )
    if isinstance(error, OperationalError):
        return error
    return ValidationError(
        _(
            "The file could not be stored (%(reason)s); nothing was changed. Ask the operator to check the "
            "portal's file storage, then post the file again."
        ),
        code="not_stored",
        params={"reason": getattr(error, "strerror", None) or str(error)},
    )
