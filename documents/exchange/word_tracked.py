"""Runs within tracked changes: who made a change and when, and footnotes that two versions call differently."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from documents.comparison import Stands

from .word import add, mark, w
from .word_changes import DELETED_WORDS
from .word_runs import Runs


@dataclass(frozen=True, slots=True)
class By:
    """Who changed something, and when: 2004-10-15T09:30:00Z."""

    author: str
    date: str


@dataclass
class TrackedRuns(Runs):
    """Runs that stand in one of two versions, or in both."""

    by: By = field(default_factory=lambda: By("", ""))
    author: By | None = None  # of the block at hand
    stands: Stands = Stands.IN_BOTH
    kept: frozenset[str] = frozenset()  # footnotes that both versions call from the same words
    both: set[str] = field(default_factory=set)  # those that were so called up to here
    changes: int = 0

    def change(self, parent: etree._Element, name: str) -> etree._Element:
        """A tracked change of that name, at the end of `parent`."""
        return add(parent, name, **self._about())

    def range(self, parent: etree._Element, name: str, called: str) -> etree._Element:
        """Begin the range of a move; the answer is what ends it."""
        begun = add(parent, f"{name}Start", **self._about())
        begun.set(w("name"), called)
        return etree.Element(w(f"{name}End"), {w("id"): begun.get(w("id"), "")})

    def _about(self) -> dict[str, Any]:
        self.changes += 1
        by = self.author or self.by
        return {"id": 100_000 + self.changes, "author": by.author} | ({"date": by.date} if by.date else {})

    def _note(self, parent: etree._Element, key: str) -> None:
        if self.stands is Stands.IN_BOTH:
            self.both.add(key)
        elif key in self.kept:  # the call itself is where both versions have it
            self.again(parent, key, mark("n", key))
            return
        if self.stands is Stands.IN_OLD:
            self.call(parent, f"{key}/old", mark("m", key))
        else:
            self.call(parent, key, mark("n", key))


def as_deleted(change: etree._Element) -> None:
    """Let the words of a deletion be deleted words."""
    for deleted, words in DELETED_WORDS.items():
        for element in change.iter(words):
            element.tag = deleted
