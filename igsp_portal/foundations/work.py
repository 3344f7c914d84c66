"""Work handed to the worker with the change that asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend


def hand_over(task: Task[Any, Any], *args: Any, after: datetime | None = None) -> None:
    """Queue `task` for the worker, not before `after`; what a rolled-back change asked for is never done.

    The queue is a table beside the others: the task is written in the transaction of the change, so that no
    kill between the two can lose a letter. Any other queue is told after the commit.
    """
    waiting = task.using(run_after=after) if after else task
    if isinstance(task.get_backend(), DatabaseBackend):
        waiting.enqueue(*args)
    else:
        transaction.on_commit(lambda: waiting.enqueue(*args))
