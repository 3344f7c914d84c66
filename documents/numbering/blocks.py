"""What is needed of a block to number it, and why one cannot be numbered."""

from __future__ import annotations

from typing import Protocol

from documents.faults import Fault, gettext_noop


class Block(Protocol):
    """What is needed of a block; models and data read from a file both have it."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...  # heading, annex, paragraph, subparagraph, definition, option, … ; others go unnumbered
    @property
    def level(self) -> int: ...  # of headings, annexes and subparagraphs, from 1
    @property
    def alternative(self) -> int: ...  # 0 the block itself, 1 its bis, 2 its ter
    @property
    def option(self) -> str: ...  # the key of the option in which it stands


class NumberingError(Fault):
    """A block that cannot be numbered; `key` is the block's."""

    def __init__(self, key: str, reason: str, **values: object) -> None:
        self.key = key
        super().__init__(reason, key=key, **values)


def no_level(block: Block, deepest: int) -> NumberingError:
    """A level that no block of its kind has."""
    reason = gettext_noop("Block {key} has level {level}; levels run from 1 to {deepest}.")
    return NumberingError(block.key, reason, level=block.level, deepest=deepest)


def no_level_above(block: Block) -> NumberingError:
    """A level without the one above it."""
    reason = gettext_noop("Block {key} has level {level}, but there is no level {above} above it.")
    return NumberingError(block.key, reason, level=block.level, above=block.level - 1)
