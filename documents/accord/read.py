"""All that is counted in one wording; kept for a while, since it is compared with five others and looked at often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .. import wordings
from ..faults import Fault
from . import dates, figures, signs
from .plainly import Plain, Said

KEPT = 2048  # wordings: 300 paragraphs in six languages
LONGEST_KEPT = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a wording."""

    notes: tuple[str, ...]
    references: tuple[str, ...]
    signs: list[signs.Sign]
    dates: dates.Dates
    numbers: figures.Numbers


def reading(said: Said) -> Reading | None:
    """What is counted in a wording; None where it cannot be read."""
    return _kept(said) if len(said.words) <= LONGEST_KEPT else _read(said)


def _read(said: Said) -> Reading | None:
    try:
        tokens = wordings.parse(said.words)
    except Fault:
        return None
    found, rest = signs.taken(Plain.of(tokens, said.language))
    days, rest = dates.taken(rest)
    numbers = figures.Numbers(figures.read(rest), rest, days.years)
    return Reading(
        tuple(wordings.note_calls(tokens)), tuple(wordings.paragraph_references(tokens)), found, days, numbers
    )


_kept = lru_cache(maxsize=KEPT)(_read)
