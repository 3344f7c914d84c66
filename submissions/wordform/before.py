"""What a person has sent before of the same Word form, so that these words are not taken for a colleague's.

It lasts as long as one stays signed in; without it, what stands there is shown beside what the file says.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from .tags import Identity

KEPT = "word_forms"
MOST_FILES, MOST_SENT = 3, 5


@dataclass
class Before:
    """The keys that were given to rows which had none, in their order; and the marks of what was sent in each field."""

    rows: list[str] = field(default_factory=list)
    marks: dict[str, list[str]] = field(default_factory=dict)

    def row(self, place: int) -> str:
        """The key that the row at that place had been given; empty for none."""
        return self.rows[place] if place < len(self.rows) else ""


def recall(session: MutableMapping[str, Any], identity: Identity) -> Before:
    """What was sent of the file that was downloaded as `identity`."""
    return Before(**session.get(KEPT, {}).get(identity.tag, {}))


def remember(session: MutableMapping[str, Any], identity: Identity, rows: Iterable[str], marks: dict[str, str]) -> None:
    """Keep what is being sent of it, for the next time."""
    files = dict(session.get(KEPT, {}))
    earlier = Before(**files.pop(identity.tag, {})).marks
    sent = earlier | {name: [*earlier.get(name, []), mark][-MOST_SENT:] for name, mark in marks.items()}
    files[identity.tag] = {"rows": list(rows), "marks": sent}
    session[KEPT] = dict(list(files.items())[-MOST_FILES:])
