"""`manage.py db_worker`: the library's worker, which first takes up again what it was killed over.

The library leaves such work in the state "running" for ever. Only a worker with a name of its own (`--worker-id`)
can know that it was its own and that nobody else is at it; no two workers may share a name.
"""

from __future__ import annotations

import logging
from typing import Any

from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger("django_tasks_db")


class Command(db_worker.Command):
    def handle(self, *, worker_id: str, **options: Any) -> None:
        if count := take_up(worker_id):
            logger.warning("Taking up again what this worker was killed over: %d", count)
        super().handle(worker_id=worker_id, **options)


def take_up(worker_id: str) -> int:
    """Put back in the queue what the worker of this name had begun and not ended; returns how much there was."""
    begun = [row.pk for row in DBTaskResult.objects.running() if row.worker_ids[-1:] == [worker_id]]
    return DBTaskResult.objects.filter(pk__in=begun).update(status=TaskResultStatus.READY)
