"""The documents of a meeting are downloaded together, in one ZIP of what each may have."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from documents.library import actions
from documents.library.states import Distribution, DocumentState
from documents.library.together import stamps, streaming
from documents.models import Document, LastDownload, Rendition
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.files import filetypes
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User
from meetings.models import AgendaItem, Meeting, Process

from ..cast import given, with_role
from .files import docx

ADDRESS = "/en/igsp/meetings/hall/documents.zip"
PAGE = "/en/igsp/meetings/hall/download/"
BESIDE = ["index.html", "manifest.json", "SHA256SUMS"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is posted here is not read for its pages, of which nothing here tells."""
    monkeypatch.setattr(filetypes, "read", lambda file, kind: None)


def taken(client: Client, query: str = "", address: str = ADDRESS) -> zipfile.ZipFile:
    """The ZIP as it was sent: as long as was said, and kept by nobody in between."""
    response: Any = client.get(f"{address}?{query}")
    assert response.status_code == 200
    data = b"".join(response.streaming_content)
    assert response["Content-Length"] == str(len(data))
    assert (response["Cache-Control"], response["Accept-Ranges"]) == ("private, no-store", "none")
    return zipfile.ZipFile(io.BytesIO(data))


def manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return found


def files(archive: zipfile.ZipFile) -> list[str]:
    return [name for name in archive.namelist() if name not in BESIDE]


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


def begun(client: Client) -> Any:
    response: Any = client.get(f"{ADDRESS}?lang=en&lang=fr")
    chunks = iter(response.streaming_content)
    assert any(b"SHA256SUMS" in chunk for chunk in chunks)  # the last before the files
    return response


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


def _next(client: Client, archive: zipfile.ZipFile) -> zipfile.ZipFile:
    address = manifest(archive)["next"].removeprefix("http://testserver")
    return taken(client, address=address.partition("?")[0], query=address.partition("?")[2])


def test_since_a_stamp_one_is_given_what_was_issued_and_replaced(
    client: Client, issued: Document, make_document: Callable[..., Document], post: Any
) -> None:
    first = taken(client, "lang=fr&lang=en")
    assert files(_next(client, first)) == []
    records.change(issued, by="test", values={"remark_en": "A remark"})
    assert files(_next(client, first)) == []
    post(issued, "fr", "again")
    other = make_document("UNEP/TEST/1/2", state=DocumentState.PLANNED)
    post(other, "en")
    second = _next(client, first)
    assert files(second) == ["UNEP_TEST_1_1-FR.pdf"]
    before = Rendition.objects.get(document=issued, language="fr", superseded_by__isnull=False)
    assert manifest(second)["files"][0]["supersedes_files"] == [before.sha256]
    assert [(one["name"], one["why"]) for one in manifest(second)["gone"]] == [("UNEP_TEST_1_1-FR.pdf", "replaced")]
    actions.issue(other, by="test", exception=True)
    assert files(_next(client, second)) == ["UNEP_TEST_1_2-EN.pdf"]
    assert files(_next(client, first)) == ["UNEP_TEST_1_1-FR.pdf", "UNEP_TEST_1_2-EN.pdf"]


def test_since_a_stamp_one_is_told_what_was_taken_back_and_withdrawn(
    client: Client, issued: Document, make_document: Callable[..., Document], post: Any
) -> None:
    other = make_document("UNEP/TEST/1/2", state=DocumentState.PLANNED)
    post(other, "fr")
    actions.issue(other, by="test", exception=True)
    first = taken(client, "lang=fr")
    actions.take_back_file(Rendition.objects.get(document=issued, language="fr"), by="test", because="Wrong file")
    actions.take_back_file(Rendition.objects.get(document=issued, language="en"), by="test", because="Wrong as well")
    actions.withdraw(other, by="test", because="By mistake")
    second = _next(client, first)
    told = [(one["name"], one["why"], one["reason"]) for one in manifest(second)["gone"]]
    assert told == [
        ("UNEP_TEST_1_1-FR.pdf", "taken_back", "Wrong file"),
        ("UNEP_TEST_1_2-FR.pdf", "withdrawn", None),
    ]
    assert "Wrong file" in second.read("index.html").decode()
    assert manifest(_next(client, second))["gone"] == []


