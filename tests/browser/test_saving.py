"""A form that saves itself: words outlive a closed page, a lost line and an ended session; nobody is spoken over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from . import filing
from .conftest import Demonstration, new_context
from .net import Net, net_to
from .people import sign_in, sign_out

SHOWN = "#saving"
WRITTEN = "A laboratory that can measure persistent pollutants."


@pytest.fixture
def net(demo: Demonstration) -> Iterator[Net]:
    with net_to(demo.address) as whole:
        yield whole


@pytest.fixture
def form(browser: Browser, net: Net, demo: Demonstration) -> Iterator[Page]:
    """The form of a Government, over a line that can be cut; its draft is discarded at the end."""
    context: BrowserContext = new_context(browser, Demonstration(net.address, demo.folder, demo.log))
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "government")
    filing.open_empty_form(page, "en")
    yield page
    net.mend()
    page.goto(page.url.split("?")[0].split("#")[0].replace("/write/", "/discard/"))
    page.locator("main form button").click()
    context.close()


def said(page: Page, sentence: str) -> None:
    """Wait until the line at the buttons says so."""
    page.wait_for_function(
        "([at, words]) => document.querySelector(at).textContent.includes(words)", arg=[SHOWN, sentence]
    )


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('words '))")


def test_what_is_written_is_saved_without_a_press_and_the_focus_stays(form: Page) -> None:
    field = form.locator("[name=title]")
    field.press_sequentially("Needs")
    said(form, "Saved at")
    assert form.evaluate("document.activeElement.name") == "title"
    assert kept(form) == []
    field.press_sequentially(" of Kenya")
    form.goto("/en/igsp/")  # before it is saved again
    form.go_back()
    form.reload()
    assert form.locator("[name=title]").input_value() == "Needs of Kenya"
    assert form.locator("#kept-words").is_hidden()


def test_words_written_while_the_line_is_lost_are_kept_and_saved_on_coming_back(form: Page, net: Net) -> None:
    address = form.url
    net.cut()
    form.fill("[name=statements-0-words]", WRITTEN)
    said(form, "Not saved yet. What you write is kept in this browser")
    assert len(kept(form)) == 1
    net.mend()
    form.goto("about:blank")
    form.goto(address)
    assert form.locator("[name=statements-0-words]").input_value() == ""
    form.get_by_role("button", name="Save them now").click()
    form.locator(".messages").wait_for()
    assert form.locator("[name=statements-0-words]").input_value() == WRITTEN
    assert form.locator("#kept-words").is_hidden()
    assert kept(form) == []


def test_a_button_pressed_without_a_line_leaves_the_form_there_and_it_is_saved_on_coming_back(form: Page) -> None:
    form.context.set_offline(True)
    form.locator("[name=title]").fill(WRITTEN)
    form.locator("button[value=save]").first.click()
    said(form, "Not saved")
    assert form.locator("[name=title]").input_value() == WRITTEN
    form.context.set_offline(False)
    said(form, "Saved at")
    assert kept(form) == []


def test_words_written_after_the_session_ended_are_given_back_after_signing_in(form: Page) -> None:
    address = form.url
    form.context.clear_cookies()
    form.fill("[name=title]", "Needs of a long evening")
    said(form, "Your sign-in has ended.")
    sign_in(form, "government")
    form.goto(address)
    assert form.locator("[name=title]").input_value() == "Needs of a long evening"
    filing.press(form, "save")
    assert form.locator("[name=title]").input_value() == "Needs of a long evening"
    assert kept(form) == []


@pytest.mark.parametrize("elsewhere", ["/en/igsp/", "/en/accounts/logout/"])
def test_signing_out_on_whatever_page_leaves_no_word_in_the_browser(form: Page, net: Net, elsewhere: str) -> None:
    address = form.url
    net.cut()
    form.fill("[name=statements-0-words]", WRITTEN)
    said(form, "Not saved yet.")
    net.mend()
    form.goto("about:blank")
    form.goto(elsewhere)
    form.evaluate("localStorage.setItem('words 1 0', 'of somebody else')")
    assert len(kept(form)) == 2
    if elsewhere.endswith("/logout/"):
        form.locator("main form button").click()
        form.locator('.portal-account a[href*="/login/"]').wait_for()
    else:
        sign_out(form)
    assert kept(form) == ["words 1 0"]
    sign_in(form, "government")
    form.goto(address)


def test_signing_out_of_the_admin_site_leaves_no_word_in_the_browser(page: Page) -> None:
    sign_in(page, "secretariat")
    page.goto("/en/admin/")
    person = page.locator("script[data-person]").get_attribute("data-person")
    page.evaluate("(person) => localStorage.setItem(`words 1 ${person}`, 'of theirs')", person)
    page.get_by_role("button", name="Log out").click()
    page.wait_for_load_state()
    assert kept(page) == []


def test_words_of_an_ended_session_wait_for_their_writer_and_go_when_somebody_else_signs_in(
    form: Page, net: Net
) -> None:
    address = form.url
    net.cut()
    form.fill("[name=statements-0-words]", WRITTEN)
    said(form, "Not saved yet.")
    net.mend()
    form.context.clear_cookies()  # as the end of a session does
    form.goto("/en/igsp/")
    assert len(kept(form)) == 1
    sign_in(form, "secretariat")
    assert kept(form) == []
    form.context.clear_cookies()
    sign_in(form, "government")
    form.goto(address)


def test_whoever_stays_instead_of_signing_out_is_saved_again(form: Page) -> None:
    form.fill("[name=title]", "Needs")
    form.evaluate(
        "for (const out of document.querySelectorAll('form[action$=\"/logout/\"]')) "
        "out.dispatchEvent(new Event('submit', { bubbles: true }))"
    )
    form.locator("[name=title]").press_sequentially(" of Kenya")
    said(form, "Saved at")
    form.goto(form.url)
    assert form.locator("[name=title]").input_value() == "Needs of Kenya"
