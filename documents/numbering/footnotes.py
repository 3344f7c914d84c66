"""The numbers of footnotes, in the order in which they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from documents import wordings
from documents.faults import gettext_noop

from .blocks import Block, NumberingError
from .places import Labels


def footnotes(blocks: Sequence[Block], texts: Mapping[str, str], found: Labels) -> Iterator[tuple[str, str]]:
    """The numbers of footnotes, in the order of their calls; a reference to what has no number is refused."""
    notes = {block.key for block in blocks if block.kind == "footnote"}
    seen: dict[str, int] = {}
    for block in blocks:
        if block.key not in texts:
            continue
        tokens = wordings.parse(texts[block.key])
        for named in wordings.paragraph_references(tokens):
            if named not in found.cited:
                reason = gettext_noop("Block {key} refers to the number of block {named}, which has none.")
                raise NumberingError(block.key, reason, named=named)
        for call in wordings.note_calls(tokens) if block.kind != "footnote" else ():
            if call not in notes:
                reason = gettext_noop("Block {key} refers to footnote {note}, which does not exist.")
                raise NumberingError(block.key, reason, note=call)
            seen.setdefault(call, len(seen) + 1)
    return ((note, str(sign)) for note, sign in seen.items())
