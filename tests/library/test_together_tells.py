"""A ZIP also tells of what it cannot hold: files kept elsewhere, documents awaited, and who may read them on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from documents.library import actions
from documents.library.states import Distribution, DocumentState
from documents.library.together import chosen, stamps
from documents.models import Document, DocumentLink
from igsp_portal.foundations.record import records
from meetings.models import Meeting, MeetingPart

from ..cast import given
from .test_kept_elsewhere import ELSEWHERE
from .zips import files, manifest, next_of, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(make_document: Any) -> Document:
    """Issued by another body, which keeps its French file."""
    document: Document = make_document("UNEP/TEST/1/7", state=DocumentState.PLANNED, issued_elsewhere=True)
    records.create(DocumentLink(document=document, language="fr", url=ELSEWHERE), by="test")
    actions.issue(document, by="test")
    return document


def index(archive: Any) -> str:
    page: str = archive.read("index.html").decode()
    return page


def test_a_file_that_is_kept_elsewhere_is_led_to(client: Client, elsewhere: Document) -> None:
    archive = taken(client, "lang=fr&lang=en")
    assert files(archive) == []
    assert manifest(archive)["kept_elsewhere"] == [
        {
            "symbol": "UNEP/TEST/1/7",
            "key": elsewhere.key,
            "designation": None,
            "title": {"en": "About UNEP/TEST/1/7"},
            "language": "fr",
            "url": ELSEWHERE,
            "address": "http://testserver/symbol/UNEP/TEST/1/7",
        }
    ]
    assert f'<a href="{ELSEWHERE}" hreflang="fr" rel="external noreferrer">' in index(archive)
    assert "<bdi>example.org</bdi>" in index(archive)
    assert "No file was issued." not in index(archive)
    in_spanish = taken(client, "lang=es")
    assert (manifest(in_spanish)["kept_elsewhere"], ELSEWHERE in index(in_spanish)) == ([], False)


def test_since_a_stamp_only_new_addresses_elsewhere_are_told(client: Client, elsewhere: Document) -> None:
    first = taken(client, "lang=fr")
    second = next_of(client, first)
    assert manifest(second)["kept_elsewhere"] == []
    link = elsewhere.links.get()
    records.change(link, by="test", values={"url": f"{ELSEWHERE}?2"})
    third = next_of(client, second)
    assert [one["url"] for one in manifest(third)["kept_elsewhere"]] == [f"{ELSEWHERE}?2"]
    assert manifest(next_of(client, third))["kept_elsewhere"] == []


def test_where_a_document_is_kept_is_not_told_before_it_is_issued(client: Client, make_document: Any) -> None:
    document = make_document("UNEP/TEST/1/8", state=DocumentState.PLANNED)
    records.create(DocumentLink(document=document, language="fr", url=ELSEWHERE), by="test")
    archive = taken(client, "lang=fr")
    assert (manifest(archive)["kept_elsewhere"], ELSEWHERE in index(archive)) == ([], False)


def test_what_is_awaited_is_named_with_the_day_on_which_it_is_expected(
    client: Client, issued: Document, hall: Meeting, make_document: Any
) -> None:
    make_document("UNEP/TEST/1/2", state=DocumentState.PLANNED, planned_on=date(2004, 8, 30))
    make_document("UNEP/TEST/1/3", state=DocumentState.PLANNED)
    make_document("UNEP/TEST/1/4")
    archive = taken(client)
    told = [(one["symbol"], one["expected_on"]) for one in manifest(archive)["awaited"]]
    assert told == [("UNEP/TEST/1/2", "2004-08-30"), ("UNEP/TEST/1/3", "2004-07-26")]
    awaited = index(archive).partition("<h2>Forthcoming</h2>")[2]
    assert [words in awaited for words in ("UNEP/TEST/1/2", "30 August 2004", "UNEP/TEST/1/4")] == [True, True, False]
    with given():
        Meeting.objects.filter(pk=hall.pk).update(state="cancelled", cancelled_on=date(2004, 8, 1))
    assert manifest(taken(client))["awaited"] == []


def test_a_restricted_document_and_a_part_of_the_session_are_named_as_such(
    hall: Meeting, make_document: Any, post: Any, browser_of: Any, amina: Any
) -> None:
    with given():
        part = MeetingPart.objects.create(meeting=hall, number=2, name="Resumed session")
    values: Any = {"state": DocumentState.PLANNED, "distribution": Distribution.RESTRICTED, "part": part}
    document = make_document("UNEP/TEST/1/2", **values)
    post(document, "en")
    actions.issue(document, by="test", exception=True)
    archive = taken(browser_of(amina))
    [entry] = manifest(archive)["files"]
    assert (entry["distribution"], entry["part"]) == ("restricted", 2)
    assert [f"<small>{words}</small>" in index(archive) for words in ("Resumed session", "Restricted")] == [True, True]


@pytest.mark.parametrize("where", ["now", "_happened", "current_files", "_gone", "_closed", "_links"])
@pytest.mark.parametrize("what", ["issued", "replaced", "taken back"])
def test_what_is_committed_while_files_are_looked_up_is_told_at_the_latest_next_time(
    where: str, what: str, client: Client, issued: Document, make_document: Any, post: Any, monkeypatch: Any
) -> None:
    """By another, just before one of the questions that are asked for a ZIP."""
    other = make_document("UNEP/TEST/1/2", state=DocumentState.PLANNED)
    post(other, "en")
    first = taken(client, "lang=en")

    def happens() -> None:
        monkeypatch.undo()
        if what == "issued":
            actions.issue(other, by="test", exception=True)
        elif what == "replaced":
            post(issued, "en", "again")
        else:
            actions.take_back_file(issued.renditions.get(language="en"), by="test", because="Wrong file")

    module = stamps if where == "now" else chosen
    asked = getattr(module, where)

    def ask(*args: Any, **kwargs: Any) -> Any:
        happens()
        return asked(*args, **kwargs)

    monkeypatch.setattr(module, where, ask)
    second = next_of(client, first)
    third = next_of(client, second)
    new = {name for archive in (second, third) for name in files(archive)}
    gone = {one["why"] for archive in (second, third) for one in manifest(archive)["gone"]}
    name = {"issued": "UNEP_TEST_1_2-EN.pdf", "replaced": "UNEP_TEST_1_1-EN.pdf"}.get(what)
    assert (new, gone) == ({name} - {None}, {what} - {"issued"} if what != "taken back" else {"taken_back"})
    assert files(next_of(client, third)) == []


def test_a_zip_unpacked_over_an_earlier_one_does_away_with_no_file_of_another_document(
    client: Client, issued: Document, make_document: Any, post: Any
) -> None:
    first = taken(client)
    same = make_document("", key="UNEP_TEST_1_1", title_en="Same name", state=DocumentState.PLANNED)
    post(same, "en", "another")
    actions.issue(same, by="test", exception=True)
    second = next_of(client, first)
    post(same, "en", "once more")
    third = next_of(client, second)
    names = [files(archive) for archive in (first, second, third)]
    assert names[0] == ["UNEP_TEST_1_1-EN.pdf"]
    assert (len(names[1]), len(names[2]), len({*names[0], *names[1], *names[2]})) == (1, 1, 3)
    assert [one["name"] for one in manifest(third)["gone"]] == names[1]
