"""A document whose revision, or whose replacement, is issued is marked as superseded, for whoever may know of that."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.library import actions, rules
from documents.library.states import Distribution, DocumentKind, DocumentState, RelationKind
from documents.models import Document, Relation
from igsp_portal.foundations.record import records
from meetings.models import Meeting

from .test_pages import words

ISSUED: Any = {"state": DocumentState.ISSUED}


def superseded(user: Any = None) -> dict[str, str]:
    """Each superseded document that a test has made, by its symbol, with the symbol of the later one."""
    documents = list(Document.objects.exclude(symbol__startswith="UNEP/IEG/"))
    found = rules.superseded_by(documents, user or AnonymousUser())
    return {document.symbol: found[document.pk].symbol for document in documents if document.pk in found}


def relate(later: Document, kind: str, earlier: Document) -> None:
    records.create(Relation(document=later, kind=kind, to=earlier), by="test")


@pytest.mark.parametrize(
    ("symbols", "expected"),
    [
        (["UNEP/T/1/2", "UNEP/T/1/2/Rev.1"], {"UNEP/T/1/2": "UNEP/T/1/2/Rev.1"}),
        (
            ["UNEP/T/1/2", "UNEP/T/1/2/Rev.2", "UNEP/T/1/2/Rev.10"],
            {"UNEP/T/1/2": "UNEP/T/1/2/Rev.10", "UNEP/T/1/2/Rev.2": "UNEP/T/1/2/Rev.10"},
        ),
        (["UNEP/T/1/2", "UNEP/T/1/2/Add.1", "UNEP/T/1/2/Corr.1", "UNEP/T/1/20", "UNEP/T/1/20/Rev.1/Add.1"], {}),
        (["UNEP/EA.1/1/Add.1", "UNEP/EA.1/1/Add.1/Rev.1"], {"UNEP/EA.1/1/Add.1": "UNEP/EA.1/1/Add.1/Rev.1"}),
        (["UNEP/T/1/L.3*", "unep/t/1/l.3/rev.1"], {"UNEP/T/1/L.3*": "unep/t/1/L.3/Rev.1"}),
        (["A/77/277-S/2022/606", "A/77/277/Rev.1-S/2022/606/Rev.1"], {}),
    ],
)
def test_a_document_is_superseded_by_its_last_revision(
    make_document: Any, symbols: list[str], expected: dict[str, str]
) -> None:
    if "-" in symbols[0]:
        expected = {symbols[0]: symbols[1]}
    for number, symbol in enumerate(symbols):
        make_document(symbol, key=f"d{number}", **ISSUED)
    assert superseded() == expected


@pytest.mark.parametrize("state", [DocumentState.PREPARATION, DocumentState.PLANNED, DocumentState.WITHDRAWN])
def test_a_revision_that_is_not_issued_supersedes_nothing(make_document: Any, state: DocumentState) -> None:
    make_document("UNEP/T/1/2", **ISSUED)
    make_document("UNEP/T/1/2/Rev.1", state=state)
    assert superseded() == {}


def test_a_document_is_superseded_by_what_replaces_it_and_not_by_what_adds_to_it(make_document: Any) -> None:
    old, new, note = (make_document(f"UNEP/T/1/{number}", **ISSUED) for number in (2, 5, 6))
    relate(new, RelationKind.REPLACES, old)
    relate(note, RelationKind.ADDS_TO, old)
    relate(note, RelationKind.CORRECTS, new)
    assert superseded() == {"UNEP/T/1/2": "UNEP/T/1/5"}


def test_of_what_replaces_it_the_last_revision_counts(make_document: Any) -> None:
    old, new = (make_document(f"UNEP/T/1/{number}", **ISSUED) for number in (2, 5))
    relate(new, RelationKind.REPLACES, old)
    make_document("UNEP/T/1/5/Rev.1", **ISSUED)
    assert superseded() == {"UNEP/T/1/2": "UNEP/T/1/5/Rev.1", "UNEP/T/1/5": "UNEP/T/1/5/Rev.1"}


def test_a_document_without_symbol_is_superseded_too(make_document: Any) -> None:
    values: Any = {"kind": DocumentKind.NON_PAPER, **ISSUED}
    old, new = (make_document("", key=f"np-{n}", designation_en=f"Non-paper {n}", **values) for n in (1, 2))
    relate(new, RelationKind.REPLACES, old)
    assert rules.superseded_by([old, new], AnonymousUser()) == {old.pk: new}


def test_a_revision_that_few_may_know_of_leaves_no_mark_for_the_others(
    make_document: Any, client: Client, browser_of: Any, amina: Any, hall: Meeting
) -> None:
    old = make_document("UNEP/T/1/2", **ISSUED)
    make_document("UNEP/T/1/2/Rev.1", distribution=Distribution.RESTRICTED, **ISSUED)
    pages = [hall.get_absolute_url(), old.get_absolute_url(), "/en/igsp/documents/?meeting=hall"]
    for browser, marked in ((client, False), (browser_of(amina), True)):
        found = [("superseded by UNEP/T/1/2/Rev.1" in words(browser.get(page))) for page in pages]
        assert found == [marked] * 3


def test_a_document_is_no_more_superseded_once_its_revision_is_withdrawn(make_document: Any) -> None:
    make_document("UNEP/T/1/2", **ISSUED)
    revision = make_document("UNEP/T/1/2/Rev.1", **ISSUED)
    actions.withdraw(revision, by="test", because="By mistake")
    assert superseded() == {}


def test_what_supersedes_is_asked_in_two_queries_however_many(make_document: Any) -> None:
    def cost() -> int:
        documents = list(Document.objects.filter(meeting__key="hall"))
        with CaptureQueriesContext(connection) as captured:
            found = rules.superseded_by(documents, AnonymousUser())
            [later.get_absolute_url() for later in found.values()]
        return len(captured)

    for symbol in ("UNEP/T/1/2", "UNEP/T/1/2/Rev.1"):
        make_document(symbol, **ISSUED)
    first = cost()
    for number in (3, 4):
        make_document(f"UNEP/T/1/{number}", **ISSUED)
        make_document(f"UNEP/T/1/{number}/Rev.1", **ISSUED)
    relate(make_document("UNEP/T/1/8", **ISSUED), RelationKind.REPLACES, make_document("UNEP/T/1/9"))
    assert cost() == first == 2


def test_revisions_are_found_by_their_line_and_not_among_all_of_the_library(make_document: Any) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by its statistics")
    make_document("UNEP/T/1/2", **ISSUED)
    plan = rules.with_later(Document.objects.filter(key="x"), AnonymousUser()).explain()
    assert "USING INDEX documents_document_line_key" in plan
    assert [found for found in ("SCAN documents", "SCAN V", "documents_document_process_id") if found in plan] == []


# The order of a session


def test_documents_stand_in_the_order_of_their_session(make_document: Any, hall: Meeting) -> None:
    in_order = [
        ("UNEP/T/1/4", DocumentKind.AGENDA),
        ("UNEP/T/1/4/Rev.1", DocumentKind.AGENDA),
        ("UNEP/T/1/4/Add.1", DocumentKind.WORKING),  # as somebody took it
        ("UNEP/T/1/2", DocumentKind.REPORT),
        ("UNEP/T/1/2/Rev.1", DocumentKind.REPORT),
        ("UNEP/T/1/2/Add.1", DocumentKind.WORKING),
        ("UNEP/T/1/2/Add.1/Corr.1", DocumentKind.WORKING),
        ("UNEP/T/1/2/Corr.1", DocumentKind.WORKING),
        ("UNEP/T/1/10", DocumentKind.DECISION),
        ("UNEP/T/1/INF/1", DocumentKind.INFORMATION),
        ("UNEP/T/1/INF/1/Corr.1", DocumentKind.INFORMATION),
        ("UNEP/T/1/L.1", DocumentKind.REPORT),  # a draft report is a document of limited distribution
        ("UNEP/T/1/CRP.1", DocumentKind.CONFERENCE_ROOM),
        ("UNEP/T/1/NGO/1", DocumentKind.OTHER),
        ("", DocumentKind.NON_PAPER),
    ]
    for number, (symbol, kind) in enumerate(sorted(in_order, key=lambda row: row[0][::-1])):
        make_document(symbol, key=f"d{number}", kind=kind)
    assert [document.symbol for document in hall.documents.in_session_order()] == [symbol for symbol, _kind in in_order]


def test_suffixes_follow_a_document_that_becomes_the_agenda(make_document: Any, hall: Meeting) -> None:
    for symbol in ("UNEP/T/1/2", "UNEP/T/1/4/Add.1", "UNEP/T/1/4"):
        make_document(symbol)
    actions.change(Document.objects.get(symbol="UNEP/T/1/4"), by="test", values={"kind": DocumentKind.AGENDA})
    ordered = [document.symbol for document in hall.documents.in_session_order()]
    assert ordered == ["UNEP/T/1/4", "UNEP/T/1/4/Add.1", "UNEP/T/1/2"]


def test_the_page_of_a_session_has_its_documents_in_that_order(
    client: Client, make_document: Any, hall: Meeting
) -> None:
    for symbol, kind in (("UNEP/T/1/2", "working"), ("UNEP/T/1/4", "agenda"), ("UNEP/T/1/INF/1", "information")):
        make_document(symbol, kind=kind, **ISSUED)
    for page in (hall.get_absolute_url(), "/en/igsp/documents/?meeting=hall"):
        text = words(client.get(page))
        places = [text.index(symbol) for symbol in ("UNEP/T/1/4", "UNEP/T/1/2", "UNEP/T/1/INF/1")]
        assert places == sorted(places)


def test_the_file_of_a_superseded_document_names_that_of_the_later_one(
    issued: Document, make_document: Any, post: Any, client: Client, browser_of: Any, amina: Any
) -> None:
    """In the same language, if it is there in that; and only to those who may know of it."""
    revision = make_document(f"{issued.symbol}/Rev.1", state=DocumentState.PLANNED)
    post(revision, "fr")
    file = issued.renditions.get(language="fr").get_absolute_url()
    addresses = [f"/symbol/{issued.symbol}?lang=fr", file, f"/symbol/{issued.symbol}?lang=ar"]
    later = f'</symbol/{issued.symbol}/Rev.1{{}}>; rel="latest-version"'
    expected = [later.format("?lang=fr"), later.format("?lang=fr"), later.format("")]

    def told(browser: Client) -> list[str]:
        return [browser.get(address).headers.get("Link", "") for address in addresses]

    assert told(client) == [""] * 3
    actions.issue(revision, by="test", exception=True)
    assert told(client) == expected
    actions.withdraw(revision, by="test", because="By mistake")
    actions.change(revision, by="test", values={"distribution": Distribution.RESTRICTED})
    actions.issue(revision, by="test")
    assert (told(client), told(browser_of(amina))) == ([""] * 3, expected)
    assert [browser.get(file)["Cache-Control"].split(",")[0] for browser in (client, browser_of(amina))] == [
        "public",
        "private",  # or a cache would tell everybody what she is told
    ]
