"""What every request reads and few change, remembered by each process under a stamp.

A row carries the stamp, which is random; whoever changes what is remembered gives it another in the same
transaction. What was read under a stamp that was then undone is never asked for again.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 64  # that are remembered of one kind


def new_stamp() -> str:
    """A stamp that nothing else has."""
    return secrets.token_hex(8)


class Remembered(Generic[T]):
    """The last things that were read, each by its row and stamp. All threads share them: nobody changes them."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, str], T] = OrderedDict()

    def of(self, row: tuple[int, str], read: Callable[[], T]) -> T:
        """What is remembered of a row, told by its id and stamp, or else what `read` returns."""
        found = self._known.get(row)
        if found is None:
            found = self._known[row] = read()
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return found
