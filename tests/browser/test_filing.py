"""A submission from the first word to the public page, as a Government, a forum and the secretariat go through it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from . import filing, pictures
from .conftest import Demonstration, new_context
from .people import letter, letters, sign_in, sign_out, words

ENGLISH = filing.Written(
    "Needs and priorities in sound chemicals management",
    "Illustrative text, written for the demonstration of this portal. It expresses the position of no Government.",
    [
        ("(a)(i)", "A laboratory that can measure persistent pollutants, and two people trained to run it."),
        ("(b)", "One desk in the capital that receives all offers of support, and answers for what is done with them."),
    ],
)
ARABIC = filing.Written(
    "احتياجات المنطقة في مجال بناء القدرات",
    "نص توضيحي كُتب لأغراض هذا العرض.",
    [("(أ) '2'", "تدريب موظفين على إعداد التقارير."), ("(ب)", "جهة تنسيق واحدة في كل بلد.")],
)
PUBLISHED = "/en/igsp/submissions/"
SET_MS = 60_000
COVERAGE = f"/en/{filing.CALL}coverage/"


def test_a_government_files_and_the_secretariat_publishes(page: Page, demo: Demonstration) -> None:
    page.goto(COVERAGE)
    filed, published = counts(page)

    sign_in(page, "government")
    filing.open_empty_form(page, "en")
    write_draft(page, ENGLISH, "Inventory of laboratories.pdf")
    pictures.take(page, "form", height=1690)
    filing.press(page, "review")
    reviewed = page.locator("main").inner_text()
    assert [said for said in [ENGLISH.title, *(s[1] for s in ENGLISH.statements)] if said not in reviewed] == []

    number = file_by_a_double_click(page)
    assert re.fullmatch(r"IGSP-2004-\d{4}", number)
    assert receipt_facts(page) == (True, True)
    take_the_receipt(page, number)
    page.goto(page.url.split("receipt/")[0])
    history = page.locator(".history").inner_text()
    assert history.count(f"under the number {number}") == 1
    assert history.count("began the submission") == 1
    sign_out(page)

    sent = letter(demo.folder, "government@demo.example", lambda found: number in found["Subject"])
    assert number in words(sent)
    assert [part.get_filename() for part in sent.iter_attachments()] == [f"{number}-EN.pdf"]
    of_number = [each for each in letters(demo.folder, "government@demo.example") if number in each["Subject"]]
    assert len(of_number) == 1

    page.goto(COVERAGE)
    assert counts(page) == (filed + 1, published)
    page.goto(PUBLISHED)
    assert page.get_by_role("link", name=ENGLISH.title).count() == 0

    publish_at_the_desk(page, "Kenya", number)
    page.goto(PUBLISHED)
    page.get_by_role("link", name=ENGLISH.title).click()
    shown = page.locator("main").inner_text()
    assert [said for _label, said in ENGLISH.statements if said not in shown] == []
    assert number in shown
    page.goto(COVERAGE)
    assert counts(page) == (filed + 1, published + 1)


def test_a_forum_files_in_arabic_without_scripts(browser: Browser, demo: Demonstration) -> None:
    context = new_context(browser, demo, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "forum", "ar")
    filing.open_empty_form(page, "ar")
    assert (page.locator("html").get_attribute("dir"), page.locator("html").get_attribute("lang")) == ("rtl", "ar")
    assert not_arabic(page, "label, legend, button, h1, h2, main p") == []
    page.select_option("[name=language]", "ar")
    write_draft(page, ARABIC, "ملحق.pdf")
    filing.press(page, "review")
    assert not_arabic(page, "th, button, h1, h2") == []
    page.locator('main form[action$="/file/"] button').click()
    page.wait_for_url("**/receipt/**")
    number = filing.filing_number(page)
    assert not_arabic(page, "h1, main a.btn, dt") == ["SHA-256"]
    sign_out(page)
    sent = letter(demo.folder, "forum@demo.example", lambda found: number in found["Subject"])
    assert ARABIC.title in words(sent)
    context.close()


def test_a_submission_that_is_not_whole_cannot_be_filed(page: Page) -> None:
    sign_in(page, "forum")
    filing.open_form(page, "en")
    title = page.locator("[name=title]").input_value()
    page.fill("[name=title]", "")
    filing.press(page, "review")
    assert page.locator('[role="alert"] li').count() > 0
    assert page.get_by_role("button", name=re.compile("^File for")).count() == 0
    page.get_by_role("link", name="Continue writing").click()
    page.fill("[name=title]", title)
    filing.press(page, "save")
    assert page.locator("[name=title]").input_value() == title
    sign_out(page)


# What a person does


def write_draft(page: Page, written: filing.Written, attachment: str) -> None:
    """Save a draft with one statement, add the second in a row of its own, and attach a file."""
    filing.write_head(page, written)
    filing.write_statement(page, 0, *written.statements[0])
    filing.press(page, "save")
    assert page.locator(".messages").is_visible()
    rows = page.locator("textarea[name^=statements-]").count()
    filing.press(page, "add")
    assert page.locator("textarea[name^=statements-]").count() == rows + 1
    filing.write_statement(page, 1, *written.statements[1])
    filing.attach(page, attachment)
    page.check("[name=consent]")
    filing.press(page, "save")
    assert filing.statements(page) == [said for _label, said in written.statements]
    assert page.locator("fieldset a", has_text=attachment).count() == 1


def file_by_a_double_click(page: Page) -> str:
    page.locator('main form[action$="/file/"] button').dblclick()
    page.wait_for_url("**/receipt/**")
    return filing.filing_number(page)


def receipt_facts(page: Page) -> tuple[bool, bool]:
    """Whether the receipt shows a time to the second in UTC, and a SHA-256."""
    shown = page.locator(".receipt").inner_text()
    return bool(re.search(r"\d{2}:\d{2}:\d{2}\s+UTC", shown)), bool(re.search(r"\b[0-9a-f]{64}\b", shown))


def take_the_receipt(page: Page, number: str) -> None:
    with page.expect_download(timeout=SET_MS) as download:  # it may be set only now, behind all that waits
        page.get_by_role("link", name="Receipt as PDF").click(timeout=SET_MS)
    assert download.value.suggested_filename == f"{number}-EN.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def publish_at_the_desk(page: Page, party: str, number: str) -> None:
    """Find it in the admin site, once; acknowledge it and publish it by the buttons; read its history in words."""
    sign_in(page, "secretariat")
    page.goto("/en/admin/submissions/submission/")
    rows = page.locator("#result_list tbody tr", has_text=number)
    assert rows.count() == 1
    rows.locator("th a").click()
    for move, then in (("Acknowledge", "Publish"), ("Publish", "Withdraw at the participant's request")):
        page.get_by_role("button", name=move, exact=True).click()
        page.locator(".messagelist .success").wait_for()
        page.locator(".portal-moves").get_by_text(then, exact=True).wait_for()
    assert page.get_by_role("button", name="Publish", exact=True).count() == 0
    page.get_by_role("link", name="History").click()
    told = page.locator(".portal-history").inner_text()
    for sentence in (
        f"Focal point of a Government filed “{party}:",
        f"Secretariat administrator acknowledged “{party}:",
        f"Secretariat administrator published “{party}:",
    ):
        assert told.count(sentence) == 1, told
    page.get_by_role("button", name="Log out").click()
    page.goto("/en/igsp/")


def counts(page: Page) -> tuple[int, int]:
    """How many have filed and how many are published, as the coverage page says it."""
    found = re.search(r"(\d+) of \d+ addressed have filed; (\d+) published", page.locator(".lead").inner_text())
    assert found is not None
    return int(found[1]), int(found[2])


def not_arabic(page: Page, selector: str) -> list[str]:
    """The texts there that hold no Arabic letter, each once."""
    texts = [text.strip() for text in page.locator(f"main :is({selector})").all_inner_texts()]
    return sorted({text for text in texts if text and not re.search("[\u0600-\u06ff]", text)})
