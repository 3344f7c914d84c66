"""Work handed to the worker with the change that asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend

from igsp_portal.models import WorkerTask

from ..record import audit


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


def tell(task: Task[Any, Any], words: Promise | str, model: type[models.Model]) -> None:
    """Give `task` the words in which the desk tells it, and the model of the row whose key is its first argument."""
    WorkerTask.told[task.module_path] = (words, model)


def run_again(failed: WorkerTask, *, by: Any) -> None:
    """Put a task that failed back in the queue. Raises ValidationError when it did not fail, or is queued again."""
    with audit.recorded("task.again", failed, by=by):
        failed.refresh_from_db(from_queryset=WorkerTask.objects.select_for_update())
        if failed.status != TaskResultStatus.FAILED:
            raise ValidationError(_("Only a task that failed is run again."))
        failed.status, failed.finished_at = TaskResultStatus.READY, None
        failed.exception_class_path = failed.traceback = ""
        failed.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])
