"""Nobody but its owner and group reads the file of an embedded database, whatever the umask was."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

from igsp_portal.foundations.files.database import close_to_others


@pytest.fixture(autouse=True)
def usual_umask(django_db_blocker: Any) -> Iterator[None]:
    before = os.umask(0o022)
    with django_db_blocker.unblock():
        yield
    os.umask(before)


def opened(path: Path) -> DatabaseWrapper:
    """A database of that file as the portal opens it, with something written."""
    options = {"init_command": "PRAGMA journal_mode=WAL;"}
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options, "TIME_ZONE": None}
    rest = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False}
    database = DatabaseWrapper({**settings, **rest, "TEST": {}}, alias="embedded")
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS t (x)")
        cursor.execute("INSERT INTO t VALUES (1)")
    return database


def modes(folder: Path) -> dict[str, str]:
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()}


def test_a_new_database_and_what_lies_beside_it_is_closed_to_others(tmp_path: Path) -> None:
    database = opened(tmp_path / "portal.sqlite3")
    names = ("portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm")
    assert modes(tmp_path) == dict.fromkeys(names, "0o640")
    database.close()


def test_one_that_was_open_to_others_is_closed_when_it_is_used_again(tmp_path: Path) -> None:
    path = tmp_path / "portal.sqlite3"
    opened(path).close()
    path.chmod(0o644)
    opened(path).close()
    assert modes(tmp_path) == {"portal.sqlite3": "0o640"}


def test_one_that_is_closed_further_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "portal.sqlite3"
    opened(path).close()
    path.chmod(0o600)
    opened(path).close()
    assert modes(tmp_path) == {"portal.sqlite3": "0o600"}


def test_a_database_in_memory_has_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    close_to_others(opened(Path(":memory:")))
    assert modes(tmp_path) == {}
