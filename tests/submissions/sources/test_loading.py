"""From which statements the texts of a process come, as its folder says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from documents.models import TextVersion
from igsp_portal.foundations.datafiles import gathered
from meetings.models import Process
from submissions.models import Source
from submissions.sources.loading import load_sources
from tests.cast import given
from tests.conftest import PROCESSES

pytestmark = pytest.mark.slow
ONE = (
    "{text: draft-plan, version: 4, block: need, call: regional-needs, participant: amcen, statement: '1', "
    "disposition: reflected}"
)


def said(process: Process, number: int) -> set[tuple[str, str, str, str]]:
    """Of one version of the plan: paragraph, party, statement and what became of it."""
    rows = Source.objects.standing().filter(version__text__process=process, version__number=number)
    rows = rows.filter(version__text__key="draft-plan")
    return set(
        rows.values_list("key", "statement__version__submission__participant__key", "statement__key", "disposition")
    )


def test_each_version_takes_over_what_it_does_not_say_anew(igsp: Process) -> None:
    assert said(igsp, 1) == set()
    second, third, fourth = (said(igsp, number) for number in (2, 3, 4))
    unchanged = {
        ("task-institutions", "amcen", "1", "in_part"),
        ("continuity", "amcen", "1", "reflected"),
        ("task-law", "amcen", "2", "in_part"),
        ("national-coordination", "amcen", "5", "in_part"),
    }
    assert second & third & fourth == unchanged
    assert second - unchanged == {("centres", "amcen", "3", "in_part"), ("centres", "amcen", "4", "merged")}
    assert third - unchanged == {
        ("training", "amcen", "3", "reflected"),
        ("centres", "amcen", "4", "reflected"),
        ("centres-of-excellence", "amcen", "4", "merged"),
    }
    assert {row for row in fourth if row[1] == "com"} == {
        ("task-institutions", "com", "1", "merged"),
        ("task-reporting", "com", "2", "reflected"),
        ("national-coordination", "com", "3", "reflected"),
        ("", "com", "4", "not"),
    }


def test_it_counts_as_said_at_the_release_and_so_is_no_correction(igsp: Process) -> None:
    rows = Source.objects.filter(version__text__process=igsp).select_related("version")
    assert {(row.came_later, row.corrects) for row in rows} == {(False, None)}


def test_loaded_again_it_stays_as_it_is(igsp: Process, tmp_path: Path) -> None:
    before = said(igsp, 4)
    (tmp_path / "sources.yaml").write_text(f"sources:\n  - {ONE}\n")
    load_sources(tmp_path, igsp, by="test")
    assert said(igsp, 4) == before


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("draft-plan", "plan"), "“text” refers to “plan”"),
        (("version: 4", "version: 9"), "The text “draft-plan” has no version 9."),
        (("statement: '1'", "statement: '9'"), "“9” is no statement that was filed there; there are: "),
        (("reflected", "error"), "“error” is not one of: reflected, in_part, merged, not."),
        (("block: need", "block: lost"), "“block” refers to “lost”, which does not exist; there are: "),
        (("block: need, ", ""), "A statement that is not reflected has no paragraph; every other has one."),
        (("reflected", "not"), "Say why the statement is not reflected."),
    ],
)
def test_what_cannot_be_is_refused_at_its_line(
    igsp: Process, tmp_path: Path, wrong: tuple[str, str], says: str
) -> None:
    with given():
        Source.objects.all()._raw_delete("default")
    (tmp_path / "sources.yaml").write_text(f"sources:\n  - {ONE.replace(*wrong)}\n")
    with gathered() as mistakes:
        load_sources(tmp_path, igsp, by="test")
    (mistake,) = mistakes.found
    assert (mistake.path.name, mistake.line, says in mistake.message) == ("sources.yaml", 2, True), mistake.message
    assert TextVersion.objects.get(text__key="draft-plan", text__process=igsp, number=4).sources.count() == 0


def test_a_process_of_another_kind_has_them_through_splits_and_articles(db: None) -> None:
    call_command("load_process", str(PROCESSES / "inc"), verbosity=0)
    rows = Source.objects.filter(version__text__process__slug="inc")
    found = rows.order_by("pk").values_list(
        "version__number", "key", "statement__version__submission__participant__key", "disposition"
    )
    assert sorted(found) == [
        (2, "register-bis", "prt", "merged"),
        (2, "retrieval", "atoll-states", "in_part"),
        (3, "", "prt", "not"),
        (3, "marking-nets", "atoll-states", "reflected"),
        (3, "retrieval", "atoll-states", "in_part"),
        (3, "retrieval-costs", "atoll-states", "in_part"),
    ]
