"""An address that somebody kept goes on leading to its document, whatever its key or its name has become since."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.library import actions, loading
from documents.library.states import DocumentKind, DocumentState
from documents.models import Document, FormerKey
from igsp_portal.foundations.record import records
from igsp_portal.models import Event, User
from meetings.models import Process

from ..cast import given

KEYED = "/en/igsp/documents/non-paper-3/"
NON_PAPER: dict[str, Any] = {"key": "non-paper-3", "kind": DocumentKind.NON_PAPER, "title_en": "On finance"}
NAMED = {"designation_en": "Non-paper 3", "designation_fr": "Document officieux 3"}


@pytest.fixture
def non_paper(make_document: Any, post: Any) -> Document:
    """Non-paper 3, issued in English and Arabic."""
    document = make_document("", state=DocumentState.PLANNED, **NON_PAPER, **NAMED)
    for language in ("en", "ar"):
        post(document, language)
    actions.issue(document, by="test", exception=True)
    return document


def answered(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.headers.get("Location", "")


# Documents without a symbol


@pytest.mark.parametrize(
    "cited", ["non-paper-3", "Non-paper 3", "NON-PAPER 3", "Ｎｏｎ-paper ３", "document officieux 3"]
)
def test_a_document_without_symbol_has_an_address_of_its_own(client: Client, non_paper: Document, cited: str) -> None:
    assert answered(client, f"/documents/igsp/{cited}") == (302, KEYED)


def test_its_file_is_given_out_there_by_language(client: Client, non_paper: Document) -> None:
    response = client.get("/documents/igsp/non-paper-3?lang=ar")
    file = non_paper.renditions.get(language="ar")
    assert {name: response.headers[name] for name in ("Content-Language", "ETag", "Content-Disposition")} == {
        "Content-Language": "ar",
        "ETag": f'"{file.sha256}"',
        "Content-Disposition": 'attachment; filename="non-paper-3-AR.pdf"',
    }


def test_a_language_not_issued_is_said_there_with_those_that_are(client: Client, non_paper: Document) -> None:
    response = client.get("/documents/igsp/non-paper-3?lang=fr")
    assert response.status_code == 404
    assert "non publié dans cette langue" in response.text
    assert "/documents/igsp/non-paper-3?lang=ar" in response.text


def test_its_page_says_how_to_cite_it_and_links_its_files_by_language(client: Client, non_paper: Document) -> None:
    page = client.get(KEYED).content.decode()
    assert 'href="http://testserver/documents/igsp/non-paper-3"' in page
    assert 'href="/documents/igsp/non-paper-3?lang=ar"' in page


@pytest.mark.parametrize("cited", ["Non-paper 3", "non-paper/3", "DOCUMENT OFFICIEUX 3", "non-paper-3"])
def test_it_is_found_where_symbols_are(client: Client, non_paper: Document, cited: str) -> None:
    assert answered(client, f"/symbol/{cited}?lang=ar") == (302, "/documents/igsp/non-paper-3?lang=ar")


def test_where_several_processes_have_such_a_document_one_chooses(client: Client, non_paper: Document) -> None:
    with given():
        other = Process.objects.create(slug="other", name="Other process", short_name="Other", is_public=True)
    values = NON_PAPER | NAMED | {"key": "np3"}
    records.create(Document(process=other, state=DocumentState.PLANNED, **values), by="test")
    response = client.get("/symbol/Non-paper 3")
    assert response.status_code == 300
    assert [address in response.text for address in (KEYED, "/en/other/documents/np3/")] == [True, True]
    assert answered(client, "/documents/other/Non-paper 3") == (302, "/en/other/documents/np3/")


def test_where_one_of_them_is_hidden_it_leads_to_the_other(client: Client, non_paper: Document) -> None:
    with given():
        other = Process.objects.create(slug="other", name="Other process", short_name="Other", is_public=True)
    records.create(Document(process=other, **NON_PAPER, **NAMED), by="test")
    assert answered(client, "/symbol/Non-paper 3") == (302, "/documents/igsp/non-paper-3")
    assert answered(client, "/documents/other/Non-paper 3")[0] == 404


def test_its_address_stays_when_it_is_given_a_symbol(client: Client, non_paper: Document) -> None:
    actions.change(non_paper, by="test", values={"symbol": "UNEP/TEST/1/CRP.7"})
    assert answered(client, "/documents/igsp/non-paper-3") == (302, KEYED)
    assert answered(client, "/documents/igsp/non-paper-3?lang=en")[0] == 200
    assert answered(client, "/symbol/UNEP/TEST/1/CRP.7") == (302, KEYED)


def test_a_document_with_a_symbol_has_such_an_address_too(client: Client, issued: Document) -> None:
    assert answered(client, "/documents/igsp/unep-test-1-1") == (302, "/en/igsp/documents/unep-test-1-1/")


@pytest.mark.parametrize("process", ["igsp", "nothing"])
def test_what_is_not_there_is_said(client: Client, igsp: Process, process: str) -> None:
    assert answered(client, f"/documents/{process}/zebra")[0] == 404


# Former keys


@pytest.fixture
def renamed(issued: Document) -> Document:
    actions.change(issued, by="test", values={"key": "needs"})
    return issued


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_a_document_is_found_under_its_former_key(client: Client, renamed: Document, language: str) -> None:
    page = f"/{language}/igsp/documents/"
    assert answered(client, f"{page}unep-test-1-1/") == (301, f"{page}needs/")


def test_the_permanent_address_is_found_under_a_former_key(client: Client, renamed: Document) -> None:
    former = records.create(FormerKey(document=renamed, key="old-needs"), by="test")
    assert former.process_id == renamed.process_id
    assert answered(client, "/documents/igsp/old-needs") == (302, "/en/igsp/documents/needs/")
    assert answered(client, "/documents/igsp/old-needs?lang=ar")[0] == 200
    assert answered(client, "/symbol/old-needs?lang=ar") == (302, "/symbol/UNEP/TEST/1/1?lang=ar")


@pytest.mark.parametrize("typed", ["Old_Needs", "old_needs", "OLD_NEEDS"])
def test_a_former_key_is_found_in_any_letter_case(client: Client, renamed: Document, typed: str) -> None:
    """As it stood in the addresses of another site."""
    records.create(FormerKey(document=renamed, key="Old_Needs"), by="test")
    page = "/en/igsp/documents/needs/"
    assert answered(client, f"/symbol/{typed}") == (302, "/symbol/UNEP/TEST/1/1")
    assert answered(client, f"/documents/igsp/{typed}") == (302, page)
    assert answered(client, f"/en/igsp/documents/{typed}/") == (301, page)
    assert answered(client, f"/en/igsp/documents/{typed}/text/en/") == (301, f"{page}text/en/")


def test_a_key_as_it_is_written_comes_before_one_in_another_letter_case(
    client: Client, renamed: Document, make_document: Any
) -> None:
    records.create(FormerKey(document=renamed, key="Annex"), by="test")
    make_document("UNEP/TEST/1/2", key="annex", state=DocumentState.PLANNED)
    assert answered(client, "/documents/igsp/Annex")[1] == "/en/igsp/documents/needs/"
    assert answered(client, "/documents/igsp/annex")[1] == "/en/igsp/documents/annex/"
    assert answered(client, "/en/igsp/documents/ANNEX/")[0] == 301


def test_a_former_key_of_what_is_hidden_leads_nowhere(client: Client, make_document: Any) -> None:
    hidden = make_document("UNEP/TEST/1/9")
    records.create(FormerKey(document=hidden, key="old-nine"), by="test")
    addresses = ("/en/igsp/documents/old-nine/", "/documents/igsp/old-nine", "/symbol/old-nine")
    never = ("/en/igsp/documents/no-nine/", "/documents/igsp/no-nine", "/symbol/no-nine")
    assert [client.get(a).status_code for a in addresses] == [client.get(a).status_code for a in never]


def test_no_other_document_takes_a_former_key(renamed: Document, make_document: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        make_document("UNEP/TEST/1/2", key="unep-test-1-1")
    assert refused.value.message_dict == {"key": ["This key is taken; choose another."]}


def test_no_former_key_is_the_key_of_another(renamed: Document, make_document: Any) -> None:
    make_document("UNEP/TEST/1/2", key="second")
    with pytest.raises(ValidationError, match="This key is taken"):
        records.create(FormerKey(document=renamed, key="second"), by="test")


def test_a_key_that_comes_back_leads_to_its_document(client: Client, renamed: Document) -> None:
    actions.change(renamed, by="test", values={"key": "unep-test-1-1"})
    actions.change(renamed, by="test", values={"key": "needs"})
    assert answered(client, "/en/igsp/documents/unep-test-1-1/") == (301, "/en/igsp/documents/needs/")


def test_a_key_that_was_never_announced_is_simply_changed(make_document: Any) -> None:
    document = make_document()
    actions.change(document, by="test", values={"key": "other"})
    assert not FormerKey.objects.exists()


def test_the_desk_adds_a_former_key(issued: Document, browser_of: Any, farah: User) -> None:
    page = browser_of(farah).get(reverse("admin:documents_document_change", args=[issued.pk]))
    assert "former_keys-TOTAL_FORMS" in page.text
    assert page.context["adminform"].form.instance == issued


FOLDER = """
documents:
  - key: %s
    former_keys: %s
    symbol: UNEP/LOADED/1
    kind: working
    title: {ar: x, zh-hans: x, en: Loaded, fr: x, ru: x, es: x}
"""


def test_a_folder_gives_a_document_another_key(igsp: Process, tmp_path: Any, client: Client) -> None:
    def load(key: str, former: str) -> None:
        (tmp_path / "documents.yaml").write_text(FOLDER % (key, former), encoding="utf-8")
        loading.load_documents(tmp_path, igsp, by="test")

    load("loaded", "[]")
    load("renamed", "[loaded, doc-17]")
    assert igsp.documents.get(symbol="UNEP/LOADED/1").key == "renamed"
    for former in ("loaded", "doc-17"):
        assert answered(client, f"/en/igsp/documents/{former}/") == (301, "/en/igsp/documents/renamed/")
    before = Event.objects.count()
    load("renamed", "[loaded, doc-17]")
    assert Event.objects.count() == before
