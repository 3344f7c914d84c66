"""`manage.py test`: its parts, and the plain count at its end."""

from pathlib import Path

from igsp_portal.bootstrap import checks, system
from igsp_portal.bootstrap.checks import Tally
from igsp_portal.bootstrap.ground import ROOT

JUNIT = '<testsuites><testsuite tests="{}" failures="{}" errors="0" skipped="{}"/></testsuites>'


def report(folder, tests=0, failures=0, skipped=0):
    path = folder / "report.xml"
    path.write_text(JUNIT.format(tests, failures, skipped))
    return path


def test_a_suite_is_counted_test_by_test(tmp_path):
    assert checks.tally(report(tmp_path, 9, 2, 3), 1, narrowed=False) == Tally(4, 2, 3)


def test_a_suite_without_a_test_is_a_failure(tmp_path):
    assert checks.tally(report(tmp_path), 5, narrowed=False) == Tally(failed=1)


def test_a_narrowed_run_may_leave_a_suite_empty(tmp_path):
    assert checks.tally(report(tmp_path), 5, narrowed=True) == Tally()


def test_a_run_that_broke_off_is_a_failure(tmp_path):
    assert checks.tally(tmp_path / "none.xml", 3, narrowed=True) == Tally(failed=1)
    assert checks.tally(report(tmp_path, 3), 1, narrowed=False) == Tally(3, 1)


def test_the_last_line_is_a_plain_count():
    assert str(Tally(3, 1)) == "3 passed, 1 failed"
    assert str(Tally(3, 0) + Tally(1, 0, 2)) == "4 passed, 0 failed, 2 skipped"


def test_the_quick_run_has_no_server_and_no_browser():
    assert [part.headline for part in checks.suites([], fast=True)] == ["Tests on SQLite"]


def test_a_missing_server_is_a_failure_and_not_a_skip(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(system, "postgres_folder", lambda: None)
    part = checks.suites([], fast=False)[1]
    assert checks._run_suite(part, tmp_path, narrowed=False).tally == Tally(failed=1)
    assert "PostgreSQL is missing" in capsys.readouterr().out


def test_a_path_given_by_hand_replaces_the_whole_suite():
    chosen = checks.suites(["tests/bootstrap/test_checks.py"], fast=False)[2]
    assert chosen.command[-1] == "tests/bootstrap/test_checks.py"
    assert "tests/browser" not in chosen.command


def test_ci_runs_what_the_readme_says():
    assert "python3 manage.py test\n" in Path(ROOT / ".ci" / "run").read_text()
