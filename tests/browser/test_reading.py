"""A delegate without an account finds the third session and takes the draft plan home in Arabic."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, Page

PLAN = "UNEP/IEG/IGSP/3/4"


def test_a_stranger_takes_the_plan_home_in_arabic(page: Page) -> None:
    page.goto("/en/")
    page.get_by_role("link", name="Third session").first.click()
    assert page.locator("h1").inner_text() == "Third session"
    row = page.locator(".document-row", has_text=PLAN)
    with page.expect_download() as download:
        row.locator("a.file-link[hreflang=ar]").click()
    assert download.value.suggested_filename == "UNEP_IEG_IGSP_3_4-AR.pdf"
    taken = Path(download.value.path())
    assert taken.read_bytes().startswith(b"%PDF")
    plan = pypdfium2.PdfDocument(taken)
    words = "".join(found.get_textpage().get_text_bounded() for found in plan)
    assert len(plan) > 5
    assert sum("\u0600" <= sign <= "\u06ff" for sign in words) > len(words) / 2


def test_at_320_pixels_a_file_is_two_taps_from_the_process_once_its_language_is_chosen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/en/igsp/meetings/wg-3/")
    page.locator(".files-choice").get_by_role("button", name="العربية").click()
    assert urlsplit(page.url).path == "/en/igsp/meetings/wg-3/"
    page.goto("/en/igsp/")
    page.get_by_role("link", name="Third session").first.click()
    row = page.locator(".document-line", has_text=PLAN).first
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with page.expect_download() as download:
        row.locator("a.file-link").click()
    assert download.value.suggested_filename == "UNEP_IEG_IGSP_3_4-AR.pdf"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_at_320_pixels_each_symbol_stands_on_one_line_and_each_title_whole(page: Page, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/{language}/igsp/meetings/wg-3/")
    page.locator(".files-choice").get_by_role("button", name="العربية" if language == "ar" else "français").click()
    assert page.locator(".document-line", has_text=PLAN).count() > 0
    lines = "new Set([...one.getClientRects()].map(part => Math.round(part.top))).size"  # a part between two slashes
    broken = f"all => all.filter(one => {lines} > 1).map(one => one.textContent)"
    cut = "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.textContent)"
    assert page.locator(".document-line .symbol bdi").evaluate_all(broken) == []
    assert page.locator(".document-line .document-name").evaluate_all(cut) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_where_a_page_of_it_is_to_be_shown_the_browser_opens_the_plan(context: BrowserContext) -> None:
    """A file that is saved has lost its place; a download would fail here. The browser's reader is no page of ours."""
    page = context.new_page()
    answer = page.goto(f"/symbol/{PLAN}?lang=ar&open=1#page=2")
    assert answer
    assert answer.headers["content-disposition"] == 'inline; filename="UNEP_IEG_IGSP_3_4-AR.pdf"'
    assert urlsplit(page.url).fragment == "page=2"


def test_the_plan_says_in_which_language_it_answers(page: Page) -> None:
    answer = page.request.get(f"/symbol/{PLAN}?lang=ar")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-language"] == "ar"
    again = page.request.get(f"/symbol/{PLAN}?lang=ar", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status, again.body()) == (304, b"")


@pytest.mark.parametrize("width", [320, 1280])
def test_no_number_is_broken_over_two_lines(page: Page, width: int) -> None:
    """Long ones are put in the place of those that are there: XVII of headings, 4 (a) of an agenda."""
    page.set_viewport_size({"width": width, "height": 900})
    for address, long in (
        ("/en/igsp/texts/draft-plan/", "XXXVIII."),
        ("/en/igsp/meetings/wg-3/", "14\u00a0(a)\u00a0(iii)."),
    ):
        page.goto(address)
        signs = page.locator("main :is(.label, .letter):visible")
        assert signs.count() > 3
        lines = signs.evaluate_all(
            "(all, long) => all.map(one => { one.textContent = long; return one.getClientRects().length; })", long
        )
        assert set(lines) == {1}
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_link_between_languages_stays_on_the_page(page: Page) -> None:
    page.goto("/en/igsp/documents/draft-plan/")
    page.locator(".language-bar").get_by_role("link", name="Русский").click()
    assert urlsplit(page.url).path == "/ru/igsp/documents/draft-plan/"
    assert page.locator("html").get_attribute("lang") == "ru"


def test_a_symbol_typed_in_small_letters_is_found(page: Page) -> None:
    page.goto("/en/igsp/documents/")
    page.get_by_label("Find a document").fill(PLAN.lower())
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "q=" in address or address.endswith("/draft-plan/"))
    assert page.locator("main").get_by_text(PLAN).first.is_visible()


def test_the_keyboard_reaches_the_text_at_once(page: Page) -> None:
    page.goto("/en/igsp/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
