"""The next free symbol is proposed where a document is made, and given by one press."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.library import actions, next_symbols
from documents.library.states import DocumentKind, DocumentState
from documents.models import Document, SymbolAlias
from igsp_portal.foundations.record import records
from igsp_portal.models import Event, User
from meetings.models import AgendaItem, Meeting, Process

from ..cast import given


def free(process: Process, *keys: str) -> list[str]:
    meetings = process.meetings.filter(key__in=keys) if keys else process.meetings.all()
    return [str(symbol) for symbol in next_symbols.free_symbols(process, meetings)]


def test_each_kind_of_symbol_has_a_next_number_in_its_session(igsp: Process, hall: Meeting, make_document: Any) -> None:
    for symbol in ("UNEP/T/9/1", "UNEP/T/9/4/Add.2", "UNEP/T/9/L.2", "UNEP/T/10/7"):
        make_document(symbol)
    assert free(igsp, "hall") == ["UNEP/T/9/5", "UNEP/T/9/INF/1", "UNEP/T/9/L.3", "UNEP/T/9/CRP.1"]


def test_a_session_without_documents_follows_the_series_of_its_process(igsp: Process, hall: Meeting) -> None:
    with given():
        igsp.documents.exclude(issued_elsewhere=True).update(symbol="", symbol_key=None)
    assert free(igsp, "hall")[0] == "UNEP/IEG/IGSP/9/1"


def test_a_series_of_its_own_for_each_session_is_followed(igsp: Process, hall: Meeting, make_document: Any) -> None:
    with given():
        igsp.documents.update(symbol="", symbol_key=None)
        Meeting.objects.create(process=igsp, key="tenth", kind="session", number=10, name="Tenth", order=100)
    make_document("UNOP/LFG/INC.9/4")
    assert free(igsp, "hall", "tenth")[::4] == ["UNOP/LFG/INC.9/5", "UNOP/LFG/INC.10/1"]


def test_symbols_of_other_processes_and_forms_as_cited_are_taken(
    igsp: Process, hall: Meeting, make_document: Any
) -> None:
    first = make_document("UNEP/T/9/1")
    records.create(SymbolAlias(document=first, symbol="UNEP/T/9/7"), by="test")
    with given():
        other = Process.objects.create(slug="other", name="Other")
    values: Any = {"kind": "information", "title_en": "x"}
    records.create(Document(process=other, key="x", symbol="unep/t/9/inf/3", **values), by="test")
    assert free(igsp, "hall") == ["UNEP/T/9/8", "UNEP/T/9/INF/4", "UNEP/T/9/L.1", "UNEP/T/9/CRP.1"]


def test_a_meeting_of_no_series_has_none(igsp: Process) -> None:
    consultation = igsp.meetings.filter(kind="expert")[0]
    assert next_symbols.free_symbols(igsp, [consultation]) == []


@pytest.mark.parametrize("series", ["", "no series at all/"])
def test_a_process_without_a_series_has_none(igsp: Process, hall: Meeting, series: str) -> None:
    with given():
        igsp.documents.update(symbol="", symbol_key=None)
        Process.objects.filter(pk=igsp.pk).update(series=series)
    assert free(Process.objects.get(pk=igsp.pk), "hall") == []


def test_it_costs_the_same_for_one_session_and_for_all(igsp: Process, hall: Meeting) -> None:
    def cost(meetings: list[Meeting]) -> int:
        with CaptureQueriesContext(connection) as captured:
            next_symbols.free_symbols(igsp, meetings)
        return len(captured)

    assert cost([hall]) == cost(list(igsp.meetings.all())) == 2


def test_a_document_is_given_its_symbol_by_one_press(make_document: Any, browser_of: Any, farah: User) -> None:
    make_document("UNEP/T/9/3")
    document = make_document("", key="new", kind=DocumentKind.INFORMATION)
    desk = browser_of(farah)
    page = desk.get(reverse("admin:documents_document_change", args=[document.pk]))
    assert "Give it the next free symbol" in page.content.decode()
    assert 'Next free: <bdi dir="ltr">UNEP/T/9/4</bdi> · <bdi dir="ltr">UNEP/T/9/INF/1</bdi>' in page.text
    desk.post(reverse("admin:documents_document_do", args=[document.pk, "number"]))
    document.refresh_from_db()
    assert document.symbol == "UNEP/T/9/INF/1"
    page = desk.get(reverse("admin:documents_document_change", args=[document.pk]))
    assert "Give it the next free symbol" not in page.content.decode()


@pytest.mark.parametrize("kind", [DocumentKind.NON_PAPER, DocumentKind.STATEMENT, DocumentKind.PRESENTATION])
def test_what_bears_a_designation_is_given_no_symbol(make_document: Any, kind: DocumentKind) -> None:
    document = make_document("", key="new", kind=kind)
    with pytest.raises(ValidationError, match="No symbol can be proposed"):
        actions.number(document, by="test")


def test_a_document_that_has_a_symbol_is_given_no_other(make_document: Any) -> None:
    document = make_document("UNEP/T/9/3")
    with pytest.raises(ValidationError, match="No symbol can be proposed"):
        actions.number(document, by="test")


def test_two_documents_are_given_two_numbers(make_document: Any) -> None:
    make_document("UNEP/T/9/3")
    documents = [make_document("", key=f"new-{n}") for n in (1, 2)]
    assert [actions.number(document, by="test") for document in documents] == ["UNEP/T/9/4", "UNEP/T/9/5"]


def test_the_form_of_a_new_document_offers_the_free_symbols_of_every_session(
    igsp: Process, browser_of: Any, farah: User
) -> None:
    page = browser_of(farah).get(reverse("admin:documents_document_add")).content.decode()
    assert 'list="free-symbols"' in page
    free = re.findall('<option value="(UNEP/IEG/IGSP/./CRP[^"]*)">', page)
    assert free == ["UNEP/IEG/IGSP/1/CRP.1", "UNEP/IEG/IGSP/2/CRP.2", "UNEP/IEG/IGSP/3/CRP.1"]


def press(desk: Client, document: Document, kind: str) -> Document:
    """Press the button that begins a further document, and the document whose page comes next."""
    page = desk.post(reverse("admin:documents_document_do", args=[document.pk, f"begin-{kind}"]), follow=True)
    return page.context["original"]


@pytest.mark.parametrize(
    ("kind", "suffix", "relation"),
    [("replaces", "Rev.1", "replaces"), ("adds_to", "Add.2", "supplements"), ("corrects", "Corr.1", "corrects")],
)
def test_a_revision_an_addendum_and_a_corrigendum_are_one_press_away(
    make_document: Any, browser_of: Any, farah: User, hall: Meeting, kind: str, suffix: str, relation: str
) -> None:
    titled: Any = {"title_en": "Needs"}
    item = records.create(AgendaItem(meeting=hall, number="4", order=4, **titled), by="test")
    make_document("UNEP/T/9/3/Add.1")
    facts: dict[str, Any] = {"original_language": "fr", "title_fr": "Besoins", "languages": ["en", "fr"]}
    document = make_document("UNEP/T/9/3", state=DocumentState.ISSUED, author_en="Note by the secretariat", **facts)
    with given():
        document.agenda_items.set([item])
    begun = press(browser_of(farah), document, kind)
    assert {name: getattr(begun, name) for name in facts} == facts
    assert (begun.symbol, begun.key, begun.state) == (
        f"UNEP/T/9/3/{suffix}",
        f"unep-t-9-3-{suffix.lower().replace('.', '-')}",
        "preparation",
    )
    assert (begun.meeting, [*begun.agenda_items.all()], begun.author) == (hall, [item], "Note by the secretariat")
    assert [str(one) for one in begun.relations.all()] == [f"UNEP/T/9/3/{suffix} {relation} UNEP/T/9/3"]
    events = Event.objects.about(begun)
    assert [(event.verb, event.by, event.facts) for event in events] == [
        ("document.begun", farah, {"document": "UNEP/T/9/3"})
    ]


def test_a_further_corrigendum_corrects_the_same_document(make_document: Any, browser_of: Any, farah: User) -> None:
    document, desk = make_document("UNEP/T/9/3/Add.1", state=DocumentState.ISSUED), browser_of(farah)
    first = press(desk, document, "corrects")
    with given():
        Document.objects.filter(pk=first.pk).update(state=DocumentState.ISSUED)
    second = press(desk, first, "corrects")
    assert [(str(one), [rel.to for rel in one.relations.all()]) for one in (first, second)] == [
        ("UNEP/T/9/3/Add.1/Corr.1", [document]),
        ("UNEP/T/9/3/Add.1/Corr.2", [document]),
    ]


def test_what_is_not_issued_has_no_corrigendum_and_what_has_no_symbol_nothing_further(
    make_document: Any, browser_of: Any, farah: User, client: Client
) -> None:
    desk = browser_of(farah)
    planned = make_document("UNEP/T/9/3", state=DocumentState.PLANNED)
    nameless = make_document("", key="nameless", kind=DocumentKind.NON_PAPER, state=DocumentState.ISSUED)
    offered = [
        {
            button.name
            for button in desk.get(reverse("admin:documents_document_change", args=[one.pk])).context["portal_buttons"]
            if button.name.startswith("begin-")
        }
        for one in (planned, nameless)
    ]
    assert offered == [{"begin-replaces", "begin-adds_to"}, set()]
    address = reverse("admin:documents_document_do", args=[planned.pk, "begin-corrects"])
    assert desk.post(address).status_code == 403


def test_what_was_begun_shows_nowhere_before_it_is_announced(
    make_document: Any, browser_of: Any, farah: User, client: Client
) -> None:
    document = make_document("UNEP/T/9/3", state=DocumentState.ISSUED)
    begun = press(browser_of(farah), document, "corrects")
    assert client.get(begun.get_absolute_url()).status_code == 404
    assert "Corr.1" not in client.get(document.get_absolute_url()).content.decode()
