"""The form of a submission as a person goes through it; it works in any language, with scripts and without."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page

from igsp_portal.foundations.language.lettering import NO_BREAK

CALL = "igsp/calls/regional-needs/"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True)
class Written:
    """What a person wants to file."""

    title: str
    introduction: str
    statements: list[tuple[str, str]] = field(default_factory=list)  # the label of the component, the words


def open_form(page: Page, language: str) -> None:
    """From the call to the form: a new submission, the draft there is, or a new version of what was filed."""
    page.goto(f"/{language}/{CALL}")
    page.locator("#write ~ form button, #write ~ p a.btn-primary").first.click()
    page.wait_for_url("**/submissions/**")
    if "/write/" not in page.url:
        page.locator('main a[href$="/write/"], main form[action$="/revise/"] button').first.click()
        page.wait_for_url("**/write/**")


def open_empty_form(page: Page, language: str) -> None:
    """The same without what the party wrote before."""
    open_form(page, language)
    for written in page.locator("[name=title], [name=introduction], textarea[name^=statements-]").all():
        written.fill("")
    for chosen in page.locator("select[name^=statements-][name$=-component]").all():
        chosen.select_option("")
    press(page, "save")


def write_head(page: Page, written: Written) -> None:
    page.fill("[name=title]", written.title)
    page.fill("[name=introduction]", written.introduction)


def write_statement(page: Page, place: int, label: str, words: str) -> None:
    """Write the statement in that place of the form, the first being 0; `label` is its component's: (a)(i)."""
    label = label.replace(" ", NO_BREAK)
    options = page.locator(f"[name=statements-{place}-component] option").all_inner_texts()
    page.select_option(f"[name=statements-{place}-component]", label=next(o for o in options if label in o))
    page.fill(f"[name=statements-{place}-words]", words)


def attach(page: Page, name: str) -> None:
    """Choose a small PDF; it is sent with the next button."""
    page.set_input_files("[name=attach]", {"name": name, "mimeType": "application/pdf", "buffer": PDF})


def press(page: Page, act: str) -> None:
    """Press a button of the form: save, add or review."""
    page.locator(f"button[name=do][value={act}]").click()
    page.wait_for_url("**/file/" if act == "review" else "**/write/**")
    page.wait_for_load_state()


def statements(page: Page) -> list[str]:
    """The words of the statements that stand in the form."""
    found = page.locator("textarea[name^=statements-]")
    return [words for place in range(found.count()) if (words := found.nth(place).input_value())]


def filing_number(page: Page) -> str:
    """The number on the receipt that is shown."""
    return page.locator(".receipt h2 .symbol").inner_text()
