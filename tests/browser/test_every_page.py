"""Every page, as it stands in a browser: open to all abilities, narrow screens and poor lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.weighing import MOST_BYTES, MOST_REQUESTS

from . import filing
from .conftest import Demonstration, new_context, watched
from .faults import FORCED, faults, faults_in, overflow
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
    "igsp/documents/report-1/text/en/",
    "igsp/texts/draft-plan/",
    "igsp/texts/draft-plan/?version=3&part=2",
    "igsp/texts/draft-plan/brackets/?version=3",
    "igsp/texts/draft-plan/brackets/clean/?version=3",
    "igsp/texts/draft-plan/room/?version=3&at=nature",
    "igsp/texts/draft-plan/compare/",
    "igsp/texts/tentative-organization/",
    "igsp/calls/regional-needs/",
    "igsp/calls/regional-needs/coverage/",
    "igsp/submissions/",
    "igsp/submissions/1/",
    "about/",
    "offline/",
    "accounts/login/",
    "demo/",
    "components/",
]
SIGNED_IN = [
    "my/",
    "account/",
    "accounts/sessions/",
    "accounts/second-factor/",
    "accounts/second-factor/app/set-up/",
    "accounts/second-factor/keys/",
    "accounts/second-factor/keys/add/",
    "igsp/calls/regional-needs/",
]


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


def test_all_components_are_accessible_in_forced_colours(visitor: Page) -> None:
    assert list(faults_in(visitor, "/ar/components/", [FORCED])) == []
    visitor.emulate_media(forced_colors="none")


def test_drawings_take_the_colours_a_reader_has_forced(visitor: Page) -> None:
    visitor.emulate_media(color_scheme="dark", forced_colors="active")
    visitor.goto("/en/igsp/")
    drawn = visitor.locator(".timeline svg .axis").evaluate("line => getComputedStyle(line).stroke")
    assert drawn == visitor.locator("body").evaluate("body => getComputedStyle(body).color")
    visitor.emulate_media(forced_colors="none")


def test_a_table_whose_rows_stand_as_paragraphs_is_a_table_to_those_who_listen(visitor: Page) -> None:
    visitor.set_viewport_size({"width": 320, "height": 800})
    visitor.goto("/en/igsp/")
    assert visitor.locator(".rows tbody tr").first.evaluate("row => getComputedStyle(row).display") == "block"
    table = visitor.get_by_role("table").first
    assert table.get_by_role("row").count() > 3
    assert [cell.text_content() for cell in table.get_by_role("rowheader").all()][0] == "First session"
    told = visitor.context.new_cdp_session(visitor).send("Accessibility.getFullAXTree")["nodes"]
    kinds = {node["role"]["value"] for node in told if "role" in node}
    assert {"table", "row", "rowheader", "cell"} <= kinds
