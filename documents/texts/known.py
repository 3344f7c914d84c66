"""A block as a person knows it: by its number, or by its first words; by its key only where it has neither."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, gettext

from .. import numbering, wordings
from ..changes import Change
from ..comparison import begins
from ..drafts import Draft
from ..faults import Fault
from ..numbering import Block, Labels
from .states import BlockKind

FEW_CHARACTERS = 48  # of the first words by which a block is known
_ARE_KEYS = ("key", "note", "named", "option")  # the values of faults that name a block
_LISTS_KEYS = "citing"  # and the one that names several


@dataclass(frozen=True)
class Known:
    """The blocks of a draft by their numbers, as far as they can be told, and words in the first of `languages`."""

    draft: Draft
    numbers: Labels
    languages: Sequence[str]

    def name(self, key: str) -> str:
        """As a sentence names it: by its number, else its first words."""
        return self._number(key) or self.first_words(key) or key

    def whole(self, key: str) -> str:
        """As a list names it: by its number and its first words."""
        return listed(key, self._number(key), self.first_words(key), is_note=key in self._notes)

    def has(self, key: str) -> bool:
        return any(block.key == key for block in self.draft.blocks)

    def first_words(self, key: str) -> str:
        every = dict.fromkeys([*self.languages, *self.draft.words])
        return _first([self.draft.words.get(code, {}).get(key, "") for code in every])

    def sentence(self, fault: Fault) -> str:
        """What a fault says, in the reader's language, of blocks that it knows by their keys."""
        for name in _ARE_KEYS:
            if name in fault.values:
                fault.values[name] = self.name(str(fault.values[name]))
        if _LISTS_KEYS in fault.values:
            fault.values[_LISTS_KEYS] = ", ".join(map(self.name, str(fault.values[_LISTS_KEYS]).split(", ")))
        return fault.sentence(gettext)

    @cached_property
    def _notes(self) -> set[str]:
        return {block.key for block in self.draft.blocks if block.kind == BlockKind.FOOTNOTE}

    def _number(self, key: str) -> str:
        return self.numbers.cited.get(key) or self.numbers.printed.get(key, "")


def listed(key: str, number: str, words: str, *, is_note: bool) -> str:
    """A block as a list names it: by its number, which says of a footnote that it is one, and its first words."""
    if number and is_note:
        number = f"{BlockKind.FOOTNOTE.label} {number}"
    return " – ".join(filter(None, (number, words))) or key


def of(draft: Draft, scheme: Any, languages: Iterable[str], *, to_be: Draft | None = None) -> Known:
    """The blocks of a draft in the reader's language or, where that has no words, the first of `languages`.

    `to_be` is the draft that somebody would make of it: its new blocks are known by their words.
    """
    reader, words = get_language() or "en", draft.words
    if to_be:
        words = {code: {**there, **words.get(code, {})} for code, there in to_be.words.items()}
    return Known(Draft(draft.blocks, words), numbers(draft.blocks, scheme, reader), [reader, *languages])


def told(change: Change, key: str, languages: Iterable[str]) -> str:
    """A block that may be gone, by the first words that a change tells of it; by its key where it tells none."""
    worded = change.get("words", {})
    pairs = (worded.get(code, {}).get(key, ()) for code in dict.fromkeys([*languages, *worded]))
    return _first([words for pair in pairs for words in reversed(pair) if words]) or key


def called(key: str, *words: str) -> dict[str, Any]:
    """What an event says besides a block's key: how its sentence calls it, by the first of these words."""
    found = _first(words)
    return {"called": {"key": found}} if key and found else {}


def numbers(blocks: Iterable[Block], scheme: Any, language: str, words: Mapping[str, str] | None = None) -> Labels:
    """The numbers of blocks where they can be told; without those of notes, or without any, where they cannot."""
    every = list(blocks)
    for there in (readable(words or {}), {}):
        try:
            return numbering.labels(every, scheme, language, there)
        except Fault:
            continue
    return Labels(language)


def readable(words: Mapping[str, str]) -> dict[str, str]:
    """Those of the words whose marks can be read."""
    return {key: said for key, said in words.items() if _can_be_read(said)}


def _can_be_read(words: str) -> bool:
    try:
        wordings.parse(words)
    except Fault:
        return False
    return True


def _first(wordings: Iterable[str]) -> str:
    return next((found for words in wordings if (found := begins(words, FEW_CHARACTERS))), "")
