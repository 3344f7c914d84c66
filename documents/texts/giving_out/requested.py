"""Papers made when somebody asks for one: set by the worker, kept, and made anew when their page has changed.

Nobody's page waits for one: whoever asks is told that it is being made. What is kept is given out at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError

from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper import kept, presses
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work

from .. import papers, typesetting

AFTER_A_FAULT = dt.timedelta(minutes=1)
LOST = dt.timedelta(hours=1)  # a task that nobody has worked at for so long is asked for again


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What every paper made on request prints; its fields are described in templates/papers/base.html."""

    language: str
    direction: str
    parent_organization: str
    organization: str
    title: str
    subtitle: str
    summary: str
    legend: str
    illustrative_notice: str = ""
    symbol: str = ""
    distribution: str = ""
    date: str = ""
    original_language: str = ""
    job_number: str = ""


def given_out(kind: Any, html: str, task: Any, **which: Any) -> tuple[bytes | None, str]:
    """The PDF of a kind (models/requested.py), if one is kept of the page as it is; else why it could not be made.

    Where there is neither, the worker has been asked for it.
    """
    row = _row(kind, **which)
    if row.file and row.page_sha256 == kept.page_sha256(html) and (data := kept.content(row)):
        return data, ""
    if not _is_under_way(row):
        _ask(row, task)
    return None, typesetting.said(row.error)


def _row(kind: Any, **which: Any) -> Any:
    return kind.objects.filter(**which).first() or kind(**which)


def _is_under_way(row: Any) -> bool:
    """Whether it is to be waited for: it was asked for and is not made, or could not be made a moment ago."""
    if row.pk is None or (row.made_at and row.made_at >= row.asked_at and not row.error):
        return False
    return time.now() - row.asked_at < (AFTER_A_FAULT if row.error else LOST)


def _ask(row: Any, task: Any) -> None:
    row.asked_at, row.error = time.now(), ""
    try:
        with audit.recorded(f"{row.told_as}.asked", row.about, by=work.PORTAL, language=_name(row)):
            row.save()
            work.hand_over(task, row.pk, rank=work.SOON)
    except IntegrityError:  # somebody else asked for it at the same moment
        return


def make(kind: Any, pk: int, page: Callable[[Any], presses.Page]) -> None:
    """Set the paper of a row and keep it; a fault stays on the row, and it can be asked for again."""
    row = kind.objects.filter(pk=pk).first()
    if row is None:  # of a draft that was removed meanwhile
        return
    try:
        found = page(row)
        data = presses.typeset(found)
        row.page_sha256, row.error = kept.page_sha256(found["html"]), ""
        kept.keep(row, data, verb=f"{row.told_as}.made", about=row.about, language=_name(row))
    except (*typesetting.FAILURES, papers.NotWorded) as error:
        row.refresh_from_db()
        row.error = typesetting.code(error)
        with audit.recorded(f"{row.told_as}.failed", row.about, by=work.PORTAL, reason=row.error):
            row.save(update_fields=["error"])


def _name(row: Any) -> str:
    return str(LANGUAGES[row.language].own_name)
