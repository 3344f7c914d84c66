"""The documents of a meeting are downloaded together, in one ZIP of what each may have."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from documents.library import actions
from documents.library.states import Distribution, DocumentState
from documents.library.together import streaming
from documents.models import Document, Rendition
from igsp_portal.foundations.access import Role
from meetings.models import AgendaItem, Meeting, Process

from ..cast import given, with_role
from .files import docx
from .zips import ADDRESS, PAGE, begun, files, manifest, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unread")]


def test_the_zip_holds_the_files_of_the_languages_and_formats_asked_for(
    client: Client, issued: Document, make_document: Callable[..., Document]
) -> None:
    other = make_document("UNEP/TEST/1/2", state=DocumentState.PLANNED)
    actions.post_rendition(other, language="fr", name="x.docx", file=io.BytesIO(docx("fr")), by="test")
    actions.issue(other, by="test", exception=True)
    assert files(taken(client, "lang=fr&lang=en&format=pdf")) == ["UNEP_TEST_1_1-EN.pdf", "UNEP_TEST_1_1-FR.pdf"]
    assert files(taken(client, "lang=fr")) == ["UNEP_TEST_1_1-FR.pdf", "UNEP_TEST_1_2-FR.docx"]
    assert files(taken(client)) == ["UNEP_TEST_1_1-EN.pdf"]
    assert files(taken(client, "lang=zh")) == []
    assert files(taken(client, "lang=ar", ADDRESS.replace("/en/", "/ar/"))) == ["UNEP_TEST_1_1-AR.pdf"]


def test_its_manifest_and_checksums_tell_what_it_holds(client: Client, issued: Document) -> None:
    archive = taken(client, "lang=fr&format=pdf")
    told = manifest(archive)
    [entry] = told["files"]
    data = archive.read("UNEP_TEST_1_1-FR.pdf")
    file = Rendition.objects.get(document=issued, language="fr")
    assert file.released_at is not None
    assert entry == {
        "name": "UNEP_TEST_1_1-FR.pdf",
        "symbol": "UNEP/TEST/1/1",
        "key": issued.key,
        "designation": None,
        "title": {"en": "About UNEP/TEST/1/1"},
        "part": None,
        "distribution": "general",
        "agenda_items": [],
        "language": "fr",
        "also_in": [],
        "format": "pdf",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "issued": "2004-07-26",
        "released_at": file.released_at.isoformat(),
        "supersedes": [],
        "supersedes_files": [],
        "superseded_by": None,
        "address": "http://testserver/symbol/UNEP/TEST/1/1",
        "file_address": f"http://testserver{file.get_absolute_url()}",
    }
    assert told["next"] == f"http://testserver{ADDRESS}?lang=fr&format=pdf&since={told['stamp']}"
    lines = archive.read("SHA256SUMS").decode().splitlines()
    sums = {name: sha256 for sha256, name in (line.split("  ") for line in lines)}
    others = [name for name in archive.namelist() if name != "SHA256SUMS"]
    assert sums == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in others}


def test_its_index_leads_to_the_files_under_the_items_of_the_agenda(
    client: Client, issued: Document, hall: Meeting, make_document: Callable[..., Document], post: Any
) -> None:
    other = make_document("UNEP/TEST/1/2", title_ar="وثيقة", state=DocumentState.PLANNED)
    post(other, "ar")
    actions.issue(other, by="test", exception=True)
    with given():
        item = AgendaItem.objects.create(meeting=hall, number="4", title="Other business", order=4)
        issued.agenda_items.add(item)
    page = taken(client, "lang=ar&lang=fr", ADDRESS.replace("/en/", "/ar/")).read("index.html").decode()
    assert '<html lang="ar" dir="rtl">' in page
    places = [page.index(words) for words in ("Other business", 'href="UNEP_TEST_1_1-AR.pdf"', "وثيقة")]
    assert places == sorted(places)
    assert "<script" not in page
    assert "src=" not in page


def test_nobody_is_given_what_they_may_not_see(
    client: Client, igsp: Process, issued: Document, make_document: Callable[..., Document], post: Any
) -> None:
    """A stranger and another process's secretariat have the public ones, a party those restricted, nobody a draft."""
    restricted = make_document("UNEP/TEST/1/2", distribution=Distribution.RESTRICTED, state=DocumentState.PLANNED)
    post(restricted, "en")
    actions.issue(restricted, by="test", exception=True)
    post(make_document("UNEP/TEST/1/3", state=DocumentState.PLANNED), "en")
    post(make_document("UNEP/TEST/1/4"), "en")
    with given():
        other = Process.objects.create(slug="another", name="Another")
    public, every = ["UNEP_TEST_1_1-EN.pdf"], ["UNEP_TEST_1_1-EN.pdf", "UNEP_TEST_1_2-EN.pdf"]
    party = with_role("Amina", Role.FOCAL_POINT, igsp, "ken")
    people = {None: public, with_role("Ana", Role.CLERK, other): public, party: every}
    people[with_role("Diego", Role.CLERK, igsp)] = every
    for person, expected in people.items():
        client.logout()
        if person:
            client.force_login(person)
        archive = taken(client)
        assert files(archive) == expected
        assert "UNEP/TEST/1/4" not in archive.read("manifest.json").decode()
        assert f"{len(expected)} file" in client.get(PAGE).text


