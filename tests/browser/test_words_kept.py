"""What was typed outlives the session it was typed in."""

from __future__ import annotations

from playwright.sync_api import Browser

from . import filing
from .conftest import Demonstration, new_context
from .people import sign_in

WORDS = "A laboratory;\nand <b>two</b> people."


def test_words_outlive_a_session_that_ended_and_another_that_began(browser: Browser, demo: Demonstration) -> None:
    context = new_context(browser, demo, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "government")
    filing.open_form(page, "en")
    form = page.url
    page.fill("[name=title]", "Needs of a long evening")
    filing.write_statement(page, 0, "(a)(i)", WORDS)
    context.clear_cookies()
    page.locator("button[name=do][value=save]").click()

    assert "Sign in again, and what you wrote will be given back." in page.locator("body").inner_text()
    sign_in(page, "government")
    page.goto(form)
    assert "You have signed in since" in page.locator("body").inner_text()
    assert filing.statements(page)[0] == WORDS
    filing.press(page, "save")

    page.goto(form)
    assert page.locator("[name=title]").input_value() == "Needs of a long evening"
    assert filing.statements(page)[0] == WORDS
    page.goto(form.replace("/write/", "/discard/"))
    page.locator("main form button").click()
    context.close()
