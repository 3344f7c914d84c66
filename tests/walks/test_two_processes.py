"""Two processes in one portal: no page of either fails for anybody, and none tells of the other.

Beside the process of 2004 stands a negotiating committee (tests/processes/inc): five sessions, one in two parts,
groups of States, resolutions, no lettered list of inputs, a decision without a day.
"""

from __future__ import annotations

import os

import pytest
from django.db import connection
from django.utils import translation

from ..access.pages import PAGES
from .addresses import IN_A_PROCESS, OF_ALL, addresses_of
from .conftest import Clock, Scene
from .forms import send_unchanged
from .walk import asked_for, names_in, own_words, walk

LANGUAGES = ("en", "ar", "zh-hans")
# PORTAL_WALK=whole: everybody asks for every page in each of them, which takes three times as long.
# Of which data folders have none: tests/texts and tests/submissions make them, and ask for these pages.
OF_WHAT_IS_MADE = {"documents:as_proposed", "documents:package"}
OF_WHAT_IS_MADE |= {"submissions:invitation", "submissions:invitation_page", "submissions:remarks"}
TURNS = 1 if os.environ.get("PORTAL_WALK") == "whole" else len(LANGUAGES)

pytestmark = pytest.mark.slow


def test_no_page_of_either_fails_or_tells_of_the_other(two: list[Scene], clock: Clock) -> None:
    """Everybody asks for every page, in one language or another, and those who see the most in each.

    On PostgreSQL one language is enough: what differs there are the queries, which are the same in all.
    """
    failed: list[str] = []
    told: dict[str, str] = {}
    unsaid: set[tuple[str, str]] = set()
    for scene, other in zip(two, reversed(two), strict=True):
        clock(scene.day)
        there = addresses_of(scene.process)
        others = own_words(other.process, scene.process)
        for place, language in enumerate(LANGUAGES[:1] if connection.vendor == "postgresql" else LANGUAGES):
            met = walk(scene.people, asked_for(scene.people, there, of=TURNS, turn=place % TURNS), language)
            failed += met.failed
            told |= met.told(others)
            with translation.override(language):
                names = names_in(scene.process)
            unsaid |= {(language, what) for what in unreached(met.reached) | (names - met.said(names))}
    assert (failed, told, unsaid) == ([], {}, set())


def test_every_form_of_the_admin_site_is_taken_as_it_was_given(two: list[Scene], clock: Clock) -> None:
    """The form of the fullest row of each table, sent unchanged, leads on and writes nothing."""
    for scene in two:
        clock(scene.day)
        assert send_unchanged(scene.people["administrator"], scene.process) == {}


def unreached(reached: set[str]) -> set[str]:
    """The pages of a process that nobody was given."""
    wanted = {page.name for page in PAGES if page.name.startswith(IN_A_PROCESS) and not page.takes_forms_alone}
    return wanted - reached - OF_WHAT_IS_MADE - set(OF_ALL)