def test_since_a_stamp_of_other_languages_one_is_given_all_of_the_language_one_has_not(
    client: Client, issued: Document
) -> None:
    stamp = manifest(taken(client, "lang=fr"))["stamp"]
    second = taken(client, f"lang=fr&lang=en&since={stamp}")
    assert files(second) == ["UNEP_TEST_1_1-EN.pdf"]
    assert files(_next(client, second)) == []
    assert files(taken(client, f"lang=fr&since={manifest(second)['stamp']}")) == []


def test_who_may_see_more_than_when_they_took_the_stamp_is_given_all(
    client: Client, igsp: Process, issued: Document
) -> None:
    stamp = manifest(taken(client))["stamp"]
    client.force_login(with_role("Amina", Role.FOCAL_POINT, igsp, "ken"))
    assert files(taken(client, f"since={stamp}")) == ["UNEP_TEST_1_1-EN.pdf"]


def test_a_document_that_is_closed_to_strangers_is_told_by_its_key_alone(client: Client, issued: Document) -> None:
    first = taken(client)
    actions.withdraw(issued, by="test", because="By mistake")
    records.change(issued, by="test", values={"distribution": Distribution.RESTRICTED})
    second = _next(client, first)
    assert manifest(second)["no_longer_open"] == [issued.key]
    assert "UNEP/TEST/1/1" not in second.read("manifest.json").decode()


def test_a_stamp_is_of_one_meeting(client: Client, issued: Document) -> None:
    stamp = manifest(taken(client))["stamp"]
    assert client.get(f"/en/igsp/meetings/wg-1/documents.zip?since={stamp}").status_code == 400
    assert client.get(f"{ADDRESS}?since={stamp[:-4]}AAAA").status_code == 400


def test_two_stamps_do_not_tell_whether_anything_happened(client: Client, issued: Document) -> None:
    assert manifest(taken(client))["stamp"] != manifest(taken(client))["stamp"]


def page_led_to(client: Client, words: str) -> zipfile.ZipFile:
    """The ZIP to which a link of the page leads, by way of the page that says how large it is."""
    [query] = re.findall(rf'href="[?]([^"]+)">{words}', client.get(f"{PAGE}?lang=fr&format=pdf").text)
    [address] = re.findall(r'href="([^"]+documents.zip)[?]([^"]+)"', client.get(f"{PAGE}?{html.unescape(query)}").text)
    return taken(client, address=address[0], query=html.unescape(address[1]))


SINCE_LAST, AGAIN = "Everything since your last download", "The last ZIP did not arrive whole"


def test_a_person_is_given_what_is_new_since_their_last_download(
    issued: Document, post: Any, eve: User, browser_of: Callable[[User], Client]
) -> None:
    client = browser_of(eve)
    assert SINCE_LAST not in client.get(PAGE).text
    taken(client, "lang=fr&format=pdf")
    assert files(page_led_to(client, SINCE_LAST)) == []
    post(issued, "fr", "again")
    assert files(page_led_to(client, SINCE_LAST)) == ["UNEP_TEST_1_1-FR.pdf"]
    assert files(page_led_to(client, SINCE_LAST)) == []


def test_a_zip_that_did_not_arrive_can_be_taken_again(
    issued: Document, post: Any, eve: User, browser_of: Callable[[User], Client]
) -> None:
    client = browser_of(eve)
    taken(client, "lang=fr&format=pdf")
    post(issued, "fr", "again")
    for words in (SINCE_LAST, AGAIN, AGAIN):
        assert files(page_led_to(client, words)) == ["UNEP_TEST_1_1-FR.pdf"]
    assert files(page_led_to(client, SINCE_LAST)) == []


