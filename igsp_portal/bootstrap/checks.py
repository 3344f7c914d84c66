"""`manage.py test`: every check in one order, each under its headline, and one plain count at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from igsp_portal.bootstrap import system
from igsp_portal.bootstrap.ground import ROOT, say

HELP = """usage: python3 manage.py test [--fast] [what pytest takes]

Runs every check and every test, on SQLite and on a PostgreSQL of its own, and ends with a plain count.

  --fast             SQLite only, without the browser and the slow tests
  tests/meetings     the tests of a folder, of a file, or one of them, as pytest takes them
  -k WORDS, -x, …    any other option of pytest"""
KEPT = {"PORTAL_CHROMIUM", "PORTAL_PICTURES", "PORTAL_VENV", "PORTAL_WALK"}
NO_TESTS = 5  # pytest's exit code when nothing was selected


@dataclass(frozen=True)
class Part:
    """One check or suite of tests: its headline, its command, and what has to be there for it to run."""

    headline: str
    command: list[str]
    lacks: str = ""


@dataclass(frozen=True)
class Tally:
    """How many checks or tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"

    @property
    def tests(self) -> int:
        return self.passed + self.failed + self.skipped


@dataclass(frozen=True)
class Result:
    """What came of a part."""

    part: Part
    tally: Tally
    seconds: float
    output: str = field(default="", repr=False)


def run(arguments: list[str]) -> int:
    """Run every part, with `--fast` the quick ones; other arguments are pytest's. Returns the exit code."""
    selection = [argument for argument in arguments if argument != "--fast"]
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        environment(os.environ, Path(folder))
        checked = list(_run_checks(checks()))
        tested = [
            _run_suite(part, Path(folder), narrowed=bool(selection))
            for part in suites(selection, fast="--fast" in arguments)
        ]
    total = sum((result.tally for result in checked + tested), Tally())
    _say_results(checked + tested)
    if not any(result.tally.tests for result in tested):
        say("No test was selected.")
        total += Tally(failed=1)
    print(total, flush=True)
    return 1 if total.failed else 0


def environment(variables: os._Environ[str], folder: Path) -> None:
    """Make the variables those of a test: nothing of a real portal's, data in a folder that goes away."""
    for name in [name for name in variables if name.startswith("PORTAL_") and name not in KEPT]:
        del variables[name]
    variables.update(
        DATABASE_URL="sqlite://:memory:",
        DJANGO_SETTINGS_MODULE="tests.settings",
        PORTAL_HTTPS="0",
        PORTAL_SECRET_KEY="a key for tests, which keep nothing",  # noqa: S106
        PORTAL_VAR=str(folder),
    )


def checks() -> list[Part]:
    """The parts that run no test, from the quickest to the slowest."""
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    return [
        Part("Style of the code", [_tool("ruff"), "check", "."]),
        Part("Layout of the code", [_tool("ruff"), "format", "--check", "."]),
        Part("Layout of the templates", [_tool("djade"), "--check", "--target-version", "5.2", *templates]),
        Part("What may import what", [_tool("lint-imports")]),
        Part(
            "Migrations match the models",
            [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
        ),
        Part("Types", [_tool("mypy")]),
    ]


def suites(selection: list[str], fast: bool) -> list[Part]:
    """The runs of pytest, for these arguments of its own."""
    pytest = [sys.executable, "-m", "pytest", "-q", "-m"]
    plain = [*pytest, "not browser and not slow" if fast else "not browser", "--ignore=tests/browser", "-n2"]
    has_path = any(not word.startswith("-") and Path(word.split("::")[0]).exists() for word in selection)
    driven = [*pytest, "browser", *([] if has_path else ["tests/browser"])]
    # Tables straight from the models: that migrations lead to the same is a check, and PostgreSQL runs them.
    quick = [Part("Tests on SQLite", [*plain, "--nomigrations", *selection])]
    if fast:
        return quick
    return [
        *quick,
        Part(
            "Tests on PostgreSQL",
            [*plain, "-p", "tests.plugins.postgres", *selection],
            lacks="" if system.postgres_folder() else "PostgreSQL",
        ),
        Part(
            "Tests in a browser",
            [*driven, *selection],
            lacks="" if system.chromium() else "Chromium",
        ),
    ]


def tally(report: Path, code: int, narrowed: bool) -> Tally:
    """Count a suite from its JUnit report; a run that ended badly, or ran nothing, counts as one failure.

    When the caller narrowed the selection, a suite may be left with no test.
    """
    if code == NO_TESTS and narrowed:
        return Tally()
    counted = _read(report)
    if not counted.tests or (code and not counted.failed):
        return counted + Tally(failed=1)
    return counted


def _read(report: Path) -> Tally:
    try:
        suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 - pytest wrote it just now
    except (OSError, ElementTree.ParseError):
        return Tally()
    if suite is None:
        return Tally()
    tests, failures, errors, skipped = (int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped"))
    return Tally(max(0, tests - failures - errors - skipped), failures + errors, skipped)


def _tool(name: str) -> str:
    """The path of a tool, first beside the Python that runs."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or name


def _run_checks(parts: list[Part]) -> Iterator[Result]:
    """Run the checks two at a time, and show each one's words in order."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        for result in pool.map(_run_check, parts):
            _headline(result.part)
            if result.tally.failed:
                print(result.output, flush=True)
            yield result


def _run_check(part: Part) -> Result:
    began = time.monotonic()
    try:
        done = subprocess.run(part.command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        failed, output = bool(done.returncode), done.stdout
    except OSError as error:
        failed, output = True, str(error)
    return Result(part, Tally(int(not failed), int(failed)), time.monotonic() - began, output)


def _run_suite(part: Part, folder: Path, narrowed: bool) -> Result:
    """Run pytest with its output shown as it comes."""
    began = time.monotonic()
    _headline(part)
    if part.lacks:
        say(f"{part.lacks} is missing, and with it this part: that is a failure.")
        return Result(part, Tally(failed=1), 0.0)
    report = folder / f"{part.headline}.xml"
    done = subprocess.run([*part.command, f"--junitxml={report}"], cwd=ROOT)
    return Result(part, tally(report, done.returncode, narrowed), time.monotonic() - began)


def _headline(part: Part) -> None:
    print(flush=True)
    say(f"== {part.headline}")


def _say_results(results: list[Result]) -> None:
    print(flush=True)
    for result in results:
        verdict = "FAILED" if result.tally.failed else "passed"
        print(f"  {verdict}  {result.part.headline} ({result.tally}) in {result.seconds:.1f} s")
