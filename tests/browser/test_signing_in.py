"""Signing in by a code that comes by mail."""

from __future__ import annotations

from playwright.sync_api import Page

from .conftest import Demonstration
from .people import CODE, letter, sign_out, words

ADDRESS = "drafter@demo.example"


def test_a_code_from_the_letter_signs_in_and_a_wrong_one_does_not(page: Page, demo: Demonstration) -> None:
    page.goto("/en/accounts/login/")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a code").click()
    found = CODE.search(words(letter(demo.folder, ADDRESS, lambda sent: bool(CODE.search(words(sent))))))
    assert found is not None
    code = found[1]

    page.get_by_label("Code from the e-mail").fill("0" * 8 if code != "0" * 8 else "1" * 8)
    page.get_by_role("button", name="Sign in").click()
    page.locator(".invalid-feedback").wait_for()
    assert page.get_by_role("button", name="Sign out").count() == 0

    page.get_by_label("Code from the e-mail").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Drafter for a Government").wait_for()
    sign_out(page)


def test_an_address_without_an_account_is_not_told_apart(page: Page, demo: Demonstration) -> None:
    page.goto("/fr/accounts/login/")
    page.locator("input[type=email]").fill("nobody@demo.example")
    page.locator("main form.form button").click()
    page.locator("input[autocomplete=one-time-code]").wait_for()
    sent = letter(demo.folder, "nobody@demo.example", lambda _sent: True)
    assert CODE.search(words(sent)) is None
