"""Who leaves a form with words that were not sent is asked first; who sends them, or wrote nothing, is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Dialog, Page

from . import filing
from .people import sign_in

ASKED = ["beforeunload"]


@contextmanager
def asked(page: Page) -> Iterator[list[str]]:
    """The kinds of questions that the browser asks meanwhile; each is answered by staying on the page."""
    kinds: list[str] = []

    def stay(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    yield kinds
    page.remove_listener("dialog", stay)


def questions_on_leaving(page: Page) -> list[str]:
    """What is asked when one follows a link of the page to elsewhere; whoever stays has their words still."""
    here = page.url
    with asked(page) as kinds:
        page.evaluate("location.assign('/en/igsp/documents/')")
        page.wait_for_timeout(0)
        if not kinds:
            page.wait_for_url("**/documents/")
    assert (page.url == here) == bool(kinds)
    return kinds


def test_unsaved_words_of_a_submission_are_not_left_unasked(page: Page) -> None:
    sign_in(page, "government")
    filing.open_form(page, "en")
    form = page.url
    assert questions_on_leaving(page) == []
    page.goto(form)
    page.locator("[name=title]").press("End")  # words may stand there already
    page.locator("[name=title]").press_sequentially("Needs")
    assert questions_on_leaving(page) == ASKED
    assert page.locator("[name=title]").input_value().endswith("Needs")

    with asked(page) as kinds:
        filing.press(page, "save")
    assert kinds == []
    page.locator("[name=title]").press("End")
    page.locator("[name=title]").press_sequentially("!")
    page.locator("[name=title]").press("Backspace")
    assert questions_on_leaving(page) == []

    page.goto(form)
    page.locator("[name=title]").fill("T" * 301)
    with asked(page) as kinds:
        filing.press(page, "save")
    assert kinds == []
    page.locator("[name=title]").click()
    assert questions_on_leaving(page) == ASKED
    page.goto(form.replace("/write/", "/discard/"))
    page.locator("main form button").click()


def test_unsaved_words_of_the_admin_site_are_not_left_unasked(page: Page) -> None:
    sign_in(page, "secretariat")
    page.goto("/en/admin/documents/document/add/")
    form = page.url
    page.locator("#content h1").click()
    assert questions_on_leaving(page) == []
    page.goto(form)
    title = page.locator("[name=title_en]")
    title.press_sequentially("?")
    assert questions_on_leaving(page) == ASKED
    with asked(page) as kinds:
        page.locator("[name=_continue]").click()
        page.locator(".errornote").wait_for()
    assert (kinds, title.input_value()) == ([], "?")
    page.locator("#content h1").click()
    assert questions_on_leaving(page) == ASKED
