"""Rows made to say what a changed draft says: only what differs is written, in as many statements for any text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F, QuerySet

from ...changes import Change
from ...drafts import Draft, PlannedBlock
from ..models import Block, TextVersion, Wording
from .anchoring import anchor
from .made_from import MadeFrom, Making, mark

# Beyond the highest order a text has, so that blocks can change places under a rule that no two share one.
ASIDE = 1_000_000
COLUMNS = ("key", "kind", "level", "alternative", "option")


def apply(version: TextVersion, before: Draft, after: Draft, change: Change, making: Making | None = None) -> None:
    """Write `change`, which makes the version's rows from `before` into `after`.

    What becomes of the originals from which translations count as made is added to the change.
    """
    made = MadeFrom(version, before, after, change, making or Making())
    facts = change.get("blocks", {})
    if gone := [key for key, (_before, now) in facts.items() if now is None]:
        version.blocks.filter(key__in=gone).delete()
    if "order" in change:
        _reorder(version, after.blocks)
    if changed := {block.key: block for block in after.blocks if block.key in facts}:
        _put_blocks(version, after.blocks, changed)
    worded = change.get("words", {})
    for language in sorted(worded, key=lambda code: code != made.original):
        _put_words(version, language, {key: words for key, (_before, words) in worded[language].items()}, made)
    mark(version, made)
    anchor(version, change)
    change |= made.told()


def _reorder(version: TextVersion, wanted: list[PlannedBlock]) -> None:
    """Give the blocks that stay their new places; whole stretches that move alike move in one statement."""
    places = {block.key: number for number, block in enumerate(wanted, start=1)}
    there = list(version.blocks.order_by("order").values_list("key", "order"))
    moves = [(order, places[key] - order) for key, order in there]
    if not any(by for _order, by in moves):
        return
    version.blocks.update(order=F("order") + ASIDE)
    for first, last, by in _stretches(moves):
        rows = version.blocks.filter(order__gte=first + ASIDE, order__lte=last + ASIDE)
        rows.update(order=F("order") - ASIDE + by)


def _stretches(moves: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """First and last order of the neighbours that move by the same."""
    found: list[tuple[int, int, int]] = []
    for order, by in moves:
        if found and found[-1][2] == by:
            found[-1] = (found[-1][0], order, by)
        else:
            found.append((order, order, by))
    return found


def _put_blocks(version: TextVersion, every: list[PlannedBlock], changed: Mapping[str, PlannedBlock]) -> None:
    places = {block.key: number for number, block in enumerate(every, start=1)}
    rows = {row.key: row for row in version.blocks.filter(key__in=list(changed))}
    for key, planned in changed.items():
        row = rows.setdefault(key, Block(version=version, key=key))
        row.order = places[key]
        for column in COLUMNS[1:]:
            setattr(row, column, getattr(planned, column))
    Block.objects.bulk_update([row for row in rows.values() if row.pk], COLUMNS[1:])
    Block.objects.bulk_create([row for row in rows.values() if not row.pk])


def _put_words(version: TextVersion, language: str, words: Mapping[str, str | None], made: MadeFrom) -> None:
    if gone := [key for key, said in words.items() if said is None]:
        going = _rows(version, language, gone)
        Wording.objects.filter(translated_from__in=list(going)).update(translated_from=None)
        going.delete()
    keys = [key for key, said in words.items() if said is not None]
    if not keys:
        return
    blocks = {block.key: block for block in version.blocks.filter(key__in=keys)}
    there = {row.block_id: row for row in _rows(version, language, keys)}
    rows = [there.get(blocks[key].pk) or Wording(block=blocks[key], language=language) for key in keys]
    for key, row in zip(keys, rows, strict=True):
        row.words = words[key] or ""
    Wording.objects.bulk_update([row for row in rows if row.pk], ["words"])
    Wording.objects.bulk_create(made.marked(version, [row for row in rows if not row.pk]))


def _rows(version: TextVersion, language: str, keys: list[str]) -> QuerySet[Wording]:
    return Wording.objects.filter(block__version=version, language=language, block__key__in=keys)
