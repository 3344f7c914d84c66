"""The queue under test: what is handed to the worker is done at once, and what is to be done later is left undone."""

from __future__ import annotations

from typing import Any

from django_tasks.backends.immediate import ImmediateBackend


class AtOnce(ImmediateBackend):
    supports_defer = True

    def _execute_task(self, task_result: Any) -> None:
        if task_result.task.run_after is None:
            super()._execute_task(task_result)
