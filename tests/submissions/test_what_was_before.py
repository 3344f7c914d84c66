"""What was filed before there were keys of statements and a log is like what was filed since."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django_tasks_db.models import DBTaskResult

from igsp_portal.models import User
from meetings.models import Component, Process
from submissions import actions
from submissions.actions import Said
from submissions.log.publishing import publish_head
from submissions.models import Checkpoint, LogEntry, Statement, Submission, SubmissionVersion

from ..cast import given

Write = Callable[..., SubmissionVersion]
migration: Any = import_module("submissions.migrations.0030_keys_and_heads_of_before")


def put(row: Any, **values: Any) -> None:
    models.QuerySet(type(row)).filter(pk=row.pk).update(**values)


@pytest.fixture
def versions(filed: Submission, write: Write, institutions: Component, amina: User) -> list[SubmissionVersion]:
    """Three versions; the first two as migration 0011 left what was filed before it, the third revised since."""
    said = [Said("Train the trainers.", institutions, "priority"), Said("Posts.", institutions, "need")]
    for statements in (said, said[::-1]):
        actions.file(write(actions.revise(filed, by=amina), statements=statements), by=amina)
    found = list(SubmissionVersion.objects.filter(submission=filed).order_by("number"))
    with given():
        for version in found[:2]:
            put(version, content='{"form":"submission/1"}')
        for statement in Statement.objects.filter(version__in=found[:2]):
            put(statement, key=str(statement.pk))
        for one in found[1].statements.all():
            put(found[2].statements.get(words=one.words), key=one.key)
    return found


def test_a_statement_has_one_key_in_all_versions(versions: list[SubmissionVersion]) -> None:
    first, second, third = versions
    kept = dict(third.statements.values_list("words", "key"))
    with given():
        migration.give_one_key(apps, None)
    assert dict(third.statements.values_list("words", "key")) == kept
    assert dict(second.statements.values_list("words", "key")) == kept
    keys = dict(first.statements.values_list("words", "key"))
    assert keys["Train the trainers."] == kept["Train the trainers."]
    assert keys["Permanent posts for monitoring."] not in kept.values()


def test_a_log_without_a_published_head_is_handed_to_the_worker(
    filed: Submission, igsp: Process, inc: Process, queued: None
) -> None:
    DBTaskResult.objects.all().delete()
    logs = set(LogEntry.objects.values_list("process", flat=True))
    publish_head.call(igsp.pk)
    migration.publish_heads(apps, None)
    handed = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.filter(task_path=publish_head.module_path)]
    assert (igsp.pk in logs, sorted(handed)) == (True, sorted(logs - {igsp.pk}))
    assert Checkpoint.objects.filter(process=igsp).count() == 1
