"""What changed from one draft to the next: enough to do it again, and to undo it, from the record alone.

A change is made of three parts, each of which may be missing; all of it can be kept as JSON:
    order   [place, keys before, keys after]: the stretch of keys that differs, and where it begins
    blocks  {key: [facts before, facts after]}, with None for a block that was not there
    words   {language: {key: [words before, words after]}}, with None for words that were not there
"""

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from documents.drafts import Draft, PlannedBlock

Change = dict[str, Any]


class DoesNotApply(ValueError):
    """The draft is not as the change left it or found it; `keys` are those of the blocks that differ."""

    def __init__(self, keys: set[str]) -> None:
        self.keys = keys
        super().__init__(", ".join(sorted(keys)))


def between(before: Draft, after: Draft) -> Change:
    """The change that makes `before` into `after`; empty where they are the same."""
    change: Change = {}
    if order := _order([block.key for block in before.blocks], [block.key for block in after.blocks]):
        change["order"] = order
    if blocks := _differing(_facts(before), _facts(after)):
        change["blocks"] = blocks
    languages = sorted({*before.words, *after.words})
    worded = {code: _differing(before.words.get(code, {}), after.words.get(code, {})) for code in languages}
    if words := {code: found for code, found in worded.items() if found}:
        change["words"] = words
    return change


def done(draft: Draft, change: Change) -> Draft:
    """The draft after `change`. Raises DoesNotApply where it is not as the change found it."""
    return _turned(draft, change, old=0, new=1)


def undone(draft: Draft, change: Change) -> Draft:
    """The draft before `change`. Raises DoesNotApply where it is not as the change left it."""
    return _turned(draft, change, old=1, new=0)


def keys(change: Change) -> set[str]:
    """The blocks whose facts or words a change concerns, and those that it moved."""
    touched = {key for worded in change.get("words", {}).values() for key in worded}
    return touched | set(change.get("blocks", {})) | moved(change)


def moved(change: Change) -> set[str]:
    """The blocks of the stretch that stand elsewhere in it, the ones that came and went left out."""
    _place, before, after = change.get("order", (0, [], []))
    return {key for place, key in enumerate(after) if key in before and before.index(key) != place}


def _facts(draft: Draft) -> dict[str, list[Any]]:
    return {block.key: list(astuple(block))[1:] for block in draft.blocks}


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    every = dict.fromkeys([*before, *after])
    return {key: [before.get(key), after.get(key)] for key in every if before.get(key) != after.get(key)}


def _order(before: list[str], after: list[str]) -> list[Any]:
    if before == after:
        return []
    first = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    same = 0
    while same < min(len(before), len(after)) - first and before[-1 - same] == after[-1 - same]:
        same += 1
    return [first, before[first : len(before) - same], after[first : len(after) - same]]


def _turned(draft: Draft, change: Change, *, old: int, new: int) -> Draft:
    facts, order = _facts(draft), [block.key for block in draft.blocks]
    words = {code: dict(worded) for code, worded in draft.words.items()}
    wrong = _put(facts, change.get("blocks", {}), old, new)
    for code, worded in change.get("words", {}).items():
        wrong |= _put(words.setdefault(code, {}), worded, old, new)
    order, misplaced = _reordered(order, change.get("order"), old, new)
    if wrong or misplaced:
        raise DoesNotApply(wrong | misplaced)
    blocks = [PlannedBlock(key, *facts[key]) for key in order]
    return Draft(blocks, {code: worded for code, worded in words.items() if worded})


def _put(rows: dict[str, Any], changed: Mapping[str, list[Any]], old: int, new: int) -> set[str]:
    wrong = {key for key, pair in changed.items() if rows.get(key) != pair[old]}
    for key, pair in changed.items():
        if pair[new] is None:
            rows.pop(key, None)
        else:
            rows[key] = pair[new]
    return wrong


def _reordered(order: list[str], stretch: Any, old: int, new: int) -> tuple[list[str], set[str]]:
    """The order with the stretch put in place of what stood there, wherever that stands by now."""
    if not stretch:
        return order, set()
    place, there, wanted = stretch[0], stretch[1 + old], stretch[1 + new]
    found = _place_of(order, there, place)
    if found is None:
        return order, set(there or wanted)
    return [*order[:found], *wanted, *order[found + len(there) :]], set()


def _place_of(order: list[str], stretch: list[str], place: int) -> int | None:
    """Where the stretch stands: where it stood, or wherever its first key stands now."""
    if not stretch:
        return place if place <= len(order) else None
    first = stretch[0]
    at = place if order[place : place + 1] == [first] else (order.index(first) if first in order else -1)
    return at if at >= 0 and order[at : at + len(stretch)] == stretch else None
