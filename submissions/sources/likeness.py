"""How much texts have in common, by their words: rare ones weigh more; those that many texts have, and those that say
nothing of what a text is about, nothing.

Knows nothing of Django. Words are cut and compared as a search does (documents.finding), within one language.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from documents.finding import cut

from .common_words import common_words

Key = TypeVar("Key", bound=Hashable)

FEWEST = 2  # words in common, without which nothing is likely
LEAST = 0.08  # of a likeness that reaches from 0 to 1
MOST_TOLD = 6


@dataclass(frozen=True)
class Like(Generic[Key]):
    """A text that is like the one asked for: how much, from 0 to 1, and by which words, the rarest first."""

    key: Key
    likeness: float
    words: tuple[str, ...]


def bag(text: str, language: str = "") -> frozenset[str]:
    """The words of a text as they are compared, each once; without figures, single letters and common words."""
    words = frozenset(word.folded for word in cut(text).words if len(word.folded) > 1 and not word.folded.isdigit())
    return words - common_words(language)


class Weights:
    """What words weigh among these texts: most those that stand in one, nothing those in a quarter of them."""

    def __init__(self, bags: Iterable[frozenset[str]]) -> None:
        every = list(bags)
        self._texts = len(every)
        self._standing = Counter(word for one in every for word in one)

    def of(self, word: str) -> float:
        standing = self._standing[word]
        return 0.0 if standing > max(FEWEST, self._texts / 4) else math.log((self._texts + 1) / max(standing, 1))

    def length(self, words: frozenset[str]) -> float:
        return math.sqrt(sum(self.of(word) ** 2 for word in words))


def likest(
    text: str, among: Mapping[Key, str], *, most: int, beside: Iterable[str] = (), language: str = ""
) -> list[Like[Key]]:
    """The texts `among` these that are most like `text`, the likest first; equal ones in the order given.

    `beside` are further texts of the same `language`, by which it is known how rare a word is.
    """
    own = bag(text, language)
    bags = {key: bag(other, language) for key, other in among.items()}
    weights = Weights([own, *bags.values(), *(bag(other, language) for other in beside)])
    own_length = weights.length(own)
    found = [like for key, words in bags.items() if (like := _like(key, own, words, weights, own_length))]
    return sorted(found, key=lambda like: -like.likeness)[:most]


def _like(
    key: Key, own: frozenset[str], words: frozenset[str], weights: Weights, own_length: float
) -> Like[Key] | None:
    common = sorted(filter(weights.of, own & words), key=lambda word: (-weights.of(word), word))
    length = own_length * weights.length(words)
    if len(common) < FEWEST or not length:
        return None
    likeness = sum(weights.of(word) ** 2 for word in common) / length
    return Like(key, likeness, tuple(common[:MOST_TOLD])) if likeness >= LEAST else None
