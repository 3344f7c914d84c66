"""Footnotes by their calls: which are called at all, and which of two texts are one another's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from documents.drafts import PlannedBlock

from . import inline
from .reading import NOTE, Reading, calls


def notes_of(blocks: Iterable[PlannedBlock]) -> set[str]:
    """The footnotes among the blocks."""
    return {block.key for block in blocks if block.kind == "footnote"}


def called_in(blocks: Iterable[PlannedBlock], words: Mapping[str, str]) -> set[str]:
    """The footnotes that are called from where they can be."""
    notes = notes_of(blocks)
    bodies = (inline.pieces(worded) for key, worded in words.items() if key not in notes)
    return notes & {piece.key for pieces in bodies for piece in pieces if isinstance(piece, inline.Note)}


def paired_notes(found: Mapping[int, str], words: Mapping[str, str], reading: Reading) -> dict[int, str]:
    """Footnotes by their calls: the first that a block calls in `words` is the first that its line calls."""
    places = {line.key: line.place for line in reading.lines if line.kind == NOTE}
    pairs: dict[int, str] = {}
    taken: set[str] = set()
    for line in reading.lines:
        ours, theirs = calls(words.get(found.get(line.place, ""), "")), calls(line.words)
        if len(ours) == len(theirs):
            for key, name in zip(ours, theirs, strict=True):
                if name in places and places[name] not in pairs and key not in taken:
                    pairs[places[name]] = key
                    taken.add(key)
    return pairs
