"""What changed from one draft to the next: enough to do it again, and to undo it, from the record alone.

A change is made of parts, each of which may be missing; all of it can be kept as JSON:
    order   [place, keys before, keys after, key before it, key behind it]: the stretch of keys that differs, where it
            begins, and its neighbours, with None at the beginning and the end
    under   {key: [above before, above after]}: on which paragraph each block stands for which that differs
    blocks  {key: [facts before, facts after]}, with None for a block that was not there
    words   {language: {key: [words before, words after]}}, with None for words that were not there
"""

from collections.abc import Iterator, Mapping
from dataclasses import astuple
from typing import Any

from documents.drafts import Draft, PlannedBlock
from documents.editing import above

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
    if change and (under := _differing(above(before.blocks), above(after.blocks))):
        change["under"] = under
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


class Rewound:
    """A draft from which changes are taken back one after the other, the newest first, each where it was made.

    It is its own copy and changes in place: what a step costs is what the change concerns, not what the draft holds.
    """

    def __init__(self, draft: Draft) -> None:
        self._facts, self._order = _facts(draft), [block.key for block in draft.blocks]
        self._words = {code: dict(there) for code, there in draft.words.items()}

    def take_back(self, change: Change) -> None:
        """Raises DoesNotApply where the draft is not as the change left it; it is then of no more use."""
        wrong = _put(self._facts, change.get("blocks", {}), 1, 0)
        for code, worded in change.get("words", {}).items():
            wrong |= _put(self._words.setdefault(code, {}), worded, 1, 0)
        wrong |= put_back(self._order, change)
        if wrong:
            raise DoesNotApply(wrong)

    def draft(self) -> Draft:
        """How it stands now."""
        blocks = [PlannedBlock(key, *self._facts[key]) for key in self._order]
        return Draft(blocks, {code: dict(there) for code, there in self._words.items() if there})


def put_back(order: list[str], change: Change) -> set[str]:
    """Give keys the order that they had before a change; those that it did not leave so are returned."""
    place, before, after = change.get("order", (0, [], []))[:3]
    astray = set(after) if order[place : place + len(after)] != after else set()
    order[place : place + len(after)] = before
    return astray


def keys(change: Change) -> set[str]:
    """The blocks whose facts or words a change concerns, and those that it moved."""
    touched = {key for worded in change.get("words", {}).values() for key in worded}
    return touched | set(change.get("blocks", {})) | moved(change)


def moved(change: Change) -> set[str]:
    """The blocks of the stretch that stand elsewhere in it, the ones that came and went left out."""
    _place, before, after = change.get("order", (0, [], []))[:3]
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
    neighbours = [before[first - 1] if first else None, before[-same] if same else None]
    return [first, before[first : len(before) - same], after[first : len(after) - same], *neighbours]


def _turned(draft: Draft, change: Change, *, old: int, new: int) -> Draft:
    facts, order = _facts(draft), [block.key for block in draft.blocks]
    words = {code: dict(there) for code, there in draft.words.items()}
    wrong = _put(facts, change.get("blocks", {}), old, new)
    for code, worded in change.get("words", {}).items():
        wrong |= _put(words.setdefault(code, {}), worded, old, new)
    if wrong:
        raise DoesNotApply(wrong)
    said = {code: there for code, there in words.items() if there}
    astray: set[str] = set()
    for found in _reordered(order, change.get("order"), old, new):
        made = Draft([PlannedBlock(key, *facts[key]) for key in found], said)
        if not (elsewhere := _astray(draft, made, change, new)):
            return made
        astray = astray or elsewhere
    raise DoesNotApply(astray or set(change["order"][1 + old] or change["order"][1 + new]))


def _astray(draft: Draft, made: Draft, change: Change, new: int) -> set[str]:
    """The blocks that would come to stand on another paragraph than the change tells, or than they stand on."""
    if "under" not in change and len(change.get("order", ())) < 5:  # noted before neighbours were
        return set()
    now, told = above(draft.blocks), change.get("under", {})
    return {
        key for key, on in above(made.blocks).items() if on != (told[key][new] if key in told else now.get(key, on))
    }


def _put(rows: dict[str, Any], changed: Mapping[str, list[Any]], old: int, new: int) -> set[str]:
    wrong = {key for key, pair in changed.items() if rows.get(key) != pair[old]}
    for key, pair in changed.items():
        if pair[new] is None:
            rows.pop(key, None)
        else:
            rows[key] = pair[new]
    return wrong


def _reordered(order: list[str], stretch: Any, old: int, new: int) -> Iterator[list[str]]:
    """The order with the stretch put in place of what stood there, wherever that may stand by now."""
    if not stretch:
        yield order
        return
    there, wanted = stretch[1 + old], stretch[1 + new]
    places = _places_of(order, there, stretch[0]) if there else _places_beside(order, *_neighbours(stretch, order))
    for place in places:
        yield [*order[:place], *wanted, *order[place + len(there) :]]


def _places_of(order: list[str], stretch: list[str], place: int) -> list[int]:
    """Where the stretch stands: where it stood, or wherever its first key stands now."""
    first = stretch[0]
    at = place if order[place : place + 1] == [first] else (order.index(first) if first in order else -1)
    return [at] if at >= 0 and order[at : at + len(stretch)] == stretch else []


def _neighbours(stretch: list[Any], order: list[str]) -> tuple[str | None, str | None]:
    if len(stretch) > 3:
        return stretch[3], stretch[4]
    place = stretch[0]  # noted before neighbours were: what stands there now
    return order[place - 1] if 0 < place <= len(order) else None, order[place] if place < len(order) else None


def _places_beside(order: list[str], before: str | None, behind: str | None) -> list[int]:
    """Behind the one that stood before, or before the one that stood behind, as far as they are there."""
    found = [order.index(before) + 1] if before in order else []
    found += [order.index(behind)] if behind in order else []
    if found:
        return list(dict.fromkeys(found))
    return [0] if before is None else [len(order)] if behind is None else []
