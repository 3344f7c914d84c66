"""Several workers look at the record at the same moment: whatever each of them sees, each address is told once."""

from __future__ import annotations

from typing import Any

import pytest

from documents.alerts import telling
from documents.library import actions as library
from documents.models import Document
from igsp_portal.models import OutgoingMail

from ..submissions.test_filing import in_threads, refuse_memory

READERS = sorted(f"reader{number}@example.org" for number in range(12))


@pytest.mark.django_db(transaction=True)
def test_workers_beside_each_other_write_to_each_address_once(
    alert: Any, paper: Document, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_memory()
    for email in READERS:
        alert(email)
    library.issue(paper, by="Diego")
    at.on(minutes=6)
    monkeypatch.setattr(telling, "AT_A_TIME", 2)
    monkeypatch.setattr(telling, "IN_ONE_TASK", 5)
    for _again in range(4):
        in_threads(4, lambda: telling.look.func(1))
    assert sorted(OutgoingMail.objects.filter(letter="alert").values_list("to", flat=True)) == READERS
