"""Where the blocks of a draft come from is noted with each step that splits or merges them."""

from __future__ import annotations

from collections.abc import Iterable

from .. import panels
from ..models import Lineage, TextVersion

Line = tuple[str, str, str]  # a block, the block that it comes from, and how


def descend(version: TextVersion, lines: Iterable[Line]) -> list[int]:
    """Note from which blocks each comes, and from which those came in this version; returns the rows made.

    A block that the version before has is named as that has it; one that came with this version, as a block of it.
    """
    made: list[Lineage] = []
    direct: list[Lineage] = []
    for key, from_key, how in lines:
        roots = version.lineage.filter(key=from_key).order_by("pk").values_list("from_key", flat=True)
        for source in dict.fromkeys([from_key, *roots]):
            if source != key and (row := _note(version, key, source, how)):
                made.append(row)
                direct += [row] if source == from_key else []
    for follow in panels.descended if direct else ():
        follow(version, direct)
    return [row.pk for row in made]


def _note(version: TextVersion, key: str, from_key: str, how: str) -> Lineage | None:
    before = version.text.versions.filter(number__lt=version.number).order_by("-number").first()
    is_older = before is not None and before.blocks.filter(key=from_key).exists()
    from_version = before if is_older else version
    row = Lineage(version=version, key=key, from_version=from_version, from_key=from_key, how=how)
    if Lineage.objects.filter(version=version, key=key, from_version=from_version, from_key=from_key).exists():
        return None
    row.save(force_insert=True)
    return row
