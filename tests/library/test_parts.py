"""A document is of a session, or of one part of it, and further sessions may have it before them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from documents.library import rules
from documents.library.states import DocumentState
from documents.models import Document
from meetings.models import Process
from tests.conftest import PROCESSES


@pytest.fixture
def document(inc: Process) -> Document:
    """A working document of the fifth session that is still to come."""
    meeting = inc.meetings.get(key="inc-5")
    return Document(process=inc, key="options", title="Options", meeting=meeting, state=DocumentState.PLANNED)


def of_part(document: Document, number: int | None) -> Document:
    assert document.meeting is not None
    document.part = document.meeting.parts.get(number=number) if number else None
    return document


def test_the_folder_says_of_which_part_a_document_is_and_which_meetings_have_it_too(inc: Process) -> None:
    found = {d.key: str(d.part or "") for d in inc.documents.select_related("part__meeting") if d.meeting}
    assert {key: part for key, part in found.items() if part} == {
        "first-text": "Fifth session, first part",
        "unop-lfg-inc-5-crp-1": "Fifth session, first part",
        "chairs-text": "Fifth session, resumed second part",
        "room-paper": "Fifth session, resumed second part",
    }
    elements = inc.documents.get(key="first-elements")
    assert [meeting.key for meeting in elements.also_before.all()] == ["inc-4", "inc-5"]


@pytest.mark.parametrize(
    ("kind", "part", "expected"),
    [
        ("working", None, "2024-10-14"),
        ("working", 1, "2024-10-14"),
        ("working", 2, "2025-03-31"),
        ("report", None, "2025-06-04"),
        ("report", 1, "2024-12-15"),
        ("conference_room", 2, "None"),
    ],
)
def test_a_document_is_expected_by_the_days_of_its_part(
    document: Document, kind: str, part: int | None, expected: str
) -> None:
    of_part(document, part).kind = kind
    assert str(rules.expected_on(document)) == expected


def test_a_document_is_not_of_a_part_of_another_meeting(document: Document, inc: Process) -> None:
    of_part(document, 2).meeting = inc.meetings.get(key="inc-4")
    document.kind = "working"
    with pytest.raises(ValidationError) as refused:
        document.full_clean()
    assert refused.value.message_dict == {"part": ["This is not a part of the meeting."]}


def test_a_folder_that_names_a_part_that_there_is_not_is_refused(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(PROCESSES / "inc", tmp_path / "inc")
    file = folder / "documents.yaml"
    file.write_text(file.read_text("utf-8").replace('part: "2"', 'part: "7"', 1), "utf-8")
    with pytest.raises(CommandError):
        call_command("load_process", str(folder), no_papers=True, verbosity=0)
    assert "“part” refers to “7”, which does not exist; there are: 1, 2." in capsys.readouterr().err
