"""Workers as they are run: processes beside each other, some of which are killed, on a real database."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from documents.library import actions as library
from documents.models import Document
from igsp_portal.foundations.worker import work
from meetings.models import Process

from .cast import given
from .worker_tasks import hang, kill_the_worker, note

pytestmark = pytest.mark.slow

SELECT = f'SELECT task_path, status FROM "{DBTaskResult._meta.db_table}" ORDER BY enqueued_at'
KILLED = -9
WORK = "import sys; from django.core.management import execute_from_command_line as run; run(sys.argv)"
IN_HASTE = f"""
import datetime, django
django.setup()
from igsp_portal.foundations.worker import work
work.LONGEST = datetime.timedelta(seconds=1)
{WORK}
"""
KILLED_WHILE_ISSUING = f"""
import os, signal, django
django.setup()
from documents.models import Document
kept = Document.save
def save(self, **how):
    kept(self, **how)
    os.kill(os.getpid(), signal.SIGKILL)
Document.save = save
{WORK}
"""


class Machine:
    """A machine with a database, on which workers are started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes = folder / "notes"
        self.file = folder / "portal.sqlite3"
        self.of_server = connection.vendor == "postgresql"
        self.workers: list[subprocess.Popen[bytes]] = []

    def turn_on(self) -> None:
        """Let the workers see what the test has put in the queue."""
        if not self.of_server:  # of a database in memory nobody else knows
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(self.file)])

    def start(self, *options: str, python: str = WORK) -> subprocess.Popen[bytes]:
        """Start a worker that ends when it finds nothing more to do."""
        command = [sys.executable, "-c", python, "db_worker", "--batch", "--no-startup-delay", *options]
        worker = subprocess.Popen(command, cwd=settings.BASE_DIR, env={**os.environ, **self._variables()})
        self.workers.append(worker)
        return worker

    def turn_off(self) -> None:
        """End the workers that a test which failed has left."""
        for worker in self.workers:
            worker.kill()
            worker.wait()

    def run(self, *options: str, python: str = WORK) -> int:
        """How a worker has ended."""
        return self.start(*options, python=python).wait(120)

    def tasks(self) -> list[tuple[str, str]]:
        """The name and the state of each task."""
        return [(path.rpartition(".")[2], state) for path, state in self.rows(SELECT)]

    def rows(self, select: str) -> list[Any]:
        """What the workers have written."""
        if not self.of_server:
            return sqlite3.connect(self.file).execute(select).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(select)
            return cursor.fetchall()

    def noted(self) -> list[str]:
        return self.notes.read_text().split() if self.notes.exists() else []

    def _variables(self) -> dict[str, str]:
        server = os.environ["DATABASE_URL"].replace("/postgres?", f"/{connection.settings_dict['NAME']}?")
        return {
            "DATABASE_URL": server if self.of_server else f"sqlite:///{self.file}",
            "DJANGO_SETTINGS_MODULE": "igsp_portal.settings",
            "PORTAL_VAR": str(self.folder),
        }


@pytest.fixture
def machine(queued: None, transactional_db: None, tmp_path: Path) -> Iterator[Machine]:
    started = Machine(tmp_path)
    yield started
    started.turn_off()


def test_a_task_that_kills_its_worker_is_begun_twice_and_then_holds_up_nobody(machine: Machine) -> None:
    work.hand_over(kill_the_worker)
    work.hand_over(note, str(machine.notes), "receipt")
    machine.turn_on()
    ends = [machine.run("--worker-id", "one") for _start in range(3)]
    assert ends == [KILLED, KILLED, 0]
    assert machine.tasks() == [("kill_the_worker", "FAILED"), ("note", "SUCCESSFUL")]
    assert machine.noted() == ["receipt"]


def test_a_code_leaves_while_another_worker_dies_over_what_was_queued_before(machine: Machine) -> None:
    work.hand_over(kill_the_worker)
    work.hand_over(note, str(machine.notes), "receipt")
    work.hand_over(note, str(machine.notes), "code", awaited=True)
    machine.turn_on()
    assert machine.run("--queue-name", work.AWAITED) == 0
    assert machine.noted() == ["code"]


def test_what_a_worker_without_a_name_was_killed_over_is_taken_up_by_the_next(machine: Machine) -> None:
    work.hand_over(kill_the_worker)
    machine.turn_on()
    assert [machine.run() for _start in range(3)] == [KILLED, KILLED, 0]
    assert machine.tasks() == [("kill_the_worker", "FAILED")]


def test_a_worker_ends_over_a_task_that_never_does_and_begins_it_twice_at_most(machine: Machine) -> None:
    work.hand_over(hang)
    machine.turn_on()
    assert [machine.run("--worker-id", "one", python=IN_HASTE) for _start in range(3)] == [1, 1, 0]
    assert machine.tasks() == [("hang", "FAILED")]


@pytest.mark.parametrize("options", [lambda number: [], lambda number: ["--worker-id", f"worker-{number}"]])
def test_several_workers_do_each_task_once(machine: Machine, options: Callable[[int], list[str]]) -> None:
    wanted = [f"letter-{number}" for number in range(60)]
    for line in wanted:
        work.hand_over(note, str(machine.notes), line)
    machine.turn_on()
    workers = [machine.start(*options(number)) for number in range(3)]
    assert [worker.wait(120) for worker in workers] == [0, 0, 0]
    assert sorted(machine.noted()) == sorted(wanted)
    assert {state for _name, state in machine.tasks()} == {"SUCCESSFUL"}


def test_a_document_is_issued_once_though_the_worker_is_killed_while_issuing_it(machine: Machine) -> None:
    day = dt.datetime(2020, 1, 2, 9, tzinfo=dt.UTC)
    with given():
        names = {"name": "Process", "short_name": "Process", "body": "Body"}
        process = Process.objects.create(slug="process", is_public=True, **names)
        facts: Any = {"title": "Report", "kind": "report", "issued_on": day.date(), "release_at": day}
        document = Document.objects.create(process=process, key="report", state="planned", **facts)
    library.await_release(document)
    machine.turn_on()
    issued = (
        f"SELECT state, (SELECT count(*) FROM igsp_portal_event WHERE verb = 'document.issued' "
        f"AND about_key = '{document.pk}') FROM documents_document WHERE id = {document.pk}"
    )
    assert machine.run("--worker-id", "one", python=KILLED_WHILE_ISSUING) == KILLED
    assert machine.rows(issued) == [("planned", 0)]
    assert [machine.run("--worker-id", "one") for _start in range(2)] == [0, 0]
    assert machine.rows(issued) == [("issued", 1)]
