"""`manage.py db_worker`: the library's worker, made to outlast its own death and that of the database.

The library leaves work over which a worker was killed in the state "running" for ever. Ours takes up what it had
begun itself, under the name it bears (`--worker-id`), and what others of its machine had begun that are dead.

The library ends when the database does. Ours waits, says so once, and goes on; what the database broke off is put
back in the queue.
"""

from __future__ import annotations

import faulthandler
import logging
import time
from argparse import ArgumentParser
from collections.abc import Iterator

from django.db import Error, InterfaceError, OperationalError, connections
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from igsp_portal.foundations.paper import presses, scratch
from igsp_portal.foundations.worker import work
from igsp_portal.management import worker_names
from igsp_portal.management.patience import pauses
from igsp_portal.models import WorkerTask

# By the database, or by whoever told the worker twice to end.
BREAKERS = (InterfaceError, OperationalError, SystemExit, KeyboardInterrupt)
BROKEN_OFF = {f"{error.__module__}.{error.__qualname__}" for error in BREAKERS}

STANDARD_ERROR = 2

logger = logging.getLogger("django_tasks_db")
sleep = time.sleep


class Worker(db_worker.Worker):
    """The library's worker; a database that is away, locked or read-only is waited for.

    What it typesets is set by a press beside it, so that neither a page's end nor its hunger is the worker's.
    """

    waiting: Iterator[int] | None = None

    def run(self) -> None:
        """Work until told to stop, or until the queue is empty where that was asked for."""
        with worker_names.borne(self.worker_id) as self.worker_id, presses.started(1, warm=False):
            scratch.clear()
            while self.running:
                try:
                    self._resume()
                    super().run()
                except Error as error:  # of the queue itself, for what a task raises is noted with the task
                    self._wait(error)
                else:
                    return

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run a task; one that was broken off is put back in the queue, once. Over one that hangs the worker ends."""
        faulthandler.dump_traceback_later(work.LONGEST.total_seconds(), exit=True, file=STANDARD_ERROR)
        try:
            super().run_task(db_task_result)
        finally:
            faulthandler.cancel_dump_traceback_later()
        failed = db_task_result.status == TaskResultStatus.FAILED
        if failed and db_task_result.exception_class_path in BROKEN_OFF and len(db_task_result.worker_ids) == 1:
            work.run_again(WorkerTask.objects.get(pk=db_task_result.pk), by=work.PORTAL, afresh=False)

    def _resume(self) -> None:
        """Take up what was begun. Raises Error while the database does not take what a claim will write."""
        with worker_names.of_the_dead() as dead, exclusive_transaction():
            again, aside = work.take_up({self.worker_id, *dead})
            # A row written as it is shows a disk that is full, too; where none is ready, none will be claimed.
            if first := DBTaskResult.objects.ready().get_locked():
                first.save(update_fields=["status"])
        if again:
            logger.warning("Taking up again what a worker was killed over: %d", again)
        if aside:
            logger.warning("Setting aside what a worker has ended over twice: %d", aside)
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
    """The library's command, with our worker; unless told otherwise it does what is in any queue."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*", worker_id=None)
