"""How a block is cited: in a list, by its whole place; in a sentence, by its number and what a reader needs besides.

A sentence says itself what is cited (“paragraph {para:key}”, “article {para:key}”), so that languages which inflect
come right. A number that does not stand in the same article, option or annex as the sentence has its place behind it:
paragraph 2 (a) of article 5. Chinese puts the place before: 第{para:key}款 is 第五条第2 (a)款.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .names import CITING, Citing


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading, annex or option within which numbers begin anew, or an option of a choice."""

    key: str
    number: str
    within: str  # as part of a citation: "article 5"
    of: str = ""  # behind a number: " of article 5"; "" where nobody knows the genitive
    is_heading: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: in which units, from the outermost, and by which number in the last of them."""

    chain: tuple[Unit, ...]
    number: str = ""  # "" for a block that has none


@dataclass(frozen=True, slots=True)
class Labels:
    """What is printed before each block, and how another paragraph cites it, both by the block's key."""

    language: str = "en"
    printed: dict[str, str] = field(default_factory=dict)
    cited: dict[str, str] = field(default_factory=dict)  # by the whole place: "article 5, paragraph 2 (a)"
    apart: set[str] = field(default_factory=set)  # of which the label is a word, on a line of its own
    places: dict[str, Place] = field(default_factory=dict)

    def seen_from(self, key: str) -> Mapping[str, str]:
        """The numbers that the block `key` prints where it refers to others: what wordings.to_plain takes."""
        return _SeenFrom(self, key)

    def reference(self, key: str, seen_from: str = "") -> str:
        """The number of block `key`, with its place where the block `seen_from` stands elsewhere."""
        place, here = self.places[key], self.places.get(seen_from, Place(()))
        shared = 0
        for one, other in zip(place.chain, here.chain, strict=False):
            if one.key != other.key:
                break
            shared += 1
        return _reference(place.number, place.chain[shared:], self.language)


@dataclass(frozen=True)
class _SeenFrom(Mapping[str, str]):
    labels: Labels
    key: str

    def __getitem__(self, key: str) -> str:
        if key not in self.labels.cited:
            raise KeyError(key)
        return self.labels.reference(key, self.key)

    def __iter__(self) -> Iterator[str]:
        return iter(self.labels.cited)

    def __len__(self) -> int:
        return len(self.labels.cited)


def joined(units: Iterable[Unit], language: str) -> str:
    """Units one after the other: annex I, article 5."""
    return CITING[language].comma.join(unit.within for unit in units)


def paragraph(place: Place, language: str) -> str:
    """A paragraph, or what hangs on it, by its whole place: article 5, paragraph 2 (a); or just 12 (a)."""
    if not place.chain:
        return place.number
    citing = CITING[language]
    pattern = citing.paragraph if any(unit.is_heading for unit in place.chain) else citing.paragraph_of_annex
    number, _space, items = place.number.partition(" (") if language == "zh-hans" else (place.number, "", "")
    ending = f"({items.replace(' ', '')}项" if items else ""
    return citing.comma.join([joined(place.chain, language), pattern.format(number)]) + ending


def item(place: Place, language: str) -> str:
    """A subparagraph that hangs on a heading: article 2 (a)."""
    between = "" if language == "zh-hans" else " "
    return between.join(filter(None, [joined(place.chain, language), place.number]))


def _reference(number: str, elsewhere: tuple[Unit, ...], language: str) -> str:
    citing = CITING[language]
    if language == "zh-hans":
        return _chinese(number, elsewhere, citing)
    for unit in reversed(elsewhere):
        number += unit.of or citing.aside.format(unit.within)
    return number


def _chinese(number: str, elsewhere: tuple[Unit, ...], citing: Citing) -> str:
    """What stands within 第…款: 五条第2. A place that does not begin with 第 cannot stand there and comes behind."""
    before = [unit.within for unit in elsewhere if unit.within.startswith("第")]
    behind = [unit.within for unit in elsewhere if not unit.within.startswith("第")]
    placed = "".join([*before, "第"])[1:] + number if before else number
    return placed + (citing.aside.format("".join(behind)) if behind else "")
