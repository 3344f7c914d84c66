"""Whether the log says what was filed: every hash is computed anew from the filings."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.models import Process

from ..models import Checkpoint, LogEntry, SubmissionVersion
from . import merkle
from .appending import entry_of


def faults(process: Process) -> Iterator[str]:
    """What is wrong with each filing's entry in the log of a process, and with each head that was published; nothing
    for each that is right."""
    entries = {entry.version_id: entry for entry in LogEntry.objects.filter(process=process)}
    filed = SubmissionVersion.objects.filed().filter(submission__call__process=process).order_by("serial")
    peaks: list[bytes] = []
    roots: dict[int, str] = {}
    for index, version in enumerate(filed.iterator()):
        leaf = merkle.leaf(entry_of(version))
        peaks = merkle.added(peaks, index, leaf)
        roots[index + 1] = merkle.root(peaks).hex()
        entry = entries.get(version.pk)
        recorded = (index, leaf.hex(), roots[index + 1], peaks)
        same = entry is not None and (entry.index, entry.leaf, entry.root, entry.peak_hashes) == recorded
        yield "" if same else f"{version}: its entry in the log of filings is not as recorded"
    for head in Checkpoint.objects.filter(process=process):
        same = roots.get(head.size) == head.root
        yield "" if same else f"{head}: the published head of the log of filings is not that of what was filed"
