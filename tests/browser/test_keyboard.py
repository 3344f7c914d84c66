"""What the keyboard comes to is marked, whole, and in nobody's way; at twice the size of the letters as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .conftest import Demonstration, new_context, watched
from .faults import overflow
from .people import sign_in

MOST_STOPS = 250
# What is wrong with the stop the keyboard has come to; nothing when it has come round.
STOP = """() => {
  const stop = document.activeElement;
  if (stop === document.body || stop.dataset.met) return null;
  stop.dataset.met = "yes";
  const style = getComputedStyle(stop), box = stop.getClientRects()[0] ?? stop.getBoundingClientRect();
  const ring = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
  const wrong = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) wrong.push("has no ring");
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
    wrong.push("is out of view");
  } else {
    const within = (place, end) => Math.min(Math.max(place, 1), end - 2);
    const down = within(box.top + Math.min(box.height / 2, 9), innerHeight);
    const seen = document.elementFromPoint(within((box.left + box.right) / 2, innerWidth), down);
    const covered = seen && !stop.contains(seen) && !seen.contains(stop);
    if (covered) wrong.push(`is covered by ${seen.outerHTML.slice(0, 60)}`);
  }
  const from = (element) => getComputedStyle(element).direction === "rtl"
    ? innerWidth - element.getBoundingClientRect().right : element.getBoundingClientRect().left;
  for (let around = stop.parentElement; around && around !== document.body; around = around.parentElement) {
    if (getComputedStyle(around).overflowX === "visible") continue;
    const start = getComputedStyle(around).direction === "rtl" ? innerWidth - box.right : box.left;
    const cut = around.scrollLeft === 0 && start - ring < from(around) - 1;
    if (cut) wrong.push(`has its ring cut off by ${around.className}`);
    break;
  }
  return wrong.map(fault => `${stop.outerHTML.slice(0, 90)} ${fault}`);
}"""


@pytest.fixture(scope="module")
def secretary(browser: Browser, demo: Demonstration) -> Iterator[Page]:
    """The page of the secretariat."""
    for page in watched(new_context(browser, demo), demo):
        sign_in(page, "secretariat")
        yield page


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "address",
    [
        "en/igsp/",
        "en/igsp/inputs/",
        "ar/igsp/inputs/",
        "ar/igsp/documents/draft-plan/",
        "ar/igsp/submissions/1/",
        "en/admin/documents/document/",
        "ar/admin/documents/document/13/change/",
        "en/admin/meetings/decision/1/change/",
    ],
)
def test_whoever_goes_through_a_page_by_keyboard_sees_where_they_are(secretary: Page, address: str, width: int) -> None:
    secretary.set_viewport_size({"width": width, "height": 800})
    secretary.goto(f"/{address}")
    assert [fault for stop in stops(secretary) for fault in stop] == []


def stops(page: Page) -> Iterator[list[str]]:
    """What is wrong with each thing that the keyboard comes to, in turn."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        wrong = page.evaluate(STOP)
        if wrong is None:
            return
        yield wrong


@pytest.mark.parametrize(
    "address",
    [
        "igsp/",
        "igsp/inputs/",
        "igsp/texts/draft-plan/",
        "igsp/submissions/1/receipt/",
        "admin/",
        "admin/documents/requiredinput/1/change/",
        "admin/submissions/call/1/change/",
        "admin/igsp_portal/event/",
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_letters_of_twice_the_size_stay_on_the_page(secretary: Page, language: str, address: str) -> None:
    secretary.set_viewport_size({"width": 1280, "height": 800})
    secretary.goto(f"/{language}/{address}")
    secretary.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(secretary) == 0
    assert secretary.evaluate(CUT_OFF) == []


def test_all_pages_of_a_list_are_offered_on_a_narrow_screen(secretary: Page) -> None:
    secretary.set_viewport_size({"width": 320, "height": 800})
    secretary.goto("/en/admin/igsp_portal/event/")
    assert secretary.locator(".paginator a").count() > 3
    assert secretary.evaluate(CUT_OFF) == []


# What is cut off in its own box, other than what can be scrolled or is there for those who listen.
CUT_OFF = """() => [...document.querySelectorAll("main *, #content *")].filter(part => {
  const style = getComputedStyle(part);
  return ["hidden", "clip"].includes(style.overflowX) && part.clientWidth > 2 && part.scrollWidth > part.clientWidth + 1
    && !part.matches("input") && !part.closest(".visually-hidden, .select2-container, svg");
}).map(part => part.outerHTML.slice(0, 90))"""
