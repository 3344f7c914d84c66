"""Visited: what there was of a meeting's documents when a person came to its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker.work import PORTAL
from igsp_portal.models import User
from meetings.models import Meeting

from ..models import LastVisit

VISITED = "documents.visited"
NOTED_EVERY = dt.timedelta(minutes=15)  # who looks more often is on the same visit all the same


def note_visit(meeting: Meeting, *, by: User, has: Callable[[], dict[str, Any]]) -> None:
    """Note that a person looks at a meeting's page, and what there is (`has`) where a visit begins: see `LastVisit`.

    The record does not say who it was. Where nothing can be written just now, they are given more next time.
    """
    now = time.now()
    row = LastVisit.objects.filter(person=by, meeting=meeting).first()
    if row is not None and abs(now - row.at) < NOTED_EVERY:
        return
    if row is None:
        row = LastVisit(person=by, meeting=meeting, began_at=now, has=has())
    elif row.is_over(now):
        row.before_at, row.had, row.began_at, row.has = row.began_at, row.has, now, has()
    row.at = now
    try:
        with audit.recorded(VISITED, row, by=PORTAL):
            row.save()
    except DatabaseError:
        return
