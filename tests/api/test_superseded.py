"""A program is told what stands in the place of a document, and when that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from documents.library import actions
from documents.library.states import Distribution, DocumentState, RelationKind
from documents.models import Document, Relation
from igsp_portal.foundations.record import records
from igsp_portal.models import User

from .conftest import Read

LIST = "processes/igsp/documents/"


@pytest.fixture
def document(make_document: Any) -> Document:
    return make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.ISSUED)


@pytest.fixture
def news(read: Read, every: Any, document: Document) -> Callable[[], dict[str, str | None]]:
    """The keys of what has changed since this was asked last, each with that of what has superseded it."""
    asked = [every(LIST)[-1]["later"]]

    def told() -> dict[str, str | None]:
        page = read(asked[-1])
        asked.append(page["later"])
        later = {item["key"]: item["superseded_by"] for item in page["items"]}
        return {key: address and address.rstrip("/").rpartition("/")[2] for key, address in later.items()}

    return told


def test_a_revision_supersedes_once_it_is_issued_and_no_more_once_it_is_withdrawn(
    news: Any, make_document: Any, post: Any
) -> None:
    revision = make_document("UNEP/TEST/1/7/Rev.1", key="rev", state=DocumentState.PLANNED)
    assert news() == {"rev": None}
    post(revision, "en")
    assert news() == {}
    actions.issue(revision, by="test", exception=True)
    assert news() == {"rev": None, "seven": "rev"}
    actions.withdraw(revision, by="test", because="By mistake")
    assert news() == {"rev": None, "seven": None}


def test_what_is_recorded_to_replace_it_and_the_revisions_of_that_supersede_it(news: Any, make_document: Any) -> None:
    other = make_document("UNEP/TEST/1/8", key="eight", state=DocumentState.ISSUED)
    news()
    records.create(
        Relation(document=other, kind=RelationKind.REPLACES, to=Document.objects.get(key="seven")), by="test"
    )
    assert news() == {"eight": None, "seven": "eight"}
    make_document("UNEP/TEST/1/8/Rev.1", key="rev", state=DocumentState.ISSUED)
    assert news() == {"rev": None, "eight": "rev", "seven": "rev"}


def test_a_symbol_that_is_corrected_supersedes_another(news: Any, make_document: Any) -> None:
    make_document("UNEP/TEST/1/8", key="eight", state=DocumentState.ISSUED)
    revision = make_document("UNEP/TEST/1/7/Rev.1", key="rev", state=DocumentState.ISSUED)
    assert news() == {"eight": None, "rev": None, "seven": "rev"}
    actions.change(revision, by="test", values={"symbol": "UNEP/TEST/1/8/Rev.1"})
    assert news() == {"rev": None, "seven": None, "eight": "rev"}
    records.remove(revision, by="test")
    assert news() == {"eight": None}


def test_a_revision_that_few_may_know_of_is_told_to_them_alone(
    news: Any, read: Read, make_document: Any, browser_of: Any, amina: User
) -> None:
    values: Any = {"state": DocumentState.ISSUED, "distribution": Distribution.RESTRICTED}
    make_document("UNEP/TEST/1/7/Rev.1", key="rev", **values)
    assert news() == {}
    hers: Client = browser_of(amina)
    address = f"{LIST}seven/"
    assert [read(address)["superseded_by"], read(address, hers)["superseded_by"]] == [
        None,
        f"http://testserver/api/v1/{LIST}rev/",
    ]
