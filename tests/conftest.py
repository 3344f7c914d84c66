"""What every test may ask for: the process of 2004, the cast, a clock that stands still, and one watch on all.

The process is loaded once for a run, into the test database itself, so that a test sees it without waiting.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils import translation

from documents.library import loading_files
from igsp_portal.foundations import time
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Process

from .cast import person, with_role

PROCESSES = Path(__file__).parent / "processes"
TAKE_MINUTES = ("tests/walks/", "tests/submissions/test_killed.py")
OURS = ("igsp_portal", "meetings", "documents", "submissions")
WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# Django notes the time of each sign-in on the account by itself; sessions have a record of their own.
SIGN_IN = re.compile(r'UPDATE "igsp_portal_user" SET "last_login" = \S+ WHERE', re.IGNORECASE)


class UnrecordedWrite(AssertionError):
    """A row of ours was written outside `audit.recorded`, so that no event tells of it."""


@cache
def our_tables() -> frozenset[str]:
    return frozenset(
        model._meta.db_table
        for label in OURS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not model._meta.proxy
    )


def refuse_unrecorded(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Let a statement through unless it writes to a table of ours with no recorded change under way."""
    written = WRITES.match(sql)
    if written and written[1] in our_tables() and not audit.writing() and not SIGN_IN.match(sql):
        raise UnrecordedWrite(f"Written outside audit.recorded: {sql[:200]}")
    return execute(sql, params, many, context)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes goes first: at the end one worker would wait for the other's.

    On PostgreSQL what asks no database is left out: it would only say again what it says in the run on SQLite.
    """
    if config.pluginmanager.has_plugin("tests.plugins.postgres"):
        asking = [item for item in items if uses_database(item) or item.get_closest_marker("own_database")]
        config.hook.pytest_deselected(items=[item for item in items if item not in asking])
        items[:] = asking
    items.sort(key=lambda item: not item.nodeid.startswith(TAKE_MINUTES))


def uses_database(item: Any) -> bool:
    asked = {"db", "transactional_db", "live_server", "igsp"} & set(item.fixturenames)
    return bool(asked or item.get_closest_marker("django_db"))


@pytest.fixture(autouse=True)
def nothing_is_written_unrecorded(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test that uses the database is also a test that each write has its event."""
    if not uses_database(request.node):
        yield
        return
    request.getfixturevalue("db")
    with connection.execute_wrapper(refuse_unrecorded):
        yield


@pytest.fixture(autouse=True, scope="session")
def _rows_of_a_test_outlast_a_request() -> Iterator[None]:
    """What is asked as servers ask closes old connections: never the one that alone has the rows of a test."""
    closes = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def between_transactions(self: BaseDatabaseWrapper) -> None:
        if not self.in_atomic_block:
            closes(self)

    with patch.object(BaseDatabaseWrapper, closes.__name__, between_transactions):
        yield


@pytest.fixture(autouse=True)
def _fresh_start() -> Iterator[None]:
    """No test meets what another left in a cache, or the language it read in."""
    for cache_of in caches.all(initialized_only=True):
        cache_of.clear()
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with the process of 2004 in it."""
    with django_db_blocker.unblock():
        load_igsp()


def load_igsp() -> None:
    """The folder as it stands, but for the files of documents, of which most tests would only wait to be read."""
    with patch.object(loading_files, "load_files"):
        call_command("load_process", "igsp", no_papers=True, stdout=io.StringIO())


@pytest.fixture
def igsp(db: None) -> Process:
    """The process of 2004, as its folder describes it.

    A test with transactions of its own empties the tables when it ends; the next that asks finds them filled.
    """
    if not Process.objects.filter(slug="igsp").exists():
        load_igsp()
    return Process.objects.get(slug="igsp")


@pytest.fixture
def igsp_files(igsp: Process) -> Process:
    """The process of 2004 with the files of its documents."""
    call_command("load_process", "igsp", no_papers=True, stdout=io.StringIO())
    return igsp


@pytest.fixture
def inc(db: None) -> Process:
    """A process of the tests' own, beside the one of 2004: a negotiating committee on lost fishing gear."""
    call_command("load_process", str(PROCESSES / "inc"), no_papers=True, verbosity=0, stdout=io.StringIO())
    return Process.objects.get(slug="inc")


@pytest.fixture
def queued(settings: Any) -> None:
    """As in production, what is handed to the worker waits in its table."""
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the portal's clock: clock("2004-10-15T12:00"), in UTC."""

    def stands_at(moment: str) -> None:
        at = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
        monkeypatch.setattr(time, "_clock", lambda: at)

    return stands_at


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """Someone's browser, signed in: browser_of(amina)."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def amina(igsp: Process) -> User:
    """Focal point of Kenya."""
    return with_role("Amina", Role.FOCAL_POINT, igsp, "ken")


@pytest.fixture
def boris(igsp: Process) -> User:
    """Drafts for Kenya, and does not file."""
    return with_role("Boris", Role.DRAFTER, igsp, "ken")


@pytest.fixture
def chen(igsp: Process) -> User:
    """Translator."""
    return with_role("Chen", Role.TRANSLATOR, igsp, language="zh-hans")


@pytest.fixture
def diego(igsp: Process) -> User:
    """Conference clerk."""
    return with_role("Diego", Role.CLERK, igsp, language="es")


@pytest.fixture
def eve(db: None) -> User:
    """Signed in, without any role."""
    return person("Eve")


@pytest.fixture
def farah(igsp: Process) -> User:
    """Administrator of the secretariat."""
    return with_role("Farah", Role.ADMINISTRATOR, igsp)


@pytest.fixture
def goran(igsp: Process) -> User:
    """Focal point of Croatia: another party than Kenya."""
    return with_role("Goran", Role.FOCAL_POINT, igsp, "hrv")


@pytest.fixture
def hana(igsp: Process) -> User:
    """Focal point of the African ministerial conference, who reads French."""
    return with_role("Hana", Role.FOCAL_POINT, igsp, "amcen", language="fr")
