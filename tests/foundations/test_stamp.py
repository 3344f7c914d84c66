"""The stamp of public pages: it moves with what a page may show."""

from __future__ import annotations

import pytest

from igsp_portal.foundations import audit, mail
from meetings.models import Process


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
