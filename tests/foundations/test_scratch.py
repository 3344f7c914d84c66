"""The engine's files while it sets lie below PORTAL_VAR, and what a killed process leaves there is removed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from igsp_portal.foundations.paper import pdf, scratch
from tests.papers import PAPERS, page_of

KILLED = """
import os, signal, sys, pathlib
from igsp_portal.foundations.paper import pdf, scratch
scratch.use(pathlib.Path(sys.argv[1]))
pdf.laid_out = lambda *given, **options: os.kill(os.getpid(), signal.SIGKILL)
pdf.typeset("<p>Text", language="en", title="A paper")
"""


@pytest.fixture(autouse=True)
def home(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(scratch, "_given", tmp_path / "typesetting")
    monkeypatch.setattr(scratch, "_ours", None)
    return tmp_path / "typesetting"


def below(home: Path) -> list[Path]:
    return [path for folder in home.iterdir() if folder.is_dir() for path in folder.iterdir() if path.is_dir()]


@pytest.mark.slow
def test_nothing_is_written_to_the_systems_temporary_folder(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "a folder that is not there"))
    paper = PAPERS["en"]
    assert pdf.typeset(page_of(paper), language="en", title=paper.title).startswith(b"%PDF")
    assert below(home) == []


@pytest.mark.slow
def test_what_a_killed_process_has_left_is_removed_by_the_next_that_sets(home: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(home)]
    assert subprocess.run(command, cwd=settings.BASE_DIR).returncode == -9
    assert len(below(home)) == 1
    pdf.typeset("<p>Text", language="en", title="A paper")
    assert below(home) == []


def test_a_process_keeps_one_folder_and_makes_it_anew_when_somebody_has_removed_it(home: Path) -> None:
    first = scratch.folder()
    assert scratch.folder() == first
    (first / "held").unlink()
    first.rmdir()
    assert scratch.folder().is_dir()
