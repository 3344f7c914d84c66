"""Every page, as it stands in a browser: open to all abilities, narrow screens and poor lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from benchmarks.weighing import MOST_BYTES, MOST_REQUESTS

from . import filing
from .conftest import Demonstration, new_context, watched
from .people import sign_in

LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")
PUBLIC = [
    "igsp/",
    "igsp/meetings/wg-3/",
    "igsp/meetings/experts/",
    "igsp/participants/",
    "igsp/inputs/",
    "igsp/documents/",
    "igsp/documents/draft-plan/",
    "igsp/documents/agenda-1/",
    "igsp/texts/draft-plan/",
    "igsp/texts/tentative-organization/",
    "igsp/calls/regional-needs/",
    "igsp/calls/regional-needs/coverage/",
    "igsp/submissions/",
    "igsp/submissions/1/",
    "about/",
    "accounts/login/",
    "demo/",
    "components/",
]
SIGNED_IN = ["my/", "account/", "accounts/sessions/", "accounts/second-factor/", "igsp/calls/regional-needs/"]
DESK = [
    "admin/",
    "admin/submissions/submission/",
    "admin/submissions/submission/1/change/",
    "admin/submissions/submission/1/history/",
    "admin/submissions/submission/1/withdraw/",
    "admin/submissions/submission/?q=nothing+of+the+kind",
    "admin/documents/document/",
    "admin/meetings/meeting/1/change/",
    "admin/igsp_portal/event/",
]
# Every two of language, scheme and width meet: four looks for eight.
LOOKS = {"en": [("light", 1280), ("dark", 320)], "ar": [("light", 320), ("dark", 1280)]}
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}


@pytest.fixture(scope="module")
def visitor(browser: Browser, demo: Demonstration) -> Iterator[Page]:
    """A stranger's page, which may not complain."""
    yield from watched(new_context(browser, demo), demo)


@pytest.fixture(scope="module")
def forum(browser: Browser, demo: Demonstration) -> Iterator[Page]:
    """The page of a forum's focal point."""
    for page in watched(new_context(browser, demo), demo):
        sign_in(page, "forum")
        yield page


@pytest.fixture(scope="module")
def secretary(browser: Browser, demo: Demonstration) -> Iterator[Page]:
    """The page of the secretariat."""
    for page in watched(new_context(browser, demo), demo):
        sign_in(page, "secretariat")
        yield page


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_is_accessible(visitor: Page, address: str) -> None:
    assert faults(visitor, address) == []


@pytest.mark.parametrize("address", SIGNED_IN)
def test_an_own_page_is_accessible(forum: Page, address: str) -> None:
    assert faults(forum, address) == []


def test_the_form_and_its_review_are_accessible(forum: Page) -> None:
    filing.open_form(forum, "en")
    form = forum.url.split("/en/")[1].partition("?")[0]
    assert faults(forum, form) == []
    assert faults(forum, form.replace("/write/", "/file/")) == []
    assert faults(forum, form.replace("/write/", "/discard/")) == []
    assert faults(forum, form.removesuffix("write/")) == []


@pytest.mark.parametrize("address", DESK)
def test_a_page_of_the_desk_is_accessible(secretary: Page, address: str) -> None:
    assert faults(secretary, address) == []


def test_a_receipt_is_accessible(secretary: Page) -> None:
    assert faults(secretary, "igsp/submissions/1/receipt/") == []


def test_a_page_that_is_not_there_is_accessible(browser: Browser, demo: Demonstration) -> None:
    page = new_context(browser, demo).new_page()
    assert faults(page, "igsp/nothing/", status=404) == []
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_on_a_narrow_screen(visitor: Page, language: str) -> None:
    visitor.set_viewport_size({"width": 320, "height": 800})
    wide = []
    for address in PUBLIC:
        visitor.goto(f"/{language}/{address}")
        if over := overflow(visitor):
            wide.append(f"{address} by {over} pixels")
    assert wide == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_first_visit_costs_little(browser: Browser, demo: Demonstration, address: str) -> None:
    context = new_context(browser, demo)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda loaded: sizes.append(loaded["encodedDataLength"]))
    page.goto(f"/ar/{address}", wait_until="networkidle")
    context.close()
    assert 0 < sum(sizes) <= MOST_BYTES, sizes
    assert 2 <= len(sizes) <= MOST_REQUESTS, sizes


def faults(page: Page, address: str, status: int = 200) -> list[str]:
    """What is wrong with a page, in words: in two languages, two schemes and two widths."""
    return [
        fault for language, looks in LOOKS.items() for fault in _faults(page, f"/{language}/{address}", looks, status)
    ]


def _faults(page: Page, address: str, looks: list[tuple[str, int]], status: int) -> Iterator[str]:
    answer = page.goto(address)
    assert answer is not None
    if answer.status != status:
        yield f"{address} answers {answer.status}"
        return
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        if over := overflow(page):
            yield f"{address} at {width}: scrolls sideways by {over} pixels"
        for violation in Axe().run(page, options=RULES).response["violations"]:
            yield f"{address} at {width}, {scheme}: {_in_words(violation)}"


def _in_words(violation: dict[str, Any]) -> str:
    where = [f"{node['target']} {node['html'][:160]} {node['failureSummary']}" for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']} ({len(violation['nodes'])} times) " + " | ".join(where)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
