"""Negotiators' brackets: contested words stand in [square brackets], which nest; clean text has none.

Full-width brackets, as Chinese keyboards give them, count as the same. A backslash makes a bracket an
ordinary character. Other marks of a wording are none of this module's business.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.faults import TextFault, gettext_noop

OPENING = "[［"
CLOSING = "]］"
_BRACKET = re.compile(rf"\\.|[{re.escape(OPENING + CLOSING)}]", re.DOTALL)


class BracketError(TextFault):
    """A bracket that is opened and not closed, or closed and not opened; `position` is that bracket."""


@dataclass(frozen=True, slots=True)
class Span:
    """A bracket from `start`, its opening sign, to `end`, after its closing sign; depth 1 is outermost."""

    start: int
    end: int
    depth: int


def scan(text: str) -> list[Span]:
    """All brackets in the order in which they open. Raises BracketError when they do not balance."""
    spans: list[Span] = []
    open_at: list[int] = []
    for place, sign in _signs(text):
        if sign in OPENING:
            open_at.append(place)
        elif not open_at:
            raise BracketError(gettext_noop("This bracket is closed but was never opened."), place)
        else:
            start = open_at.pop()
            spans.append(Span(start, place + 1, len(open_at) + 1))
    if open_at:
        raise BracketError(gettext_noop("This bracket is opened but never closed."), open_at[-1])
    return sorted(spans, key=lambda span: span.start)


def _signs(text: str) -> Iterator[tuple[int, str]]:
    return ((found.start(), found.group()) for found in _BRACKET.finditer(text) if len(found.group()) == 1)
