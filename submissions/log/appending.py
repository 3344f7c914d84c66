"""A filing goes into the log of its process, in the transaction that files it."""

from __future__ import annotations

import datetime as dt

from igsp_portal.foundations import time
from igsp_portal.foundations.worker.work import LAST, hand_over
from meetings.models import Process

from ..models import LogEntry, SubmissionVersion
from . import merkle
from .publishing import publish_head


def last_of(process: Process) -> LogEntry | None:
    """The newest entry of the log of a process, whose row is held: nobody adds one meanwhile."""
    return LogEntry.objects.filter(process=process).order_by("-index").first()


def append(version: SubmissionVersion, last: LogEntry | None) -> LogEntry:
    """Add a version that has just been filed behind the `last` entry. The first of a day has its head published."""
    now = time.now()
    size, peaks = (last.size, last.peak_hashes) if last else (0, [])
    leaf = merkle.leaf(entry_of(version))
    peaks = merkle.added(peaks, size, leaf)
    added = LogEntry(process=version.process, version=version, index=size, leaf=leaf.hex(), added_at=now)
    added.root, added.peaks = merkle.root(peaks).hex(), b"".join(peaks)
    added.save(force_insert=True)
    if last is None or last.added_at.date() != now.date():
        midnight = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(), dt.UTC)
        hand_over(publish_head, version.process.pk, after=time.on_clocks_outside(midnight), rank=LAST)
    return added


def entry_of(version: SubmissionVersion) -> bytes:
    """The entry of a filing: number, time in UTC and SHA-256, with a space between them."""
    return f"{version.filing_number} {seconds(version.filing_time)} {version.sha256}".encode()


def seconds(at: dt.datetime) -> str:
    """A moment as entries say it: 2004-10-29T14:00:00Z."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
