"""The stamp of public pages: it moves with what a page may show."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from igsp_portal.foundations.record import audit, records
from igsp_portal.foundations.turns import Turn
from igsp_portal.foundations.worker import mail, work
from igsp_portal.models import User, WorkerTask
from meetings import actions
from meetings.models import Membership, Process


def test_a_change_moves_the_stamp(igsp: Process) -> None:
    before = audit.stamp()
    with audit.recorded("changed", igsp, by="test"):
        pass
    assert audit.stamp() > before


@pytest.mark.django_db
def test_a_letter_does_not_move_the_stamp(igsp: Process) -> None:
    before = audit.stamp()
    mail.queue(letter="notice", to="amina@example.org", language="en", subject="A notice", body="…")
    assert audit.stamp() == before


def test_what_a_party_writes_before_it_files_does_not_move_the_stamp(igsp: Process, monkeypatch: Any) -> None:
    monkeypatch.setattr(audit, "PRIVATE", {"draft.saved"})
    before = audit.stamp()
    with audit.recorded("draft.saved", igsp, by="test"):
        pass
    assert audit.stamp() == before
    with audit.recorded("draft.saved", igsp, by="test") as event:
        event.verb = "draft.filed"
    assert audit.stamp() == event.pk > before


def test_the_stamp_is_read_from_an_index_of_its_own(igsp: Process) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads so small a table without any.")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {audit.NEWEST}")
        assert "USING INDEX event_public" in str(cursor.fetchall())


def test_private_events_do_not_wait_for_their_turn(igsp: Process, monkeypatch: Any) -> None:
    monkeypatch.setattr(audit, "PRIVATE", {"draft.saved"})
    turns: list[Turn] = []
    monkeypatch.setattr(audit, "wait_for", turns.append)
    with audit.recorded("draft.saved", igsp, by="test"):
        pass
    assert turns == []
    with audit.recorded("changed", igsp, by="test"):
        pass
    assert turns == [Turn.EVENTS]


def test_what_happens_behind_the_sign_in_does_not_move_the_stamp(amina: User, igsp: Process) -> None:
    task = WorkerTask.objects.create(
        args_kwargs={"args": [0], "kwargs": {}}, task_path="a", run_after="2004-10-01T00:00Z"
    )
    role = Membership.objects.get(user=amina)
    before = audit.stamp()
    records.change(amina, by="test", values={"language": "fr"})
    WorkerTask.objects.filter(pk=task.pk).update(status="FAILED")
    work.run_again(task, by="test")
    actions.end_role(role, by="test")
    actions.give_role(process=igsp, user=amina, role="drafter", participant=role.participant, by="test")
    assert audit.stamp() == before
