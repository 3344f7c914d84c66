"""A library of the tests' own, alerts on it, and a worker that does what waits for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from documents.alerts import actions, telling
from documents.alerts.models import Alert, When
from documents.library import actions as library
from documents.models import Document
from igsp_portal.foundations import time
from igsp_portal.foundations.worker import mail
from igsp_portal.models import User
from meetings.models import Process

from ..library.conftest import hall, make_document, post, store  # noqa: F401

AT_ONCE = 9999  # the year in which the library puts what has no time to wait for
NOON = dt.datetime(2004, 10, 15, 12, tzinfo=dt.UTC)
TASKS: dict[str, Any] = {task.module_path: task for task in (mail.deliver, telling.look, telling.digest)}


class Clock:
    """The portal's clock and the machine's, which are one and the same."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = NOON
        monkeypatch.setattr(time, "_clock", lambda: self.at)
        monkeypatch.setattr(timezone, "now", lambda: self.at)

    def on(self, **span: float) -> None:
        self.at += dt.timedelta(**span)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Noon on 15 October 2004, in UTC; `at.on(minutes=5)` lets time pass."""
    return Clock(monkeypatch)


@pytest.fixture
def work(at: Clock, queued: None) -> Callable[..., list[Any]]:
    """Let so much time pass, and the worker do in it what waits for it; returns the messages it sent meanwhile."""

    def done(**span: float) -> list[Any]:
        outbox.outbox.clear()
        until = at.at + dt.timedelta(**span)
        while task := _next(until):
            at.at = max(at.at, NOON if task.run_after.year == AT_ONCE else task.run_after)
            DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
            TASKS[task.task_path].func(*task.args_kwargs["args"])
        at.at = until
        return list(outbox.outbox)

    return done


def _next(until: dt.datetime) -> Any:
    ready = DBTaskResult.objects.filter(status="READY", task_path__in=TASKS)
    now = ready.filter(run_after__year=AT_ONCE).order_by("-priority", "enqueued_at").first()
    return now or ready.filter(run_after__lte=until).order_by("run_after", "-priority").first()


@pytest.fixture
def alert(igsp: Process, at: Clock, queued: None) -> Callable[..., Alert]:
    """alert("noor@example.org", document): an address that wants to be told of something, or of the process."""

    def made(email: str, target: Any = None, person: User | None = None, **wish: str) -> Alert:
        wanted = {"language": "en", "when": When.AT_ONCE, **wish}
        return actions.subscribe(target or igsp, email=email, person=person, **wanted)

    return made


@pytest.fixture
def paper(make_document: Any, post: Any, at: Clock) -> Document:  # noqa: F811
    """A document ready to be issued in English and French."""
    made = make_document(languages=["en", "fr"], title_fr="À propos du document")
    post(made, "en")
    post(made, "fr")
    return made


@pytest.fixture
def issued(paper: Document) -> Document:
    library.issue(paper, by="test")
    return paper
