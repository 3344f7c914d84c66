"""The room on two screens: the operator goes on by key, the second screen follows, and the words fit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from .conftest import Demonstration, new_context
from .people import sign_in
from .test_editing import open_editor

ROOM = "/en/igsp/texts/draft-plan/room/"
LARGE = ViewportSize(width=1920, height=1080)


@pytest.fixture
def second(browser: Browser, demo: Demonstration) -> Iterator[Page]:
    """A delegate's screen."""
    context = new_context(browser, demo)
    page = context.new_page()
    page.set_viewport_size(LARGE)
    yield page
    context.close()


def test_a_second_screen_follows_the_operators_keys(page: Page, second: Page) -> None:
    page.set_viewport_size(LARGE)
    open_editor(page)
    page.goto(f"{page.url.split('?')[0]}?words=en&open=mandate")
    page.get_by_role("button", name="Show in the room").click()
    sign_in(second, "government")
    second.goto(ROOM)
    number = second.locator(".room-number")
    expect(number).to_have_text("1")
    page.goto(ROOM)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".room-number")).to_have_text("2")
    expect(number).to_have_text("2")
    page.keyboard.press("Space")
    expect(number).to_have_text("3")
    page.keyboard.press("ArrowLeft")
    expect(number).to_have_text("2")
    assert second.url.endswith(ROOM)


def test_all_that_is_proposed_for_a_paragraph_is_on_the_screen(second: Page) -> None:
    second.goto(f"{ROOM}?version=4&at=additional")
    beside = second.locator(".room-proposals")
    expect(beside.locator("section")).to_have_count(2)
    hidden = beside.evaluate("beside => beside.scrollHeight - beside.clientHeight")
    assert hidden == 0
    assert beside.evaluate("beside => parseFloat(getComputedStyle(beside).fontSize)") >= 14


def test_the_space_bar_presses_the_button_that_is_focused(page: Page) -> None:
    page.set_viewport_size(LARGE)
    open_editor(page)
    page.goto(f"{page.url.split('?')[0]}?words=en&open=mandate")
    page.get_by_role("button", name="Show in the room").click()
    page.wait_for_url("**/edit/**")
    page.goto(ROOM)
    page.get_by_text("Operator").click()
    page.get_by_label("Name of the snapshot").fill("Before lunch")
    with page.expect_navigation():
        page.get_by_role("button", name="Take a snapshot").press("Space")
    expect(page.locator(".room-number")).to_have_text("1")
    page.goto("/en/igsp/texts/draft-plan/moments/")
    expect(page.locator("#main")).to_contain_text("Before lunch")


def test_a_paragraph_is_as_large_as_fits(page: Page) -> None:
    page.set_viewport_size(LARGE)
    for language in ("en", "ar"):
        for key in ("mandate", "introduction", "nature"):
            page.goto(f"/{language}/igsp/texts/draft-plan/room/?version=3&at={key}")
            page.wait_for_function("document.querySelector('.room-fit').style.fontSize")
            box, fit = "document.querySelector('.room-paragraph')", "document.querySelector('.room-fit')"
            assert page.evaluate(f"{fit}.scrollHeight <= {box}.clientHeight")
            assert page.evaluate(f"parseFloat({fit}.style.fontSize)") >= 40


BROKEN_WORDS = """() => {
  const broken = [], walk = document.createTreeWalker(document.querySelector(".room-fit"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    for (const word of node.data.matchAll(/\\p{L}+/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((one) => one.top)).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar"])
def test_on_a_telephone_no_word_is_broken(page: Page, language: str) -> None:
    page.set_viewport_size(ViewportSize(width=320, height=700))
    for key in ("need", "mandate"):
        page.goto(f"/{language}/igsp/texts/draft-plan/room/?version=4&at={key}")
        page.wait_for_function("document.querySelector('.room-fit').style.fontSize")
        assert page.evaluate(BROKEN_WORDS) == []
        assert 16 <= page.evaluate("parseFloat(document.querySelector('.room-fit').style.fontSize)") <= 40
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_who_looks_alone_goes_on_in_place_and_back(page: Page) -> None:
    page.goto(f"{ROOM}?version=3&at=mandate")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".room-number")).to_have_text("2")
    assert "at=working-group" in page.url
    page.go_back()
    expect(page.locator(".room-number")).to_have_text("1")
