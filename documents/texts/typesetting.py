"""Released texts as PDF: every language is set, then all are posted together, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
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
from .models import TextVersion, Typeset

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
    "later_version": _("A later version of this text has been released; only the latest is typeset."),
    "other": _("Nothing was posted: %(detail)s"),
}


class TypesettingFailed(Exception):
    """Why nothing was posted, in the reader's language."""


@dataclass(frozen=True)
class _Changed:
    language: str
    page_sha256: str
    page: Page


@dataclass(frozen=True)
class _Printed:
    language: str
    page_sha256: str
    data: bytes


def wanted(version: TextVersion) -> bool:
    """Whether this is the version to typeset: the latest released of a text that is issued as a document."""
    later = version.text.versions.released().filter(number__gt=version.number)
    return version.is_frozen and version.text.document_id is not None and not later.exists()


def lacks_pdf(version: TextVersion) -> bool:
    """Whether a language of the version has never been typeset."""
    return bool(set(papers.manuscript(version, []).languages) - set(version.typeset_from))


def waiting(process: str = "") -> Iterator[TextVersion]:
    """The versions to typeset that lack a PDF: of all processes, or of the one of this name."""
    versions = TextVersion.objects.released().select_related("text__document", "text__process")
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
        raise ValidationError(SENTENCES["later_version"], code="later_version")


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
    code, _space, detail = version.typesetting_error.partition(" ")
    return str(SENTENCES.get(code, SENTENCES["other"])) % {"detail": detail} if code else ""


def _changed(version: TextVersion) -> Iterator[_Changed]:
    """The pages of the version that are not posted yet."""
    source = papers.manuscript(version)
    for language in source.languages:
        paper = papers.paper(source, language)
        html = rendering.print_page(paper)
        page_sha256 = hashlib.sha256(html.encode()).hexdigest()
        if version.typeset_from.get(language) != page_sha256:
            tag, author = LANGUAGES[language].html_lang, paper.author or paper.organization
            page = {
                "html": html,
                "language": tag,
                "title": " – ".join(filter(None, (paper.symbol, str(paper.title)))),
                "author": str(author),
            }
            yield _Changed(language, page_sha256, page)


def _print(changed: list[_Changed], done: Callable[[str], None] | None) -> Iterator[_Printed]:
    """Their PDFs; where no presses are started one after the other, so that one at a time is in memory."""
    files = typeset_all([one.page for one in changed])
    for one, data in zip(changed, files, strict=True):
        if done:
            done(one.language)
        yield _Printed(one.language, one.page_sha256, data)


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
            version.typeset_from = version.typeset_from | {one.language: one.page_sha256 for one in printed}
            version.typesetting_error = ""
            version.save(update_fields=["typeset_from", "typesetting_error"])
    except BaseException:
        for rendition in posted:  # their rows are gone
            library.discard(rendition)
        raise
    return posted


def _post_one(version: TextVersion, printed: _Printed, *, by: User | str) -> list[Rendition]:
    document: Document = version.text.document  # type: ignore[assignment]
    first = printed.language not in version.typeset_from
    try:
        posted = library.post_rendition(
            document,
            language=printed.language,
            name=filenames.file_name(document.symbol or document.key, printed.language, "pdf"),
            data=printed.data,
            by=by,
            released=version.released_at if first else None,
        )
    except library.SameFile as error:
        there = error.rendition
        if (there.document_id, there.language, there.is_current) == (document.pk, printed.language, True):
            return []
        raise
    Typeset(rendition=posted, version=version).save(force_insert=True)
    return [posted]


def _record_failure(version: TextVersion, error: BaseException, *, by: User | str) -> None:
    version.refresh_from_db()
    version.typesetting_error = _code(error)
    with audit.recorded("text.typesetting_failed", version, by=by, reason=version.typesetting_error):
        version.save(update_fields=["typesetting_error"])


def _code(error: BaseException) -> str:
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
