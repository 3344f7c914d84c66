"""Released texts as PDF: every language is set, then all are posted together, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from igsp_portal.foundations.files.space import is_full
from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper import pdf
from igsp_portal.foundations.paper.presses import Page, typeset_all
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work
from igsp_portal.models import User

from .. import filenames
from ..faults import Fault
from ..library import actions as library
from ..library.models import Document, Rendition
from . import papers, rendering
from .models import Reissue, TextVersion, Typeset

WORKER = "typesetting"
FAILURES = (pdf.PdfError, OSError, MemoryError, ValidationError, Fault)

# What hindered typesetting, by the code kept on the version.
SENTENCES: dict[str, Any] = {
    "engine_missing": _(
        "No PDF can be made on this machine: the library Pango is missing. On Debian, install it with: "
        "apt-get install %(detail)s. Then typeset again."
    ),
    "file_missing": _("A file needed for typesetting is missing: %(detail)s Restore it, then typeset again."),
    "disk_full": _("The disk is full: nothing was posted. Ask the operator to free space, then typeset again."),
    "out_of_memory": _("The machine ran out of memory: nothing was posted. Typeset again later."),
    "press_ended": _("The program that makes PDF files failed twice on this file, or took too long."),
    "not_wanted": _("Only a released version that is issued as a document is typeset."),
    "other": _("Nothing was posted: %(detail)s"),
}


class TypesettingFailed(Exception):
    """Why nothing was posted, in the reader's language."""


@dataclass(frozen=True)
class _Changed:
    language: str
    page_sha256: str
    page: Page
    stars: str


@dataclass(frozen=True)
class _Printed:
    language: str
    page_sha256: str
    stars: str
    data: bytes


def wanted(version: TextVersion) -> bool:
    """Whether this version is typeset: it is released, and issued as a document of its own."""
    return version.is_frozen and version.document_id is not None


def lacks_pdf(version: TextVersion) -> bool:
    """Whether a released language of the version has never been typeset."""
    return version.languages.released().filter(typeset_from="").exists()


def waiting(process: str = "") -> Iterator[TextVersion]:
    """The versions to typeset that lack a PDF: of all processes, or of the one of this name."""
    versions = TextVersion.objects.released().select_related("document", "text__process")
    for version in versions.filter(text__process__slug=process) if process else versions:
        if wanted(version) and lacks_pdf(version):
            yield version


def typeset(
    version: TextVersion,
    *,
    by: User | str = WORKER,
    done: Callable[[str], None] | None = None,
) -> list[Rendition]:
    """Set the version in every language it is worded in and post what differs from what was posted.

    `done` is told each language as it is set. Raises TypesettingFailed: then nothing was posted, and the version
    says why until it succeeds.
    """
    try:
        _refuse_unless_wanted(version)
        printed = list(_print(list(_changed(version)), done))
        return _post(version, printed, by=by)
    except FAILURES as error:
        _record_failure(version, error, by=by)
        raise TypesettingFailed(in_words(version)) from error


def _refuse_unless_wanted(version: TextVersion) -> None:
    if not wanted(version):
        raise ValidationError(SENTENCES["not_wanted"], code="not_wanted")


@task()
def typeset_version(version_id: int) -> None:
    """The same in the worker; a failure stays on the version and can be tried again there."""
    try:
        typeset(TextVersion.objects.get(pk=version_id))
    except TypesettingFailed:
        return


work.tell(typeset_version, _("Typesetting of documents"), TextVersion)


def in_words(version: TextVersion) -> str:
    """Why the last typesetting failed, in the reader's language; "" when it did not."""
    return said(version.typesetting_error)


def said(error: str) -> str:
    """What a code and its detail say, in the reader's language; "" for none."""
    code, _space, detail = error.partition(" ")
    return str(SENTENCES.get(code, SENTENCES["other"])) % {"detail": detail} if code else ""


