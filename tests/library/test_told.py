"""What programs are told that has changed: only what strangers see, or could see until then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from documents.library import actions
from documents.library.states import Distribution, DocumentState, RelationKind
from documents.models import Document, Relation
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Change, Seen
from meetings.models import Process

Make = Callable[..., Document]


@pytest.fixture(autouse=True)
def _now(clock: Callable[[str], None], igsp: Process) -> None:
    clock("2004-10-15T12:00")


def told(kind: str = "document", after: int = 0) -> list[tuple[str, str]]:
    """What strangers are told: what each row is called at addresses, and whether it is there or gone."""
    rows = Change.objects.filter(kind=kind, pk__gt=after).exclude(seen=Seen.HIDDEN)
    return [(change.slug, change.seen) for change in rows]


@pytest.fixture
def since(igsp: Process) -> int:
    newest = Change.objects.last()
    return newest.pk if newest else 0


def test_of_a_document_in_preparation_nothing_is_told(make_document: Make, post: Make, since: int) -> None:
    document = make_document("UNEP/TEST/1/8")
    post(document, "en")
    records.change(document, by="test", values={"title_en": "Another"})
    assert told(after=since) == []


def test_of_what_waits_for_its_release_nothing_is_told(make_document: Make, post: Make, since: int) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven")
    actions.plan(document, by="test")
    assert told(after=since) == [("seven", "open")]
    post(document, "en")
    post(document, "en", "again")
    assert told(after=since) == [("seven", "open")]
    actions.issue(document, by="test", on=date(2004, 7, 26), exception=True)
    assert told(after=since) == [("seven", "open"), ("seven", "open")]


def test_what_is_taken_back_is_gone_once_and_what_is_done_to_it_then_is_not_told(
    make_document: Make, since: int
) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven")
    actions.plan(document, by="test")
    actions.take_back(document, by="test")
    records.change(document, by="test", values={"title_en": "Another"})
    assert told(after=since) == [("seven", "open"), ("seven", "gone")]
    records.remove(document, by="test")
    assert told(after=since) == [("seven", "open"), ("seven", "gone")]


def test_what_is_removed_is_gone(make_document: Make, since: int) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.PLANNED)
    records.remove(document, by="test")
    assert told(after=since) == [("seven", "open"), ("seven", "gone")]


def test_what_is_made_restricted_is_gone_and_comes_back(make_document: Make, since: int) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.PLANNED)
    for distribution in (Distribution.RESTRICTED, Distribution.GENERAL):
        actions.change(document, by="test", values={"distribution": distribution})
    assert told(after=since) == [("seven", "open"), ("seven", "gone"), ("seven", "open")]


def test_that_a_hidden_document_corrects_another_is_told_once_it_is_announced(
    make_document: Make,
    since: int,
) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.PLANNED)
    hidden = make_document("UNEP/TEST/1/7/Corr.1", key="correction")
    records.create(Relation(document=hidden, kind=RelationKind.CORRECTS, to=document), by="test")
    assert told(after=since) == [("seven", "open")]
    actions.plan(hidden, by="test")
    assert sorted(told(after=since)) == [("correction", "open"), ("seven", "open"), ("seven", "open")]


def test_a_change_made_in_several_steps_is_told_once_as_it_ended(make_document: Make, since: int) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven")
    with audit.together():
        actions.plan(document, by="test")
        records.change(document, by="test", values={"title_en": "Another"})
        actions.take_back(document, by="test")
    assert told(after=since) == []


def test_a_session_is_changed_by_its_agenda_and_a_closed_process_is_gone(igsp: Process, since: int) -> None:
    meeting = igsp.meetings.get(key="wg-1")
    item = meeting.agenda.first()
    assert item
    records.change(item, by="test", values={"title_en": "Another"})
    assert told("meeting", since) == [("wg-1", "open")]
    records.change(igsp, by="test", values={"is_public": False})
    assert told("process", since) == [("igsp", "gone")]
