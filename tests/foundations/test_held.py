"""Folders that a process holds: known from those of the dead, however these have ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from igsp_portal.foundations import held

HOLD = "import sys, pathlib; from igsp_portal.foundations import held; h = held.hold(pathlib.Path(sys.argv[1]));"
WAIT = "print(h is not None, flush=True); sys.stdin.read()"


class Other:
    """Another process, which wants to hold a folder and then waits."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-c", HOLD + WAIT, str(folder)]
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.holds = self.process.stdout.readline() == "True\n"  # type: ignore[union-attr]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def others() -> Iterator[list[Other]]:
    started: list[Other] = []
    yield started
    for other in started:
        other.kill()


def left_in(home: Path) -> list[str]:
    with held.left_in(home) as folders:
        return [folder.name for folder in folders]


def test_a_folder_is_held_by_one_process_until_it_is_killed(tmp_path: Path, others: list[Other]) -> None:
    others.append(Other(tmp_path / "one"))
    assert (others[0].holds, Other(tmp_path / "one").holds, held.hold(tmp_path / "one")) == (True, False, None)
    others[0].kill()
    assert held.hold(tmp_path / "one") is not None


def test_what_the_dead_have_left_is_removed_and_what_is_in_use_stays(tmp_path: Path, others: list[Other]) -> None:
    others += [Other(tmp_path / "dead"), Other(tmp_path / "living")]
    ours = held.hold(tmp_path / "ours")
    others[0].kill()
    (tmp_path / "dead" / "font").write_text("of a killed process")
    assert left_in(tmp_path) == ["dead"]
    assert sorted(folder.name for folder in tmp_path.iterdir() if folder.is_dir()) == ["living", "ours"]
    assert ours is not None


def test_what_could_not_be_dealt_with_is_left_for_the_next(tmp_path: Path) -> None:
    held.hold(tmp_path / "dead")
    with suppress(ZeroDivisionError), held.left_in(tmp_path):
        raise ZeroDivisionError
    assert (left_in(tmp_path), left_in(tmp_path)) == (["dead"], [])
