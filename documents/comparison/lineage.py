"""Where blocks come from, over any number of versions."""

from __future__ import annotations

from collections.abc import Iterable

from ..drafts import Lineage


def carried(steps: Iterable[Iterable[Lineage]]) -> list[Lineage]:
    """The lineage from the version before the first step to that of the last; one step for each version between.

    What was split from a block that had itself been merged comes from both. Told is the last thing that was done.
    """
    known: list[Lineage] = []
    for step in steps:
        earlier: dict[str, list[str]] = {}
        for one in known:
            earlier.setdefault(one.key, []).append(one.from_key)
        for one in step:
            sources = [one.from_key, *earlier.get(one.from_key, [])]
            known += [Lineage(one.key, source, one.how) for source in sources]
    return list(dict.fromkeys(known))
