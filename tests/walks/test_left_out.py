"""What is not needed may be left out of a folder of data, or of a form of the admin site, and every page stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from igsp_portal.foundations.access import Role
from meetings.models import Process
from submissions import actions

from ..cast import person, with_role
from ..conftest import PROCESSES
from ..meetings.test_process_folder_page import SECTIONS
from .addresses import Addresses, addresses_of
from .conftest import Clock, Scene, scene_of
from .forms import fill_in, press
from .left_out import left_out, processes_left_out
from .walk import asked_for, walk

DAY = "2025-03-01T12:00"

pytestmark = pytest.mark.slow


def of_the_committee(inc: Process, clock: Clock) -> Scene:
    return scene_of(inc, DAY, "harbour-masters", inc.calls.get(key="harbours"), "harbours", clock)


def failed(scene: Scene, there: Addresses, language: str = "en") -> list[str]:
    """What failed on the way: each page is asked for by those who see the most, and by one of the others in turn."""
    return walk(scene.people, asked_for(scene.people, there, of=len(scene.people)), language).failed


def test_of_a_folder(igsp: Process, tmp_path: Path, clock: Clock) -> None:
    """Of every kind of row there is one without each key that it may lack, and one without all of them."""
    optional = left_out(PROCESSES / "inc", tmp_path / "inc")
    scene = of_the_committee(Process.objects.get(slug="inc"), clock)
    assert failed(scene, addresses_of(scene.process)) == []
    lacked = {(one.written_in, one.key) for one in optional}
    assert documented() - lacked == {("inputs.yaml", "letter")}  # of which the committee has none; 2004 has both


# Words that stand in the docs before the tables of rows, in files that hold more than one list.
OF_ROWS = {
    "process.yaml": "Kinds of participants,",
    "participants.yaml": "A participant:",
    "texts/needs/negotiation.yaml": "A mark on a bracket",
}


def documented() -> set[tuple[str, str]]:
    """What the tables of docs/process-folder.md call optional, but for the keys at the head of a file."""
    found = set()
    for file, section in SECTIONS.items():
        tables = section.partition(OF_ROWS[file])[2] if file in OF_ROWS else section
        for names, needed in re.findall(r"^\| (`[^|]+) \|([^|]*)\|", tables, re.MULTILINE):
            if needed.strip() in ("", "six") or "`" in needed:
                found |= {(Path(file).name, key) for key in re.findall("`([^`]+)`", names) if f"`{key}`" not in needed}
    return found


def test_of_the_head_of_a_folder(igsp: Process, tmp_path: Path, clock: Clock) -> None:
    clock(DAY)
    for process in processes_left_out(PROCESSES / "inc", tmp_path / "inc"):
        people = {"stranger": None, "administrator": with_role(f"{process.slug}-1", Role.ADMINISTRATOR, process)}
        if party := process.participants.first():
            people["focal point"] = with_role(f"{process.slug}-2", Role.FOCAL_POINT, process, party)
        there = addresses_of(process)
        assert walk(people, dict.fromkeys(people, there.whole + there.rows)).failed == []


def test_of_a_form(igsp: Process, inc: Process, clock: Clock) -> None:
    """Each form is sent once without each optional field, and what comes of it is made public."""
    scene = of_the_committee(inc, clock)
    before = addresses_of(inc)
    prepared = actions.begin_form(inc.calls.get(key="articles"), by="test")
    root = Client(raise_request_exception=False)
    root.force_login(person("Root", is_superuser=True))
    answers = fill_in(root, inc)
    assert (answers.failed, press(root, inc, answers.made)) == ([], [])
    # A role says that it needs a participant; a term of a glossary has words in one language at least.
    # A role says that it needs a participant; a term of a glossary has words in one language at least; a call addresses
    # somebody; only a list of statements goes without a name.
    assert answers.refused.keys() == {
        "membership without participant",
        "glossaryterm without words",
        "call without addressed",
        "question without label",
    }
    actions.open_form(prepared, by="test")
    assert failed(scene, addresses_of(inc) - before, "ar") == []  # what was there before is walked with two processes
