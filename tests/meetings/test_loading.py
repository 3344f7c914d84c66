"""Loading a process: what its folder needs, and what loading it again changes and tells."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client

from igsp_portal.foundations.record import audit, records
from igsp_portal.management import changes
from igsp_portal.management.commands import load_process
from igsp_portal.models import Event, User
from meetings import actions
from meetings.models import Meeting, MeetingDates, Process
from meetings.states import MeetingState

from .folders import (
    awaited,
    dates,
    first,
    load,
    minimal,
    refused,
    rivers,
    six,
    told,
    write,
)

pytestmark = pytest.mark.slow

Files = dict[str, Any]
ONE_MISTAKE = "Nothing was loaded: 1 mistake."


# What a folder needs


def test_three_files_make_a_process(igsp: Process, folder: Path) -> None:
    process = rivers(folder)
    assert [m.key for m in process.meetings.all()] == ["one", "two", "three"]
    assert [p.key for p in process.participants.all()] == ["dams"]


def test_a_second_process_has_its_own_page(igsp: Process, folder: Path) -> None:
    rivers(folder)
    page = Client().get("/en/rivers/")
    said = page.content.decode()
    assert page.status_code == 200
    for words in ("Preparation of a rivers strategy", "First meeting", "3–5 March 2025", "Vienna", "CR.1/4", "Springs"):
        assert words in said
    assert "Environment Programme" not in said


def test_a_second_process_has_its_page_in_each_language(igsp: Process, folder: Path) -> None:
    rivers(folder)
    for code, _name in settings.LANGUAGES:
        page = Client().get(f"/{code}/rivers/")
        assert page.status_code == 200
        assert six("Preparation of a rivers strategy")[code] in page.content.decode()


def test_two_processes_keep_their_own_meetings(igsp: Process, folder: Path) -> None:
    before = igsp.meetings.count()
    rivers(folder)
    assert igsp.meetings.count() == before
    assert "First meeting" not in Client().get("/en/igsp/").content.decode()


def test_both_processes_stand_on_the_first_page(igsp: Process, folder: Path) -> None:
    rivers(folder)
    said = Client().get("/en/").content.decode()
    assert "/en/rivers/" in said
    assert "/en/igsp/" in said


@pytest.mark.parametrize("name", ["meetings.yaml", "participants.yaml"])
def test_a_file_that_every_folder_has_is_missed_by_its_name(igsp: Process, folder: Path, name: str) -> None:
    files = minimal()
    del files[name]
    assert refused(write(folder, files)) == [f"rivers/{name}: The file is missing.", ONE_MISTAKE]


def test_a_folder_without_a_process_is_refused(db: None, folder: Path) -> None:
    folder.mkdir()
    with pytest.raises(CommandError) as error:
        load(folder)
    assert str(error.value) == f"There is no folder {folder} with a process.yaml in it."


def test_a_data_file_with_a_misspelt_name_is_refused(igsp: Process, folder: Path) -> None:
    assert refused(write(folder, minimal() | {"letter.yaml": "letters: []"})) == [
        "rivers/letter.yaml: No file or folder of this name is expected here; did you mean letters.yaml?",
        ONE_MISTAKE,
    ]


def test_a_file_for_people_may_lie_in_the_folder(igsp: Process, folder: Path) -> None:
    assert load(write(folder, minimal() | {"README.md": "Where these data come from."})).startswith("Rivers strategy")


# Again


def test_loading_the_same_folder_again_writes_nothing(igsp_files: Process) -> None:
    before = audit.stamp()
    call_command("load_process", "igsp", verbosity=0)
    assert audit.stamp() == before


def test_a_small_folder_loaded_again_writes_nothing(igsp: Process, folder: Path) -> None:
    rivers(folder)
    assert load(folder) == "Rivers strategy: 0 changes made"


def test_the_command_counts_what_it_writes(igsp: Process, folder: Path) -> None:
    assert load(write(folder, minimal())) == "Rivers strategy: 11 changes made"


def test_a_changed_title_writes_one_event_with_old_and_new(igsp: Process, folder: Path) -> None:
    rivers(folder)
    before = audit.stamp()
    files = minimal()
    files["meetings.yaml"]["meetings"][0]["name"]["fr"] = "Première réunion"
    assert load(write(folder, files)) == "Rivers strategy: 1 change made"
    (event,) = Event.objects.filter(pk__gt=before)
    assert (event.verb, event.about_label, event.by_label) == ("changed", "First meeting", "load_process")
    assert event.facts == {"changes": {"name_fr": ["First meeting (fr)", "Première réunion"]}}


NEW = [
    "New: processes (1)",
    "New: decisions and resolutions (1)",
    "New: components (2)",
    "New: regions (1)",
    "New: participants (1)",
    "New: meetings (3)",
    "New: dates of meetings (2)",
]


def test_a_trial_writes_nothing_and_says_what_it_would(igsp: Process, folder: Path) -> None:
    before = audit.stamp()
    assert told(write(folder, minimal()), "--dry-run") == [*NEW, "Rivers strategy: 11 changes to make"]
    assert (audit.stamp(), Process.objects.filter(slug="rivers").exists()) == (before, False)


def test_what_is_new_with_its_process_is_counted_by_kind_and_named_when_asked_for(igsp: Process, folder: Path) -> None:
    assert told(write(folder, minimal())) == [*NEW, "Rivers strategy: 11 changes made"]
    files = minimal()
    files["process.yaml"]["slug"] = "lakes"
    assert told(write(folder, files), "-v2")[:3] == [
        "New: process “Rivers strategy”",
        "New: decision or resolution “CR.1/4”",
        "New: component “(a) Upper courses”",
    ]


def moved(files: Files) -> Files:
    """The minimal folder after its first meeting was renamed in French and moved to Nairobi."""
    first(files)["name"]["fr"] = "Première réunion"
    first(files)["zone"] = "Europe/Vienna"
    first(files)["dates"].append(dates("revised", "2025-04-07", "2025-04-09", "Nairobi") | {"country": "KE"})
    return files


@pytest.mark.parametrize(("option", "closing"), [("--dry-run", "changes to make"), ("-v1", "changes made")])
def test_every_row_that_changes_is_told_with_old_and_new(
    igsp: Process, folder: Path, option: str, closing: str
) -> None:
    rivers(folder)
    assert told(write(folder, moved(minimal())), option)[1:] == [
        "Changed: meeting “First meeting”, time zone: “” becomes “Europe/Vienna”",
        "Changed: meeting “First meeting”, name (Français): “First meeting (fr)” becomes “Première réunion”",
        "New: dates of a meeting “2025-04-07 – 2025-04-09”",
        f"Rivers strategy: 2 {closing}",
    ]


def test_a_meeting_that_moved_to_a_country_of_other_clocks_is_hinted_at(igsp: Process, folder: Path) -> None:
    assert told(write(folder, moved(minimal())))[0] == (
        "Hint: rivers/meetings.yaml:34: “Europe/Vienna” is not a time zone of KE, where the "
        "meeting takes place; there are: Africa/Nairobi."
    )


@pytest.mark.parametrize("country", ["AT", "DE"])
def test_a_country_of_the_same_clocks_is_passed_over(igsp: Process, folder: Path, country: str) -> None:
    files = moved(minimal())
    first(files)["dates"][-1]["country"] = country
    assert told(write(folder, files))[0] == "New: processes (1)"


@pytest.mark.django_db(transaction=True)
def test_what_changed_is_told_when_no_writer_waits_for_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = []

    def tells(events: list[Event], *, in_full: bool) -> Iterator[str]:
        held.append(connection.in_atomic_block)
        yield from ()

    monkeypatch.setattr(changes, "told", tells)
    told(write(folder, minimal()), "-v1")
    assert held == [False]


def test_what_was_written_at_the_desk_is_said_to_be_overwritten(
    igsp: Process, folder: Path, farah: User, clock: Callable[..., None]
) -> None:
    third = rivers(folder).meetings.get(key="three")
    clock("2025-02-01T09:00")
    records.change(third, by=farah, values={"name_en": "Last meeting"})
    assert told(folder) == [
        "Changed: meeting “Third meeting”, name (English): “Last meeting” becomes “Third meeting”",
        f"“Last meeting” was written in the admin site by {farah} on 2025-02-01; the folder overwrites it.",
        "Rivers strategy: 1 change made",
    ]


def test_what_the_folder_itself_had_said_is_overwritten_without_a_word(
    igsp: Process, folder: Path, farah: User
) -> None:
    third = rivers(folder).meetings.get(key="three")
    records.change(third, by=farah, values={"paragraph": "7"})
    files = minimal()
    files["meetings.yaml"]["meetings"][2] |= {"number": 4, "paragraph": "7"}
    assert told(write(folder, files)) == [
        "Changed: meeting “Third meeting”, number: “3” becomes “4”",
        "Rivers strategy: 1 change made",
    ]


def test_a_folder_loaded_under_another_name_is_told_who_has_its_symbols(igsp: Process, tmp_path: Path) -> None:
    lakes = Path(shutil.copytree(settings.PROCESSES_DIR / "igsp", tmp_path / "lakes"))
    about = lakes / "process.yaml"
    about.write_text(about.read_text("utf-8").replace("slug: igsp", "slug: lakes"), "utf-8")
    said = refused(lakes)
    names = {re.sub(r":\d+: .*", "", line) for line in said[:-1]}
    assert (names, said[-1]) == ({"lakes/documents.yaml"}, f"Nothing was loaded: {len(said) - 1} mistakes.")
    assert re.sub(r":\d+:", ":", said[1]) == (
        "lakes/documents.yaml: “UNEP/IEG/IGSP/1/1” already leads to the document “agenda-1” of the "
        "process “igsp”; a symbol leads to one document only in the whole portal. Correct it, or "
        "leave it out and give a “key”."
    )


def test_new_dates_are_added_to_those_on_record(igsp: Process, folder: Path) -> None:
    rivers(folder)
    files = minimal()
    files["meetings.yaml"]["meetings"][0]["dates"].append(dates("revised", "2025-04-07", "2025-04-09", "Graz"))
    load(write(folder, files))
    history = Meeting.objects.get(key="one", process__slug="rivers").history
    assert [(d.basis, str(d)) for d in history] == [
        ("announced", "2025-03-03 – 2025-03-05"),
        ("revised", "2025-04-07 – 2025-04-09"),
    ]


def test_new_dates_cannot_be_put_before_those_on_record(igsp: Process, folder: Path) -> None:
    rivers(folder)
    files = minimal()
    files["meetings.yaml"]["meetings"][0]["dates"].insert(0, dates("announced", "2025-02-03", "2025-02-03"))
    assert refused(write(folder, files)) == [
        "rivers/meetings.yaml:16: These dates are already on record; put the new ones after them.",
        ONE_MISTAKE,
    ]
    assert MeetingDates.objects.filter(meeting__process__slug="rivers").count() == 2


def test_dates_left_out_of_the_file_stay_on_record(igsp: Process, folder: Path) -> None:
    rivers(folder)
    files = minimal()
    files["meetings.yaml"]["meetings"][0]["dates"] = []
    assert load(write(folder, files)) == "Rivers strategy: 0 changes made"
    assert MeetingDates.objects.filter(meeting__process__slug="rivers").count() == 2


def test_dates_given_at_the_desk_stay_in_force_when_the_folder_is_loaded_again(igsp: Process, folder: Path) -> None:
    first = rivers(folder).meetings.get(key="one")
    moved = MeetingDates(meeting=first, basis="revised", starts_on="2025-05-05", ends_on="2025-05-06")
    actions.give_dates(moved, by="Farah")
    assert load(folder) == "Rivers strategy: 0 changes made"
    assert str(Meeting.objects.get(pk=first.pk).in_force) == "2025-05-05 – 2025-05-06"


@pytest.mark.parametrize(
    ("at_the_desk", "in_the_file", "then"),
    [
        ("tentative", "held", "held"),
        ("tentative", "cancelled", "cancelled"),
        ("scheduled", "tentative", "scheduled"),
        ("scheduled", "held", "held"),
        ("held", "scheduled", "held"),
        ("cancelled", "scheduled", "cancelled"),
    ],
)
def test_a_file_takes_a_meeting_on_and_never_back(
    igsp: Process, folder: Path, at_the_desk: str, in_the_file: str, then: str
) -> None:
    third = rivers(folder).meetings.get(key="three")
    for move in {"tentative": [], "held": ["scheduled", "held"]}.get(at_the_desk, [at_the_desk]):
        actions.move_meeting(third, to=MeetingState(move), by="Farah")
    files = minimal()
    files["meetings.yaml"]["meetings"][2]["status"] = in_the_file
    load(write(folder, files))
    assert Meeting.objects.get(pk=third.pk).state == then


def test_what_no_file_names_is_told(igsp: Process, folder: Path) -> None:
    rivers(folder)
    files = minimal()
    files["meetings.yaml"]["meetings"].pop()
    files["participants.yaml"]["participants"].clear()
    assert told(write(folder, files)) == [
        "2 entries are in the portal but not in the files: participant “Dams Union”, meeting “Third meeting”",
        "Rivers strategy: 0 changes made",
    ]


def test_dates_and_a_state_that_contradict_the_file_are_told(igsp: Process, folder: Path) -> None:
    """Moved and confirmed in the admin site: neither is taken back, and the folder says something else."""
    first = rivers(folder).meetings.get(key="one")
    moved = MeetingDates(meeting=first, basis="revised", starts_on="2025-05-05", ends_on="2025-05-06")
    actions.give_dates(moved, by="Farah")
    third = Meeting.objects.get(process=first.process, key="three")
    actions.move_meeting(third, to=MeetingState.CANCELLED, by="Farah")
    files = minimal()
    files["meetings.yaml"]["meetings"][2]["status"] = "scheduled"
    assert [re.sub(":[0-9]+:", ":", line) for line in told(write(folder, files))] == [
        "Hint: rivers/meetings.yaml: 1 entry is in the portal but not in the files: dates “2025-05-05 – 2025-05-06”",
        "Hint: rivers/meetings.yaml: In the portal this meeting is cancelled, and a file does not change that.",
        "Rivers strategy: 0 changes made",
    ]


def test_an_input_for_a_meeting_without_dates_is_hinted_at(igsp: Process, folder: Path) -> None:
    files = minimal()
    awaited(files, {"meeting": "two"}, {"meeting": "three"})
    assert told(write(folder, files))[0] == (
        "Hint: rivers/inputs.yaml:13: “three” has no dates yet, so there is no due date; give one with “due”."
    )


def test_only_what_the_load_itself_changed_is_counted(
    igsp: Process, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(process: Process) -> None:
        records.change(process, by="Somebody else", values={"series": "CR/RS"})

    monkeypatch.setattr(load_process, "hand_over_papers", meanwhile)
    assert load(write(folder, minimal())) == "Rivers strategy: 11 changes made"


# The command


def test_the_folder_may_be_named_by_its_process_yaml(igsp: Process, folder: Path) -> None:
    assert load(write(folder, minimal()) / "process.yaml") == "Rivers strategy: 11 changes made"


def test_a_database_that_is_older_than_the_portal_is_to_be_migrated_first(
    igsp: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(folder: Path) -> Process:
        raise OperationalError("no such table: meetings_process")

    monkeypatch.setattr(load_process, "load_folder", lacking)
    monkeypatch.setattr(load_process, "lacks_migrations", lambda: True)
    with pytest.raises(CommandError, match="run python3 manage.py migrate first"):
        call_command("load_process", "igsp")
