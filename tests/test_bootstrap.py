"""The two commands before Django: environment, locks, system packages, and the count of the checks."""

import ast
import errno
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from igsp_portal import bootstrap, bootstrap_checks, bootstrap_demo, bootstrap_system, bootstrap_venv
from igsp_portal.bootstrap import ROOT, Refusal
from igsp_portal.bootstrap_checks import Tally

FULL_DISK = OSError(errno.ENOSPC, "No space left on device")
JUNIT = '<testsuites><testsuite tests="{}" failures="{}" errors="0" skipped="{}"/></testsuites>'


def pins(lock):
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", lock.read_text(), re.MULTILINE))


def report(folder, tests=0, failures=0, skipped=0):
    path = folder / "report.xml"
    path.write_text(JUNIT.format(tests, failures, skipped))
    return path


# An older Python, a bare Python


def test_an_old_python_is_told_which_one_is_needed(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or later; this is Python 3\.9\."):
        runpy.run_path(str(ROOT / "manage.py"))


@pytest.mark.parametrize("path", sorted(ROOT.glob("igsp_portal/bootstrap*.py")), ids=lambda path: path.name)
def test_the_bootstrap_needs_nothing_that_it_installs(path):
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    foreign = {name.split(".")[0] for name in names} - sys.stdlib_module_names
    assert foreign <= {"igsp_portal", "benchmarks", "django"}
    assert {name for name in names if name.startswith("django")} <= {"django.core.management"}


# The environment and its locks


def test_the_locks_name_no_index_and_hash_every_package():
    for lock in (bootstrap_venv.RUN_LOCK, bootstrap_venv.TEST_LOCK):
        assert "://" not in lock.read_text()
        entries = re.findall(r"^[a-z].*==.*$", lock.read_text(), re.MULTILINE)
        hashed = re.findall(r"^[a-z].*==.* \\\n    --hash=sha256:", lock.read_text(), re.MULTILINE)
        assert len(hashed) == len(entries)


def test_the_two_locks_agree_where_they_meet():
    run, test = pins(bootstrap_venv.RUN_LOCK), pins(bootstrap_venv.TEST_LOCK)
    assert {name: test[name] for name in run.keys() & test} == {name: run[name] for name in run.keys() & test}


def test_a_changed_lock_changes_its_line_of_the_stamp_alone(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1\n")
    before = bootstrap_venv.stamp(tmp_path, [lock])
    lock.write_text("a==2\n")
    after = bootstrap_venv.stamp(tmp_path, [lock])
    assert (before[0], before[1] == after[1]) == (after[0], False)


def test_the_environment_stands_where_it_is_told(monkeypatch, tmp_path):
    monkeypatch.delenv("PORTAL_VENV", raising=False)
    assert bootstrap_venv.folder() == ROOT / ".venv"
    monkeypatch.setenv("PORTAL_VENV", str(tmp_path))
    assert bootstrap_venv.folder() == tmp_path
    monkeypatch.setenv("PORTAL_VENV", "")
    assert bootstrap_venv.folder() is None


def test_a_broken_installation_is_begun_anew(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(bootstrap_venv, "_install", lambda python, lock: (_ for _ in ()).throw(Refusal("no")))
    with pytest.raises(Refusal, match="no"):
        bootstrap_venv.prepare("demo")
    installed = []
    monkeypatch.setattr(bootstrap_venv, "_install", lambda python, lock: installed.append(lock.name))
    assert bootstrap_venv.prepare("test") == str(tmp_path / "venv/bin/python")
    assert installed == ["requirements.lock", "requirements-test.lock"]
    assert bootstrap_venv.prepare("demo") == str(tmp_path / "venv/bin/python")
    assert len(installed) == 2


def test_an_environment_that_is_a_link_is_left_to_those_it_belongs_to(monkeypatch, tmp_path):
    theirs, link = tmp_path / "theirs", tmp_path / ".venv"
    theirs.mkdir()
    (theirs / "kept").touch()
    link.symlink_to(theirs)
    monkeypatch.setenv("PORTAL_VENV", str(link))
    monkeypatch.setattr(bootstrap_venv, "_install", lambda python, lock: None)
    with pytest.raises(Refusal, match=r"is a link to .*/theirs\. Remove the link"):
        bootstrap_venv.prepare("demo")
    assert [path.name for path in theirs.iterdir()] == ["kept"]


@pytest.mark.parametrize("lock", [bootstrap_venv.RUN_LOCK, bootstrap_venv.TEST_LOCK], ids=lambda lock: lock.name)
def test_a_lock_is_dealt_out_whole_and_evenly(lock, tmp_path):
    dealt = bootstrap_venv.parts(lock.read_text(), 3)
    whole, thirds = tmp_path / "whole", [tmp_path / "0", tmp_path / "1", tmp_path / "2"]
    whole.write_text("".join(dealt))
    for third, part in zip(thirds, dealt, strict=True):
        third.write_text(part)
    assert (pins(whole), whole.read_text().count("--hash=")) == (pins(lock), lock.read_text().count("--hash="))
    assert {len(pins(third)) for third in thirds} <= {len(pins(lock)) // 3, len(pins(lock)) // 3 + 1}


def test_every_part_of_a_failed_installation_is_told(monkeypatch, tmp_path):
    (tmp_path / "lock").write_text("a==1 \\\n    --hash=sha256:0\nb==2 \\\n    --hash=sha256:1\n")
    pip = "import pathlib, sys; words = pathlib.Path(sys.argv[1]).read_text(); print(words); sys.exit('b' in words)"

    def start(python, file):
        return subprocess.Popen([sys.executable, "-c", pip, str(file)], stdout=subprocess.PIPE, text=True)

    monkeypatch.setattr(bootstrap_venv, "_start_pip", start)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with pytest.raises(Refusal, match="(?s)could not be installed.*b==2"):
        bootstrap_venv._install(tmp_path / "bin" / "python", tmp_path / "lock")


def test_a_disk_that_is_full_before_pip_begins_is_told_too(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(bootstrap_venv, "_install", lambda python, lock: (_ for _ in ()).throw(FULL_DISK))
    with pytest.raises(Refusal, match="is full: free about 700 MB"):
        bootstrap_venv.prepare("demo")


def test_what_is_compiled_is_kept_even_where_the_shell_forbids_it_beside_the_source(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.setenv("PORTAL_VENV", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    bootstrap_venv.keep_bytecode()
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
    assert os.environ["PYTHONPYCACHEPREFIX"] == sys.pycache_prefix == str(tmp_path / "bytecode")
    assert not sys.dont_write_bytecode


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "is full"),
        ("PermissionError: [Errno 13] Permission denied", "cannot be written"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "is not the one that was locked"),
        ("Could not find a version", "Is the package index reached"),
    ],
)
def test_a_failed_installation_says_what_to_do(output, advice):
    assert advice in bootstrap_venv._explained("It failed.", output)


# The system


def test_the_line_to_type_names_every_package(monkeypatch):
    monkeypatch.setattr(bootstrap_system, "has_tool", lambda name: True)
    assert bootstrap_system.exact_line(["postgresql", "chromium"]) == (
        "Type: sudo apt-get install -y --no-install-recommends postgresql chromium"
    )


def test_who_may_not_install_is_told_what_is_missing(monkeypatch, capsys):
    need = bootstrap_system.Need("libpango-1.0-0", "PDF files", lambda: False)
    monkeypatch.setitem(bootstrap_system.NEEDS, "demo", [need])
    monkeypatch.setattr(bootstrap_system, "can_install", lambda: False)
    assert bootstrap_system.start_installing("demo") is None
    assert "Missing: libpango-1.0-0, for PDF files" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["demo", "test"])
def test_nothing_is_missing_where_the_tests_run(command):
    assert bootstrap_system.missing(command) == []


def test_an_unknown_library_is_missing():
    assert not bootstrap_system.has_library("of-nothing")


# The environment of a demonstration


def test_a_demonstration_takes_nothing_of_a_real_portal():
    environment = {
        "DATABASE_URL": "postgres://portal@db/portal",
        "PORTAL_MAIL_URL": "smtp://mail",
        "PORTAL_HOSTS": "portal.example.org",
        "GUNICORN_CMD_ARGS": "--bind 0.0.0.0:80",
        "PORTAL_TODAY": "",
        "PATH": "/usr/bin",
    }
    bootstrap_demo.set_environment(environment)
    assert environment == {
        "PATH": "/usr/bin",
        "PORT": "8000",
        "PORTAL_ADDRESS": "http://127.0.0.1:8000",
        "PORTAL_DEMO": "1",
        "PORTAL_TODAY": "",
        "PORTAL_VAR": str(ROOT / "var"),
    }


def test_a_demonstration_stands_on_the_day_of_its_process(tmp_path):
    environment = {"PORTAL_VAR": str(tmp_path)}
    bootstrap_demo.set_environment(environment)
    assert environment["PORTAL_TODAY"] == "2004-10-15"


@pytest.mark.parametrize("value", ["0", "65536", "eighty", "-1", "８０００", "80.5"])
def test_what_is_no_port_is_refused(value):
    with pytest.raises(Refusal, match="write a number from 1 to 65535"):
        bootstrap_demo.port(value)


def test_the_real_clock_is_asked_for_with_an_empty_day():
    assert [bootstrap_demo.today(value) for value in ("", "2004-12-01", None)] == ["", "2004-12-01", "2004-10-15"]


def test_what_is_no_day_is_refused():
    with pytest.raises(Refusal, match="write a day as 2004-10-15"):
        bootstrap_demo.today("tomorrow")


def test_a_data_folder_that_cannot_be_made_is_refused_with_advice(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="PORTAL_VAR=/another/folder"):
        bootstrap_demo.data_folder(str(tmp_path / "file" / "var"))


def test_a_full_disk_is_noticed_before_any_work():
    if not os.path.exists("/dev/full"):
        pytest.skip("only where there is a device that is always full")
    with pytest.raises(Refusal, match="cannot be used"):
        bootstrap_demo.data_folder("/dev/full/var")


def test_trying_a_data_folder_leaves_nothing_in_it(tmp_path):
    assert bootstrap_demo.data_folder(str(tmp_path / "var")) == tmp_path / "var"
    assert list((tmp_path / "var").iterdir()) == []


# The count of the checks


def test_a_suite_is_counted_test_by_test(tmp_path):
    assert bootstrap_checks.tally(report(tmp_path, 9, 2, 3), 1, narrowed=False) == Tally(4, 2, 3)


def test_a_suite_without_a_test_is_a_failure(tmp_path):
    assert bootstrap_checks.tally(report(tmp_path), 5, narrowed=False) == Tally(failed=1)


def test_a_narrowed_run_may_leave_a_suite_empty(tmp_path):
    assert bootstrap_checks.tally(report(tmp_path), 5, narrowed=True) == Tally()


def test_a_run_that_broke_off_is_a_failure(tmp_path):
    assert bootstrap_checks.tally(tmp_path / "none.xml", 3, narrowed=True) == Tally(failed=1)
    assert bootstrap_checks.tally(report(tmp_path, 3), 1, narrowed=False) == Tally(3, 1)


def test_the_last_line_is_a_plain_count():
    assert str(Tally(3, 1)) == "3 passed, 1 failed"
    assert str(Tally(3, 0) + Tally(1, 0, 2)) == "4 passed, 0 failed, 2 skipped"


def test_the_quick_run_has_no_server_and_no_browser():
    assert [part.headline for part in bootstrap_checks.suites([], fast=True)] == ["Tests on SQLite"]


def test_a_missing_server_is_a_failure_and_not_a_skip(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bootstrap_system, "postgres_folder", lambda: None)
    part = bootstrap_checks.suites([], fast=False)[1]
    assert bootstrap_checks._run_suite(part, tmp_path, narrowed=False).tally == Tally(failed=1)
    assert "PostgreSQL is missing" in capsys.readouterr().out


def test_a_path_given_by_hand_replaces_the_whole_suite():
    chosen = bootstrap_checks.suites(["tests/test_bootstrap.py"], fast=False)[2]
    assert chosen.command[-1] == "tests/test_bootstrap.py"
    assert "tests/browser" not in chosen.command


def test_progress_is_led_by_the_seconds_since_the_start(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "_started", bootstrap.time.time() - 12)
    bootstrap.say("Typesetting the papers")
    assert capsys.readouterr().out == "[ 12 s] Typesetting the papers\n"


def test_ci_runs_what_the_readme_says():
    assert "python3 manage.py test\n" in Path(ROOT / ".ci" / "run").read_text()
