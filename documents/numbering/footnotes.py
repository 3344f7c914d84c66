"""The signs of footnotes, in the order in which they are called: figures in the text, letters in tables and annexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from documents import wordings
from documents.faults import gettext_noop
from igsp_portal.foundations.language.lettering import LEVELS

from .blocks import Block, NumberingError
from .places import Labels


def footnotes(blocks: Sequence[Block], texts: Mapping[str, str], found: Labels) -> Iterator[tuple[str, str]]:
    """The signs of footnotes, in the order of their calls; a reference to what has no number is refused.

    Letters begin anew in each table of the text, and in each annex, through its tables.
    """
    notes = {block.key for block in blocks if block.kind == "footnote"}
    letter, _pattern = LEVELS[found.language][0]
    seen: dict[str, str] = {}
    counts: Counter[str] = Counter()
    annex = ""
    for block in blocks:
        annex = block.key if block.kind == "annex" else annex
        where = annex or (block.key if block.kind == "table" else "")
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
            if call not in seen:
                counts[where] += 1
                seen[call] = letter(counts[where]) if where else str(counts[where])
    return iter(seen.items())
