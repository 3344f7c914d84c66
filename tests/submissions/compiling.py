"""Statements of several parties, published, for the tests of compilations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from igsp_portal.models import User
from meetings.models import Component, Participant, Process
from submissions import actions
from submissions.actions import Said
from submissions.models import Call, Statement, Submission

from ..cast import given


def publish(call: Call, party: Participant, *said: Said, by: User, language: str = "en", **words: Any) -> Submission:
    """A published submission of a party, with these statements."""
    with given():
        submission = actions.begin(call, party, by=by)
    draft = submission.draft
    assert draft is not None
    draft = actions.save_draft(draft, by=by, title="Needs", language=language, consent=True, statements=said, **words)
    return follow(actions.file(draft, by=by).submission, by=by)


def follow(submission: Submission, *, by: User) -> Submission:
    """Acknowledge and publish what was filed."""
    return actions.publish(actions.acknowledge(submission, by=by), by=by)


def revise(submission: Submission, *said: Said, by: User) -> Submission:
    """File and publish a new version with these statements in place of the earlier ones, one for one."""
    draft = actions.revise(submission, by=by)
    keys = draft.statements.order_by("order").values_list("key", flat=True)
    anew = [replace(one, key=key) for one, key in zip(said, keys, strict=False)]
    draft = actions.save_draft(draft, by=by, title="Needs", consent=True, statements=anew)
    return follow(actions.file(draft, by=by).submission, by=by)


def component(call: Call, key: str) -> Component:
    return Component.objects.get(decision__process=call.process, key=key)


def elsewhere(process: Process) -> Statement:
    """A published statement under another call."""
    rows = Statement.objects.filter(version__submission__call__key="regional-needs", version__filed_at__isnull=False)
    return rows.filter(version__submission__call__process=process).earliest("pk")
