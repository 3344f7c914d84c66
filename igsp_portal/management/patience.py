"""How long to wait between two tries of what may be refused for long."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

SECONDS = (1, 2, 4, 8, 15)


def pauses() -> Iterator[int]:
    """Seconds to wait before each next try: they grow, and the last is waited again and again."""
    return itertools.chain(SECONDS, itertools.repeat(SECONDS[-1]))
