"""What follows in this room when a text goes on: sources are taken over by its next version, and by heirs of blocks."""

from __future__ import annotations

from documents.models import TextVersion
from documents.texts import panels

from . import actions


def begin() -> None:
    """Follow the versions of texts and their blocks."""
    panels.begun_from.append(_taken_over)
    panels.descended.append(actions.follow_descent)


def _taken_over(earlier: TextVersion, later: TextVersion) -> None:
    """Within the change that begins `later`, whose event tells of it."""
    actions.take_over(earlier, later)
