"""Options that follow one another: each begins where the first began, and the text goes on where none has been."""

from __future__ import annotations

from documents.faults import gettext_noop

from .blocks import Block, NumberingError
from .names import NAMES
from .places import Labels, Unit
from .schemes import Scheme
from .standing import Choice, State


class Choosing:
    """Where the numbers stand, in which options."""

    def __init__(self, known: Scheme, language: str) -> None:
        self.scheme, self.language = known, language
        self.labels = Labels(language)
        self.state = State(known.text)
        self.choices: list[Choice] = []

    def enter(self, block: Block) -> None:
        """Close the options in which `block` does not stand, and open the one that it is."""
        while self.choices and not self._is_within(block, self.choices[-1]):
            self._close()
        if block.kind == "option" and self.choices and block.option == self.choices[-1].parent:
            self._next_option(block)
            return
        if block.option and not (self.choices and self.choices[-1].key == block.option):
            reason = gettext_noop("Block {key} stands in option {option}, which is not open before it.")
            raise NumberingError(block.key, reason, option=block.option)
        if block.kind == "option":
            unit = self._option(block, 1)
            self.choices.append(Choice(block.option, block.key, unit, self.state.copy(), self.state))

    @staticmethod
    def _is_within(block: Block, choice: Choice) -> bool:
        return block.option == choice.key or (block.kind == "option" and block.option == choice.parent)

    def _next_option(self, block: Block) -> None:
        choice = self.choices[-1]
        choice.furthest = choice.furthest.after(self.state) if choice.count > 1 else self.state
        self.state = choice.begun.copy()
        choice.count += 1
        choice.key, choice.unit = block.key, self._option(block, choice.count)

    def _close(self) -> None:
        choice = self.choices.pop()
        if choice.count > 1:
            self.state = choice.furthest.after(self.state)

    def _option(self, block: Block, number: int) -> Unit:
        name = NAMES[self.language]["option"]
        printed = name.heading.format(number)
        self.labels.printed[block.key] = printed
        return Unit(block.key, str(number), name.within.format(number), name.of.format(number), is_heading=False)
