"""Pages on narrow screens and on paper: what is beyond the edge is told, and nothing that belongs together is torn."""

from __future__ import annotations

import pypdfium2
import pytest
from playwright.sync_api import Page

TOGETHER = "main :is(h2, h3, tr, .to-read, .decision, .timeline-list li)"


def test_nothing_that_belongs_together_is_torn_between_sheets(page: Page) -> None:
    page.goto("/en/igsp/")
    page.emulate_media(media="print")
    sheets = [_words(sheet.get_textpage().get_text_bounded()) for sheet in pypdfium2.PdfDocument(page.pdf())]
    things = page.locator(TOGETHER).all_inner_texts()
    assert [thing for thing in things if not any(_words(thing) <= sheet for sheet in sheets)] == []


def _words(text: str) -> set[str]:
    """The words in plain Latin letters: of others a file of glyphs does not always tell the letters."""
    return {word for word in text.split() if word.isascii()}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_wide_table_says_at_its_edge_that_there_is_more(page: Page, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"/{language}/igsp/inputs/")
    shades = "el => [el.scrollWidth > el.clientWidth, getComputedStyle(el).backgroundAttachment]"
    assert page.locator(".matrix .scroll").first.evaluate(shades) == [True, "local, local, scroll, scroll"]
