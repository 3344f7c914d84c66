"""A library of the tests' own, in the process of 2004, with files kept in a folder that goes away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from documents.library import actions
from documents.library.states import DocumentKind, DocumentState
from documents.models import Document, Rendition
from documents.search import indexing
from documents.search.sources import SOURCES
from igsp_portal.foundations.files import filetypes
from igsp_portal.foundations.record import records
from igsp_portal.models import User
from meetings.models import Meeting, MeetingDates, Process
from tests.cast import given

from .files import pdf


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    """The folder where files are kept during this test."""
    folder = tmp_path / "files"
    kept = {**settings.STORAGES["default"], "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    return folder


def index(process: Process) -> None:
    """What the worker does after a change: its tasks wait for a commit, of which a test has none."""
    indexing.put(SOURCES["document"], list(process.documents.values_list("pk", flat=True)))


@pytest.fixture
def hall(igsp: Process) -> Meeting:
    """A session with no documents yet, announced for 6 September 2004."""
    values: Any = {"kind": "session", "number": 9, "name_en": "Ninth session", "order": 99}
    meeting = Meeting(process=igsp, key="hall", **values)
    with given():
        meeting.save()
        MeetingDates.objects.create(
            meeting=meeting, basis="announced", starts_on=date(2004, 9, 6), ends_on=date(2004, 9, 8)
        )
    return meeting


@pytest.fixture
def make_document(igsp: Process, hall: Meeting) -> Callable[..., Document]:
    """make_document("UNEP/TEST/1/1", state=…): one document of the hall."""

    def make(symbol: str = "UNEP/TEST/1/1", **values: Any) -> Document:
        key = values.pop("key", symbol.lower().replace("/", "-").replace(".", "-"))
        values = {"kind": DocumentKind.WORKING, "title_en": f"About {symbol}", "meeting": hall} | values
        return records.create(Document(process=igsp, symbol=symbol, key=key, **values), by="test")

    return make


@pytest.fixture
def post() -> Callable[..., Rendition]:
    """post(document, "fr"): a file of its own for each document and language."""

    def posted(document: Document, language: str, words: str = "", **values: Any) -> Rendition:
        data = pdf(f"{document} {language} {words}")
        return actions.post_rendition(
            document, language=language, name="file.pdf", file=BytesIO(data), by="test", **values
        )

    return posted


@pytest.fixture
def issued(make_document: Any, post: Any) -> Document:
    """UNEP/TEST/1/1, issued in English, French and Arabic."""
    document = make_document(state=DocumentState.PLANNED)
    for language in ("en", "fr", "ar"):
        post(document, language)
    actions.issue(document, by="test", on=date(2004, 7, 26), exception=True)
    return document


@pytest.fixture
def waits(settings: Any, tmp_path: Path) -> Path:
    """Where posted files wait, in a folder of the test."""
    folder = tmp_path / "waiting"
    settings.POSTING_WAITS = folder
    return folder


@pytest.fixture
def clerk(browser_of: Callable[[User], Client], diego: User) -> Client:
    return browser_of(diego)


@pytest.fixture
def planned(make_document: Callable[..., Document]) -> list[Document]:
    """Two documents that are not issued yet."""
    return [make_document(f"UNEP/TEST/1/{number}", state=DocumentState.PLANNED) for number in (1, 2)]


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is posted is not read for its pages, of which nothing here tells."""
    monkeypatch.setattr(filetypes, "read", lambda file, kind: None)
