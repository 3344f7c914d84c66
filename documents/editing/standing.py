"""What stands under what, and where something goes that is put behind another block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from documents.drafts import Draft, PlannedBlock
from documents.faults import Fault, gettext_noop

HEADINGS = ("heading", "annex")


class EditingFault(Fault):
    """What cannot be done to a text, and why."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Directly behind which block something goes ("" for the beginning), and in which option it then stands."""

    after: str
    option: str = ""


def place(draft: Draft, key: str) -> int:
    """Where the block stands, from 0. Raises EditingFault where it does not."""
    found = next((number for number, block in enumerate(draft.blocks) if block.key == key), None)
    if found is None:
        raise EditingFault(gettext_noop("There is no block “{key}” any more."), key=key)
    return found


def unit(blocks: list[PlannedBlock], start: int) -> int:
    """Where the block at `start` ends with all that stands under it: the place after its last block."""
    first = blocks[start]
    within = {first.key if first.kind == "option" else first.option}
    end = start + 1
    while end < len(blocks) and is_under(blocks[end], first) and (is_note(blocks[end]) or blocks[end].option in within):
        if blocks[end].kind == "option":
            within.add(blocks[end].key)
        end += 1
    return end


def is_under(block: PlannedBlock, above: PlannedBlock) -> bool:
    """Whether `block`, behind `above` and in the same option, or in the one that `above` is, stands under it."""
    if is_note(block):  # stands after the block that calls it
        return not is_note(above)
    if above.kind == "option":
        return True
    if above.kind in HEADINGS:
        stops = block.kind == "annex" if above.kind == "annex" else block.kind in HEADINGS
        return not (stops and (block.kind != above.kind or block.level <= above.level))
    return above.kind != "text" and 0 <= _depth(above) < _depth(block)


def is_note(block: PlannedBlock) -> bool:
    return block.kind == "footnote"


def _depth(block: PlannedBlock) -> int:
    """How deep a block stands on a paragraph: 0 is the paragraph itself; -1 for what does not stand on one."""
    if block.kind == "subparagraph" or (
        block.kind == "text" and block.level > 1
    ):  # words within an item, level 2 in (a)
        return block.level
    return {"paragraph": 0, "definition": 1}.get(block.kind, -1)


def behind_its_notes(blocks: list[PlannedBlock], at: int) -> int:
    """Where the first thing under the block at `at` stands, its footnotes left with it."""
    return next((place for place in range(at + 1, len(blocks)) if not is_note(blocks[place])), len(blocks))


def above(blocks: Iterable[PlannedBlock]) -> dict[str, str]:
    """On which paragraph or subparagraph each block stands that stands on one; "" where there is none."""
    found: dict[str, str] = {}
    open_now: list[PlannedBlock] = []
    for block in blocks:
        if block.kind in (*HEADINGS, "option"):
            open_now = []
        elif (own := _depth(block)) >= 0:
            open_now = [one for one in open_now if _depth(one) < own and one.option == block.option]
            if own:
                found[block.key] = open_now[-1].key if open_now else ""
            open_now.append(block)
    return found


def around(blocks: list[PlannedBlock], block: PlannedBlock) -> PlannedBlock | None:
    """The option in which a block stands."""
    return next((one for one in blocks if one.kind == "option" and one.key == block.option), None)


def end_of_choice(blocks: list[PlannedBlock], option: int) -> int:
    """Where the options end of which the one at `option` is one."""
    end = unit(blocks, option)
    while end < len(blocks) and blocks[end].kind == "option" and blocks[end].option == blocks[option].option:
        end = unit(blocks, end)
    return end


def spot(draft: Draft, key: str, block: PlannedBlock, *, outside: bool = False) -> Spot:
    """Where `block` goes that is to stand behind `key`, or ("") at the beginning.

    It goes behind all that stands under that block, unless it stands under it itself: what goes behind a heading or
    an option begins it, a subparagraph follows its paragraph directly. An option goes behind the one there; with
    `outside`, anything goes behind the options that are a choice there. Raises EditingFault where there is no `key`.
    """
    if not key:
        return Spot("")
    blocks, at = draft.blocks, place(draft, key)
    option = blocks[at] if blocks[at].kind == "option" else around(blocks, blocks[at])
    if option and (outside or block.kind == "option"):
        at = place(draft, option.key)
        end = end_of_choice(blocks, at) if outside else unit(blocks, at)
        return Spot(blocks[end - 1].key, option.option)
    end = behind_its_notes(blocks, at) if is_under(block, blocks[at]) else unit(blocks, at)
    return Spot(blocks[end - 1].key, option.key if option else "")