def _changed(version: TextVersion) -> Iterator[_Changed]:
    """The pages of the version that are to be posted: missing ones, reissued ones, and before issue changed ones."""
    source = papers.manuscript(version)
    due = _due(source)
    for language in due:
        paper = papers.paper(source, language)
        page = rendering.page(paper)
        page_sha256 = hashlib.sha256(page["html"].encode()).hexdigest()
        if source.versions[language].typeset_from != page_sha256:
            yield _Changed(language, page_sha256, page, paper.stars)


def _due(source: papers.Manuscript) -> list[str]:
    """The released languages whose paper may be set: what was issued stands, unless it is being reissued."""
    if not source.version.is_issued:
        return source.languages
    reissued = set(_reissues(source.version).values_list("of__language", flat=True))
    return [code for code in source.languages if code in reissued or not source.versions[code].typeset_from]


def _reissues(version: TextVersion) -> QuerySet[Reissue]:
    """The reissues of the version whose file is still to be set."""
    return Reissue.objects.filter(of__version=version, rendition__isnull=True)


def _print(changed: list[_Changed], done: Callable[[str], None] | None) -> Iterator[_Printed]:
    """Their PDFs; where no presses are started one after the other, so that one at a time is in memory."""
    files = typeset_all([one.page for one in changed])
    for one, data in zip(changed, files, strict=True):
        if done:
            done(one.language)
        yield _Printed(one.language, one.page_sha256, one.stars, data)


def _post(version: TextVersion, printed: list[_Printed], *, by: User | str) -> list[Rendition]:
    """Post all of them and say so on the version, in one transaction; unless a later one was released meanwhile."""
    if not printed and not version.typesetting_error:
        return []
    names = ", ".join(LANGUAGES[one.language].own_name for one in printed)
    posted: list[Rendition] = []
    try:
        with audit.recorded("text.typeset", version, by=by, languages=names):
            _refuse_unless_wanted(version)
            for one in printed:
                posted += _post_one(version, one, by=by)
            version.typesetting_error = ""
            version.save(update_fields=["typesetting_error"])
    except BaseException:
        for rendition in posted:  # their rows are gone
            library.discard(rendition)
        raise
    return posted


def _post_one(version: TextVersion, printed: _Printed, *, by: User | str) -> list[Rendition]:
    document: Document = version.document  # type: ignore[assignment]
    row = version.languages.get(language=printed.language)
    name = document.symbol + printed.stars if document.symbol else document.key
    try:
        posted = library.post_rendition(
            document,
            language=printed.language,
            name=filenames.file_name(name, printed.language, "pdf"),
            file=BytesIO(printed.data),
            by=by,
            released=None if row.typeset_from else row.released_at,
        )
    except library.SameFile as error:
        there = error.rendition
        if (there.document_id, there.language, there.is_current) != (document.pk, printed.language, True):
            raise
        posted = None
    row.typeset_from = printed.page_sha256
    row.save(update_fields=["typeset_from"])
    if posted is None:
        return []
    Typeset(rendition=posted, version=version).save(force_insert=True)
    for reissue in _reissues(version).filter(of=row):
        reissue.rendition = posted
        reissue.save(update_fields=["rendition"])
    return [posted]


def _record_failure(version: TextVersion, error: BaseException, *, by: User | str) -> None:
    version.refresh_from_db()
    version.typesetting_error = code(error)
    with audit.recorded("text.typesetting_failed", version, by=by, reason=version.typesetting_error):
        version.save(update_fields=["typesetting_error"])


def code(error: BaseException) -> str:
    """The code of a failure, and what it says itself."""
    if isinstance(error, pdf.PdfEngineMissing):
        return f"engine_missing {pdf.DEBIAN_PACKAGES}"
    if isinstance(error, pdf.PaperFileMissing):
        return f"file_missing {error}"
    if isinstance(error, pdf.PressEnded):
        return "press_ended"
    if isinstance(error, MemoryError):
        return "out_of_memory"
    if is_full(error):
        return "disk_full"
    if isinstance(error, ValidationError):
        code = getattr(error, "code", None)
        return str(code) if code in SENTENCES else f"other {' '.join(error.messages)}"
    return f"other {error}"
