"""The agenda that a masthead refers to is named to those alone who may know of it."""

from __future__ import annotations

import pytest

from documents.library.states import Distribution, DocumentKind, DocumentState
from documents.models import Document, TextVersion
from documents.texts import papers
from meetings.models import Process
from tests.cast import given

pytestmark = pytest.mark.slow


@pytest.fixture
def agenda(igsp: Process, plan: TextVersion) -> Document:
    meeting = plan.document.meeting  # type: ignore[union-attr]
    values = {"key": "agenda-3", "symbol": "UNEP/IEG/IGSP/3/99", "kind": DocumentKind.AGENDA}
    with given():
        return Document.objects.create(process=igsp, meeting=meeting, state=DocumentState.ISSUED, **values)


def test_a_restricted_agenda_is_not_named_on_a_paper_for_all(plan: TextVersion, agenda: Document) -> None:
    assert papers.manuscript(plan).agenda_symbol == agenda.symbol
    with given():
        Document.objects.filter(pk=agenda.pk).update(distribution=Distribution.RESTRICTED)
    assert papers.manuscript(plan).agenda_symbol == ""


def test_a_restricted_agenda_is_named_on_a_restricted_paper(plan: TextVersion, agenda: Document) -> None:
    with given():
        Document.objects.update(distribution=Distribution.RESTRICTED)
    plan.refresh_from_db()
    assert papers.manuscript(plan).agenda_symbol == agenda.symbol
