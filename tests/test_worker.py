"""What becomes of work that was begun when the worker was killed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django_tasks_db.models import DBTaskResult

from igsp_portal.foundations.worker import mail
from igsp_portal.management.commands import db_worker
from igsp_portal.models import MailState, OutgoingMail


@pytest.fixture
def begun(settings: Any, transactional_db: None) -> DBTaskResult:
    """A letter's task that the worker "one" has begun; in no transaction, for a worker closes its connections."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    mail.queue(letter="receipt", to="amina@example.org", language="fr", subject="Reçu", body="Bonjour")
    task = DBTaskResult.objects.get()
    task.claim("one")
    return task


def run_worker(worker_id: str) -> None:
    command: Any = load_command_class(get_commands()["db_worker"], "db_worker")
    options = command.create_parser("manage.py", "db_worker").parse_args(["--batch", "--worker-id", worker_id])
    command.handle(**{**vars(options), "startup_delay": False})


def test_a_worker_takes_up_again_what_it_was_killed_over(begun: DBTaskResult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.Worker.configure_signals", lambda worker: None)
    run_worker("one")
    assert OutgoingMail.objects.get().state == MailState.SENT


def test_it_leaves_alone_what_another_worker_is_at(begun: DBTaskResult) -> None:
    assert db_worker.take_up("two") == 0
    assert DBTaskResult.objects.get().status == "RUNNING"


def test_work_that_has_ended_is_not_done_again(begun: DBTaskResult) -> None:
    begun.set_successful(None)
    assert db_worker.take_up("one") == 0
