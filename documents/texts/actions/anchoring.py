"""Attributions follow their brackets: with each change of the words they are noted where their bracket stands now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ... import ledger
from ...changes import Change
from ...drafts import Lineage
from ...faults import Fault
from ...ledger import Place
from ..models import Attribution, TextVersion


def anchor(version: TextVersion, change: Change) -> None:
    """Note by whom brackets are where they stand after a change; those that are gone wait until they come back."""
    worded: Mapping[str, list[str | None]] = change.get("words", {}).get(version.text.original_language, {})
    rows = list(version.attributions.filter(key__in=worded).order_by("pk")) if worded else []
    if not rows:
        return
    before, after = (list(_places(worded, side)) for side in (0, 1))
    known = ledger.followed(before, after, _lineage(worded))
    now = {(before[old].key, before[old].order): after[new] for old, new in known.items()}
    opened = [place for at, place in enumerate(after) if at not in set(known.values())]
    for row in rows:
        place = _come_back(row, opened) if row.is_gone else now.get((row.key, row.order))
        if place is not None:
            row.key, row.order, row.label, row.quoted = place.key, place.order, place.label, place.words
        row.is_gone = place is None
    Attribution.objects.bulk_update(rows, ["key", "order", "label", "quoted", "is_gone"])


def _places(worded: Mapping[str, list[str | None]], side: int) -> Iterator[Place]:
    for key, words in worded.items():
        try:
            yield from ledger.places(key, words[side] or "")
        except Fault:  # brackets that do not balance are none
            continue


def _lineage(worded: Mapping[str, list[str | None]]) -> list[Lineage]:
    """Where one block comes of others or goes into them, its brackets may be theirs."""
    come = [key for key, (before, _now) in worded.items() if before is None]
    gone = [key for key, (_before, now) in worded.items() if now is None]
    if len(come) + len(gone) != 1:
        return []
    stay = [key for key in worded if key not in (*come, *gone)]
    return [Lineage(key, other, "split") for key in come for other in stay] + [
        Lineage(other, key, "merged") for key in gone for other in stay
    ]


def _come_back(row: Attribution, opened: list[Place]) -> Place | None:
    same = [one for one in opened if (one.key, one.label, one.words) == (row.key, row.label, row.quoted)]
    return next((one for one in same if one.order == row.order), next(iter(same), None))
