"""What changes in the library: every function writes rows and their event in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.files import filetypes, received, stored, sweeping
from igsp_portal.foundations.files.filetypes import FileType
from igsp_portal.foundations.files.received import Received
from igsp_portal.foundations.files.space import is_full
from igsp_portal.foundations.language import languages
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import User

from .. import symbols
from . import next_symbols, rules
from .models import Document, FormerKey, InputDue, Rendition, SymbolAlias
from .models.renditions import rendition_path
from .models.symbols import hold_symbols
from .states import ANNOUNCED, DOCUMENT_MOVES, DocumentState

logger = logging.getLogger(__name__)

SENTENCES: dict[str, str | Promise] = {
    "document.planned": _("%(by)s announced “%(about)s” as forthcoming"),
    "document.preparation": _("%(by)s returned “%(about)s” to preparation"),
    "document.issued": _("%(by)s issued “%(about)s”"),
    "document.issued_in_part": _("%(by)s issued “%(about)s” as an exception, without: %(without)s"),
    "document.restored": _("%(by)s reissued “%(about)s” after its withdrawal"),
    "document.withdrawn": _("%(by)s withdrew “%(about)s”"),
    "document.symbol_kept": _("%(by)s gave “%(about)s” a new symbol; %(symbol)s still leads to it"),
    "file.posted": _("%(by)s posted a file of “%(about)s” (%(language)s, %(format)s)"),
    "file.replaced": _("%(by)s replaced a file of “%(about)s” (%(language)s, %(format)s)"),
    "input.answered": _("%(by)s recorded that %(document)s answers “%(about)s”"),
}
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
) -> Rendition:
    """Post one file of `document` in one language; an earlier one of that language and format is superseded.

    `file` is open and can be read anew; `name` is its name with its ending; `also_in` are further languages that the
    one file serves. Where an earlier file served others besides, it goes on serving those. The file of a document
    that is issued is released at once (at `released`, an earlier moment, if given); that of any other waits for
    `issue`. Bytes that were superseded may come back. Raises ValidationError, and then nothing is left behind: for a
    file that is not taken, for bytes that are current already (SameFile), and when it cannot be stored.
    """
    with taken_in(file, name) as taken:
        return post_taken_in(document, taken, language=language, also_in=also_in, by=by, released=released)


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
            pages = read_before[0] if read_before else filetypes.read(there.file, file_type)
            yield TakenIn(there, file_type, pages)
    except filetypes.FileRefused as error:
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
) -> Rendition:
    """Post a file that was taken in: see `post_rendition`."""
    rendition = _rendition(document, [language, *also_in], taken)
    try:
        _post(rendition, taken.there, released, by=by)
    except (OSError, OperationalError) as error:
        raise _not_stored(error) from error
    return rendition


def _post(rendition: Rendition, there: Received, released: datetime | None, *, by: User | str) -> None:
    _refuse_same_bytes(rendition, by)
    facts: dict[str, Any] = {
        "language": _own_names(rendition.languages),
        "format": rendition.get_format_display(),
        "sha256": rendition.sha256,
        "size": rendition.size,
    }
    try:
        with audit.recorded("file.posted", rendition.document, by=by, **facts) as event:
            if earlier := _put_in_place(rendition, min(released or rendition.posted_at, rendition.posted_at)):
                event.verb = "file.replaced"
                event.facts["supersedes"] = ", ".join(file.sha256 for file in earlier)
            _store(rendition, there)
    except IntegrityError:  # somebody posted the same bytes in the meantime
        _refuse_same_bytes(rendition, by)
        raise


def change(document: Document, *, by: User | str, values: dict[str, Any]) -> bool:
    """Give a document these values; the symbol and the key by which its readers know it go on resolving."""
    with audit.together():
        hold_symbols()
        _hold(document)
        borne, key = document.symbol, document.key
        changed = records.change(document, by=by, values=values)
        keep_symbol(document, borne, by=by)
        if document.key != key and document.state in ANNOUNCED and not document.former_keys.filter(key=key).exists():
            records.create(FormerKey(document=document, key=key), by=by)
    return changed


def number(document: Document, *, by: User | str) -> str:
    """Give a document without a symbol the next free one of its session and kind, which is returned.

    Raises ValidationError where it has one, or none can be proposed.
    """
    with transaction.atomic():
        hold_symbols()
        _hold(document)
        symbol = None if document.symbol else next_symbols.next_symbol(document)
        if symbol is None:
            raise ValidationError(_("No symbol can be proposed for this document."))
        change(document, by=by, values={"symbol": str(symbol)})
    return str(symbol)


def keep_symbol(document: Document, borne: str, *, by: User | str) -> None:
    """Where an announced document has lost the symbol that it bore, keep that as a form in which it is cited."""
    key = symbols.key(borne)
    if not borne or key == document.symbol_key or document.state not in ANNOUNCED:
        return
    if not SymbolAlias.objects.filter(symbol_key=key).exists():
        with audit.recorded("document.symbol_kept", document, by=by, symbol=borne):
            SymbolAlias(document=document, symbol=borne).save()


def plan(document: Document, *, by: User | str) -> None:
    """Announce a document as awaited."""
    _move(document, DocumentState.PLANNED, by=by)


def take_back(document: Document, *, by: User | str) -> None:
    """Take an announced document back into preparation; the public no longer sees it."""
    _move(document, DocumentState.PREPARATION, by=by)


def withdraw(document: Document, *, by: User | str) -> None:
    """Withdraw an issued document: it stays listed as withdrawn, its files are no longer given out."""
    _move(document, DocumentState.WITHDRAWN, by=by)


def issue(document: Document, *, by: User | str, on: date | None = None, exception: bool = False) -> list[str]:
    """Issue a document, all its files at once; returns the languages that are still missing.

    The day of issue is `on`, or the one entered, or today. Without a file only an issue of another body, or one of
    an earlier day, can be recorded (rules.may_be_issued_without_file). All languages are issued together: with some
    of them only as an `exception`, which is recorded, or again after a withdrawal. Raises ValidationError.
    """
    with transaction.atomic():
        _hold(document)
        _check_move(document, DocumentState.ISSUED)
        return _issue(document, by=by, on=on, exception=exception)


def issue_in_part(document: Document, *, by: User | str) -> list[str]:
    """Issue a document, as an exception, in the languages there are; returns those that are missing."""
    return issue(document, by=by, exception=True)


def _issue(document: Document, *, by: User | str, on: date | None, exception: bool) -> list[str]:
    files = list(document.renditions.current())
    if not files and not rules.may_be_issued_without_file(document, on):
        raise ValidationError(
            _(
                "There is no file to issue. Post a file first. If another body issued the document, mark it "
                "accordingly; if it was issued on an earlier day, enter that day."
            )
        )
    missing = rules.missing_languages(document, files)
    if missing and not exception and not rules.may_be_issued_in_part(document):
        raise _languages_missing(missing)
    facts: dict[str, Any] = {"languages": [code for f in files for code in f.languages], "missing": missing}
    verb = "document.restored" if document.state == DocumentState.WITHDRAWN else "document.issued"
    if verb == "document.issued" and missing and exception:
        verb, facts["without"] = "document.issued_in_part", _own_names(missing)
    with audit.recorded(verb, document, by=by, **facts):
        document.state = DocumentState.ISSUED
        document.issued_on = on or document.issued_on or _day_of_issue(document)
        document.save()
        document.renditions.current().filter(released_at__isnull=True).update(released_at=time.now())
    return missing


def _languages_missing(missing: list[str]) -> ValidationError:
    return ValidationError(
        _(
            "All languages are issued together, and there is no file in: %(languages)s. Post the missing "
            "files, select the languages of issue if the document is not issued in all six, or issue it as "
            "an exception, which is recorded."
        ),
        code="languages_missing",
        params={"languages": languages.listed(str(languages.LANGUAGES[code].name) for code in missing)},
    )


def _own_names(codes: list[str]) -> str:
    return ", ".join(languages.LANGUAGES[code].own_name for code in codes)


def answer(due: InputDue, document: Document, *, by: User | str) -> bool:
    """Record that `document` answers an input awaited for a session; False when that is on record already."""
    if not rules.same_process(due, document):
        raise ValidationError(_("The document and the input belong to different processes."))
    if due.documents.filter(pk=document.pk).exists():
        return False
    with audit.recorded("input.answered", due, by=by, document=str(document)):
        due.documents.add(document)
    return True


def _day_of_issue(document: Document) -> date | None:
    # The day on which another body issued it is not ours to make up.
    return None if document.issued_elsewhere else time.today(document.process.zone)


def _move(document: Document, to: DocumentState, *, by: User | str) -> None:
    with transaction.atomic():
        _hold(document)
        _check_move(document, to)
        records.change(document, by=by, verb=f"document.{to}", values={"state": to})


def _hold(document: Document) -> None:
    """Read the row anew and keep it from other writers: what was loaded before may have moved since."""
    document.refresh_from_db(from_queryset=Document.objects.select_for_update(of=("self",), no_key=True))


def _check_move(document: Document, to: DocumentState) -> None:
    if to not in DOCUMENT_MOVES[DocumentState(document.state)]:
        raise ValidationError(
            _("A document that is %(old)s cannot become %(new)s."),
            params={"old": document.get_state_display(), "new": DocumentState(to).label},
        )


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


def _put_in_place(rendition: Rendition, released: datetime) -> list[Rendition]:
    """Save the new row and let it supersede the current ones of its languages, which are returned.

    Whether the document is issued is asked of its row under lock: setting a paper takes seconds, in which somebody
    may have issued it, and a file that waited for an issue already past would wait for ever.

    At no moment may two files of one language and format be current. So the new row first stands as superseded by
    one that it replaces, until those have been retired in its favour.
    """
    document = Document.objects.select_for_update(no_key=True).get(pk=rendition.document_id)
    rendition.released_at = released if document.is_issued else None
    wanted = set(rendition.languages)
    line = document.renditions.current().filter(format=rendition.format)
    replaced = [file for file in line if wanted.intersection(file.languages)]
    rendition.superseded_by = replaced[0] if replaced else None
    rendition.save(force_insert=True)
    if replaced:
        _give_way(replaced, rendition)
    for file in replaced:
        if left := [code for code in file.languages if code not in wanted]:
            _serving(file, left).save(force_insert=True)
    return replaced


def _give_way(files: list[Rendition], to: Rendition) -> None:
    Rendition.objects.filter(pk__in=[file.pk for file in files]).update(superseded_by=to)
    Rendition.objects.filter(pk=to.pk).update(superseded_by=None)
    to.superseded_by = None


def _serving(file: Rendition, codes: list[str]) -> Rendition:
    """The same file once more, for these of its languages alone."""
    same = {name: getattr(file, name) for name in ("document", "format", "sha256", "size", "pages", "words")}
    row = Rendition(language=codes[0], also_in=codes[1:], released_at=file.released_at, **same)
    row.posted_at = time.now()
    row.file.name = file.file.name
    return row


def _store(rendition: Rendition, there: Received) -> None:
    """Keep the file under its checksum, unless an earlier posting of the same bytes has it there, and whole."""
    storage, path = rendition.file.storage, str(rendition.file.name)
    shared = Rendition.objects.exclude(pk=rendition.pk).filter(file=path).exists()
    if shared and not stored.fault(rendition.file, size=rendition.size, sha256=rendition.sha256):
        return
    with stored.removed_if_undone(rendition.file):
        if storage.exists(path):  # broken, or left by a change that was undone
            sweeping.hold()
            storage.delete(path)
        storage.save(path, there)


def discard(rendition: Rendition) -> None:
    """Delete the file of a posting that was undone, unless another has the same bytes: a full disk needs the room."""
    with suppress(Exception):
        stored.remove_unless_kept(rendition.file, Rendition.objects.all())


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
