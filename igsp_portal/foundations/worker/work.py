"""Work handed to the worker with the change that asks for it.

The library counts how often a task was begun, before it begins it, and no more: it gives none out again. So what
ended its worker is taken up here, and set aside once that has happened twice.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from igsp_portal.models import WorkerTask

from ..record import audit

PORTAL = "portal"
AWAITED = "awaited"  # the queue of what somebody waits for, in which nothing takes long
FIRST = 100  # where one worker does all, it begins with that
# Ranks: what has a higher one is begun first; whatever is not among them has 0. What is below is done in small
# portions, so that what comes meanwhile waits for the one in hand alone.
SOON = 50  # wanted before what nobody looks at just now
LETTER = 20  # to one person
LAST = -50  # goes to many
INDEXING = -60
READING = -70  # of the words of files
PAST = -90  # papers of what was released long ago
MOST_ENDS = 2
LONGEST = timedelta(hours=1)  # a worker ends over a task that takes longer; some six papers of 200 pages take minutes


class WorkerEnded(Exception):
    """The fault of a task that is set aside because its worker has ended over it."""


def hand_over(
    task: Task[Any, Any],
    *args: Any,
    after: datetime | None = None,
    awaited: bool = False,
    rank: int = 0,
) -> None:
    """Queue `task` for the worker, not before `after`; what a rolled-back change asked for is never done.

    What is `awaited` by somebody goes before all else, and has a worker of its own; the rest goes by its `rank`.

    The queue is a table beside the others: the task is written in the transaction of the change, so that no
    kill between the two can lose a letter. Any other queue is told after the commit.
    """
    waiting = task.using(run_after=after) if after else task
    if awaited:
        waiting = waiting.using(queue_name=AWAITED, priority=FIRST)
    elif rank:
        waiting = waiting.using(priority=rank)
    if isinstance(task.get_backend(), DatabaseBackend):
        waiting.enqueue(*args)
    else:
        transaction.on_commit(lambda: waiting.enqueue(*args))


def tell(task: Task[Any, Any], words: Promise | str, model: type[models.Model] | None = None) -> None:
    """Give `task` the words in which the admin site tells it, and the model of the row whose key it is given, if it
    is given one."""
    WorkerTask.told[task.module_path] = (words, model)


def run_again(failed: WorkerTask, *, by: Any, afresh: bool = True) -> None:
    """Put a task that failed back in the queue. Raises ValidationError when it did not fail, or is queued again.

    Unless `afresh`, how often it was begun still counts.
    """
    with audit.recorded("task.again", failed, by=by):
        failed.refresh_from_db(from_queryset=WorkerTask.objects.select_for_update())
        if failed.status != TaskResultStatus.FAILED:
            raise ValidationError(_("Only a task that failed can be run again."))
        failed.status, failed.finished_at = TaskResultStatus.READY, None
        failed.exception_class_path = failed.traceback = ""
        failed.worker_ids = [] if afresh else failed.worker_ids
        failed.save(update_fields=["status", "finished_at", "exception_class_path", "traceback", "worker_ids"])


def take_up(workers: Collection[str]) -> tuple[int, int]:
    """Take up what these workers, none of which lives, had begun and not ended, and what was begun too long ago.

    Returns how much was put back in the queue, and how much was set aside.
    """
    with transaction.atomic():
        running = list(WorkerTask.objects.running().select_for_update())
        over = timezone.now() - 2 * LONGEST
        begun = [task for task in running if task.worker_ids[-1] in workers or task.started_at < over]
        aside = [task for task in begun if len(task.worker_ids) >= MOST_ENDS]
        for task in aside:
            _set_aside(task)
        again = {task.pk for task in begun} - {task.pk for task in aside}
        WorkerTask.objects.filter(pk__in=again).update(status=TaskResultStatus.READY)
    return len(again), len(aside)


def _set_aside(task: DBTaskResult[Any, Any]) -> None:
    with audit.recorded("task.set_aside", task, by=PORTAL):
        task.set_failed(WorkerEnded(f"The worker ended {len(task.worker_ids)} times over this task."))
