"""A text is pasted in a browser, corrected line by line and written, with and without its scripts."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.texts.tracked import Tracked

from .conftest import Demonstration, new_context
from .faults import RULES, overflow
from .people import sign_in
from .test_editing import open_editor

FRENCH = "I. Une introduction\n\n1. Un premier paragraphe.\n\nUne ligne de trop.\n\n12. Un autre."


def read(page: Page) -> None:
    """From the editor to the lines of a French text as they were read."""
    open_editor(page)
    page.get_by_role("link", name="Take in a file").click()
    page.get_by_label("Language of the file").select_option("fr")
    page.get_by_label("Or paste the text").fill(FRENCH)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="The file as it was read")).to_be_visible()


def test_the_lines_as_read_have_no_fault_at_any_width(page: Page) -> None:
    read(page)
    assert faults(page) == []


def faults(page: Page) -> list[str]:
    """What is wrong with the page, wide and narrow."""
    found = []
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        found += [violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]]
        found += ["wider than the screen"] * (overflow(page) > 0)
    return found


def test_a_text_is_taken_in_without_scripts(browser: Browser, demo: Demonstration) -> None:
    context = new_context(browser, demo, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "secretariat")
    read(page)
    place = page.locator(".taken-line", has_text="Une ligne de trop.")
    place.get_by_label("Taken for").select_option("left out")
    with page.expect_navigation():
        page.get_by_role("button", name="Apply the corrections").click()
    doubts = page.get_by_role("button", name="All doubtful lines are right as they are shown")
    if doubts.count():
        with page.expect_navigation():
            doubts.click()
    for line in page.locator(".taken-line.is-open").all():
        line.get_by_label("Taken for").select_option("left out")
    page.get_by_role("button", name="Write it into the version").click()
    expect(page.locator("main, body").first).to_contain_text("Taken in.")
    page.get_by_role("button", name="Take back my last change").click()
    expect(page.locator("main, body").first).to_contain_text("Your last change was taken back.")
    context.close()


def sent_back(page: Page) -> bytes:
    """The file that readers have of the plan, with changes by two authors."""
    data = page.request.get("/en/igsp/texts/draft-plan/4/as/docx/").body()
    sent = Tracked(data).reworded("Kenya", "For the purposes of", "In the sense of")
    return sent.added(
        "Ana Kovač", "capacity-building is the process by which", "A paragraph that nobody has seen before."
    ).data


def test_changes_that_delegations_send_back_are_entered_on_the_released_version_and_taken_back(page: Page) -> None:
    sign_in(page, "secretariat")
    page.goto("/en/igsp/texts/draft-plan/4/proposals/")
    page.get_by_role("link", name="Take in a file").click()
    file: Any = {"name": "Inputs.docx", "mimeType": "application/octet-stream", "buffer": sent_back(page)}
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Changes of Ana Kovač are entered as proposals of").select_option("Croatia")
    assert faults(page) == []
    page.get_by_role("button", name="Enter the proposals").click()
    expect(page.locator("main, body").first).to_contain_text("Entered: 2 proposals.")
    card = page.locator("article.proposed", has_text="A paragraph that nobody has seen before.")
    expect(card).to_contain_text("Croatia")
    page.get_by_role("button", name="Take back my last change").click()
    expect(page.locator("main, body").first).to_contain_text("Your last change was taken back.")
    page.goto("/en/igsp/texts/draft-plan/4/proposals/")
    expect(card).to_have_count(0)
