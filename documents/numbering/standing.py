"""Where the numbers stand at one moment, and where a choice of options began."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from .places import Place, Unit
from .schemes import Plan


@dataclass
class State:
    """Where the numbers stand: what an option begins with, and its rival again."""

    plan: Plan
    annexes: dict[int, int] = field(default_factory=dict)  # numbers by level
    around: tuple[Unit, ...] = ()  # the annex and the appendix
    numbers: dict[int, int] = field(default_factory=dict)  # of the headings that stand, by level
    units: dict[int, Place] = field(default_factory=dict)  # they themselves
    running: dict[int, int] = field(default_factory=dict)  # numbers of levels that run through
    paragraph: int = 0
    paragraph_place: Place | None = None
    subparagraphs: tuple[tuple[int, str], ...] = ()
    anew: int = 0  # the level at which unnumbered words stood last, at which the next list begins anew; 0 for none

    def copy(self) -> State:
        return replace(
            self,
            annexes=dict(self.annexes),
            numbers=dict(self.numbers),
            units=dict(self.units),
            running=dict(self.running),
        )

    def order(self) -> tuple[Any, ...]:
        """How far the numbers have come."""
        by_level = (sorted(numbers.items()) for numbers in (self.annexes, self.running, self.numbers))
        return (*by_level, self.paragraph, [position for position, _ in self.subparagraphs])

    def after(self, rival: State) -> State:
        """Where the numbers go on after two options: where neither of them has been."""
        further = max(self, rival, key=State.order).copy()
        for level in self.running.keys() | rival.running.keys():
            further.running[level] = max(self.running.get(level, 0), rival.running.get(level, 0))
        if not further.plan.restart and self.around == rival.around:
            further.paragraph = max(self.paragraph, rival.paragraph)
        return further


@dataclass
class Choice:
    """Options that follow one another: each begins where the first began."""

    parent: str  # the option in which the choice stands; "" for none
    key: str  # of the option that is open
    unit: Unit
    begun: State
    furthest: State
    count: int = 1
