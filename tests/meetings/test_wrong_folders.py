"""A folder with something wrong in it: all or nothing, and every fault with file and line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from igsp_portal.foundations.record import audit
from meetings.models import Meeting, Participant, Process

from .folders import (
    STATES_HEADER,
    awaited,
    dates,
    first,
    letter,
    load,
    meeting,
    minimal,
    papers,
    participant,
    process,
    refused,
    six,
    states,
    write,
)

pytestmark = pytest.mark.slow

Files = dict[str, Any]
ONE_MISTAKE = "Nothing was loaded: 1 mistake."


def wrong(change: Callable[[Files], Any]) -> Files:
    """The minimal folder with one thing wrong in it."""
    files = minimal()
    files["states.csv"] = f"{STATES_HEADER}\naut,upstream,,أ,奥地利,Austria,Autriche,Австрия,Austria\n"
    files["letters.yaml"] = {
        "letters": [
            {"key": "all", "sent_on": "2025-01-01", "purpose": "invitation", "to": six("All"), "about": six("It")}
        ]
    }
    change(files)
    return files


AUSTRIA = "aut,upstream,,أ,奥地利,Austria,Autriche,Австрия,Austria"
WRONG: dict[str, tuple[Callable[[Files], Any], str]] = {
    "a key in capitals": (
        lambda f: states(f, STATES_HEADER, AUSTRIA, AUSTRIA.replace("aut", "AUT")),
        "states.csv:3: “AUT” is not a valid key: use small letters a to z, digits, and hyphens between them.",
    ),
    "a State by a code of two letters": (
        lambda f: states(f, STATES_HEADER, AUSTRIA.replace("aut", "at")),
        "states.csv:2: “at” is not an ISO 3166 code of three small letters, such as npl.",
    ),
    "a country that does not exist": (
        lambda f: first(f)["dates"][0].update(country="XX"),
        "meetings.yaml:22: “XX” is not an ISO 3166 country code of two capital letters, such as KE.",
    ),
    "an input due after the session it serves": (
        lambda f: awaited(f, {"meeting": "one", "due": "2025-03-06"}),
        "inputs.yaml:13: The session that this input serves ends earlier, on 2025-03-05.",
    ),
    "a second input with the same letter": (
        lambda f: awaited(f) + awaited(f, key="b"),
        "inputs.yaml:13: “a” is already the “letter” of another entry, at inputs.yaml:3; each must have its own.",
    ),
    "the same symbol in another letter case": (
        lambda f: papers(f, "CR/1", "cr/1"),
        (
            "documents.yaml:11: “cr/1” is already the “symbol” of another entry, at "
            "documents.yaml:2; each must have its own."
        ),
    ),
    "a key that another has by its symbol": (
        lambda f: papers(f, "CR/1").append({"key": "cr-1", "kind": "working", "title": six("Another")}),
        "documents.yaml:11: “cr-1” is already the “key” of another entry, at documents.yaml:2; each must have its own.",
    ),
    "a letter that looks like another": (
        lambda f: papers(f, "СR/1"),  # noqa: RUF001 - it is the point
        "documents.yaml:2: “symbol”: “С (U+0421)” is not allowed here in a symbol. (at character "
        "1) As printed on the document, for example A/75/6/Add.1.",
    ),
    "a character that nobody can read": (
        lambda f: papers(f, "CR\ue000/1"),
        "documents.yaml:2: “symbol”: “U+E000” is not allowed here in a symbol. (at character 3) As printed",
    ),
    "a reserved address": (
        lambda f: process(f).update(slug="admin"),
        "process.yaml:1: “slug”: “admin” is an address of the portal itself; choose another.",
    ),
    "an address with a space": (
        lambda f: process(f).update(slug="two words"),
        "process.yaml:1: “slug”: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
    ),
    "an unknown key": (lambda f: process(f).update(nmae="x"), "process.yaml:53: “nmae” is not known here; the known k"),
    "a missing language": (
        lambda f: process(f)["name"].pop("ru"),
        "process.yaml:2: “name” lacks: ru. It must have a text in each of: ar, zh-hans, en, fr, ru, es.",
    ),
    "an unknown zone of the process": (
        lambda f: process(f).update(zone="Vienna"),
        "process.yaml:53: “Vienna” is not a time zone; write one such as Africa/Nairobi.",
    ),
    "a wrong day of the demonstration": (
        lambda f: process(f).update(demonstration_day="15.10.2004"),
        "process.yaml:53: “15.10.2004” cannot be read; write it as 2004-06-25.",
    ),
    "two decisions of one key": (
        lambda f: process(f)["decisions"].append(process(f)["decisions"][0] | {"symbol": "CR.2/1"}),
        "process.yaml:53: “first” is already the “key” of another entry, at process.yaml:24; each must have its own.",
    ),
    "two components of one key": (
        lambda f: process(f)["decisions"][0]["components"][0]["items"][0].update(key="upper"),
        "process.yaml:44: “upper” is already the “key” of another entry, at process.yaml:34; each must have its own.",
    ),
    "a symbol that is too long": (
        lambda f: process(f)["decisions"][0].update(symbol="X" * 61),
        "process.yaml:25: “symbol”: Ensure this value has at most 60 characters (it has 61).",
    ),
    "a day that does not exist": (
        lambda f: first(f)["dates"][0].update({"from": "2025-02-30"}),
        "meetings.yaml:13: “2025-02-30” cannot be read; write it as 2004-06-25.",
    ),
    "a day from which no weeks can be counted": (
        lambda f: process(f)["decisions"][0].update(adopted_on="0001-01-01"),
        "process.yaml:53: “adopted_on”: Give a year between 1800 and 2199.",
    ),
    "an end before the start": (
        lambda f: first(f)["dates"][0].update({"to": "2025-03-01"}),
        "meetings.yaml:12: A meeting cannot end before it starts.",
    ),
    "an unknown zone of a meeting": (
        lambda f: first(f).update(zone="Asia/Bali"),
        "meetings.yaml:23: “Asia/Bali” is not a time zone; write one such as Africa/Nairobi.",
    ),
    "a kind of meeting that is none": (
        lambda f: first(f).update(kind="plenary"),
        "meetings.yaml:3: “plenary” is not one of: session, bureau, permanent_representatives, "
        "regional, inter_agency, expert, civil_society, preparatory, intersessional, informal, "
        "governing_body.",
    ),
    "a state that is none": (
        lambda f: first(f).update(status="moved"),
        "meetings.yaml:23: “moved” is not one of: tentative, scheduled, held, cancelled.",
    ),
    "two meetings of one key": (
        lambda f: f["meetings.yaml"]["meetings"][1].update(key="one"),
        "meetings.yaml:23: “one” is already the “key” of another entry, at meetings.yaml:2; each must have its own.",
    ),
    "an agenda number given twice": (
        lambda f: first(f).update(agenda=[{"number": "1", "title": six("A")}, {"number": "1", "title": six("B")}]),
        "meetings.yaml:32: “1” is already the “number” of another entry, at meetings.yaml:24; each must have its own.",
    ),
    "an unknown region": (
        lambda f: participant(f).update(region="downstream"),
        "participants.yaml:21: “region” refers to “downstream”, which does not exist; there are: upstream.",
    ),
    "a region of the other scheme": (
        lambda f: participant(f).update(regional_group="upstream"),
        "participants.yaml:22: “upstream” belongs under “region”.",
    ),
    "a letter to an unknown meeting": (
        lambda f: letter(f).update(meeting="four"),
        "letters.yaml:19: “meeting” refers to “four”, which does not exist; there are: one, two, three.",
    ),
    "a letter that asks for an unknown input": (
        lambda f: letter(f).update(inputs=["z"]),
        "letters.yaml:19: “inputs” refers to “z”, which does not exist; there are: –.",
    ),
    "a wrong first line of the States": (
        lambda f: states(f, "key;region"),
        f"states.csv:1: The first line must be: {STATES_HEADER}",
    ),
    "a short line of the States": (
        lambda f: states(f, STATES_HEADER, AUSTRIA, "deu,upstream,,Germany"),
        "states.csv:3: This line has 4 columns; it must have 9.",
    ),
    "a State given twice": (
        lambda f: states(f, STATES_HEADER, AUSTRIA, AUSTRIA),
        "states.csv:3: “aut” is already the “key” of another entry, at states.csv:2; each must have its own.",
    ),
    "a State with the key of a participant": (
        lambda f: states(f, STATES_HEADER, AUSTRIA.replace("aut", "dams")),
        "states.csv:2: “dams” is already the “key” of another entry, at participants.yaml:12; each must have its own.",
    ),
    "a State without its name in French": (
        lambda f: states(f, STATES_HEADER, AUSTRIA.replace("Autriche", "")),
        "states.csv:2: “fr” is missing.",
    ),
    "a State in an unknown region": (
        lambda f: states(f, STATES_HEADER, AUSTRIA.replace("upstream", "alps")),
        "states.csv:2: “region” refers to “alps”, which does not exist; there are: upstream.",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_folder_is_refused_with_file_and_line_and_nothing_is_loaded(
    igsp: Process, folder: Path, what: str
) -> None:
    change, said = WRONG[what]
    before = audit.stamp()
    line, closing = refused(write(folder, wrong(change)))
    assert (line[: len(f"rivers/{said}")], closing) == (f"rivers/{said}", ONE_MISTAKE)
    assert audit.stamp() == before
    assert Process.objects.filter(slug="rivers").exists() is False


def test_the_folder_with_nothing_wrong_in_it_is_loaded(igsp: Process, folder: Path) -> None:
    load(write(folder, wrong(lambda files: None)))
    assert Participant.objects.get(key="aut", process__slug="rivers").name == "Austria"


def test_what_is_wrong_in_the_last_file_undoes_what_the_first_changed(igsp: Process, tmp_path: Path) -> None:
    shutil.copytree(settings.PROCESSES_DIR / "igsp", tmp_path / "igsp")
    for name, old, new in (
        ("process.yaml", "series: UNEP/IEG/IGSP", "series: UNEP/IEG/ISP"),
        ("calls.yaml", "zone: Africa/Nairobi", "zone: Nairobi"),
    ):
        path = tmp_path / "igsp" / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    before = audit.stamp()
    line, _closing = refused(tmp_path / "igsp")
    assert re.match(r"igsp/calls\.yaml:\d+: “Nairobi” is not a time zone", line)
    assert (audit.stamp(), Process.objects.get(slug="igsp").series) == (before, "UNEP/IEG/IGSP")


def test_the_same_meeting_twice_on_the_same_days_is_two_meetings(igsp: Process, folder: Path) -> None:
    files = minimal()
    files["meetings.yaml"]["meetings"].append(
        meeting("four", "First meeting", dates("announced", "2025-03-03", "2025-03-05"))
    )
    load(write(folder, files))
    assert Meeting.objects.filter(process__slug="rivers").count() == 4
