"""docs/process-folder.md tells the truth: its example loads as it stands, and its tables name every key."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from igsp_portal.foundations.datafiles import Row
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.management.parts import FILES
from meetings.models import Process

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
    lists = {"meetings", "letters", "inputs", "documents", "calls", "submissions"}
    for name, section in SECTIONS.items():
        if name == "states.csv" or name.endswith("/en.yaml"):
            continue
        path = Path(name).name
        known = asked[path] - (lists if path.removesuffix(".yaml") in lists and path != "letters.yaml" else {"letters"})
        assert (path, keys_in_tables(section)) == (path, known)
