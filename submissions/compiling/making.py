"""The files of an issued compilation: every language is made, then all are posted and the document is issued, or none.

They are made of what was kept by value when the compilation was issued: made again, they say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from documents import filenames
from documents.library import actions as library
from documents.library.models import Rendition
from documents.library.states import TO_ISSUE
from documents.texts import typesetting
from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.paper import presses
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work
from igsp_portal.models import User

from ..models import Compilation
from ..states import CompilationState
from . import printing, word

File = tuple[str, str, bytes]  # language, ending, bytes


def waiting(process: str = "") -> list[Compilation]:
    """The compilations that are issued and whose files have yet to be made: of all processes, or that of this name."""
    rows = Compilation.objects.filter(state=CompilationState.ISSUED)
    rows = rows.filter(call__process__slug=process) if process else rows
    return list(rows.filter(document__state__in=TO_ISSUE).select_related("call__process", "document"))


@task()
def make_files(compilation_id: int, person: int = 0) -> None:
    """Make and post the files, and issue the document in the name of the `person` who issued the compilation.

    A fault stays on the compilation, and its files can be made again.
    """
    rows = Compilation.objects.filter(pk=compilation_id, state=CompilationState.ISSUED)
    compilation = rows.select_related("call__process", "document__process").first()
    if compilation is None or _document(compilation).state not in TO_ISSUE:
        return
    by: User | str = User.objects.filter(pk=person).first() or work.PORTAL
    try:
        _post(compilation, list(_files(compilation)), by=by)
    except typesetting.FAILURES as error:
        compilation.error = typesetting.code(error)
        with audit.recorded("compilation.files_failed", compilation, by=work.PORTAL, reason=compilation.error):
            compilation.save(update_fields=["error"])


work.tell(make_files, _("Files of a compilation"), Compilation)


def _document(compilation: Compilation) -> Any:
    return compilation.document


def _files(compilation: Compilation) -> Iterator[File]:
    """The PDF and the DOCX of each language of issue."""
    codes = [code for code in CODES if code in (_document(compilation).languages or CODES)]
    contents = [compilation.content[code] for code in codes]
    for code, data in zip(codes, presses.typeset_all([printing.page(one) for one in contents]), strict=True):
        yield code, "pdf", data
    for code, one in zip(codes, contents, strict=True):
        yield code, "docx", word.docx(compilation.key, one)


def _day(compilation: Compilation) -> dt.date | None:
    """The day on which it was issued where its process is at home."""
    at = compilation.issued_at
    return at.astimezone(time.named_zone(compilation.process.zone)).date() if at else None


def _post(compilation: Compilation, files: list[File], *, by: User | str) -> None:
    document, posted = _document(compilation), list[Rendition]()
    known = document.symbol or document.key
    try:
        with audit.recorded("compilation.files_made", compilation, by=by):
            for language, ending, data in files:
                name = filenames.file_name(known, language, ending)
                posted.append(library.post_rendition(document, language=language, name=name, file=BytesIO(data), by=by))
            library.issue(document, by=by, on=_day(compilation))
            compilation.error = ""
            compilation.save(update_fields=["error"])
    except BaseException:
        for rendition in posted:  # their rows are gone
            library.discard(rendition)
        raise
