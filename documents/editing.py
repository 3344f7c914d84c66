"""How a text is edited: blocks come, go, move, are split and merged. Each function takes a draft and gives another.

A block is edited with what stands under it: a paragraph with its subparagraphs, an option with its blocks, a heading
with all up to the next heading of its level.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from documents import wordings
from documents.drafts import Draft, PlannedBlock
from documents.faults import Fault, gettext_noop

HEADINGS = ("heading", "annex")
DEEPEST_SUBPARAGRAPH = 4
DEEPEST_HEADING = 5
WITHOUT_SPACES = ("zh-hans",)
Words = Mapping[str, Mapping[str, str]]


class EditingFault(Fault):
    """What cannot be done to a text, and why."""


def place(draft: Draft, key: str) -> int:
    """Where the block stands, from 0. Raises EditingFault where it does not."""
    found = next((number for number, block in enumerate(draft.blocks) if block.key == key), None)
    if found is None:
        raise EditingFault(gettext_noop("There is no block “{key}” any more."), key=key)
    return found


def unit(blocks: list[PlannedBlock], start: int) -> int:
    """Where the block at `start` ends with all that stands under it: the place after its last block."""
    first = blocks[start]
    end = start + 1
    while end < len(blocks) and _under(blocks[end], first):
        end += 1
    return end


def _under(block: PlannedBlock, above: PlannedBlock) -> bool:
    if above.kind == "option":
        return block.option == above.key
    if above.kind in HEADINGS:
        stops = block.kind == "annex" if above.kind == "annex" else block.kind in HEADINGS
        return not (stops and (block.kind != above.kind or block.level <= above.level))
    if block.kind == "footnote":  # stands after the block that calls it
        return above.kind != "footnote"
    deeper = block.kind == "subparagraph" and block.option == above.option
    return deeper and (above.kind == "paragraph" or (above.kind == "subparagraph" and block.level > above.level))


def inserted(draft: Draft, block: PlannedBlock, *, after: str = "", words: Mapping[str, str] | None = None) -> Draft:
    """With a new block after the one named, or at the beginning; `words` by language."""
    if any(there.key == block.key for there in draft.blocks):
        raise EditingFault(gettext_noop("There is a block “{key}” already."), key=block.key)
    at = place(draft, after) + 1 if after else 0
    blocks = [*draft.blocks[:at], block, *draft.blocks[at:]]
    return Draft(blocks, _with(draft.words, {code: {block.key: said} for code, said in (words or {}).items()}))


def removed(draft: Draft, key: str) -> Draft:
    """Without a block and what stands under it, and without the footnotes that nothing calls any more.

    Raises EditingFault where another block calls one of them, or refers to one by its number.
    """
    start = place(draft, key)
    under = draft.blocks[start : unit(draft.blocks, start)]
    gone = {block.key for block in under}
    if under[0].kind in HEADINGS:  # what it stands over remains
        gone = {key}
    called_elsewhere = _called(draft.words, {block.key for block in draft.blocks} - gone)
    gone -= {block.key for block in under[1:] if block.kind == "footnote"} & called_elsewhere
    gone |= _called(draft.words, gone) - called_elsewhere
    if citing := _citing(draft.words, gone):
        reason = gettext_noop("“{key}” is referred to in: {citing}. Change these references first.")
        raise EditingFault(reason, key=key, citing=", ".join(citing))
    left = [block for block in draft.blocks if block.key not in gone]
    blocks = [replace(block, option="") if block.option in gone else block for block in left]
    words = {code: {k: said for k, said in worded.items() if k not in gone} for code, worded in draft.words.items()}
    return Draft(blocks, words)


def moved(draft: Draft, key: str, *, after: str = "") -> Draft:
    """With the block, and what stands under it, after the one named; or at the beginning."""
    start = place(draft, key)
    end = unit(draft.blocks, start)
    taken, rest = draft.blocks[start:end], [*draft.blocks[:start], *draft.blocks[end:]]
    if after in {block.key for block in taken}:
        raise EditingFault(gettext_noop("A block cannot be moved into itself."))
    at = place(Draft(rest), after) + 1 if after else 0
    return Draft([*rest[:at], *taken, *rest[at:]], draft.words)


def moved_up(draft: Draft, key: str) -> Draft:
    """Before the block of its own rank that stands before it; the same draft where it is the first."""
    start = place(draft, key)
    if not start:
        return draft
    before = _start_of_unit_before(draft.blocks, start)
    return moved(draft, key, after=draft.blocks[before - 1].key if before else "")


def moved_down(draft: Draft, key: str) -> Draft:
    """After what follows it; the same draft where it is the last."""
    end = unit(draft.blocks, place(draft, key))
    if end >= len(draft.blocks):
        return draft
    return moved(draft, key, after=draft.blocks[unit(draft.blocks, end) - 1].key)


def _start_of_unit_before(blocks: list[PlannedBlock], start: int) -> int:
    """Where the largest block begins that ends at `start`, and is no higher than what is moved."""
    block = blocks[start]
    if block.kind == "subparagraph":
        return _sibling_before(blocks, start)
    if block.kind in HEADINGS:
        above = (at for at in range(start - 1, -1, -1) if blocks[at].kind in HEADINGS)
        return next((at for at in above if not _under(blocks[at], block)), 0)
    ending = (at for at in range(start) if unit(blocks, at) == start and blocks[at].kind not in HEADINGS)
    return next(ending, start - 1)


def _sibling_before(blocks: list[PlannedBlock], start: int) -> int:
    level = blocks[start].level
    at = start - 1
    while (
        at > 0
        and blocks[at].kind in ("subparagraph", "footnote")
        and not (blocks[at].kind == "subparagraph" and blocks[at].level <= level)
    ):
        at -= 1
    return at


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
    deepest = {"subparagraph": DEEPEST_SUBPARAGRAPH, "heading": DEEPEST_HEADING, "annex": 2}.get(block.kind, 0)
    if block.kind == "footnote":
        return block
    if not 1 <= block.level + by <= deepest:
        raise EditingFault(gettext_noop("“{key}” cannot be moved to another level."), key=block.key)
    return replace(block, level=block.level + by)


def split(draft: Draft, key: str, new: str, parts: Mapping[str, tuple[str, str]]) -> Draft:
    """With the block's words in two: `parts` by language, the first stays, the second is a new block's after it.

    Words of other languages stay whole where they are: which part is which is for their translators to say.
    """
    start = place(draft, key)
    block = draft.blocks[start]
    if block.kind == "footnote":
        raise EditingFault(gettext_noop("A footnote is not split."))
    after = draft.blocks[start].key
    following = replace(block, key=new, alternative=0)
    made = inserted(draft, following, after=after)
    words = {code: {key: first.strip(), new: second.strip()} for code, (first, second) in parts.items()}
    return Draft(made.blocks, _with(made.words, words))


def merged(draft: Draft, key: str) -> tuple[Draft, str]:
    """With the words of the next block added to this one's, language by language; and the key of that next block.

    References to the next block then name this one.
    """
    start = place(draft, key)
    following = draft.blocks[start + 1 : start + 2]
    if not following or following[0].kind not in (draft.blocks[start].kind, "subparagraph", "text"):
        raise EditingFault(gettext_noop("There is no block of the same kind after “{key}”."), key=key)
    other = following[0].key
    words = {code: _merged(worded, key, other, code) for code, worded in draft.words.items()}
    return Draft([block for block in draft.blocks if block.key != other], words), other


def _merged(worded: Mapping[str, str], key: str, other: str, language: str) -> dict[str, str]:
    space = "" if language in WITHOUT_SPACES else " "
    both = space.join(filter(None, (worded.get(key, ""), worded.get(other, ""))))
    renamed = {k: said.replace(f"{{para:{other}}}", f"{{para:{key}}}") for k, said in worded.items() if k != other}
    return renamed | ({key: both} if both else {})


def found(draft: Draft, language: str, wanted: str, *, same_case: bool = False) -> list[str]:
    """The keys of the blocks in whose words `wanted` stands, in their order."""
    pattern = _pattern(wanted, same_case)
    worded = draft.words.get(language, {})
    return [block.key for block in draft.blocks if pattern.search(worded.get(block.key, ""))]


def replaced(
    draft: Draft, language: str, wanted: str, new: str, *, same_case: bool = False, only: Iterable[str] | None = None
) -> Draft:
    """With `new` in place of `wanted` in one language, in all blocks or in those of `only`."""
    pattern = _pattern(wanted, same_case)
    keys = set(found(draft, language, wanted, same_case=same_case))
    keys &= keys if only is None else set(only)
    worded = draft.words.get(language, {})
    return Draft(
        draft.blocks, _with(draft.words, {language: {key: pattern.sub(lambda _: new, worded[key]) for key in keys}})
    )


def free_key(taken: Iterable[str], like: str) -> str:
    """A key that no block has: `like`, or with a number behind it."""
    there = set(taken)
    base = like[:70].strip("-") or "block"
    return next(
        key for number in range(1, len(there) + 3) if (key := base if number == 1 else f"{base}-{number}") not in there
    )


def _pattern(wanted: str, same_case: bool) -> re.Pattern[str]:
    if not wanted:
        raise EditingFault(gettext_noop("Enter the words to look for."))
    return re.compile(re.escape(wanted), 0 if same_case else re.IGNORECASE)


def _with(words: Words, more: Words) -> dict[str, dict[str, str]]:
    return {code: {**words.get(code, {}), **more.get(code, {})} for code in dict.fromkeys([*words, *more])}


def _tokens(words: str) -> list[wordings.Token]:
    try:
        return wordings.parse(words)
    except Fault:
        return []


def _called(words: Words, keys: set[str]) -> set[str]:
    texts = [worded[key] for worded in words.values() for key in keys if key in worded]
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
