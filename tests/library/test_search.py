"""What a search in the library finds: words in any order and language, and symbols by any part or form."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from documents.finding import Asked
from documents.library.states import DocumentState
from documents.models import Document, SymbolAlias
from documents.search import answers, pages
from igsp_portal.foundations.record import records
from meetings.models import Process
from tests.cast import given

from .conftest import index
from .test_pages import words


@pytest.fixture
def shelf(igsp: Process, make_document: Any) -> Process:
    """Three announced documents of the process, whose series the world also cites as UNEP/TSET."""
    with given():
        Process.objects.filter(pk=igsp.pk).update(series="UNEP/TEST", series_aliases=["UNEP/TSET"])
    planned: Any = {"state": DocumentState.PLANNED}
    make_document(
        "UNEP/TEST/3/4", title_en="Elements of a draft strategic plan", title_ru="Элементы проекта плана", **planned
    )
    limited = make_document("UNEP/TEST/3/L.3", title_en="Chair's summary", title_fr="Résumé de l’Œuvre", **planned)
    make_document(
        "UNEP/TEST/3/INF/4", title_en="Participants", title_ar="قَائِمَة الأعضاء", title_fr="Éléments d’un plan", **planned
    )
    records.create(SymbolAlias(document=limited, symbol="WRC/31/PrepCom.2/L.9"), by="test")
    index(igsp)
    return Process.objects.get(pk=igsp.pk)


PLAN, SUMMARY, LIST = "UNEP/TEST/3/4", "UNEP/TEST/3/L.3", "UNEP/TEST/3/INF/4"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("unep/test/3/l.3", [SUMMARY]),  # in any letter case
        ("UNEP / TEST / 3 / L.3", [SUMMARY]),
        ("unep/test/3/inf.4", [LIST]),
        ("TEST/3/4", [PLAN]),  # by its end
        ("INF/4", [LIST]),
        ("WRC/31/PrepCom.2/L.9", [SUMMARY]),  # as it is also cited
        ("UNEP/TSET/3/L.3", [SUMMARY]),  # under another form of the series
        ("prepcom2/l9", [SUMMARY]),
        ("unep/test/3", [PLAN, LIST, SUMMARY]),
        ("draft strategic", [PLAN]),
        ("strategic draft", [PLAN]),  # in another order
        ("plan 3/4", [PLAN]),  # a word and a piece of the symbol
        ("draft summary", []),
        ("элементы", [PLAN]),  # in any language and letter case
        ("ПРОЕКТА элементы", [PLAN]),
        ("resume oeuvre", [SUMMARY]),  # without accents
        ("قائمة الاعضاء", [LIST]),
        ("قائمه الإعضاء", [LIST]),
        ("d'un plan", [LIST]),  # with any apostrophe
        ("d’un plan", [LIST]),
        ("elements dʼun", [LIST]),
        ("chair's summary", [SUMMARY]),
        ("Chair’s", [SUMMARY]),
        ("«draft» “strategic”", [PLAN]),
        ("draft — strategic", [PLAN]),
        ("unep/test/٣/٤", [PLAN]),  # with the figures of Arabic
        ("UNEP-TEST-3-4", [PLAN]),  # as librarians write it
        ("UNEP_TEST_3_4", [PLAN]),
        ("unep-tset-3-l-3", [SUMMARY]),
        ("test_3_inf.4", [LIST]),
        ("UNEP/TEST/3/4\u200b", [PLAN]),
        ("—", []),
        ("ＰＬＡＮ draft", [PLAN]),
        ("*", []),
        ("/", []),
        ("zebra", []),
    ],
)
def test_a_document_is_found_by_words_and_by_any_piece_of_its_symbols(
    shelf: Process, hall: Any, typed: str, found: list[str]
) -> None:
    things = answers.answer(Asked.of(typed), AnonymousUser(), answers.Narrowed(process=shelf, meeting=hall)).found
    assert [Document.objects.get(pk=thing.first.row).symbol for thing in things] == found


def test_the_library_shows_what_is_found_and_nothing_for_a_sign(client: Client, shelf: Process) -> None:
    assert PLAN in words(client.get("/en/igsp/search/", {"q": "strategic draft elements"}))
    assert "No document was found" in words(client.get("/en/igsp/search/", {"q": "*"}))


def test_what_few_may_know_of_is_not_found(client: Client, shelf: Process, make_document: Any) -> None:
    make_document("UNEP/TEST/3/9", title_en="Zebra")
    assert "No document was found" in words(client.get("/en/igsp/search/", {"q": "zebra"}))


def test_a_page_of_what_is_found_leads_to_the_next(
    client: Client, shelf: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "ON_A_PAGE", 2)
    address = "/en/igsp/search/?q=unep%2Ftest%2F3"
    assert "Page 1 of 2" in words(client.get(address))
    assert SUMMARY in words(client.get(f"{address}&page=2"))


def test_the_hint_of_a_search_names_a_symbol_of_this_process(client: Client, shelf: Process, hall: Any) -> None:
    with given():
        Document.objects.exclude(meeting=hall).update(symbol="", symbol_key=None)
    assert "such as UNEP/TEST/3/4 " in words(client.get("/en/igsp/search/"))
    assert "Find a document Search UNEP/TEST " in words(client.get("/en/igsp/meetings/nothing/"))


def test_a_library_without_symbols_hints_at_words_alone(client: Client, igsp: Process) -> None:
    with given():
        Document.objects.filter(process=igsp).update(symbol="", symbol_key=None)
    assert "such as" not in words(client.get("/en/igsp/search/"))
