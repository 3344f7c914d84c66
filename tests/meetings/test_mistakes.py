"""Every mistake of a folder is named in one run, without those that are mere echoes of others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from igsp_portal.foundations.record import audit
from meetings.models import Process

from .folders import STATES_HEADER, dates, meeting, minimal, refused, rivers, six, write

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "rivers"


def many_mistakes() -> dict[str, Any]:
    """The minimal folder and files of every floor, most of them with mistakes."""
    files = minimal()
    files["process.yaml"]["zone"] = "Vienna"
    files["process.yaml"]["decisions"][0]["components"][0]["lable"] = "a"
    files["meetings.yaml"]["meetings"] = [
        meeting("one", "First meeting", dates("announced", "2025-02-30", "2025-03-05"), kind="plenary", nmae="x"),
        meeting("two", "Second meeting", dates("announced", "2025-09-03", "2025-09-01")),
        meeting("three", "Third meeting", zone="Asia/Bali"),
    ]
    files["participants.yaml"] = "regions:\n  - {key: upstream, scheme: programme_region\nparticipants: []\n"
    files["states.csv"] = (
        f"{STATES_HEADER}\n"
        "aut,upstream,,أ,奥地利,Austria,Autriche,Австрия,Austria\n"
        "deu,Germany\n"
        "che,,,س,瑞士,Switzerland,,Швейцария,Suiza\n"
    )
    files["inputs.yaml"] = {
        "inputs": [
            {"key": "needs", "title": six("Needs"), "for": [{"meeting": "one"}, {"meeting": "four"}]},
            {"key": "gaps", "title": six("Gaps"), "for": [{"meeting": "one", "due": "soon"}]},
        ]
    }
    files["letters.yaml"] = "letters:\n  - {key: all, key: some}\n"
    files["documents.yaml"] = {
        "documents": [
            {"symbol": "CR//1", "kind": "working", "title": six("A"), "meeting": "one", "agenda": ["7"]},
            {"key": "paper", "kind": "secret", "title": six("B"), "answers": [{"input": "needs", "meeting": "one"}]},
            {"key": "other", "kind": "working", "title": six("C"), "languages": ["en", "de", "it"], "text": "lost"},
        ]
    }
    files["submissions.yaml"] = {
        "submissions": [
            {"call": "views", "participant": "aut", "title": "T", "state": "draft"},
            {"call": "wishes", "participant": "aut", "title": "T", "state": "sent"},
        ]
    }
    files["calls.yaml"] = {
        "calls": [
            {
                "key": "views",
                "title": six("Views"),
                "input": "needs",
                "decision": "first",
                "opens": "2025-04-01T09:00",
                "closes": "2025-06-30",
                "addressed": ["state"],
            }
        ]
    }
    return files


NAMED = [
    "rivers/calls.yaml:13: “2025-06-30” cannot be read; write it as 2004-10-29T17:00.",
    "rivers/documents.yaml:2: “symbol”: Something is missing next to this slash. (at character "
    "4) As printed on the document, for example A/75/6/Add.1.",
    "rivers/documents.yaml:15: “secret” is not one of: agenda, working, information, limited, "
    "conference_room, report, decision, resolution, non_paper, statement, presentation, other.",
    "rivers/documents.yaml:35: “de” is not one of: ar, zh-hans, en, fr, ru, es.",
    "rivers/documents.yaml:35: “it” is not one of: ar, zh-hans, en, fr, ru, es.",
    "rivers/documents.yaml:39: “text” refers to “lost”, which does not exist.",
    "rivers/inputs.yaml:12: “meeting” refers to “four”, which does not exist; there are: two.",
    "rivers/inputs.yaml:23: “soon” cannot be read; write it as 2004-06-25.",
    "rivers/letters.yaml:2: “key” appears twice here.",
    "rivers/meetings.yaml:3: “plenary” is not one of: session, bureau, "
    "permanent_representatives, regional, inter_agency, expert, civil_society, preparatory, "
    "intersessional, informal, governing_body.",
    "rivers/meetings.yaml:13: “2025-02-30” cannot be read; write it as 2004-06-25.",
    "rivers/meetings.yaml:15: “nmae” is not known here; the known keys are: agenda, "
    "back_to_back_with, cancelled_on, dates, key, kind, name, number, paragraph, parts, status, zone.",
    "rivers/meetings.yaml:26: A meeting cannot end before it starts.",
    "rivers/meetings.yaml:39: “Asia/Bali” is not a time zone; write one such as Africa/Nairobi.",
    "rivers/participants.yaml:3: This is not YAML: expected ',' or '}', but got ':'. Put a "
    "text in quotation marks if it contains a comma or a colon between braces or brackets.",
    "rivers/process.yaml:53: “lable” is not known here; the known keys are: items, key, label, text.",
    "rivers/process.yaml:54: “Vienna” is not a time zone; write one such as Africa/Nairobi.",
    "rivers/states.csv:3: This line has 2 columns; it must have 9.",
    "rivers/states.csv:4: “fr” is missing.",
    "rivers/submissions.yaml:6: “call” refers to “wishes”, which does not exist.",
    "rivers/submissions.yaml:9: “sent” is not one of: draft, filed, acknowledged, published, returned, withdrawn.",
]


def test_every_mistake_is_named_by_file_and_line_and_then_counted(igsp: Process, folder: Path) -> None:
    before = audit.stamp()
    assert refused(write(folder, many_mistakes())) == [*NAMED, f"Nothing was loaded: {len(NAMED)} mistakes."]
    assert (audit.stamp(), Process.objects.filter(slug="rivers").exists()) == (before, False)


def test_a_trial_names_the_same_mistakes(igsp: Process, folder: Path) -> None:
    write(folder, many_mistakes())
    assert refused(folder, "--dry-run") == refused(folder)


def test_a_folder_that_was_loaded_is_checked_against_what_is_there(igsp: Process, folder: Path) -> None:
    rivers(folder)
    files = minimal()
    files["process.yaml"]["name"].pop("ru")
    files["participants.yaml"]["participants"][0]["region"] = "downstream"
    before = audit.stamp()
    assert refused(write(folder, files)) == [
        "rivers/participants.yaml:21: “region” refers to “downstream”, which does not exist; there are: upstream.",
        "rivers/process.yaml:2: “name” lacks: ru. It must have a text in each of: ar, zh-hans, en, fr, ru, es.",
        "Nothing was loaded: 2 mistakes.",
    ]
    assert audit.stamp() == before


def test_what_names_a_record_that_is_wrong_is_no_mistake_of_its_own(igsp: Process, folder: Path) -> None:
    files = minimal()
    files["participants.yaml"]["regions"][0]["scheme"] = "river"
    assert refused(write(folder, files)) == [
        "rivers/participants.yaml:3: “river” is not one of: regional_group, programme_region.",
        "Nothing was loaded: 1 mistake.",
    ]


def test_files_that_cannot_be_read_are_all_named_and_the_others_checked(igsp: Process, folder: Path) -> None:
    files = minimal() | {"process.yaml": "slug: rivers\nname: {\n", "letters.yaml": "letters: ]\n"}
    del files["meetings.yaml"]
    files["inputs.yaml"] = {"inputs": [{"key": "a", "title": "A", "for": [{"meeting": "one"}]}]}
    assert refused(write(folder, files)) == [
        "rivers/inputs.yaml:3: Lines of the form “key: value” are expected here.",
        "rivers/letters.yaml:1: This is not YAML: expected the node content, but found ']'",
        "rivers/meetings.yaml: The file is missing.",
        "rivers/process.yaml:3: This is not YAML: expected the node content, but found '<stream end>'. "
        "A quotation mark, brace or bracket is not closed.",
        "Nothing was loaded: 4 mistakes.",
    ]


def test_of_very_many_mistakes_the_first_fifty_are_named(igsp: Process, folder: Path) -> None:
    lines = "".join(f"s{number:02},x\n" for number in range(60))
    said = refused(write(folder, minimal() | {"states.csv": f"{STATES_HEADER}\n{lines}"}))
    assert (len(said), said[49]) == (52, "rivers/states.csv:51: This line has 2 columns; it must have 9.")
    assert said[50:] == ["… and 10 more", "Nothing was loaded: 60 mistakes."]


def test_a_folder_of_texts_without_their_structure_is_named(igsp: Process, folder: Path) -> None:
    write(folder, minimal())
    write(folder / "texts", {})
    write(folder / "texts" / "needs", {"en.yaml": {"first": "Words."}, "structure.yaml": {}})
    assert refused(folder) == [
        "rivers/texts/needs/structure.yaml: No file or folder of this name is expected here; the "
        "known names are: text.yaml, ar.yaml, zh-hans.yaml, en.yaml, fr.yaml, ru.yaml, es.yaml, "
        "negotiation.yaml.",
        "rivers/texts/needs/text.yaml: The file is missing.",
        "Nothing was loaded: 2 mistakes.",
    ]


NOTHING = "This file is empty."
NO_NAME = "No file or folder of this name is expected here; "
STRANGERS = {
    "text": NO_NAME + "did you mean texts?",
    "States.CSV": NO_NAME + "did you mean states.csv?",
    "notes.txt": NO_NAME
    + "the known names are: calls, calls.yaml, compilations.yaml, documents.yaml, files, glossary.csv, inputs.yaml, "
    "invitations.yaml, letters.yaml, meetings.yaml, participants.yaml, process.yaml, sources.yaml, states.csv, "
    "submissions, submissions.yaml, texts.",
    "states.csv": "This link leads nowhere.",
    "letters.yaml": "This link leads nowhere.",
    "meetings.yaml": NOTHING,
    "inputs.yaml": NOTHING,
    "texts/plan.yaml": "A folder is expected here.",
    "texts/gone": "This link leads nowhere.",
    "texts/needs/fr.yml": NO_NAME + "did you mean fr.yaml?",
    "texts/needs/text.yml": NO_NAME + "did you mean text.yaml?",
    "texts/needs/text.yaml": "The file is missing.",
}


def test_nothing_in_the_folder_is_passed_over_but_hidden_files_copies_and_what_is_for_people(
    igsp: Process, folder: Path
) -> None:
    passed_over = {".hidden": "", "states.csv~": "", "README.md": "", "readme": ""}
    write(
        folder, minimal() | passed_over | {"meetings.yaml": "# none yet", "inputs.yaml": "inputs:\n", "States.CSV": ""}
    )
    for name in ("text", "texts", ".git"):
        (folder / name).mkdir()
    write(folder, {"notes.txt": "", "texts/plan.yaml": ""})
    write(folder / "texts" / "needs", {"en.yaml": "a: Words.", "fr.yml": "", "text.yml": "", ".en.yaml.swp": ""})
    for link, target in (("states.csv", "gone.csv"), ("letters.yaml", "letters.yaml"), ("texts/gone", "gone")):
        (folder / link).symlink_to(target)
    *named, closing = refused(folder)
    assert named == [f"rivers/{name}: {says}" for name, says in sorted(STRANGERS.items())]
    assert closing == "Nothing was loaded: 12 mistakes."
