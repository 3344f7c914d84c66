"""What a heading, an annex or an option is called, and what stands under it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .names import NAMES, Name
from .places import Place, Unit


@dataclass(frozen=True, slots=True)
class Named(Place):
    """A heading that is called something; `unit` is itself."""

    unit: Unit = field(default_factory=lambda: Unit("", "", ""))


def inside(place: Place, language: str) -> tuple[Unit, ...]:
    """The units in which a block stands that stands under the heading at `place`."""
    if isinstance(place, Named):
        return (*place.chain, place.unit)
    if not place.number:
        return place.chain
    return (*place.chain, section(place.number, language))


def section(number: str, language: str) -> Unit:
    """A heading that is called nothing, where it has to be called something."""
    return unit_of(number, NAMES[language]["section"], number, "")


def unit_of(key: str, name: Name, written: str, alternative: str) -> Unit:
    of = filled(name.of, written) + alternative if name.of else ""
    return Unit(key, (written or bare(name.within)) + alternative, filled(name.within, written) + alternative, of)


def filled(pattern: str, written: str) -> str:
    return pattern.format(written) if written else bare(pattern)


def bare(pattern: str) -> str:
    """A word without its number."""
    return pattern.replace("第{}", "").replace(" {}", "").replace("{}", "")


def in_figures(pattern: str, sign: str) -> str:
    """Chinese calls a section by a letter A节, not 第A节."""
    return re.sub("^第", "", pattern) if sign in ("upper", "lower", "lower-roman") else pattern
