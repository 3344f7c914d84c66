"""Blocks come and go, and are moved to other levels."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from documents import wordings
from documents.drafts import DEEPEST, Draft, PlannedBlock
from documents.faults import Fault, gettext_noop

from .standing import HEADINGS, EditingFault, Spot, place, spot, unit

Words = Mapping[str, Mapping[str, str]]


def inserted(
    draft: Draft, block: PlannedBlock, *, after: str = "", words: Mapping[str, str] | None = None, outside: bool = False
) -> Draft:
    """With a new block behind the one named and what stands under that, as `spot` has it; `words` by language."""
    return put_in(draft, block, spot(draft, after, block, outside=outside), words or {})


def put_in(draft: Draft, block: PlannedBlock, where: Spot, words: Mapping[str, str]) -> Draft:
    """With a new block directly behind another; `words` by language."""
    if any(there.key == block.key for there in draft.blocks):
        raise EditingFault(gettext_noop("There is a block “{key}” already."), key=block.key)
    at = place(draft, where.after) + 1 if where.after else 0
    blocks = [*draft.blocks[:at], replace(block, option=where.option), *draft.blocks[at:]]
    return Draft(blocks, worded(draft.words, {code: {block.key: said} for code, said in words.items()}))


def removed(draft: Draft, key: str) -> Draft:
    """Without a block and what stands under it, and without the footnotes that nothing calls any more.

    Raises EditingFault where another block calls one of them, or refers to one by its number.
    """
    gone = _going(draft, key)
    if citing := _citing(draft.words, gone):
        reason = gettext_noop("“{key}” is referred to in: {citing}. Change these references first.")
        raise EditingFault(reason, key=key, citing=", ".join(citing))
    left = [block for block in draft.blocks if block.key not in gone]
    blocks = [replace(block, option="") if block.option in gone else block for block in left]
    words = {code: {k: said for k, said in worded.items() if k not in gone} for code, worded in draft.words.items()}
    return Draft(blocks, words)


def going(draft: Draft, key: str) -> list[str]:
    """The blocks that `removed` deletes with one, in their order: what stands under it, and its footnotes."""
    gone = _going(draft, key)
    return [block.key for block in draft.blocks if block.key in gone and block.key != key]


def _going(draft: Draft, key: str) -> set[str]:
    start = place(draft, key)
    under = draft.blocks[start : unit(draft.blocks, start)]
    gone = {block.key for block in under}
    if under[0].kind in HEADINGS:  # what it stands over remains
        gone = {key}
    called_elsewhere = _called(draft.words, {block.key for block in draft.blocks} - gone)
    gone -= {block.key for block in under[1:] if block.kind == "footnote"} & called_elsewhere
    return gone | _called(draft.words, gone) - called_elsewhere


def indented(draft: Draft, key: str, *, by: int) -> Draft:
    """One level deeper (1) or higher (-1), with what stands under it: a paragraph becomes a subparagraph and back."""
    start = place(draft, key)
    end = unit(draft.blocks, start) if draft.blocks[start].kind == "subparagraph" or by > 0 else start + 1
    if draft.blocks[start].kind in HEADINGS:
        end = start + 1
    changed = [_at_level(block, by) for block in draft.blocks[start:end]]
    return Draft([*draft.blocks[:start], *changed, *draft.blocks[end:]], draft.words)


def _at_level(block: PlannedBlock, by: int) -> PlannedBlock:
    if block.kind == "paragraph" and by > 0:
        return replace(block, kind="subparagraph", level=1, alternative=0)
    if block.kind == "subparagraph" and block.level + by < 1:
        return replace(block, kind="paragraph", level=1)
    deepest = 0 if block.kind == "definition" else DEEPEST.get(block.kind, 0)  # definitions are numbered on one level
    if block.kind == "footnote":
        return block
    if not 1 <= block.level + by <= deepest:
        raise EditingFault(gettext_noop("“{key}” cannot be moved to another level."), key=block.key)
    return replace(block, level=block.level + by)


def free_key(taken: Iterable[str], like: str) -> str:
    """A key that no block has: `like`, or with a number behind it."""
    there = set(taken)
    base = like[:70].strip("-") or "block"
    return next(
        key for number in range(1, len(there) + 3) if (key := base if number == 1 else f"{base}-{number}") not in there
    )


def worded(words: Words, more: Words) -> dict[str, dict[str, str]]:
    """Words, and more of them, by language and block."""
    return {code: {**words.get(code, {}), **more.get(code, {})} for code in dict.fromkeys([*words, *more])}


def _tokens(words: str) -> list[wordings.Token]:
    try:
        return wordings.parse(words)
    except Fault:
        return []


def _called(words: Words, keys: set[str]) -> set[str]:
    texts = [worded[key] for worded in words.values() for key in keys if "{note:" in worded.get(key, "")]
    return {note for text in texts for note in wordings.note_calls(_tokens(text))}


def _citing(words: Words, gone: set[str]) -> list[str]:
    found = dict.fromkeys(
        key
        for worded in words.values()
        for key, text in worded.items()
        if key not in gone and gone.intersection(_named(text))
    )
    return list(found)


def _named(text: str) -> list[str]:
    tokens = _tokens(text)
    return [*wordings.paragraph_references(tokens), *wordings.note_calls(tokens)]
