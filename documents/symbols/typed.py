"""What people type for a symbol: loose, in full width, with marks that nobody sees; and where each character stood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from igsp_portal.foundations.language.characters import plain

from .shape import SUFFIXES, any_case

_WORD = "|".join(any_case(word) for word in SUFFIXES)
_LOOSE_SUFFIX = re.compile(f"(?<=[0-9A-Za-z)]),? +(?=(?:{_WORD})[. ]{{0,2}}[0-9])")  # A74/9 Add.1, IPCC-LX/3, Rev. 1
_BRACKETED_LETTER = re.compile(r"\[([A-Za-z](?:-[A-Za-z])?)\]")  # A/RES/217(III)[A]
_NOTE = re.compile(r"[(][^()]*[)]")


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as symbols are read, the place of each of its characters in what was typed, and the place behind it."""

    text: str
    places: tuple[int, ...]
    end: int

    @classmethod
    def of(cls, typed: str) -> Typed:
        """What was typed, in plain characters, with no more room than a symbol leaves."""
        plainly = [(sign, place) for place, character in enumerate(typed) if (sign := plain(character))]
        text = "".join(sign for sign, _ in plainly)
        places = tuple(place for _, place in plainly)
        end = places[len(text.rstrip()) - 1] + 1 if text.strip() else len(typed)
        return cls(text, places, end)._without_brackets()._with_slashes()._close()

    def part(self, start: int, stop: int | None = None) -> Typed:
        stop = len(self.text) if stop is None else stop
        return Typed(self.text[start:stop], self.places[start:stop], self.place(stop))

    def place(self, index: int) -> int:
        """Where the character at `index` stood in what was typed."""
        return self.places[index] if index < len(self.places) else self.end

    def parts(self) -> list[Typed]:
        """What stands between slashes; a slash inside parentheses parts nothing."""
        within = {i for note in _NOTE.finditer(self.text) for i in range(*note.span())}
        cuts = [i for i, sign in enumerate(self.text) if sign == "/" and i not in within]
        return [self.part(a, b) for a, b in zip([0, *(i + 1 for i in cuts)], [*cuts, None], strict=True)]

    def hyphens(self) -> list[int]:
        """The hyphens that do not stand in parentheses."""
        within = {i for note in _NOTE.finditer(self.text) for i in range(*note.span())}
        return [i for i, sign in enumerate(self.text) if sign == "-" and i not in within]

    def _kept(self, indexes: Iterator[int]) -> Typed:
        kept = list(indexes)
        return Typed("".join(self.text[i] for i in kept), tuple(self.places[i] for i in kept), self.end)

    def _without_brackets(self) -> Typed:
        brackets = {i for found in _BRACKETED_LETTER.finditer(self.text) for i in (found.start(), found.end() - 1)}
        return self._kept(i for i in range(len(self.text)) if i not in brackets)

    def _with_slashes(self) -> Typed:
        """A suffix behind a space or a comma is put behind a slash."""
        spans = [found.span() for found in _LOOSE_SUFFIX.finditer(self.text)]
        slashes = {start for start, _ in spans}
        dropped = {i for start, stop in spans for i in range(start + 1, stop)}
        text = "".join("/" if i in slashes else sign for i, sign in enumerate(self.text))
        return Typed(text, self.places, self.end)._kept(i for i in range(len(text)) if i not in dropped)

    def _close(self) -> Typed:
        """Room is left only where a symbol may have some, and never more than one space."""
        dropped: set[int] = set()
        for room in re.finditer(" +", self.text):
            first, last = room.span()
            dropped |= set(range(first if self._is_loose(first, last) else first + 1, last))
        return self._kept(i for i in range(len(self.text)) if i not in dropped)

    def _is_loose(self, first: int, last: int) -> bool:
        before, after = self.text[first - 1 : first], self.text[last : last + 1]
        if not before or not after:
            return True
        head = self.text[:first]
        if head.count("(") > head.count(")"):
            return before in "(/-" or after in ").,/-"
        if before in "/.*-" or after in "/.*-":
            return True
        return before.isalpha() and after.isdigit() and "/" in head  # Add 1, but MEPC 62/24
