"""In which encoding a kept page is sent, and when a browser that has it gets none."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
from django.test import Client

from igsp_portal.foundations.pages.kept_pages import encoding_for
from meetings.models import Process

from .conftest import SESSION, something_happens

pytestmark = pytest.mark.slow


def test_a_page_is_sent_in_the_encoding_that_the_browser_accepts(stranger: Client) -> None:
    plain = stranger.get(SESSION)
    packed = stranger.get(SESSION, HTTP_ACCEPT_ENCODING="gzip, deflate")
    smaller = stranger.get(SESSION, HTTP_ACCEPT_ENCODING="gzip, deflate, br, zstd")
    assert gzip.decompress(packed.content) == brotli.decompress(smaller.content) == plain.content
    assert [page.get("Content-Encoding") for page in (plain, packed, smaller)] == [None, "gzip", "br"]
    assert len({page["ETag"] for page in (plain, packed, smaller)}) == 3
    for page in (plain, packed, smaller):
        assert set(page["Vary"].split(", ")) == {"Accept-Encoding", "Cookie"}
        assert page["Content-Length"] == str(len(page.content))


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", "identity"),
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.0, gzip; q=0", "identity"),
        ("br;q=0.001", "br"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", "identity"),
        ("gzip, *;q=0", "gzip"),
        ("identity", "identity"),
        ("brotli, xgzip", "identity"),
        ("br;q=often, gzip", "gzip"),
        ("br;level=4", "br"),
        (";q=1,,;", "identity"),
    ],
)
def test_only_an_accepted_encoding_is_sent(accepted: str, sent: str) -> None:
    assert encoding_for(accepted) == sent


def test_a_browser_that_has_the_page_gets_none(stranger: Client) -> None:
    page = stranger.get(SESSION, HTTP_ACCEPT_ENCODING="br")
    tag = page["ETag"]
    assert tag.startswith('"')
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = stranger.get(SESSION, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=known)
        assert (again.status_code, again.content) == (304, b"")
        assert {name: again[name] for name in ("ETag", "Vary", "Cache-Control")} == {
            "ETag": tag,
            "Vary": page["Vary"],
            "Cache-Control": "no-cache",
        }
    assert stranger.get(SESSION, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH='"other"').content == page.content


def test_a_page_that_says_the_same_keeps_its_tag(stranger: Client, clock: Callable[..., None]) -> None:
    tag = stranger.get(SESSION)["ETag"]
    clock("2004-10-15T12:05")
    assert stranger.get(SESSION, HTTP_IF_NONE_MATCH=tag).status_code == 304


def test_a_changed_page_has_another_tag(stranger: Client, igsp: Process) -> None:
    tag = stranger.get(SESSION)["ETag"]
    something_happens(igsp)
    assert stranger.get(SESSION, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_a_kept_page_has_the_headers_that_protect(stranger: Client) -> None:
    stranger.get(SESSION)
    kept = stranger.get(SESSION)
    assert "default-src 'none'" in kept["Content-Security-Policy"]
    assert (kept["X-Frame-Options"], kept["X-Content-Type-Options"]) == ("DENY", "nosniff")
