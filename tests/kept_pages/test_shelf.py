"""The shelf: how many pages it holds, and which make room."""

from __future__ import annotations

from django.http.response import ResponseHeaders

from igsp_portal.foundations.pages import kept_pages
from igsp_portal.foundations.pages.kept_pages import Page, Shelf


def address(name: str) -> kept_pages.Address:
    return "https", "portal.example", f"/en/{name}/", "", "", "br"


def page(size: int) -> Page:
    return Page((1, 1), bytes(size), ResponseHeaders({}), [])


def test_the_shelf_holds_no_more_than_its_limit() -> None:
    shelf = Shelf(limit=100_000)
    for number in range(100):
        shelf.put(address(str(number)), page(7_000))
        assert shelf.bytes <= 100_000
    assert len(shelf.pages) == 9
    assert shelf.bytes == 9 * (7_000 + kept_pages.OVERHEAD_BYTES)


def test_the_page_not_asked_for_the_longest_makes_room() -> None:
    shelf = Shelf(limit=4 * (7_000 + kept_pages.OVERHEAD_BYTES))
    for name in "abcd":
        shelf.put(address(name), page(7_000))
    shelf.get(address("a"))
    shelf.put(address("e"), page(7_000))
    assert [key[2] for key in shelf.pages] == ["/en/c/", "/en/d/", "/en/a/", "/en/e/"]


def test_a_newer_page_takes_the_place_of_the_older() -> None:
    shelf = Shelf(limit=100_000)
    shelf.put(address("a"), page(9_000))
    shelf.put(address("a"), page(1_000))
    assert shelf.bytes == 1_000 + kept_pages.OVERHEAD_BYTES


def test_a_page_too_large_for_the_shelf_is_not_kept() -> None:
    shelf = Shelf(limit=100_000)
    shelf.put(address("a"), page(1_000))
    shelf.put(address("a"), page(30_000))
    assert (len(shelf.pages), shelf.bytes) == (0, 0)
