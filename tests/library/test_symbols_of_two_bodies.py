"""A document of two bodies has a symbol of each, and is found by either; every real symbol can be kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Value
from django.test import Client

from documents import symbols
from documents.library import actions, rules
from documents.library.forms import DocumentForm
from documents.models import Document, SymbolAlias, SymbolKey
from igsp_portal.foundations.record import records
from igsp_portal.models import User

from ..pure.test_symbols import REAL_SYMBOLS
from .conftest import index
from .test_pages import words

BOTH = "A/77/277-S/2022/606"


@pytest.fixture
def letter(make_document: Any) -> Document:
    """A letter to the Assembly and to the Council, announced."""
    return make_document(BOTH, key="letter", state="planned")


@pytest.mark.parametrize("typed", [BOTH, "A/77/277", "s/2022/606", "A/77/277 – S/2022/606", "S/2022/606\u200b"])
def test_it_is_found_by_either_half(client: Client, letter: Document, typed: str) -> None:
    response = client.get(f"/symbol/{typed}")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/igsp/documents/letter/")


def test_its_page_takes_neither_half_for_another_form(client: Client, letter: Document) -> None:
    assert "another form" not in words(client.get(f"{letter.get_absolute_url()}?cited=S/2022/606"))


@pytest.mark.parametrize("taken", ["A/77/277", "S/2022/606", "S/2022/606-A/77/277", "A/1/1-S/2022/606"])
def test_nobody_else_bears_a_half_of_it(letter: Document, make_document: Any, taken: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make_document(taken, key="other")
    assert refused.value.message_dict == {"symbol": ["Another document bears this symbol."]}


def test_nobody_else_is_cited_by_a_half_of_it(letter: Document, make_document: Any) -> None:
    other = make_document("UNEP/TEST/1/2")
    with pytest.raises(ValidationError) as refused:
        records.create(SymbolAlias(document=other, symbol="S/2022/606"), by="test")
    assert refused.value.message_dict == {"symbol": ["Another document bears this symbol."]}


def test_a_form_names_the_document_that_has_a_half(letter: Document, make_document: Any, farah: User) -> None:
    other = make_document("UNEP/TEST/1/2")
    form = DocumentForm({"symbol": "S/2022/606"}, instance=other)
    form.user = farah
    assert "About A/77/277-S/2022/606" in str(form.errors["symbol"])


def test_a_misprint_of_both_halves_resolves_by_either(make_document: Any, farah: User) -> None:
    document = make_document("UNEP/TEST/1/1", state="planned")
    records.create(SymbolAlias(document=document, symbol="A/77/727-S/2022/660"), by="test")
    assert {rules.find(cited, farah) for cited in ("A/77/727", "S/2022/660")} == {document}


def test_both_halves_go_on_leading_to_a_document_that_gave_them_up(letter: Document, farah: User) -> None:
    actions.change(letter, by=farah, values={"symbol": "A/77/278"})
    assert {rules.find(cited, farah) for cited in ("A/77/278", "A/77/277", "S/2022/606")} == {letter}


def test_a_form_as_cited_that_is_removed_leads_nowhere(letter: Document, farah: User) -> None:
    alias = records.create(SymbolAlias(document=letter, symbol="A/77/727-S/2022/660"), by="test")
    own = records.create(SymbolAlias(document=letter, symbol="S/2022/606"), by="test")
    records.remove(alias, by="test")
    records.remove(own, by="test")
    assert {key.key for key in SymbolKey.objects.filter(document=letter)} == {BOTH, "A/77/277", "S/2022/606"}


def test_one_form_as_cited_is_kept_once(letter: Document) -> None:
    records.create(SymbolAlias(document=letter, symbol="A/77/727"), by="test")
    with pytest.raises(ValidationError, match="is already cited under this symbol"):
        records.create(SymbolAlias(document=letter, symbol="a/77/727"), by="test")


def test_it_is_found_by_a_search_for_either_half(client: Client, letter: Document) -> None:
    index(letter.process)
    for typed in ("A/77/277", "S/2022/606", "2022/606"):
        assert BOTH in words(client.get("/en/igsp/search/", {"q": typed}))


@pytest.mark.parametrize(
    ("typed", "kept", "key"),
    [
        ("S/RES/2504 (2020)\u200b", "S/RES/2504 (2020)", "s-res-2504-2020"),
        ("A/RES/75/290 b", "A/RES/75/290 B", "a-res-75-290-b"),
        ("UNEP/POPS/COP.1/31  (Part II)", "UNEP/POPS/COP.1/31 (Part II)", "unep-pops-cop-1-31-part-ii"),
        ("A/48/42(Supp)", "A/48/42(Supp)", "a-48-42-supp"),
    ],
)
def test_a_symbol_is_kept_as_it_is_printed_without_marks_nobody_sees(
    make_document: Any, typed: str, kept: str, key: str
) -> None:
    address = symbols.address(typed)
    assert (make_document(typed, key=address).symbol, address) == (kept, key)


def test_the_database_reads_the_same_shape(letter: Document) -> None:
    rows = Document.objects.filter(pk=letter.pk)
    for symbol in REAL_SYMBOLS:
        assert rows.annotate(tried=Value(symbol)).filter(tried__regex=symbols.SHAPE).exists(), symbol
    for nonsense in ("UNEP/GC.23", "A/RES/242(1967", "A/RES/57/270 BC", "A/77/277-", "A/1/Add.1/2", "1/2", "A/03"):
        assert not rows.annotate(tried=Value(nonsense)).filter(tried__regex=symbols.SHAPE).exists(), nonsense
