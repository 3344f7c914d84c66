"""Paragraphs of texts at which statements point: what a reader knows them by, and what they stand under."""

from __future__ import annotations

from collections.abc import Iterable

from documents.models import Block, TextVersion
from documents.texts import known
from documents.texts.actions import read_draft
from documents.texts.states import BlockKind

HEADS = (BlockKind.ANNEX, BlockKind.HEADING)  # an annex is above all headings
Place = tuple[int, str]  # the id of a version of a text, and the key of one of its paragraphs


def named(places: Iterable[Place]) -> dict[Place, str]:
    """Each paragraph by its number and first words, after the name of its text; in the order of texts and numbers."""
    wanted: dict[int, set[str]] = {}
    for pk, key in places:
        wanted.setdefault(pk, set()).add(key)
    found: dict[Place, str] = {}
    versions = TextVersion.objects.filter(pk__in=wanted).select_related("text").order_by("text", "number")
    for version in versions:
        draft = read_draft(version)
        blocks = known.of(draft, version.text.numbering, [version.text.original_language])
        for block in draft.blocks:
            if block.key in wanted[version.pk]:
                found[(version.pk, block.key)] = f"{version.text}: {blocks.name(block.key)}"
    return found


def from_above(versions: Iterable[int]) -> dict[Place, list[str]]:
    """For each block of these versions, by id, the keys of the heads it stands under, the highest first, and its own.

    Heads are the annexes, headings and articles of a text. One query.
    """
    found: dict[Place, list[str]] = {}
    heads: list[tuple[tuple[int, int], str]] = []
    last = 0
    rows = Block.objects.filter(version__in=set(versions)).order_by("version", "order")
    for version, key, kind, level in rows.values_list("version", "key", "kind", "level"):
        if version != last:
            heads, last = [], version
        if kind in HEADS:
            rank = (HEADS.index(BlockKind(kind)), level)
            heads = [one for one in heads if one[0] < rank]
        found[version, key] = [head for _rank, head in heads] + [key]
        if kind in HEADS:
            heads.append((rank, key))
    return found
