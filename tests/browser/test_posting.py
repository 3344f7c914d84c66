"""Twelve files, named as people name them, are posted in a browser by one press, with and without its scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.library.files import docx, pdf

from .conftest import Demonstration, new_context, watched
from .faults import RULES, overflow
from .people import sign_in

# Of a document that each test makes: {0} is the number of its symbol.
UNTIDY = [
    "UNEP-IEG-IGSP-1-{0} e.pdf",
    "UNEP_IEG_IGSP_1_{0}_F.docx",
    "UNEP_IEG_IGSP_1_{0} (C).pdf",
    "UNEP_IEG_IGSP_1_{0}_RUS.pdf",
    "[es] UNEP_IEG_IGSP_1_{0}.pdf",
    "1_{0} (عربي).pdf",
    "UNEP_IEG_IGSP_1_{0}-EN final.docx",
    "unep_ieg_igsp_1_{0} french.pdf",
    "UNEP_IEG_IGSP_1_{0}_CHI (2).docx",
    "UNEP IEG IGSP 1 {0} R.docx",
    "UNEP_IEG_IGSP_1_{0}.S.docx",
    "UNEP_IEG_IGSP_1_{0}-AR.docx",
]


@pytest.fixture
def unscripted(browser: Browser, demo: Demonstration) -> Iterator[Page]:
    context = new_context(browser, demo, java_script_enabled=False)
    yield from watched(context, demo)
    context.close()


def files(number: int) -> list[Any]:
    names = [name.format(number) for name in UNTIDY]
    return [
        {
            "name": name,
            "mimeType": "application/octet-stream",
            "buffer": (pdf if name.endswith("pdf") else docx)(f"<d>{number} {place}</d>"),
        }
        for place, name in enumerate(names)
    ]


def make_document(page: Page, number: int) -> None:
    """Make a document, with the symbol as its key and its title."""
    sign_in(page, "secretariat")
    page.goto("/en/igsp/admin/documents/document/add/")
    page.locator("#id_kind").select_option("working")
    page.locator("#id_symbol").fill(f"UNEP/IEG/IGSP/1/{number}")
    for code in ("ar", "zh_hans", "en", "fr", "ru", "es"):
        page.locator(f"#id_title_{code}").fill(f"Document {number}")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def choose(page: Page, number: int) -> None:
    page.goto("/en/igsp/admin/documents/document/post/")
    page.get_by_label("Files").set_input_files(files(number))


def post_all(page: Page, number: int) -> None:
    """From the preview to the files on the page of their document."""
    expect(page.get_by_role("heading", name="Post many files")).to_be_visible()
    expect(page.locator(".portal-post > li")).to_have_count(12, timeout=60_000)
    assert page.locator(".portal-post .portal-mark").all_inner_texts() == ["new file"] * 12
    page.get_by_role("button", name="Post all").click()
    expect(page.locator("body")).to_contain_text("12 files were posted.")
    page.goto(f"/en/igsp/admin/documents/document/?q=UNEP/IEG/IGSP/1/{number}")
    page.locator("#result_list tbody th a").first.click()
    posted = page.locator("#renditions-group td.field-download a")
    expect(posted).to_have_count(12)
    ends = {f"{code}.{ending}" for code in ("AR", "ZH", "EN", "FR", "RU", "ES") for ending in ("pdf", "docx")}
    assert {name.rpartition("-")[2] for name in posted.all_inner_texts()} == ends


def test_twelve_files_are_posted_by_one_press_and_their_arrival_is_shown(page: Page) -> None:
    make_document(page, 91)
    choose(page, 91)
    page.evaluate(
        """() => {
            const seen = [];
            const words = document.querySelector(".portal-arriving output");
            new MutationObserver(() => seen.push(words.textContent)).observe(words, {childList: true});
            addEventListener("pagehide", () => sessionStorage.setItem("seen", JSON.stringify(seen)));
        }"""
    )
    page.get_by_role("button", name="Send and look").click()
    expect(page.locator(".portal-post > li")).to_have_count(12, timeout=60_000)
    assert page.evaluate("JSON.parse(sessionStorage.getItem('seen')).at(-1)") == "Sent: 100 %"
    found = []
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        found += [violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]]
        found += ["wider than the screen"] * (overflow(page) > 0)
    assert found == []
    page.set_viewport_size({"width": 1280, "height": 900})
    post_all(page, 91)


def test_files_that_are_dropped_are_chosen(page: Page) -> None:
    sign_in(page, "secretariat")
    page.goto("/en/igsp/admin/documents/document/post/")
    page.evaluate(
        """() => {
            const dropped = new DataTransfer();
            dropped.items.add(new File(["%PDF-"], "1_3 F.pdf"));
            dropped.items.add(new File(["%PDF-"], "1_3 R.pdf"));
            document.querySelector(".portal-drop").dispatchEvent(new DragEvent("drop", {dataTransfer: dropped}));
        }"""
    )
    chosen = page.get_by_label("Files").evaluate("field => [...field.files].map(file => file.name)")
    assert chosen == ["1_3 F.pdf", "1_3 R.pdf"]


def test_twelve_files_are_posted_without_scripts(unscripted: Page) -> None:
    make_document(unscripted, 92)
    choose(unscripted, 92)
    unscripted.get_by_role("button", name="Send and look").click()
    post_all(unscripted, 92)