@pytest.mark.parametrize(
    "query", ["lang=xx", "lang=", "format=exe", "since=yesterday", "since=%F0%9F%93%84", "since=gAAAA"]
)
def test_what_cannot_be_answered_is_refused_in_words(client: Client, issued: Document, query: str) -> None:
    for address in (ADDRESS, PAGE):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 400
        assert "After “" in response.text


def test_thousands_of_languages_are_no_more_than_one(client: Client, issued: Document) -> None:
    assert files(taken(client, "&".join(["lang=fr"] * 3000))) == ["UNEP_TEST_1_1-FR.pdf"]


def test_the_page_says_how_many_files_there_are_before_one_takes_them(client: Client, issued: Document) -> None:
    page = client.get(f"{PAGE}?lang=fr&lang=ar&format=pdf").text
    assert f"{ADDRESS}?lang=ar&amp;lang=fr&amp;format=pdf" in page
    assert "2 files" in page
    assert 'href="/en/igsp/meetings/hall/download/"' in client.get("/en/igsp/meetings/hall/").text


def test_two_files_never_have_one_name(
    client: Client, make_document: Callable[..., Document], post: Any, issued: Document
) -> None:
    same = make_document("", key="UNEP_TEST_1_1", title_en="Same name", state=DocumentState.PLANNED)
    post(same, "en", "another")
    actions.issue(same, by="test", exception=True)
    first, second = (one.renditions.get(language="en").sha256[:16] for one in (issued, same))
    assert files(taken(client)) == [f"UNEP_TEST_1_1-EN-{first}.pdf", f"UNEP_TEST_1_1-EN-{second}.pdf"]


def test_a_file_that_is_not_in_the_store_is_named_as_such(client: Client, issued: Document) -> None:
    lost = Rendition.objects.get(document=issued, language="fr")
    lost.file.storage.delete(str(lost.file.name))
    archive = taken(client, "lang=fr&lang=en")
    assert files(archive) == ["UNEP_TEST_1_1-EN.pdf"]
    assert [one["name"] for one in manifest(archive)["not_readable"]] == ["UNEP_TEST_1_1-FR.pdf"]
    assert "UNEP_TEST_1_1-FR.pdf" in archive.read("index.html").decode()


def test_a_transfer_breaks_off_where_a_file_vanishes_under_way(client: Client, issued: Document) -> None:
    response = begun(client)
    lost = Rendition.objects.get(document=issued, language="fr")
    lost.file.storage.delete(str(lost.file.name))
    with pytest.raises(streaming.BrokenOff):
        list(response.streaming_content)


def test_a_transfer_breaks_off_where_a_file_is_not_as_recorded(client: Client, issued: Document) -> None:
    file = Rendition.objects.get(document=issued, language="fr")
    path = Path(file.file.path)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    response: Any = client.get(f"{ADDRESS}?lang=fr")
    with pytest.raises(streaming.BrokenOff):
        list(response.streaming_content)


def test_a_transfer_breaks_off_where_a_file_is_taken_back_under_way(
    client: Client, issued: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "ASKED_AGAIN_AFTER", 0)
    response = begun(client)
    actions.take_back_file(Rendition.objects.get(document=issued, language="fr"), by="test", because="Wrong file")
    with pytest.raises(streaming.BrokenOff):
        list(response.streaming_content)


def test_no_more_are_sent_at_once_than_threads_can_be_spared(client: Client, issued: Document) -> None:
    under_way = [begun(client) for _one in range(streaming.AT_ONCE)]
    refused = client.get(ADDRESS)
    assert (refused.status_code, refused["Retry-After"]) == (503, "15")
    under_way.pop().close()  # somebody gives up
    assert files(taken(client)) == ["UNEP_TEST_1_1-EN.pdf"]


def test_who_asks_how_long_it_is_is_told(client: Client, issued: Document) -> None:
    said, sent = client.head(f"{ADDRESS}?lang=fr"), client.get(f"{ADDRESS}?lang=fr")
    assert said["Content-Length"] == sent["Content-Length"]
    assert said.content == b""


def test_a_meeting_that_may_not_be_seen_has_no_zip(client: Client) -> None:
    assert client.get("/en/igsp/meetings/nothing/documents.zip").status_code == 404
    assert client.get("/en/nothing/meetings/hall/documents.zip").status_code == 404
