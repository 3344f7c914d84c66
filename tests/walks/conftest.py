"""Two processes with all that people do in them, and everybody who has a part in either."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from documents.library import actions as documents
from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Component, Participant, Process
from submissions import actions
from submissions.actions import Said
from submissions.models import Call, CallFile

from ..access.people import STAFF
from ..cast import person, with_role
from ..library.files import pdf
from ..submissions.test_filing import picture

Clock = Callable[[str], None]


@dataclass
class Scene:
    """A process on a day, and the people who have a part in it."""

    process: Process
    day: str
    people: dict[str, User | None]


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    """No refusal is logged with its traceback, nor is waste looked for as often: either costs more than a page."""
    logging.disable(logging.CRITICAL)
    usual = gc.get_threshold()
    gc.set_threshold(100_000)
    yield
    gc.set_threshold(*usual)
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def _empty_storage(settings: Any, tmp_path: Path) -> None:
    storage = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path), "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def two(igsp: Process, inc: Process, clock: Clock) -> list[Scene]:
    """The process of 2004 before its third session; the committee between the parts of its fifth."""
    return [
        scene_of(igsp, "2004-10-15T12:00", "ken", igsp.calls.get(key="regional-needs"), "institutions", clock),
        scene_of(inc, "2025-03-01T12:00", "harbour-masters", inc.calls.get(key="harbours"), "harbours", clock),
    ]


def scene_of(process: Process, day: str, party: str, call: Call, component: str, clock: Clock) -> Scene:
    """A document has a file; the party has filed a submission with a file, and has begun to write it anew."""
    clock(day)
    acting = process.participants.get(key=party)
    people = people_of(process, acting)
    post_a_file(process)
    actions.give_out(CallFile(call=call, label="Map"), name=f"{process.slug}.png", data=picture(), by="test")
    submit(call, acting, Component.objects.filter(decision__process=process, key=component)[0], people["focal point"])
    return Scene(process, day, people)


def post_a_file(process: Process) -> None:
    document = process.documents.filter(state="issued", text_version=None).order_by("pk").last()
    assert document
    documents.post_rendition(
        document, language="en", name=f"{document.key}.pdf", file=BytesIO(pdf(document.key)), by="test"
    )


OF_A_PARTY = (Role.FOCAL_POINT, Role.DRAFTER, Role.READER)


def people_of(process: Process, party: Participant) -> dict[str, User | None]:
    """A stranger, somebody signed in without a role, and somebody in each role."""
    named = f"{process.slug.title()}-"
    other = process.participants.exclude(pk=party.pk).order_by("pk").first()
    assert other
    people: dict[str, User | None] = {who: with_role(named + who.title(), role, process) for who, role in STAFF.items()}
    people |= {"stranger": None, "nobody": person(f"{named}Nobody")}
    people |= {who.label.lower(): with_role(named + who.value, who, process, party) for who in OF_A_PARTY}
    people["another party"] = with_role(f"{named}another", Role.FOCAL_POINT, process, other)
    return people


def submit(call: Call, party: Participant, component: Component, by: User | None) -> None:
    """File a submission with a file, and open its next version."""
    assert by
    draft = actions.begin(call, party, by=by).draft
    assert draft
    said = [Said(f"What {party.key} says of {component.key}.", component)]
    actions.save_draft(draft, by=by, title=f"Submission of {party.key}", consent=True, statements=said)
    actions.attach(draft, name=f"{party.key}.pdf", data=pdf(), by=by)
    actions.revise(actions.file(draft, by=by).submission, by=by)
