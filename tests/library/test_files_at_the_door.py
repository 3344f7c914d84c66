"""Public files are given at the door before Django, as Django gives them, and only while it would."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.http import http_date

from documents.library import actions
from documents.library.states import DocumentState
from documents.models import Document, Rendition
from igsp_portal.foundations.pages.giving import Part
from meetings.models import Process
from tests.kept_pages.asked import Portal

BY_SYMBOL = "/symbol/UNEP/TEST/1/1?lang=fr"
BY_KEY = "/documents/igsp/unep-test-1-1?lang=fr"
WHY = "It is the draft of another session"


@pytest.fixture(autouse=True)
def _one_minute(clock: Callable[[str], None]) -> None:
    clock("2004-08-01T12:00:30")


@pytest.fixture
def portal(issued: Document) -> Portal:
    return Portal()


@pytest.fixture
def french(issued: Document) -> Rendition:
    return issued.renditions.get(language="fr")


def asked(file: Rendition) -> list[dict[str, str]]:
    """What a reader may add to a request for the file."""
    released = file.released_at or file.posted_at
    tag, changed, other = f'"{file.sha256}"', http_date(released.timestamp()), '"another"'
    return [
        {},
        {"HTTP_ACCEPT_LANGUAGE": "ar", "HTTP_ACCEPT_ENCODING": "br", "HTTP_COOKIE": f"csrftoken={'a' * 32}"},
        {"HTTP_IF_NONE_MATCH": tag},
        {"HTTP_IF_NONE_MATCH": other},
        {"HTTP_IF_MODIFIED_SINCE": changed},
        {"HTTP_IF_MATCH": tag},
        {"HTTP_RANGE": "bytes=0-99"},
        {"HTTP_RANGE": "bytes=-10"},
        {"HTTP_RANGE": "bytes=0-1,4-5"},
        {"HTTP_RANGE": "bytes=9-3"},
        {"HTTP_RANGE": "bytes=0-99", "HTTP_IF_RANGE": tag},
        {"HTTP_RANGE": "bytes=0-99", "HTTP_IF_RANGE": other},
        {"HTTP_RANGE": "bytes=0-99", "HTTP_IF_RANGE": changed},
    ]


def failing(file: Rendition) -> list[tuple[int, dict[str, str]]]:
    return [
        (412, {"HTTP_IF_MATCH": '"another"'}),
        (412, {"HTTP_IF_UNMODIFIED_SINCE": http_date(1_000_000_000)}),
        (416, {"HTTP_RANGE": f"bytes={file.size}-"}),
    ]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_file_is_given_as_django_gives_it(portal: Portal, french: Rendition, method: str) -> None:
    for address in (BY_SYMBOL, BY_KEY, f"/files/{french.sha256}"):
        portal.ask(address, method)
        portal.passed.clear()
        for headers in asked(french):
            assert portal.ask(address, method, **headers) == portal.anew(address, method, **headers), headers
        assert portal.passed == []


def test_what_has_to_be_told_otherwise_passes(portal: Portal, french: Rendition) -> None:
    portal.ask(BY_SYMBOL)
    for status, headers in failing(french):
        for language in ("en", "ar"):
            answer = portal.ask(BY_SYMBOL, HTTP_ACCEPT_LANGUAGE=language, **headers)
            assert answer == portal.anew(BY_SYMBOL, HTTP_ACCEPT_LANGUAGE=language, **headers)
            assert (answer.status, answer["X-Content-Type-Options"]) == (status, "nosniff")
    refused = portal.ask(BY_SYMBOL, "OPTIONS")
    assert (refused.status, refused["X-Content-Type-Options"]) == (405, "nosniff")


def test_each_of_two_processes_gives_no_file_that_the_other_took_back(portal: Portal, french: Rendition) -> None:
    other = Portal()
    assert [process.ask(BY_SYMBOL).status for process in (portal, other) * 2] == [200] * 4
    actions.take_back_file(french, by="test", because=WHY)
    assert [process.ask(BY_SYMBOL).status for process in (portal, other) * 2] == [410] * 4
    assert portal.ask(f"/files/{french.sha256}").status == 410


def test_a_reissued_file_takes_the_place_of_the_former(portal: Portal, issued: Document, post: Any) -> None:
    before = portal.ask(BY_SYMBOL)
    former = f"/files/{before['ETag'].strip(chr(34))}"
    assert "Link" not in dict(portal.ask(former).headers)
    later = post(issued, "fr", "reissue")
    assert portal.ask(BY_SYMBOL)["ETag"] == f'"{later.sha256}"'
    assert later.sha256 in portal.ask(former)["Link"]


def test_a_file_is_given_from_its_issue_on_and_not_once_it_is_withdrawn(
    portal: Portal, make_document: Callable[..., Document], post: Any
) -> None:
    document = make_document("UNEP/TEST/1/2", state=DocumentState.PLANNED)
    address = f"/files/{post(document, 'en').sha256}"
    assert [portal.ask(address).status for _ in range(2)] == [404, 404]
    actions.issue(document, by="test", exception=True)
    assert [portal.ask(address).status for _ in range(2)] == [200, 200]
    actions.withdraw(document, by="test", because="By mistake")
    assert [portal.ask(address).status for _ in range(2)] == [410, 410]


def test_whoever_is_signed_in_passes(portal: Portal) -> None:
    for _ in range(2):
        portal.ask(BY_SYMBOL)
        portal.ask(BY_SYMBOL, HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}=abc")
    assert len(portal.passed) == 3


def test_a_file_that_is_not_there_as_recorded_is_not_given(portal: Portal, french: Rendition, store: Path) -> None:
    portal.ask(BY_SYMBOL)
    with (store / str(french.file.name)).open("ab") as file:
        file.write(b"more")
    assert portal.ask(BY_SYMBOL).status == 503
    (store / str(french.file.name)).unlink()
    assert [portal.ask(BY_SYMBOL, HTTP_RANGE="bytes=0-9").status for _ in range(2)] == [503, 503]


def test_a_kept_file_asks_the_database_for_the_newest_event_alone(
    portal: Portal, django_assert_num_queries: Any
) -> None:
    portal.ask(BY_SYMBOL)
    with django_assert_num_queries(1):
        portal.ask(BY_SYMBOL)


def test_a_server_is_handed_the_open_file_and_a_part_ends_where_it_ends(portal: Portal, french: Rendition) -> None:
    portal.ask(BY_SYMBOL)
    handed: list[Any] = []

    def wrapper(file: Any, _size: int) -> Any:
        handed.append(file)
        return iter(file)

    of_the_server: dict[str, Any] = {"wsgi.file_wrapper": wrapper}
    whole = portal.ask(BY_SYMBOL, **of_the_server)
    part = portal.ask(BY_SYMBOL, HTTP_RANGE="bytes=5-9", **of_the_server)
    assert (len(whole.content), part.content) == (french.size, whole.content[5:10])
    assert [isinstance(file, Part) for file in handed] == [True, True]
    assert handed[0].fileno() > 2
    with pytest.raises(io.UnsupportedOperation):
        handed[1].fileno()
    for file in handed:
        file.close()


def test_static_files_are_given_at_the_door_and_ask_the_database_nothing(
    igsp: Process, tmp_path: Path, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    (tmp_path / "a.css").write_text("a { color: red }")
    portal = Portal()
    requests: list[dict[str, str]] = [
        {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=abc"},
        {"HTTP_RANGE": "bytes=2-4"},
        {"HTTP_RANGE": "bytes=99-"},
        {"HTTP_IF_NONE_MATCH": portal.ask("/static/a.css")["ETag"]},
        {"wsgi.url_scheme": "https"},
    ]
    with django_assert_num_queries(0):
        for method in ("GET", "HEAD"):
            for headers in requests:
                answer = portal.ask("/static/a.css", method, **headers)
                assert answer == portal.anew("/static/a.css", method, **headers)
                assert answer["X-Content-Type-Options"] == "nosniff"
    assert len(portal.passed) == 4  # the first, the part that is not there, and the first over TLS
    assert portal.ask("/static/b.css").status == 404
