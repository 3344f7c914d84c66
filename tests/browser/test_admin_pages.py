"""Every page of the admin: each table's list, the form of a new row, a row's own page and its history."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Page

from tests.access.desk import TABLES

from .conftest import Demonstration, new_context, watched
from .faults import FORCED, LOOKS, Look, faults, faults_in
from .people import sign_in

MORE = [
    "admin/",
    "admin/submissions/",
    "admin/submissions/submission/1/withdraw/",
    "admin/submissions/submission/?q=nothing+of+the+kind",
    "admin/documents/document/13/post/",
]
# Each table is seen in one way, and all tables together in every way.
WAYS = cycle([*((language, look) for language, looks in LOOKS.items() for look in looks), ("en", FORCED)])
SEEN = [(label, *way) for label, way in zip(sorted(TABLES), WAYS, strict=False)]


@pytest.fixture(scope="module")
def secretary(browser: Browser, demo: Demonstration) -> Iterator[Page]:
    """The page of the secretariat."""
    for page in watched(new_context(browser, demo), demo):
        sign_in(page, "secretariat")
        yield page


@pytest.mark.parametrize(("label", "language", "look"), SEEN)
def test_the_pages_of_a_table_are_accessible(secretary: Page, label: str, language: str, look: Look) -> None:
    table = f"/{language}/admin/{label.replace('.', '/')}/"
    addresses = pages_of(secretary, table)
    assert [fault for address in addresses for fault in faults_in(secretary, address, [look])] == []
    assert len(addresses) > 1 or label in ("igsp_portal.outgoingmail", "igsp_portal.workertask")


def pages_of(page: Page, table: str) -> list[str]:
    """The list, the form of a new row where there may be one, and what there is of the list's first row."""
    page.goto(table)
    to_add = page.locator(".object-tools .addlink").all()
    rows = page.locator("#result_list tbody th a").all()[:1]
    forms = [link.evaluate("link => link.pathname") for link in [*to_add, *rows]]
    return [table, *forms, *(form.replace("/change/", "/history/") for form in forms[len(to_add) :])]


@pytest.mark.parametrize("address", MORE)
def test_a_page_of_the_admin_is_accessible(secretary: Page, address: str) -> None:
    assert faults(secretary, address) == []


def test_a_row_that_is_added_has_named_fields(secretary: Page) -> None:
    secretary.goto("/en/admin/documents/document/add/")
    secretary.locator("#aliases-group .add-row a").click()
    added = secretary.locator("#aliases-group .dynamic-aliases input[type=text]")
    assert added.get_attribute("aria-label") == "Form cited"


def test_today_and_the_calendar_of_a_demonstration_are_those_of_the_portal(secretary: Page) -> None:
    secretary.goto("/en/admin/documents/document/add/")
    planned = secretary.locator(".field-planned_on")
    planned.get_by_role("link", name="Today").click()
    assert planned.get_by_role("textbox").input_value() == "2004-10-15"
    issued = secretary.locator(".field-issued_on")
    issued.locator("a[id^=calendarlink]").click()
    assert secretary.locator(".calendarbox:visible caption").inner_text() == "October 2004"
