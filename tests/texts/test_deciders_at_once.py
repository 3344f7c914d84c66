"""Two people decide at once on PostgreSQL: a version is held before its proposals, so that neither has to be ended."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from documents.models import Proposal, TextVersion
from documents.texts import actions
from documents.texts.actions.words import hold
from igsp_portal.models import User
from tests.foundations.test_audit import in_threads

from .proposed import reworded, shown
from .test_proposals import states

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

HELD = re.compile(r'FROM "documents_(textversion|proposal)".*FOR NO KEY UPDATE', re.DOTALL)
Scene = tuple[list[Proposal], Callable[[], Any]]


def several_writers() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time.")


def scene(do: str, draft: TextVersion, by: User) -> Scene:
    """Two proposals for one paragraph, the first one brought to where it is decided on, and that decision."""
    both = [reworded(draft, by, "Much", "Little"), reworded(draft, by, "weight", "force", of="hrv")]
    first = both[0]
    before, _comma, act = do.rpartition(", ")
    said: dict[str, Any] = {"by": by}
    if before in ("accepted", "settled"):
        actions.accept(first, draft, opened_with=shown(draft), **said)
    if before == "merged":
        actions.merge(both, draft, "Words.", opened_with=shown(draft), **said)
    if before in ("in brackets", "declined", "withdrawn"):
        actions.put_in_brackets(first, draft, opened_with=shown(draft), **said)
    if before == "declined":
        actions.decline(first, version=draft, reason="No.", opened_with=shown(draft), **said)
    if before == "withdrawn":
        actions.withdraw(first, **said)
    seen = {**said, "opened_with": shown(draft)}
    acts: dict[str, Callable[[], Any]] = {
        "accept": lambda: actions.accept(first, draft, **seen),
        "put in brackets": lambda: actions.put_in_brackets(first, draft, **seen),
        "merge": lambda: actions.merge(both, draft, "Words.", **seen),
        "decline": lambda: actions.decline(first, version=draft, reason="No.", **seen),
        "take out": lambda: actions.take_out(first, draft, **seen),
        "reopen": lambda: actions.reopen(first, **said),
    }
    return both, acts[act]


@pytest.mark.parametrize(
    "do",
    [
        "accept",
        "put in brackets",
        "merge",
        "decline",
        "in brackets, accept",
        "in brackets, decline",
        "in brackets, reopen",
        "accepted, reopen",
        "merged, reopen",
        "declined, reopen",
        "withdrawn, take out",
    ],
)
def test_a_version_is_held_before_its_proposals(do: str, draft: TextVersion, farah: User) -> None:
    several_writers()
    _both, act = scene(do, draft, farah)
    with CaptureQueriesContext(connection) as asked:
        act()
    held = [found[1] for query in asked if (found := HELD.search(query["sql"]))]
    assert (held[0], "proposal" in held) == ("textversion", True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("do", "state"),
    [("accepted, reopen", "open"), ("in brackets, decline", "declined"), ("declined, reopen", "in_brackets")],
)
def test_who_holds_the_version_gets_the_proposal_too(do: str, state: str, draft: TextVersion, farah: User) -> None:
    several_writers()
    both, act = scene(do, draft, farah)
    held = threading.Event()

    def another() -> None:
        with transaction.atomic():
            hold(draft)
            held.set()
            threading.Event().wait(0.5)  # time for the other to ask
            actions.hold_proposal(both[0])

    def decide() -> None:
        held.wait(10)
        act()

    in_threads(another, decide)
    assert states(*both) == [state, "open"]
