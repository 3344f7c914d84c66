"""A document without a symbol has a designation, by which it is cited and found in its process."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents import designations
from documents.library import actions
from documents.library.states import DocumentKind, DocumentState
from documents.models import DesignationKey, Document
from igsp_portal.foundations.record import records
from igsp_portal.models import User
from meetings.models import Process

from ..cast import given
from .conftest import index
from .test_pages import words


@pytest.fixture
def non_paper(make_document: Any) -> Document:
    """Non-paper 3, announced, with a designation in English, French and Arabic."""
    named = {"en": "Non-paper 3", "fr": "Document officieux 3", "ar": "ورقة غير رسمية 3"}
    values = {f"designation_{code}": said for code, said in named.items()}
    kind, state = DocumentKind.NON_PAPER, DocumentState.PLANNED
    return make_document("", key="non-paper-3", kind=kind, state=state, title_en="On finance", **values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Non-paper 3", "NON-PAPER 3"),
        ("Non-paper 3", "non paper  3"),
        ("Non-paper 3", "Ｎｏｎ－ｐａｐｅｒ　３"),
        ("Non-paper No. 3", "Non-paper No 3"),
        ("Déclaration du Kenya", "Declaration du Kenya"),
        ("ورقة غير رسمية ٣", "ورقة غير رسمية 3"),
    ],
)
def test_case_width_accents_and_stops_do_not_matter_in_comparison(one: str, other: str) -> None:
    assert designations.key(one) == designations.key(other) != ""


def test_it_is_called_by_its_designation_in_the_readers_language(client: Client, non_paper: Document) -> None:
    assert str(non_paper) == "Non-paper 3"
    assert "Document officieux 3" in words(client.get("/fr/igsp/documents/non-paper-3/"))


@pytest.mark.parametrize("taken", ["Non-paper 3", "ＮＯＮ－ＰＡＰＥＲ 3", "Document officieux 3", "ورقة غير رسمية ٣"])
def test_in_its_process_no_other_document_is_designated_so(non_paper: Document, make_document: Any, taken: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_document("", key="other", designation_es=taken)
    assert refused.value.message_dict == {"designation_es": ["Another document has this designation."]}


def test_a_symbol_of_another_document_is_no_designation(issued: Document, make_document: Any) -> None:
    with pytest.raises(ValidationError, match="Another document has this designation"):
        make_document("", key="other", designation_en="unep/test/1/1")


def test_a_document_of_another_process_may_be_designated_so(non_paper: Document) -> None:
    with given():
        other = Process.objects.create(slug="other", name="Other", is_public=True)
    values: Any = {"kind": "non_paper", "title_en": "Another", "designation_en": "Non-paper 3"}
    records.create(Document(process=other, key="x", **values), by="test")
    assert Document.objects.designated("non-paper 3").count() == 2


def test_a_designation_that_was_changed_is_free(non_paper: Document, make_document: Any, farah: User) -> None:
    actions.change(non_paper, by=farah, values={"designation_en": "Non-paper 4"})
    make_document("", key="another", designation_en="Non-paper 3")
    assert set(DesignationKey.objects.filter(document=non_paper).values_list("key", flat=True)) == {
        designations.key(said) for said in ("Non-paper 4", "Document officieux 3", "ورقة غير رسمية 3")
    }


def test_signs_alone_are_no_designation(make_document: Any) -> None:
    with pytest.raises(ValidationError, match="has letters or figures"):
        make_document("", key="other", designation_en="–")


@pytest.mark.parametrize("typed", ["non-paper 3", "officieux 3", "ورقة غير رسمية", "NON PAPER"])
def test_the_library_finds_it(client: Client, non_paper: Document, typed: str) -> None:
    index(non_paper.process)
    assert "On finance" in words(client.get("/en/igsp/search/", {"q": typed}))


def test_the_desk_gives_a_designation(non_paper: Document, browser_of: Any, farah: User) -> None:
    page = browser_of(farah).get(reverse("admin:documents_document_change", args=[non_paper.pk]))
    assert page.context["adminform"].form.initial["designation_fr"] == "Document officieux 3"


def test_documents_without_a_symbol_stand_in_the_order_of_their_numbers(make_document: Any, hall: Any) -> None:
    for number in (10, 2):
        make_document("", key=f"non-paper-{number}", kind=DocumentKind.NON_PAPER)
    assert [document.key for document in hall.documents.in_session_order()] == ["non-paper-2", "non-paper-10"]