def test_what_breaks_off_or_is_fetched_ahead_is_no_download(
    issued: Document, eve: User, goran: User, browser_of: Callable[[User], Client]
) -> None:
    client = browser_of(eve)
    begun(client).close()
    response: Any = client.get(ADDRESS, headers={"Sec-Purpose": "prefetch"})
    assert b"".join(response.streaming_content)
    client.head(ADDRESS)
    assert LastDownload.objects.count() == 0
    taken(client)
    taken(Client())
    assert SINCE_LAST not in browser_of(goran).get(PAGE).text
    assert [row.person for row in LastDownload.objects.all()] == [eve]


def test_the_record_does_not_say_who_downloaded(
    issued: Document, eve: User, browser_of: Callable[[User], Client]
) -> None:
    before = audit.stamp()
    taken(browser_of(eve))
    event = Event.objects.get(verb="documents.downloaded")
    assert (event.by, event.by_label, event.public) == (None, "portal", False)
    assert audit.stamp() == before


def test_a_zip_is_given_where_nothing_can_be_written(
    issued: Document, eve: User, browser_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: Any, *args: Any, **kwargs: Any) -> None:
        raise DatabaseError("attempt to write a readonly database")

    monkeypatch.setattr(LastDownload, "save", fails)
    assert files(taken(browser_of(eve))) == ["UNEP_TEST_1_1-EN.pdf"]


def test_since_a_moment_one_is_given_what_was_issued_since(client: Client, issued: Document) -> None:
    assert files(taken(client, "since=2004-01-01T00:00:00Z")) == ["UNEP_TEST_1_1-EN.pdf"]
    assert files(taken(client, "since=2999-01-01T00:00:00Z")) == []


def test_a_day_is_its_beginning_where_the_process_is_at_home(
    client: Client, issued: Document, igsp: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dt.datetime] = []
    real = stamps.at

    def at(moment: dt.datetime, meeting: int, *, restricted: bool) -> stamps.Stamp:
        asked.append(moment)
        return real(moment, meeting, restricted=restricted)

    monkeypatch.setattr(stamps, "at", at)
    for zone in ("Africa/Nairobi", "America/New_York"):
        with given():
            Process.objects.filter(pk=igsp.pk).update(zone=zone)
        assert files(taken(client, "since=2004-10-14")) == ["UNEP_TEST_1_1-EN.pdf"]
    assert [f"{moment:%d %H:%M}" for moment in asked] == ["13 21:00", "14 04:00"]
    assert files(taken(client, "since=2999-01-01")) == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_either_end_of_the_calendar_is_one(client: Client, issued: Document, day: str) -> None:
    assert bool(files(taken(client, f"since={day}"))) == day.startswith("0")


@pytest.mark.parametrize("day", ["2004-02-30", "2004-13-01", "14-10-2004", "2004-10"])
def test_what_is_no_day_is_refused(client: Client, issued: Document, day: str) -> None:
    assert client.get(f"{ADDRESS}?since={day}").status_code == 400


def test_one_may_choose_a_day_since_when(client: Client, issued: Document) -> None:
    page = client.get(PAGE).content.decode()
    assert '<input class="form-control" type="date" name="since" id="since" value="">' in page
    page = client.get(f"{PAGE}?lang=en&since=2999-01-01").content.decode()
    assert 'type="date" name="since" id="since" value="2999-01-01">' in page
    assert "<p>0 files, 0\xa0bytes</p>" in page
    assert f'href="{ADDRESS}?lang=en&amp;format=pdf&amp;since=2999-01-01"' in page


def test_a_meeting_that_may_not_be_seen_has_no_zip(client: Client) -> None:
    assert client.get("/en/igsp/meetings/nothing/documents.zip").status_code == 404
    assert client.get("/en/nothing/meetings/hall/documents.zip").status_code == 404
