"""What was issued, replaced, taken back or closed since a stamp, a download or a day is given and told in a ZIP."""

from __future__ import annotations

import datetime as dt
import html
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from documents.library import actions
from documents.library.states import Distribution, DocumentState
from documents.library.together import stamps
from documents.models import Document, LastDownload, Rendition
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User
from meetings.models import Process

from ..cast import given, with_role
from .zips import ADDRESS, PAGE, begun, files, manifest, next_of, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unread")]


def test_since_a_stamp_one_is_given_what_was_issued_and_replaced(
    client: Client, issued: Document, make_document: Callable[..., Document], post: Any
) -> None:
    first = taken(client, "lang=fr&lang=en")
    assert files(next_of(client, first)) == []
    records.change(issued, by="test", values={"remark_en": "A remark"})
    assert files(next_of(client, first)) == []
    post(issued, "fr", "again")
    other = make_document("UNEP/TEST/1/2", state=DocumentState.PLANNED)
    post(other, "en")
    second = next_of(client, first)
    assert files(second) == ["UNEP_TEST_1_1-FR.pdf"]
    before = Rendition.objects.get(document=issued, language="fr", superseded_by__isnull=False)
    assert manifest(second)["files"][0]["supersedes_files"] == [before.sha256]
    assert [(one["name"], one["why"]) for one in manifest(second)["gone"]] == [("UNEP_TEST_1_1-FR.pdf", "replaced")]
    actions.issue(other, by="test", exception=True)
    assert files(next_of(client, second)) == ["UNEP_TEST_1_2-EN.pdf"]
    assert files(next_of(client, first)) == ["UNEP_TEST_1_1-FR.pdf", "UNEP_TEST_1_2-EN.pdf"]


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
    second = next_of(client, first)
    told = [(one["name"], one["why"], one["reason"]) for one in manifest(second)["gone"]]
    assert told == [
        ("UNEP_TEST_1_1-FR.pdf", "taken_back", "Wrong file"),
        ("UNEP_TEST_1_2-FR.pdf", "withdrawn", None),
    ]
    assert "Wrong file" in second.read("index.html").decode()
    assert manifest(next_of(client, second))["gone"] == []


def test_since_a_stamp_of_other_languages_one_is_given_all_of_the_language_one_has_not(
    client: Client, issued: Document
) -> None:
    stamp = manifest(taken(client, "lang=fr"))["stamp"]
    second = taken(client, f"lang=fr&lang=en&since={stamp}")
    assert files(second) == ["UNEP_TEST_1_1-EN.pdf"]
    assert files(next_of(client, second)) == []
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
    second = next_of(client, first)
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
