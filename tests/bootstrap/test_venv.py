"""The environment and its locks: made once, completed when a lock changes, and told of in words."""

import errno
import os
import re
import subprocess
import sys

import pytest

from igsp_portal.bootstrap import venv
from igsp_portal.bootstrap.ground import ROOT, Refusal

FULL_DISK = OSError(errno.ENOSPC, "No space left on device")


def pins(lock):
    """The version of each package, which may differ from one Python to the next."""
    found = re.findall(r"^([a-z0-9-]+)==([^ ;]+)( ;.*)?", lock.read_text(), re.MULTILINE)
    return {name + pythons: version for name, version, pythons in found}


def test_the_locks_name_no_index_and_hash_every_package():
    for lock in (venv.RUN_LOCK, venv.TEST_LOCK):
        assert "://" not in lock.read_text()
        entries = re.findall(r"^[a-z].*==.*$", lock.read_text(), re.MULTILINE)
        hashed = re.findall(r"^[a-z].*==.* \\\n    --hash=sha256:", lock.read_text(), re.MULTILINE)
        assert len(hashed) == len(entries)


def test_the_two_locks_agree_where_they_meet():
    run, test = pins(venv.RUN_LOCK), pins(venv.TEST_LOCK)
    assert {name: test[name] for name in run.keys() & test} == {name: run[name] for name in run.keys() & test}


def test_a_changed_lock_changes_its_line_of_the_stamp_alone(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1\n")
    before = venv.stamp(tmp_path, [lock])
    lock.write_text("a==2\n")
    after = venv.stamp(tmp_path, [lock])
    assert (before[0], before[1] == after[1]) == (after[0], False)


def test_the_environment_stands_where_it_is_told(monkeypatch, tmp_path):
    monkeypatch.delenv("PORTAL_VENV", raising=False)
    assert venv.folder() == ROOT / ".venv"
    monkeypatch.setenv("PORTAL_VENV", str(tmp_path))
    assert venv.folder() == tmp_path
    monkeypatch.setenv("PORTAL_VENV", "")
    assert venv.folder() is None


def test_a_broken_installation_is_begun_anew(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(venv, "_install", lambda python, lock: (_ for _ in ()).throw(Refusal("no")))
    with pytest.raises(Refusal, match="no"):
        venv.prepare("demo")
    installed = []
    monkeypatch.setattr(venv, "_install", lambda python, lock: installed.append(lock.name))
    assert venv.prepare("test") == str(tmp_path / "venv/bin/python")
    assert installed == ["requirements.lock", "requirements-test.lock"]
    assert venv.prepare("demo") == str(tmp_path / "venv/bin/python")
    assert len(installed) == 2


def test_an_environment_that_is_a_link_is_left_to_those_it_belongs_to(monkeypatch, tmp_path):
    theirs, link = tmp_path / "theirs", tmp_path / ".venv"
    theirs.mkdir()
    (theirs / "kept").touch()
    link.symlink_to(theirs)
    monkeypatch.setenv("PORTAL_VENV", str(link))
    monkeypatch.setattr(venv, "_install", lambda python, lock: None)
    with pytest.raises(Refusal, match=r"is a link to .*/theirs\. Remove the link"):
        venv.prepare("demo")
    assert [path.name for path in theirs.iterdir()] == ["kept"]


@pytest.mark.parametrize("lock", [venv.RUN_LOCK, venv.TEST_LOCK], ids=lambda lock: lock.name)
def test_a_lock_is_dealt_out_whole_and_evenly(lock, tmp_path):
    dealt = venv.parts(lock.read_text(), 3)
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

    monkeypatch.setattr(venv, "_start_pip", start)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with pytest.raises(Refusal, match="(?s)could not be installed.*b==2"):
        venv._install(tmp_path / "bin" / "python", tmp_path / "lock")


def test_a_disk_that_is_full_before_pip_begins_is_told_too(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(venv, "_install", lambda python, lock: (_ for _ in ()).throw(FULL_DISK))
    with pytest.raises(Refusal, match="is full: free about 700 MB"):
        venv.prepare("demo")


def test_what_is_compiled_is_kept_even_where_the_shell_forbids_it_beside_the_source(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.setenv("PORTAL_VENV", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    venv.keep_bytecode()
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
    assert advice in venv._explained("It failed.", output)
