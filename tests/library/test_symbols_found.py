"""A symbol leads to its document in whatever form it is typed or cited."""

import re

import pytest

from documents.library import rules
from documents.models import Document, SymbolAlias
from documents.symbols import parse
from igsp_portal.foundations.record import records
from meetings.models import Process

from ..cast import given


@pytest.mark.parametrize(
    "typed",
    [
        "UNEP/TEST/1/1",
        "unep/test/1/1",
        "UNEP/TEST/1/1/",
        "UNEP / TEST / 1 / 1",
        "ＵＮＥＰ/ＴＥＳＴ/１/１",
        "UNEP/TEST/1/1*",
    ],
)
def test_a_symbol_leads_to_its_page_however_it_is_typed(client, issued, typed):
    response = client.get(f"/symbol/{typed}")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/igsp/documents/unep-test-1-1/")


def test_the_page_is_in_the_language_the_reader_prefers(client, issued):
    response = client.get("/symbol/UNEP/TEST/1/1", headers={"Accept-Language": "ru,en;q=0.5"})
    assert response.headers["Location"] == "/ru/igsp/documents/unep-test-1-1/"
    assert "Accept-Language" in response.headers["Vary"]


def test_the_misprint_in_the_footnote_of_the_note_resolves(client, igsp):
    response = client.get("/symbol/UNEP/IGE/IGSP/1/1", follow=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert "is another form under which this document is cited" in page
    assert "Its own symbol is UNEP/IEG/IGSP/1/1" in page


def test_a_misprint_of_the_whole_series_resolves_for_every_document(igsp, farah):
    assert rules.find("unep/ige/igsp/1/3", farah) == Document.objects.get(symbol="UNEP/IEG/IGSP/1/3")


def test_a_page_does_not_repeat_words_it_was_not_cited_by(client, issued):
    page = client.get(f"{issued.get_absolute_url()}?cited=UNEP/GC.23/6").content.decode()
    assert "another form" not in page


def test_an_unknown_symbol_is_answered_with_what_was_understood(client, igsp):
    response = client.get("/symbol/unep/gc.99/inf/7/add1")
    assert response.status_code == 404
    assert "unep/gc.99/INF/7/Add.1" in response.content.decode().replace("<wbr>", "")


@pytest.mark.parametrize("typed", ["hello", "UNEP/", "UNEP/IEG//1", "UNEP/IEG/IGSP/1/%3Cb%3E"])
def test_words_that_are_no_symbol_are_answered_with_why_and_where(client, igsp, typed):
    response = client.get(f"/symbol/{typed}")
    page = response.content.decode()
    assert response.status_code == 400
    assert "This is not a document symbol" in page
    assert "(at character" in page
    assert "<b>" not in page.replace("<bdi", "")


def test_one_symbol_names_one_document(make_document):
    from django.core.exceptions import ValidationError

    first = make_document("UNEP/TEST/1/1")
    records.create(SymbolAlias(document=first, symbol="UNEP/TSET/1/1"), by="test")
    with pytest.raises(ValidationError, match="cited under this symbol"):
        make_document("unep/tset/1/1", key="other")
    with pytest.raises(ValidationError, match="bears this symbol"):
        records.create(SymbolAlias(document=make_document("UNEP/TEST/1/2"), symbol="UNEP/TEST/1/1"), by="test")


def test_a_symbol_is_kept_as_it_is_printed(make_document):
    assert make_document("UNEP/TEST/1/inf/2/add 1", key="inf-2").symbol == "UNEP/TEST/1/INF/2/Add.1"


def test_the_database_orders_symbols_as_people_do():
    symbols = [
        "UNEP/GC.23/6",
        "UNEP/GC.23/6/Rev.1",
        "UNEP/GC.23/6/Add.1",
        "UNEP/GC.23/6/Add.1/Corr.1",
        "UNEP/GC.23/6/Add.2",
        "UNEP/GC.23/6/Add.10",
        "UNEP/GC.23/10",
        "UNEP/GC.23/INF/2",
        "UNEP/GC.23/L.1",
        "UNEP/IEG/IGSP/1/2",
        "UNEP/IEG/IGSP/2/1",
        "UNEP/IEG/IGSP/10/1",
    ]
    texts = [parse(symbol).sort_text for symbol in symbols]
    assert sorted(texts) == texts
    assert sorted(symbols, key=lambda symbol: parse(symbol).sort_key) == symbols


@pytest.mark.parametrize(
    "typed", ["UNEP-TEST-1-1", "UNEP_TEST_1_1", "unep-test-1-1", "UNEP-TSET-1-1", "UNEP_TEST_1_1!"]
)
def test_a_symbol_as_librarians_write_it_leads_to_its_permanent_address(client, igsp, issued, typed):
    with given():
        Process.objects.filter(pk=igsp.pk).update(series="UNEP/TEST", series_aliases=["UNEP/TSET"])
    response = client.get(f"/symbol/{typed}?lang=fr")
    assert (response.status_code, response.headers["Location"]) == (302, "/symbol/UNEP/TEST/1/1?lang=fr")


def test_a_document_of_two_bodies_is_found_as_librarians_write_it(client, make_document):
    make_document("A/77/277-S/2022/606", key="letter", state="planned")
    for typed in ("A_77_277-S_2022_606", "A-77-277", "s-2022-606"):
        assert client.get(f"/symbol/{typed}").headers["Location"] == "/symbol/A/77/277-S/2022/606"


def test_what_few_may_know_of_is_not_found_as_librarians_write_it(client, make_document):
    make_document("UNEP/TEST/1/9")
    assert client.get("/symbol/UNEP-TEST-1-9").status_code == 400


def test_a_form_that_two_symbols_share_leads_to_neither(client, make_document):
    make_document("UNEP/TEST/1/2", key="one", state="planned")
    make_document("UNEP/TEST.1/2", key="other", state="planned")
    assert client.get("/symbol/UNEP-TEST-1-2").status_code == 400


# What may have been meant


@pytest.mark.parametrize("typed", ["UNEP/TEST/01/001", "UNEP/TEST/01/1", "UNEP_TEST_01_01", "UNEP/TEST/０１/１"])
def test_noughts_before_numbers_are_passed_over(client, issued, typed):
    response = client.get(f"/symbol/{typed}", follow=True)
    assert response.redirect_chain[-1] == ("/en/igsp/documents/unep-test-1-1/", 302)


def test_a_page_does_not_repeat_noughts_as_another_form(client, issued):
    page = client.get(f"{issued.get_absolute_url()}?cited=UNEP/TEST/1/01").content.decode()
    assert "another form" not in page


def test_a_symbol_that_has_such_noughts_is_found_by_them(client, make_document):
    make_document("UNEP/TEST/01/2", key="with", state="planned")
    make_document("UNEP/TEST/1/2", key="without", state="planned")
    assert client.get("/symbol/UNEP/TEST/01/2").headers["Location"] == "/en/igsp/documents/with/"
    assert client.get("/symbol/UNEP/TEST/1/2").headers["Location"] == "/en/igsp/documents/without/"


def offered(response):
    section = response.text.partition('id="nearest"')[2].partition("</section>")[0]
    return re.findall('<a class="symbol" href="([^"]+)">', section)


@pytest.mark.parametrize(
    ("typed", "status", "found"),
    [
        ("UNEP/TSET/1/1", 404, ["/symbol/UNEP/TEST/1/1"]),
        ("UNEP/TEST/l/1", 404, ["/symbol/UNEP/TEST/1/1"]),
        ("UNEP/TEST/1/l", 400, ["/symbol/UNEP/TEST/1/1"]),
        ("UNEP/TEST/1/1/Cor.1", 404, ["/symbol/UNEP/TEST/1/1/Corr.1"]),
        ("UNEP/TEST/1/2", 404, []),
        ("UNEP/TSET/1/9", 404, []),
    ],
)
def test_the_nearest_symbols_are_offered_for_one_that_is_unknown(client, issued, make_document, typed, status, found):
    make_document("UNEP/TEST/1/1/Corr.1", state="planned")
    make_document("UNEP/TEST/1/9")
    response = client.get(f"/symbol/{typed}")
    assert (response.status_code, offered(response)) == (status, found)


def test_the_way_to_a_file_of_what_may_be_meant_is_offered(client, issued):
    assert offered(client.get("/symbol/UNEP/TSET/1/1?lang=fr")) == ["/symbol/UNEP/TEST/1/1?lang=fr"]


def test_at_most_five_are_offered_of_ever_so_many(igsp, farah, make_document):
    for letter in "HGFEDCBA":
        make_document(f"UNEP/TEST{letter}/1/7", state="planned")
    assert [one.symbol for one in rules.nearest("UNEP/TSETA/1/7", farah)] == [
        f"UNEP/TEST{letter}/1/7" for letter in "ABCDE"
    ]
