"""The worker outlasts its database: away, locked, read-only or gone in the middle, it waits, says so once, goes on."""

from __future__ import annotations

import faulthandler
import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django.db import OperationalError, connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from igsp_portal.management.commands import db_worker
from igsp_portal.models import Event

AWAY = "The database cannot be worked with; the worker waits for it."
BACK = "The database is back; the worker goes on."


class Bell:
    """What the task of these tests does: it rings, unless something is to happen first."""

    def __init__(self) -> None:
        self.rung, self.first = 0, [].clear


bell = Bell()


@task()
def ring() -> None:
    first, bell.first = bell.first, [].clear
    first()
    bell.rung += 1


@task()
def ring_in_vain() -> None:
    bell.rung += 1
    raise OperationalError("disk I/O error")


class Pauses:
    """Takes the place of waiting: notes each pause, and after the last one lets the trouble end."""

    def __init__(self, count: int, end: Callable[[], object]) -> None:
        self.count, self.end, self.noted = count, end, []  # type: ignore[var-annotated]

    def __call__(self, seconds: float) -> None:
        self.noted.append(seconds)
        if len(self.noted) == self.count:
            self.end()


@pytest.fixture(autouse=True)
def _a_worker_in_this_thread(monkeypatch: pytest.MonkeyPatch, queued: None) -> None:
    monkeypatch.setattr(bell, "rung", 0)
    monkeypatch.setattr(db_worker.Worker, "configure_signals", lambda worker: None)
    monkeypatch.setattr("django_tasks_db.utils.time", SimpleNamespace(sleep=lambda seconds: None))


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Callable[[], object]], Pauses]:
    def stand_in(count: int, end: Callable[[], object]) -> Pauses:
        pauses = Pauses(count, end)
        monkeypatch.setattr(db_worker, "sleep", pauses)
        return pauses

    return stand_in


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """A queue in an SQLite file of its own, set up as the portal's but for the patience, in place of the database."""
    path, ours = tmp_path / "portal.sqlite3", connections["default"]
    options = {"timeout": 0, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
    about = {**ours.settings_dict, "ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
    with django_db_blocker.unblock():
        connections["default"] = DatabaseWrapper(about, "default")
        with connections["default"].schema_editor() as tables:
            tables.create_model(DBTaskResult)
        yield path
        connections["default"].close()
        connections["default"] = ours


def work() -> None:
    """Let a worker do what is in the queue, and end."""
    command: Any = load_command_class(get_commands()["db_worker"], "db_worker")
    options = command.create_parser("manage.py", "db_worker").parse_args(["--batch", "--worker-id", "one"])
    command.handle(**{**vars(options), "startup_delay": False})


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def settings_of(**changed: str) -> None:
    """Move the database, as far as the next connection is concerned."""
    connections["default"].close()
    connections["default"].settings_dict.update(changed)


# SQLite in a file


def test_a_locked_file_is_waited_for(file: Path, wait: Any, caplog: pytest.LogCaptureFixture) -> None:
    ring.enqueue()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    pauses = wait(7, other.close)
    work()
    assert (bell.rung, pauses.noted) == (1, [1, 2, 4, 8, 15, 15, 15])
    assert said(caplog) == [f"{AWAY} database is locked", BACK]


def test_a_file_that_can_only_be_read_is_waited_for(file: Path, wait: Any, caplog: pytest.LogCaptureFixture) -> None:
    ring.enqueue()
    settings_of(NAME=f"file:{file}?mode=ro")
    pauses = wait(3, lambda: settings_of(NAME=str(file)))
    work()
    assert (bell.rung, pauses.noted) == (1, [1, 2, 4])
    assert said(caplog) == [f"{AWAY} attempt to write a readonly database", BACK]


def test_a_file_that_is_not_there_yet_is_waited_for(file: Path, wait: Any, caplog: pytest.LogCaptureFixture) -> None:
    ring.enqueue()
    settings_of(NAME=str(file.parent / "not mounted" / file.name))
    pauses = wait(2, lambda: settings_of(NAME=str(file)))
    work()
    assert (bell.rung, pauses.noted) == (1, [1, 2])
    assert said(caplog) == [f"{AWAY} unable to open database file", BACK]


def test_work_over_which_the_database_goes_away_is_done_when_it_is_back(
    file: Path, wait: Any, caplog: pytest.LogCaptureFixture
) -> None:
    ring.enqueue()
    wait(2, lambda: settings_of(NAME=str(file)))
    bell.first = lambda: settings_of(NAME=str(file.parent / "not mounted" / file.name))
    work()
    assert (bell.rung, DBTaskResult.objects.get().status) == (2, "SUCCESSFUL")
    assert said(caplog) == [
        f"{AWAY} unable to open database file",
        "Taking up again what a worker was killed over: 1",
        BACK,
    ]


def test_the_hour_that_a_task_may_take_is_not_counted_on_when_the_database_goes_away(
    file: Path, wait: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would end a worker that has nothing to do."""
    counted: list[str] = []
    monkeypatch.setattr(faulthandler, "dump_traceback_later", lambda *args, **options: counted.append("begun"))
    monkeypatch.setattr(faulthandler, "cancel_dump_traceback_later", lambda: counted.append("ended"))
    ring.enqueue()
    wait(2, lambda: settings_of(NAME=str(file)))
    bell.first = lambda: settings_of(NAME=str(file.parent / "not mounted" / file.name))
    work()
    assert counted == ["begun", "ended", "begun", "ended"]


def test_a_second_outage_is_said_again_and_waited_for_from_the_start(
    file: Path, wait: Any, caplog: pytest.LogCaptureFixture
) -> None:
    ring.enqueue()
    ring.enqueue()
    pauses = wait(2, lambda: settings_of(NAME=str(file)))

    def go_away() -> None:
        pauses.count = 5
        settings_of(NAME=str(file.parent / "not mounted" / file.name))

    bell.first = go_away
    settings_of(NAME=str(file.parent / "not mounted" / file.name))
    work()
    assert pauses.noted == [1, 2, 1, 2, 4]
    away = f"{AWAY} unable to open database file"
    assert said(caplog) == [away, BACK, away, "Taking up again what a worker was killed over: 1", BACK]


def test_who_asks_for_the_end_does_not_wait_for_the_database(file: Path, wait: Any) -> None:
    ring.enqueue()
    pauses = wait(1, lambda: (_ for _ in ()).throw(AssertionError("It waits, though it is to end.")))
    worker = db_worker.Worker(
        queue_names=["default"],
        interval=0,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="one",
        excluded_queue_names=[],
    )

    def end() -> None:
        settings_of(NAME=str(file.parent / "not mounted" / file.name))
        worker.running = False

    bell.first = end
    worker.run()
    settings_of(NAME=str(file))
    assert (pauses.noted, DBTaskResult.objects.get().status) == ([], "RUNNING")


# What the database breaks off is no fault of the task's


def test_a_task_that_the_database_broke_off_is_done_once_more(transactional_db: None) -> None:
    ring.enqueue()
    bell.first = lambda: (_ for _ in ()).throw(OperationalError("database is locked"))
    work()
    assert (bell.rung, DBTaskResult.objects.get().status) == (1, "SUCCESSFUL")
    assert [event.by_label for event in Event.objects.filter(verb="task.again")] == ["portal"]


def test_a_task_that_the_database_breaks_off_each_time_is_set_aside(transactional_db: None) -> None:
    ring_in_vain.enqueue()
    work()
    assert (bell.rung, DBTaskResult.objects.get().status) == (2, "FAILED")


# PostgreSQL


@pytest.fixture
def server(transactional_db: None) -> Iterator[None]:
    """The real server, to which the way is found again in the end."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server; its file is tried above.")
    host = connection.settings_dict["HOST"]
    yield
    settings_of(HOST=host)


def test_a_server_that_is_away_is_waited_for(
    server: None, wait: Any, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    ring.enqueue()
    host = connection.settings_dict["HOST"]
    settings_of(HOST=str(tmp_path))
    pauses = wait(6, lambda: settings_of(HOST=host))
    work()
    assert (bell.rung, pauses.noted) == (1, [1, 2, 4, 8, 15, 15])
    assert [words.startswith(AWAY) for words in said(caplog)] == [True, False]
    assert said(caplog)[1] == BACK


def test_a_server_that_takes_nothing_is_waited_for(server: None, wait: Any, caplog: pytest.LogCaptureFixture) -> None:
    ring.enqueue()
    before = connection.settings_dict["OPTIONS"]
    connection.close()
    connection.settings_dict["OPTIONS"] = {**before, "options": "-c default_transaction_read_only=on"}
    pauses = wait(3, lambda: connection.settings_dict.update(OPTIONS=before))
    work()
    assert (bell.rung, pauses.noted) == (1, [1, 2, 4])
    assert said(caplog) == [f"{AWAY} cannot execute SELECT FOR UPDATE in a read-only transaction", BACK]


def test_work_over_which_the_server_hangs_up_is_done_again(
    server: None, wait: Any, caplog: pytest.LogCaptureFixture
) -> None:
    ring.enqueue()
    wait(1, lambda: None)
    bell.first = lambda: connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")
    work()
    assert (bell.rung, DBTaskResult.objects.get().status) == (1, "SUCCESSFUL")
    assert said(caplog)[1:] == ["Taking up again what a worker was killed over: 1", BACK]
