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
    leaves = _leaves(process)
    return {
        "number": version.filing_number,
        "filed_at": seconds(version.filing_time),
        "sha256": version.sha256,
        "index": entry.index,
        "receipt": {"size": entry.size, "root": entry.root},
        "inclusion": _hex(merkle.inclusion(entry.index, leaves)),
        "consistency": _hex(merkle.consistency(entry.size, leaves)),
        "checkpoint": signing.signed(process, len(leaves), merkle.root_of(leaves)),
    }


def growth(process: Process, old: int, new: int) -> dict[str, Any]:
    """What proves that a log of `new` entries begins with the same log of `old`. Raises NoSuchEntries."""
    leaves = _leaves(process)
    if not 0 < old <= new <= len(leaves):
        raise NoSuchEntries
    return {"old": old, "new": new, "consistency": _hex(merkle.consistency(old, leaves[:new]))}


def _leaves(process: Process) -> list[bytes]:
    rows = LogEntry.objects.filter(process=process).order_by("index").values_list("leaf", flat=True)
    return [bytes.fromhex(leaf) for leaf in rows]


def _hex(hashes: list[bytes]) -> list[str]:
    return [one.hex() for one in hashes]
