"""The people of the demonstration in a browser, and the letters that reach them."""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page

LETTER_SECONDS = 120  # a worker that has just been started has papers to set first
CODE = re.compile(r"^\s*(\d{8})\s*$", re.MULTILINE)


def sign_in(page: Page, role: str, language: str = "en") -> None:
    """Sign in by the one click that the demonstration offers for `role`, from a page of that language."""
    page.goto(f"/{language}/demo/")
    page.locator(f'form[action="/{language}/demo/{role}/"] button').click()
    page.wait_for_url(lambda address: "/demo/" not in address)


def sign_in_by_code(page: Page, folder: Path, email: str, language: str) -> None:
    """Sign in as people do, by the code that comes by mail; `folder` is the demonstration's."""
    page.goto(f"/{language}/accounts/login/?next=/{language}/my/")
    page.fill("input[type=email]", email)
    page.locator("main form.form button.btn-primary").click()
    entered = page.locator("input[autocomplete=one-time-code]")
    entered.wait_for()
    found = CODE.search(words(letter(folder, email, lambda sent: bool(CODE.search(words(sent))))))
    assert found is not None
    entered.fill(found[1])
    page.locator("main form.form button.btn-primary").click()
    page.wait_for_url("**/my/")


def sign_out(page: Page) -> None:
    """Sign out by the button that stands on every page."""
    page.locator(".portal-account form button").click()
    page.locator('.portal-account a[href*="/login/"]').wait_for()


def letters(folder: Path, to: str) -> list[EmailMessage]:
    """The letters to an address that the demonstration has written, the oldest first."""
    return [letter for letter in _all_letters(folder) if letter["To"] == to]


def letter(folder: Path, to: str, matches: Callable[[EmailMessage], bool]) -> EmailMessage:
    """The newest letter that matches; the worker sends it, so it is waited for."""
    until = time.monotonic() + LETTER_SECONDS
    while time.monotonic() < until:
        if found := [each for each in letters(folder, to) if matches(each)]:
            return found[-1]
        time.sleep(0.2)
    pytest.fail(f"No such letter to {to} within {LETTER_SECONDS} seconds; there are {_all_subjects(folder)}.")


def words(message: EmailMessage) -> str:
    """The text of a letter."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _all_letters(folder: Path) -> Iterator[EmailMessage]:
    """Each file holds what was sent over one connection: letters between lines of dashes."""
    for file in sorted((folder / "mail").glob("*.log")):
        for sent in file.read_bytes().split(b"-" * 79 + b"\n"):
            if sent.strip():
                yield email.message_from_bytes(sent, _class=EmailMessage, policy=email.policy.default)


def _all_subjects(folder: Path) -> list[str]:
    return [f"{each['Subject']} → {each['To']}" for each in _all_letters(folder)]
