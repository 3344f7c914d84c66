"""What a log proves to whoever asks: that a filing is in it, and that it has only grown."""

from __future__ import annotations

from typing import Any

from meetings.models import Process

from ..models import LogEntry, SubmissionVersion
from . import merkle, signing
from .appending import last_of, seconds


class NoSuchEntries(LookupError):
    """A log does not have so many entries."""


def head(process: Process) -> str:
    """The head of a log as it stands, signed. Raises NoSuchEntries for a log without any."""
    last = last_of(process)
    if last is None:
        raise NoSuchEntries
    return signing.signed(process, last.size, bytes.fromhex(last.root))


def proof_of(version: SubmissionVersion) -> dict[str, Any]:
    """What `docs/verify.py` checks of a filed version: it is in the log as it stands, which has only grown since the
    head on its receipt."""
    entry, process = version.entry, version.process
    last = last_of(process)
    assert last is not None  # noqa: S101 - the entry is one
    inclusion, consistency = merkle.inclusion(entry.index, last.size), merkle.consistency(entry.size, last.size)
    proved = _hashes(process, [*inclusion, *consistency])
    return {
        "number": version.filing_number,
        "filed_at": seconds(version.filing_time),
        "sha256": version.sha256,
        "index": entry.index,
        "receipt": {"size": entry.size, "root": entry.root},
        "inclusion": proved[: len(inclusion)],
        "consistency": proved[len(inclusion) :],
        "checkpoint": signing.signed(process, last.size, bytes.fromhex(last.root)),
    }


def growth(process: Process, old: int, new: int) -> dict[str, Any]:
    """What proves that a log of `new` entries begins with the same log of `old`. Raises NoSuchEntries."""
    last = last_of(process)
    if not last or not 0 < old <= new <= last.size:
        raise NoSuchEntries
    return {"old": old, "new": new, "consistency": _hashes(process, merkle.consistency(old, new))}


def _hashes(process: Process, subtrees: list[merkle.Range]) -> list[str]:
    """The roots of subtrees of a log: as many entries are read as they have levels, squared, however long it is."""
    places = set().union(*(merkle.places(*subtree) for subtree in subtrees))
    entries = LogEntry.objects.filter(process=process, index__in=places).order_by().only("index", "leaf", "peaks")
    known = {entry.index: (bytes.fromhex(entry.leaf), entry.peak_hashes) for entry in entries}
    return [merkle.over(*subtree, known).hex() for subtree in subtrees]
