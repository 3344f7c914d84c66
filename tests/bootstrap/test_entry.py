"""The way in: an older Python, a bare Python, and who is handed a command."""

import os
import runpy
import subprocess
import sys

import pytest

from benchmarks.run import PARTS
from igsp_portal.bootstrap import entry, ground
from igsp_portal.bootstrap.ground import ROOT, Refusal

FLOORS = {
    "ground": set(),
    "system": {"ground"},
    "venv": {"ground", "system"},
    "checks": {"ground", "system"},
    "demo": {"ground"},
    "postgres": {"ground", "system"},
    "entry": {"ground", "system", "venv", "checks", "demo"},
}
LOADED = """
import sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
__import__(sys.argv[2])
print(*(name for name in set(sys.modules) - before if name.split('.')[0] not in sys.stdlib_module_names))
"""


@pytest.fixture
def inside(monkeypatch):
    """The Python of the environment, to which a first one has handed the command on."""
    monkeypatch.setenv(ground.STARTED, "1000.0")
    monkeypatch.setattr(ground, "_started", 2000.0)


def loaded(module):
    """What a Python without any package loads for a module, apart from its own library."""
    command = [sys.executable, "-I", "-S", "-c", LOADED, str(ROOT), module]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_an_old_python_is_told_which_one_is_needed(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or later; this is Python 3\.9\."):
        runpy.run_path(str(ROOT / "manage.py"))


@pytest.mark.parametrize("floor", FLOORS)
def test_each_floor_needs_nothing_but_those_below_it(floor):
    house = {"igsp_portal", "igsp_portal.bootstrap"}
    below = {f"igsp_portal.bootstrap.{name}" for name in {floor} | FLOORS[floor]}
    assert loaded(f"igsp_portal.bootstrap.{floor}") == house | below


def test_every_file_of_the_bootstrap_has_its_floor():
    assert {path.stem for path in ROOT.glob("igsp_portal/bootstrap/*.py")} == {"__init__", *FLOORS}


def test_a_command_from_above_is_handed_the_words_behind_its_name(inside):
    handed = []

    def weigh(words):
        handed.append(words)
        return 3

    with pytest.raises(SystemExit) as end:
        entry.main(["manage.py", "weigh", "bread", "--fast"], {"weigh": weigh})
    assert (end.value.code, handed) == (3, [["bread", "--fast"]])


def test_a_refusal_ends_in_its_own_words(inside):
    def refuse(words):
        raise Refusal("Bring flour.")

    with pytest.raises(SystemExit) as end:
        entry.main(["manage.py", "weigh"], {"weigh": refuse})
    assert end.value.code == "\nBring flour."


def test_the_clock_goes_on_in_the_environments_python(inside):
    with pytest.raises(SystemExit):
        entry.main(["manage.py", "weigh"], {"weigh": lambda words: 0})
    assert (ground._started, ground.STARTED in os.environ) == (1000.0, False)


def test_progress_is_led_by_the_seconds_since_the_start(monkeypatch, capsys):
    monkeypatch.setattr(ground, "_started", ground.time.time() - 12)
    ground.say("Typesetting the papers")
    assert capsys.readouterr().out == "[ 12 s] Typesetting the papers\n"


def test_benchmarks_are_started_by_either_name():
    for start in (["manage.py", "benchmark"], ["-m", "benchmarks"]):
        environment = {**os.environ, "PORTAL_VENV": ""}
        done = subprocess.run(
            [sys.executable, *start, "bread"], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        parts = ", ".join(PARTS)
        assert (done.returncode, done.stdout) == (2, f"There is no part bread; the parts are: {parts}.\n")


@pytest.mark.parametrize("asked", ["-h", "--help"])
def test_what_the_tests_take_is_said_before_anything_is_installed(monkeypatch, capsys, asked):
    monkeypatch.delenv(ground.STARTED, raising=False)
    monkeypatch.setattr(entry, "_prepare", lambda argv: pytest.fail("It prepared the tests."))
    with pytest.raises(SystemExit) as ended:
        entry.main(["manage.py", "test", asked], {})
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("usage: python3 manage.py test [--fast] [what pytest takes]")
