"""A document whose files are kept elsewhere: where each language leads is shown, and nobody is sent there unasked."""

import pytest
from django.core.exceptions import ValidationError

from documents.library import actions
from documents.library.states import DocumentState
from documents.models import DocumentLink
from igsp_portal.foundations.record import records

ELSEWHERE = "https://www.example.org/docs/1-7-fr.pdf"


@pytest.fixture
def kept(make_document):
    document = make_document(symbol="UNEP/TEST/1/7", state=DocumentState.PLANNED, issued_elsewhere=True)
    link = records.create(DocumentLink(document=document, language="fr", url=ELSEWHERE), by="test")
    actions.issue(document, by="test")
    return link.document


def test_the_address_by_symbol_says_where_it_leads(client, kept):
    answer = client.get("/symbol/UNEP/TEST/1/7?lang=fr")
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "fr")
    assert f'<a href="{ELSEWHERE}" hreflang="fr" rel="external noreferrer">' in answer.content.decode()


def test_a_language_that_is_not_kept_elsewhere_is_said_to_be_missing(client, kept):
    assert client.get("/symbol/UNEP/TEST/1/7?lang=es").status_code == 404


@pytest.mark.parametrize("address", ["/en/igsp/documents/", "/en/igsp/documents/unep-test-1-7/"])
def test_the_pages_lead_there_and_name_the_place(client, kept, address):
    page = client.get(address).content.decode()
    assert f'href="{ELSEWHERE}"' in page
    assert "<bdi>example.org</bdi>" in page
    of_it = page[page.index("UNEP/TEST/1/7") : page.index("<bdi>example.org</bdi>")]  # of others in the list it is said
    assert "no file is held here" not in of_it


def test_the_address_of_what_is_not_issued_is_told_to_nobody(client, make_document):
    document = make_document(symbol="UNEP/TEST/1/8", state=DocumentState.PLANNED)
    records.create(DocumentLink(document=document, language="fr", url=ELSEWHERE), by="test")
    pages = [
        client.get(address)
        for address in (
            "/en/igsp/documents/",
            "/en/igsp/search/?q=UNEP/TEST/1/8",
            "/en/igsp/documents/unep-test-1-8/",
            "/symbol/UNEP/TEST/1/8?lang=fr",
        )
    ]
    assert [page.status_code for page in pages] == [200, 200, 200, 404]
    assert [b"example.org/docs" in page.content for page in pages] == [False] * 4


@pytest.mark.parametrize("url", ["ftp://example.org/x.pdf", "javascript:alert(1)", "//example.org/x", "example.org/x"])
def test_an_address_elsewhere_is_one_of_the_web(make_document, url):
    with pytest.raises(ValidationError):
        records.create(DocumentLink(document=make_document(), language="fr", url=url), by="test")


def test_a_language_has_one_address_elsewhere(kept):
    with pytest.raises(ValidationError, match="already"):
        records.create(DocumentLink(document=kept, language="fr", url=f"{ELSEWHERE}?2"), by="test")
