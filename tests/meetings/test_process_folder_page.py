"""docs/process-folder.md tells the truth: its example loads as it stands, and its tables name every key."""

from __future__ import annotations

import io
import re
import subprocess
from collections import defaultdict
from enum import Enum
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from documents.library import loading as library
from documents.library.states import Distribution, DocumentKind
from documents.numbering import Usual
from documents.texts.actions import PROPOSED_KINDS
from documents.texts.states import Agreed, BlockKind, ProposalKind, ProposalState
from igsp_portal.foundations.datafiles import Row
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.management.parts import FILES
from meetings.kinds import BodyKind, InstrumentKind, MeetingKind, Named, ParticipantKind
from meetings.models import Process
from meetings.models.process import RESERVED_SLUGS
from meetings.states import DatesBasis, LetterPurpose, MeetingState, RegionScheme
from submissions import loading as submissions
from submissions.compiling import loading as compilations
from submissions.sources.loading import LoadedDisposition
from submissions.states import Grouping, PointsAt, QuestionKind, StatementKind

from ..conftest import PROCESSES
from .folders import load

pytestmark = pytest.mark.slow

PAGE = (settings.BASE_DIR / "docs" / "process-folder.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## `([^`]+)`\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))


def example(folder: Path) -> Path:
    """The example of the page, written to a folder."""
    for name, section in SECTIONS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(section.split("```")[1].split("\n", 1)[1], encoding="utf-8")
    return folder


def keys_in_tables(section: str) -> set[str]:
    """The keys named in the first columns of a section's tables."""
    return {
        key for cell in re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE) for key in re.findall("`([^`]+)`", cell)
    }


def test_the_example_loads_and_loads_again_without_a_change(igsp: Process, tmp_path: Path) -> None:
    folder = example(tmp_path / "rivers")
    assert load(folder).startswith("Rivers strategy: ")
    assert load(folder) == "Rivers strategy: 0 changes made"


def test_the_process_that_comes_with_the_portal_is_copied_as_the_page_says(igsp: Process, tmp_path: Path) -> None:
    section = re.split(r"^## Trying it$", PAGE, flags=re.MULTILINE)[1]
    *copying, loading = section.split("```")[1].strip().replace("/tmp/lakes", str(tmp_path / "lakes")).splitlines()  # noqa: S108
    subprocess.run(["/bin/sh", "-ec", "\n".join(copying)], cwd=settings.BASE_DIR, check=True)
    assert loading.endswith(f"load_process {tmp_path / 'lakes'}")
    assert "0 changes" not in load(tmp_path / "lakes")
    assert Process.objects.get(slug="lakes").documents.filter(state="issued").count() == (
        igsp.documents.filter(state="issued").count()
    )


@pytest.mark.parametrize("language", CODES)
def test_the_example_has_a_page_in_each_language(igsp: Process, tmp_path: Path, language: str) -> None:
    load(example(tmp_path / "rivers"))
    page = Client().get(f"/{language}/rivers/")
    assert page.status_code == 200
    assert getattr(Process.objects.get(slug="rivers"), f"name_{language.replace('-', '_')}") in page.content.decode()


def test_the_page_has_a_section_for_every_file() -> None:
    assert {name for name in SECTIONS if not name.startswith("texts/")} == FILES


def test_the_tables_name_every_key_that_is_read_and_no_other(
    igsp: Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, set[str]] = defaultdict(set)
    done = Row.done

    def listening(row: Row) -> None:
        if row._asked != set(CODES):
            asked[row.path.name] |= row._asked
        done(row)

    monkeypatch.setattr(Row, "done", listening)
    load(example(tmp_path / "rivers"))
    call_command("load_process", "igsp", verbosity=0)
    call_command("load_process", str(PROCESSES / "inc"), no_papers=True, verbosity=0, stdout=io.StringIO())
    lists = {"meetings", "letters", "inputs", "documents", "calls", "invitations", "submissions", "compilations"}
    lists |= {"sources"}
    for name, section in SECTIONS.items():
        if name == "states.csv" or name.endswith("/en.yaml"):
            continue
        path = Path(name).name
        known = asked[path] - (lists if path.removesuffix(".yaml") in lists and path != "letters.yaml" else {"letters"})
        assert (path, keys_in_tables(section)) == (path, known)


@pytest.mark.parametrize(
    ("file", "key", "options", "others"),
    [
        ("process.yaml", "body_kind", BodyKind, set()),
        ("process.yaml", "of", Named, set()),
        ("process.yaml", "kind", InstrumentKind, set()),
        ("meetings.yaml", "kind", MeetingKind, {"working_group"}),
        ("meetings.yaml", "status", MeetingState, set()),
        ("meetings.yaml", "basis", DatesBasis, set()),
        ("participants.yaml", "regions", RegionScheme, {"key", "scheme", "name"}),
        ("participants.yaml", "kind", ParticipantKind, {"kinds"}),
        ("letters.yaml", "purpose", LetterPurpose, set()),
        ("documents.yaml", "kind", DocumentKind, set()),
        ("documents.yaml", "distribution", Distribution, set()),
        ("documents.yaml", "state", library.LoadedState, set()),
        ("submissions.yaml", "state", submissions.LoadedState, set()),
        ("calls.yaml", "kind", QuestionKind, set()),
        ("calls.yaml", "points_at", PointsAt, set()),
        ("compilations.yaml", "state", compilations.LoadedState, set()),
        ("compilations.yaml", "grouped_by", Grouping, set()),
        ("submissions.yaml", "kind", StatementKind, set()),
        ("sources.yaml", "disposition", LoadedDisposition, set()),
        ("texts/needs/text.yaml", "numbering", Usual, set()),
        ("texts/needs/text.yaml", "kind", BlockKind, set()),
        ("texts/needs/negotiation.yaml", "standing", Agreed, set()),
        ("texts/needs/negotiation.yaml", "kind", ProposalKind, set()),
        (
            "texts/needs/negotiation.yaml",
            "block_kind",
            Enum("Proposed", {kind: kind.value for kind in PROPOSED_KINDS}),
            set(),
        ),
        ("texts/needs/negotiation.yaml", "state", ProposalState, set()),
    ],
)
def test_the_tables_name_every_word_that_a_key_may_have(
    file: str, key: str, options: type[Enum], others: set[str]
) -> None:
    *_, meaning = re.findall(rf"^\| `{key}` \|[^|]*\|(.*)\|$", SECTIONS[file], re.MULTILINE)
    assert set(re.findall("`([a-z_]+)`", meaning)) - others == {option.value for option in options}


def test_the_table_names_every_word_that_no_process_may_have_for_its_address() -> None:
    refused = re.search(r"^\| `slug` .* Not (.*) \|$", SECTIONS["process.yaml"], re.MULTILINE)
    assert refused is not None
    assert set(re.findall("`([a-z]+)`", refused[1])) == RESERVED_SLUGS
