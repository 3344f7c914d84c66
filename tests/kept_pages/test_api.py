"""Strangers' answers of the API are kept as pages are; those of whoever is signed in are not."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from igsp_portal.models import User
from meetings.models import Process

from .conftest import something_happens

ADDRESS = "/api/v1/processes/igsp/meetings/"


def test_an_answer_is_kept_until_something_happens(stranger: Client, rendered: list[str], igsp: Process) -> None:
    first, again = stranger.get(ADDRESS), stranger.get(ADDRESS)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert (again["Access-Control-Allow-Origin"], again["Cache-Control"]) == ("*", "no-cache")
    assert stranger.head(ADDRESS).content == b""
    assert rendered == [ADDRESS]
    something_happens(igsp)
    assert stranger.get(ADDRESS).content != first.content
    assert rendered == [ADDRESS] * 2


def test_a_kept_answer_is_sent_compressed_and_only_once_to_whoever_has_it(
    stranger: Client, rendered: list[str]
) -> None:
    first = stranger.get(ADDRESS, headers={"Accept-Encoding": "br"})
    assert first["Content-Encoding"] == "br"
    known = {"Accept-Encoding": "br", "If-None-Match": first["ETag"]}
    again = stranger.get(ADDRESS, headers=known)
    assert (again.status_code, again["ETag"], again["Vary"]) == (304, first["ETag"], first["Vary"])
    for name in ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers"):  # or a browser hides it from a page
        assert again[name] == first[name]
    assert rendered == [ADDRESS]


def test_a_kept_answer_is_not_given_to_whoever_asks_for_another_format(stranger: Client, rendered: list[str]) -> None:
    stranger.get(ADDRESS)
    assert stranger.get(ADDRESS, headers={"Accept": "text/html"}).status_code == 406


def test_whoever_is_signed_in_is_answered_anew(
    stranger: Client, rendered: list[str], browser_of: Callable[[User], Client], amina: User
) -> None:
    stranger.get(ADDRESS)
    hers = browser_of(amina)
    assert [hers.get(ADDRESS)["Cache-Control"] for _ in range(2)] == ["private, no-cache"] * 2
    assert rendered == [ADDRESS] * 3


def test_problems_are_not_kept(stranger: Client, rendered: list[str]) -> None:
    for address in ("/api/v1/processes/none/", "/api/v1/processes/?lang=xx"):
        assert [stranger.get(address).status_code for _ in range(2)] in ([404] * 2, [422] * 2)
    assert len(rendered) == 4
