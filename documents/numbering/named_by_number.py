"""Which blocks may have no words, because what is printed before them names them: Article 6, Option 2, Annex I."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .blocks import Block
from .schemes import Plan, scheme


def named_by_number(blocks: Iterable[Block], data: Any) -> frozenset[str]:
    """The keys of those known by their numbers, which bear a word. A lone I. or A. names nothing.

    `data` is a numbering. Raises SchemeError.
    """
    known = scheme(data)
    plan, found = known.text, set()
    for block in blocks:
        if block.kind == "annex":
            plan = known.annexes
        if block.kind in ("annex", "option") or (block.kind == "heading" and _is_called(plan, block.level)):
            found.add(block.key)
    return frozenset(found)


def _is_called(plan: Plan, level: int) -> bool:
    return 1 <= level <= len(plan.headings) and bool(plan.headings[level - 1].label)
