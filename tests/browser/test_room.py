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


def test_who_looks_alone_goes_on_in_place_and_back(page: Page) -> None:
    page.goto(f"{ROOM}?version=3&at=mandate")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".room-number")).to_have_text("2")
    assert "at=working-group" in page.url
    page.go_back()
    expect(page.locator(".room-number")).to_have_text("1")
