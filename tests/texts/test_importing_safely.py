"""What is typed or carried on the page by which a text comes in is not lost, and nothing is smuggled in with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.exchange import reading
from documents.models import TextVersion
from documents.texts.taking_in import taken
from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Process
from tests.attack.forms import form_of
from tests.cast import with_role

from .importing import Importer, address, blocks

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]


def test_a_refused_text_stands_in_the_form_again(into_empty: Importer) -> None:
    into_empty.paste("1. One.\x00")
    assert into_empty.page.status_code == 400
    assert into_empty.page.context["pasted"].startswith("1. One.")


def test_words_that_cannot_be_read_come_back_at_their_line(into_empty: Importer) -> None:
    into_empty.paste("1. One.\n\n2. Two.")
    refused = into_empty.press("write", words_1="An [open bracket")
    assert (refused.status_code, into_empty.lines()[0][2]) == (400, "An [open bracket")
    assert [place for place, _says in into_empty.told()] == [1]
    assert blocks(into_empty.version) == []


def test_what_a_form_carries_is_taken_from_nobody_else_and_for_no_other_version(
    into_empty: Importer, draft: TextVersion, chen: User, browser_of: Browser
) -> None:
    into_empty.paste("1. One.")
    carried = into_empty.page.context["carried"]
    sent = {"do": "write", "taken": carried, "page": "1"}
    assert browser_of(chen).post(address(into_empty.version), sent).status_code == 400
    assert into_empty.browser.post(address(draft), sent).status_code == 400
    for forged in (
        "",
        "x",
        carried[:-1],
        carried[1:],
        carried.replace(carried[10], "A" if carried[10] != "A" else "B"),
    ):
        assert into_empty.browser.post(address(into_empty.version), sent | {"taken": forged}).status_code == 400
    assert blocks(into_empty.version) == []
    assert into_empty.browser.post(address(into_empty.version), sent).status_code == 302


@pytest.mark.parametrize(
    "made_up",
    [
        {"take_1": "poem"},
        {"take_1": "heading.9"},
        {"block_1": "no-such-block"},
        {"block_1": "../../x"},
        {"page": "99999999999999"},
        {"numbering": "file"},
    ],
)
def test_what_a_form_makes_up_is_passed_over(into_empty: Importer, made_up: dict[str, str]) -> None:
    into_empty.paste("1. One.")
    assert into_empty.press("write", **made_up).status_code == 302
    assert blocks(into_empty.version) == [("paragraph", 1, "One.")]


def test_nobody_else_takes_anything_in(empty: TextVersion, browser_of: Browser, boris: User, eve: User) -> None:
    for browser in (browser_of(boris), browser_of(eve)):
        assert browser.get(address(empty)).status_code in (403, 404)
        assert Importer(browser, empty).paste("1. One.").status_code in (403, 404)
    assert Importer(Client(), empty).paste("1. One.").status_code == 302
    assert blocks(empty) == []


def test_those_of_another_process_take_nothing_in(empty: TextVersion, inc: Process, browser_of: Browser) -> None:
    noor = browser_of(with_role("Noor", Role.EDITOR, inc))
    assert [noor.get(address(empty)).status_code, Importer(noor, empty).paste("1. One.").status_code] == [403, 403]
    elsewhere = address(empty).replace("/igsp/", "/inc/")
    assert noor.post(elsewhere, {"do": "read", "language": "en", "pasted": "1. One."}).status_code == 404
    assert blocks(empty) == []


def test_what_was_corrected_when_the_session_had_ended_is_given_back_and_can_be_written(
    empty: TextVersion, farah: User
) -> None:
    browser = Client()
    browser.force_login(farah)
    importer = Importer(browser, empty)
    importer.paste("1. One.")
    browser.logout()
    importer.press("write", words_1="The first.")
    assert importer.page.status_code in (302, 403)
    browser.force_login(farah)
    importer.page = browser.get(address(empty))
    sent = form_of(importer.page.text)
    assert sent["1-words"] == ["The first."]
    assert browser.post(address(empty), sent).status_code == 302
    assert blocks(empty) == [("paragraph", 1, "The first.")]


def test_a_longer_text_asks_no_more_of_the_database(into_empty: Importer) -> None:
    counts = []
    for length in (3, 60):
        words = "\n\n".join(f"{number}. Lake {number} is kept clean." for number in range(1, length + 1))
        with CaptureQueriesContext(connection) as queries:
            into_empty.paste(words)
        counts.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            into_empty.press("write")
        counts.append(len(queries))
        into_empty.press("write")
    assert counts[:2] == counts[2:]


def test_a_text_of_300_paragraphs_is_carried_whole_over_its_pages(into_empty: Importer) -> None:
    words = "\n\n".join(f"{number}. Lake {number} is kept clean and its shores are too." for number in range(1, 301))
    into_empty.paste(words)
    assert list(into_empty.page.context["pages"]) == [1, 2, 3]
    into_empty.press("page.3", words_1="The first lake.")
    into_empty.press("page.2", words_599="The last lake.")
    assert into_empty.press("write").status_code == 302
    found = blocks(into_empty.version)
    assert (len(found), found[0][2], found[-1][2]) == (300, "The first lake.", "The last lake.")


def test_more_than_can_be_carried_is_refused_with_the_limit(into_empty: Importer) -> None:
    into_empty.paste("\n\n".join(f"{number}. Lake." for number in range(1, reading.MOST_LINES + 2)))
    assert into_empty.page.status_code == 400
    assert "3001 lines" in into_empty.says()


def test_what_is_carried_comes_back_as_it_was(into_empty: Importer, farah: User) -> None:
    into_empty.paste("1. Each [Party [shall] act.")
    carried = taken.opened(into_empty.page.context["carried"], into_empty.version, farah)
    (line,) = carried.reading.lines
    assert (line.words, [str(one) for one in line.remarks]) == (
        r"Each \[Party [shall] act.",
        ["This bracket is opened but never closed."],
    )
