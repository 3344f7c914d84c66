"""Downloaded: what a person has of a meeting's documents, noted when a ZIP of them has been sent whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import DatabaseError

from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker.work import PORTAL
from igsp_portal.models import User
from meetings.models import Meeting

from ..models import LastDownload

DOWNLOADED = "documents.downloaded"


def note_download(
    meeting: Meeting, *, by: User, at: dt.datetime, has: dict[str, Any], had: dict[str, Any] | None
) -> None:
    """Note what a person has now, and what they had when they asked (None for nothing); see `LastDownload`.

    The record does not say who it was. Where nothing can be written just now, they are given more next time.
    """
    known = LastDownload.objects.filter(person=by, meeting=meeting).values_list("pk", flat=True).first()
    row = LastDownload(pk=known, person=by, meeting=meeting, at=at, has=has, had=had)
    try:
        with audit.recorded(DOWNLOADED, row, by=PORTAL):
            row.save()
    except DatabaseError:
        return
