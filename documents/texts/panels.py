"""How what stands above the texts follows their versions, and adds to their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Exists

from .models import Lineage, TextVersion

Way = dict[str, str]  # its `url` and `label`

# Told, within the change, that a version is begun from the one before it: what hangs on blocks there is taken over.
begun_from: list[Callable[[TextVersion, TextVersion], None]] = []

# Told, within the change, that blocks of a version were split from others or merged with them.
descended: list[Callable[[TextVersion, Sequence[Lineage]], None]] = []

# What is asked of versions along with them, by name: whoever reads one on which nothing hangs pays for no more.
asked_along: dict[str, Exists] = {}

# The ways that lead on from the page of a version, for this reader.
ways_of_version: list[Callable[[TextVersion, Any], Iterator[Way]]] = []

# The ways that lead on from blocks of a version in the editor, by their keys; of one alone where its key is given.
ways_of_blocks: list[Callable[[TextVersion, Any, str], dict[str, Way]]] = []


def ways(version: TextVersion, user: Any) -> list[Way]:
    """The ways that lead `user` on from the page of a version."""
    return [way for ask in ways_of_version for way in ask(version, user)]


def block_ways(version: TextVersion, user: Any, key: str = "") -> dict[str, list[Way]]:
    """The ways that lead `user` on from each block of a version in the editor, or from the one of that key."""
    found: dict[str, list[Way]] = {}
    for ask in ways_of_blocks:
        for block, way in ask(version, user, key).items():
            found.setdefault(block, []).append(way)
    return found
