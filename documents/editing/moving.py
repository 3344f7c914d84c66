"""Blocks are moved: behind any other, or by one step up or down, which goes into and out of sections and options."""

from dataclasses import replace

from documents.drafts import Draft, PlannedBlock
from documents.faults import gettext_noop

from .standing import HEADINGS, EditingFault, around, behind_its_notes, is_note, is_under, place, spot, unit


def moved(draft: Draft, key: str, *, after: str = "", outside: bool = False) -> Draft:
    """With the block, and what stands under it, behind the one named and what stands under that, as `spot` has it."""
    start = place(draft, key)
    end = unit(draft.blocks, start)
    taken, rest = draft.blocks[start:end], [*draft.blocks[:start], *draft.blocks[end:]]
    if after in {block.key for block in taken}:
        raise EditingFault(gettext_noop("A block cannot be moved into itself."))
    where = spot(Draft(rest), after, taken[0], outside=outside)
    at = place(Draft(rest), where.after) + 1 if where.after else 0
    return _landed(draft, taken, rest, at, where.option)


def moved_up(draft: Draft, key: str) -> Draft:
    """Before the block of its rank that stands before it, out of what it begins, or into the option that ends there.

    The same draft where it is the first.
    """
    blocks, start = draft.blocks, place(draft, key)
    first = blocks[start]
    if first.kind not in (*HEADINGS, "option") and (ended := _option_before(blocks, start, first.option)):
        return _to(draft, start, start, ended.key)
    before = _heading_before(blocks, start) if first.kind in HEADINGS else _unit_before(blocks, start)
    if before is not None:
        return _to(draft, start, before, first.option)
    option = around(blocks, first)
    if option is None:
        return draft
    at = place(draft, option.key)
    beside = _option_before(blocks, at, option.option) if first.kind != "option" else None
    return _to(draft, start, at, beside.key if beside else option.option)


def moved_down(draft: Draft, key: str) -> Draft:
    """Behind what follows it, or into what begins there; the same where it is the last."""
    blocks, start = draft.blocks, place(draft, key)
    first, end = blocks[start], unit(blocks, start)
    following = blocks[end] if end < len(blocks) else None
    if following and first.kind != "option" and _opens_beside(following, first, blocks):
        return _to(draft, start, _begun(blocks, end, first), following.key)
    if following is None or (following.option != first.option and not is_note(following)):
        option = around(blocks, first)
        return _to(draft, start, end, option.option) if option else draft
    if first.kind != "option" and is_under(first, following):
        return _to(draft, start, _begun(blocks, end, first), first.option)
    return _to(draft, start, unit(blocks, end), first.option)


def _opens_beside(following: PlannedBlock, first: PlannedBlock, blocks: list[PlannedBlock]) -> bool:
    """Whether an option follows that begins a choice here, or is the next of the choice in which `first` stands."""
    option = around(blocks, first)
    return following.kind == "option" and following.option in (first.option, option.option if option else first.option)


def _begun(blocks: list[PlannedBlock], at: int, first: PlannedBlock) -> int:
    """Where `first` stands as the first of its kind under the block at `at`: a heading, behind what stands before any.

    Right behind the one above it, it would take with it what is no heading's.
    """
    if first.kind not in HEADINGS:
        return behind_its_notes(blocks, at)
    end = unit(blocks, at)
    return next((place for place in range(at + 1, end) if blocks[place].kind in HEADINGS), end)


def _to(draft: Draft, start: int, at: int, option: str) -> Draft:
    """With the unit at `start` where the block at `at` begins, and in that option."""
    end = unit(draft.blocks, start)
    taken, rest = draft.blocks[start:end], [*draft.blocks[:start], *draft.blocks[end:]]
    return _landed(draft, taken, rest, at if at <= start else at - len(taken), option)


def _landed(draft: Draft, taken: list[PlannedBlock], rest: list[PlannedBlock], at: int, option: str) -> Draft:
    was = taken[0].option
    moving = [replace(block, option=option) if block.option == was else block for block in taken]
    return Draft([*rest[:at], *moving, *rest[at:]], draft.words)


def _heading_before(blocks: list[PlannedBlock], start: int) -> int | None:
    """The nearest heading of the same rank or a higher one, in the same option."""
    first = blocks[start]
    above = (at for at in range(start - 1, -1, -1) if blocks[at].kind in HEADINGS and blocks[at].option == first.option)
    return next((at for at in above if not is_under(blocks[at], first)), None)


def _unit_before(blocks: list[PlannedBlock], start: int) -> int | None:
    """Where the largest unit begins that ends at `start`; else what it begins; None where it begins an option."""
    first = blocks[start]
    if not start or blocks[start - 1].key == first.option:
        return None
    before = [at for at in range(start) if is_note(first) or not is_note(blocks[at])] or [start - 1]
    ending = (at for at in before if blocks[at].option == first.option and unit(blocks, at) == start)
    return next(ending, before[-1])


def _option_before(blocks: list[PlannedBlock], start: int, within: str) -> PlannedBlock | None:
    """The option, itself in the option `within`, that ends at `start`."""
    options = (at for at in range(start) if blocks[at].kind == "option" and blocks[at].option == within)
    return next((blocks[at] for at in options if unit(blocks, at) == start), None)
