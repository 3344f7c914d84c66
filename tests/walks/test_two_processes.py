"""Two processes in one portal: no page of either fails for anybody, and none tells of the other.

Beside the process of 2004 stands a negotiating committee (tests/processes/inc): five sessions, one in two parts,
groups of States, resolutions, no lettered list of inputs, a decision without a day.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation

from ..access.pages import PAGES
from .addresses import IN_A_PROCESS, addresses_of
from .conftest import Clock, Scene
from .walk import by_everybody, in_turn, names_in, own_words, walk

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("language", "asked"), [("en", by_everybody), ("ar", in_turn), ("zh-hans", in_turn)])
def test_no_page_of_either_fails_or_tells_of_the_other(
    language: str, asked: Callable[..., dict[str, list[str]]], two: list[Scene], clock: Clock
) -> None:
    failed: list[str] = []
    told: dict[str, str] = {}
    unsaid: set[str] = set()
    for scene, other in zip(two, reversed(two), strict=True):
        clock(scene.day)
        there = addresses_of(scene.process)
        met = walk(scene.people, asked(scene.people, there), language)
        failed += met.failed
        told |= met.told(own_words(other.process, scene.process))
        with translation.override(language):
            names = names_in(scene.process)
        unsaid |= unreached(met.reached) | (names - met.said(names))
    assert (failed, told, unsaid) == ([], {}, set())


def unreached(reached: set[str]) -> set[str]:
    """The pages of a process that nobody was given."""
    wanted = {page.name for page in PAGES if page.name.startswith(IN_A_PROCESS) and not page.takes_forms_alone}
    return wanted - reached
