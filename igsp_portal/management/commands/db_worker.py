"""`manage.py db_worker`: the library's worker, made to outlast its own death and that of the database.

The library leaves work over which it was killed in the state "running" for ever. Only a worker with a name of its
own (`--worker-id`) can know that it was its own and that nobody else is at it; no two workers may share a name.

The library ends when the database does. Ours waits, says so once, and goes on; what the database broke off is put
back in the queue.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

from django.db import Error, InterfaceError, OperationalError, connections
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from igsp_portal.foundations.worker import mail, work
from igsp_portal.management.patience import pauses
from igsp_portal.models import WorkerTask

BROKEN_OFF = {f"{error.__module__}.{error.__qualname__}" for error in (InterfaceError, OperationalError)}

logger = logging.getLogger("django_tasks_db")
sleep = time.sleep


class Worker(db_worker.Worker):
    """The library's worker; a database that is away, locked or read-only is waited for."""

    waiting: Iterator[int] | None = None

    def run(self) -> None:
        """Work until told to stop, or until the queue is empty where that was asked for."""
        while self.running:
            try:
                self._resume()
                super().run()
            except Error as error:  # of the queue itself, for what a task raises is noted with the task
                self._wait(error)
            else:
                return

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run a task; one that the database has broken off is put back in the queue, once."""
        super().run_task(db_task_result)
        failed = db_task_result.status == TaskResultStatus.FAILED
        if failed and db_task_result.exception_class_path in BROKEN_OFF and len(db_task_result.worker_ids) == 1:
            work.run_again(WorkerTask.objects.get(pk=db_task_result.pk), by=mail.PORTAL)

    def _resume(self) -> None:
        """Take up what was begun. Raises Error while the database does not take what a claim will write."""
        with exclusive_transaction():
            if count := take_up(self.worker_id):
                logger.warning("Taking up again what this worker was killed over: %d", count)
            # A row written as it is shows a disk that is full, too; where none is ready, none will be claimed.
            if first := DBTaskResult.objects.ready().get_locked():
                first.save(update_fields=["status"])
        if self.waiting:
            logger.warning("The database is back; the worker goes on.")
        self.waiting = None

    def _wait(self, error: Error) -> None:
        connections.close_all()  # one that was opened for reading alone would never write
        if not self.waiting:
            reason = " ".join(str(error).split())
            logger.warning("The database cannot be worked with; the worker waits for it. %s", reason)
            self.waiting = pauses()
        if self.running:
            sleep(next(self.waiting))


# The library's command makes a worker by this name, and offers no other way to give it one.
db_worker.Worker = Worker  # type: ignore[misc]


class Command(db_worker.Command):
    """The library's command, with our worker."""


def take_up(worker_id: str) -> int:
    """Put back in the queue what the worker of this name had begun and not ended; returns how much there was."""
    begun = [row.pk for row in DBTaskResult.objects.running() if row.worker_ids[-1:] == [worker_id]]
    return DBTaskResult.objects.filter(pk__in=begun).update(status=TaskResultStatus.READY)
