"""The form counts along as one writes, and says so aloud only when little is left."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Locator, Page

from . import filing
from .people import sign_in

PAUSE_MS = 1_500  # longer than the form waits after the last key before it speaks


def test_the_form_counts_along_and_speaks_when_little_is_left(page: Page) -> None:
    sign_in(page, "government")
    page.clock.install()
    filing.open_form(page, "en")
    field = page.locator("[name=statements-0-words]")

    def told(words: str) -> tuple[str, str]:
        """What is shown beside the field, and what is spoken, once somebody has written and paused."""
        field.fill(words)
        page.clock.run_for(PAUSE_MS)
        return beside(field, 1), beside(field, 2)

    assert told("") == ("Characters: 0 of 5,000", "")
    help_text = page.locator("#id_statements-0-words_helptext")
    assert help_text.text_content() == "At most 5,000 characters."
    assert help_text.locator(".visually-hidden").text_content() == "At most 5,000 characters."
    assert told("Ж🌳\n" * 10 + "end") == ("Characters: 33 of 5,000", "")
    assert told("a" * 4_600) == ("Characters: 4,600 of 5,000", "Characters left: 400")
    assert told("a" * 5_001) == ("Characters: 5,001 of 5,000 · Characters too many: 1", "Characters too many: 1")
    assert told("short") == ("Characters: 5 of 5,000", "")

    files = page.locator("[name=attach]")
    many: list[FilePayload] = [
        {"name": f"{n}.pdf", "mimeType": "application/pdf", "buffer": filing.PDF} for n in range(11)
    ]
    files.set_input_files(many)
    page.clock.run_for(PAUSE_MS)
    assert [beside(files, place) for place in (1, 2)] == ["Files: 11; room for 10"] * 2
    page.goto(page.url.replace("/write/", "/discard/"))
    page.locator("main form button").click()


def beside(field: Locator, place: int) -> str:
    """The text of the paragraph that stands in that place after a field."""
    return field.locator(f"xpath=following-sibling::p[{place}]").text_content() or ""
