"""The index follows the record: what is issued, changed, replaced or withdrawn is found, or found no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from documents.finding import Asked
from documents.library import actions
from documents.library.states import DocumentState
from documents.models import Document, Entry, PageText, SymbolAlias
from documents.search.answers import Narrowed, answer
from igsp_portal.foundations.record import records
from igsp_portal.models import Event
from meetings.models import Process
from tests.cast import given
from tests.library.conftest import hall, make_document, post, store  # noqa: F401 - fixtures


def keys(typed: str) -> list[str]:
    """The documents that a stranger finds."""
    return [found.first.key or "" for found in answer(Asked.of(typed), AnonymousUser(), Narrowed()).found]


@pytest.fixture
def done(django_capture_on_commit_callbacks: Any) -> Any:
    """What is done in `with done():` is committed, and the worker then does what that asked for."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def planned(done: Any, make_document: Any, post: Any) -> Document:  # noqa: F811
    """UNEP/TEST/1/1, announced, with a file of which the words are known."""
    with done():
        document = make_document(state=DocumentState.PLANNED, title_en="Walrus", languages=["en"])
        file = post(document, "en")
    with given():  # the file of the tests is an empty page, and has been read
        PageText.objects.create(sha256=file.sha256, number=1, words="Narwhals and belugas")
    return document


def test_a_document_is_found_by_its_words_once_it_is_issued_and_no_more_once_withdrawn(
    planned: Document, done: Any
) -> None:
    assert (keys("walrus"), keys("narwhals")) == ([planned.key], [])
    assert not Entry.objects.filter(text__contains="Narwhals").exists()
    with done():
        actions.issue(planned, by="test", on=date(2004, 7, 26))
    assert (keys("walrus"), keys("narwhals")) == ([planned.key], [planned.key])
    with done():
        actions.withdraw(planned, by="test", because="By mistake")
    assert (keys("walrus"), keys("narwhals")) == ([planned.key], [])
    assert not Entry.objects.filter(text__contains="Narwhals").exists()


def test_before_the_worker_has_done_its_part_nobody_sees_what_was_withdrawn(planned: Document, done: Any) -> None:
    with done():
        actions.issue(planned, by="test", on=date(2004, 7, 26))
    actions.withdraw(planned, by="test", because="By mistake")
    assert Entry.objects.filter(text__contains="Narwhals").exists()
    assert keys("narwhals") == []


def test_a_title_or_a_symbol_that_is_changed_is_found_under_the_new_one(planned: Document, done: Any) -> None:
    with done():
        actions.change(planned, by="test", values={"title_en": "Ocelot", "symbol": "UNEP/TEST/1/44"})
        records.create(SymbolAlias(document=planned, symbol="UNEP/TEST/1/55"), by="test")
    assert (keys("walrus"), keys("ocelot")) == ([], [planned.key])
    assert keys("test/1/44") == keys("test/1/55") == keys("UNEP/TEST/1/1") == [planned.key]


def test_another_form_of_a_series_leads_to_all_its_documents(planned: Document, done: Any, igsp: Process) -> None:
    assert keys("UNEP/TEZT/1/1") == []
    with done():
        records.change(igsp, by="test", values={"series": "UNEP/TEST", "series_aliases": ["UNEP/TEZT"]})
    assert keys("TEZT/1/1") == [planned.key]


def test_what_is_indexed_is_on_record_and_tells_no_public_page(planned: Document, done: Any) -> None:
    with done():
        actions.issue(planned, by="test", on=date(2004, 7, 26))
    last = Event.objects.latest("pk")
    assert (last.verb, last.public) == ("search.indexed", False)


def test_a_text_that_is_released_with_its_document_is_found_by_its_paragraphs(igsp: Process) -> None:
    """The draft plan of 2004, of which four versions are documents."""
    found = answer(Asked.of('"ministerial environment forum called"'), AnonymousUser(), Narrowed(process=igsp)).found
    assert {entry.place for one in found for entry in one.entries.values()} == {"paragraph"}
    assert len(found) == 4
