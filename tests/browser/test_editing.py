"""A text edited in a browser: opened and saved in place, by keys alone, and what was typed is kept."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import Demonstration, new_context
from .people import sign_in


def open_editor(page: Page) -> None:
    """The editor of the plan's next version, which is begun where there is none."""
    sign_in(page, "secretariat")
    page.goto("/en/admin/documents/textversion/?q=draft-plan")
    newest = page.locator("#result_list tbody tr", has_text="Draft Intergovernmental").last
    newest.locator("a").first.click()
    page.wait_for_url(re.compile(r"/change/"))  # a page not yet read has no buttons to count
    if page.get_by_role("button", name="Begin the next version").count():
        page.get_by_role("button", name="Begin the next version").click()
    else:
        page.get_by_role("link", name="Edit the text").click()
    page.wait_for_url(re.compile(r"/edit/"))


def test_a_paragraph_is_opened_written_and_saved_by_keys_alone(page: Page) -> None:
    open_editor(page)
    address = page.url
    page.locator("#need .edited-open").focus()
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    words = page.locator("#need textarea[name=words]")
    expect(words).to_be_focused()
    assert page.url == address
    page.keyboard.press("End")
    before = words.input_value()
    words.fill(f"{before} It cannot wait.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#need .edited-words")).to_contain_text("It cannot wait.")
    page.reload()
    expect(page.locator("#need .edited-words")).to_contain_text("It cannot wait.")


def test_what_was_typed_is_kept_while_one_types_and_after_closing(page: Page) -> None:
    open_editor(page)
    page.locator("#terms .edited-open").click()
    words = page.locator("#terms textarea[name=words]")
    words.fill("Half a sentence of the terms")
    expect(page.locator("#terms .edited-state")).to_have_text("Kept while you type")
    page.keyboard.press("Escape")
    expect(page.locator("#terms textarea")).to_have_count(0)
    assert "Half a sentence" not in page.locator("#terms .edited-words").inner_text()
    expect(page.locator("#terms .edited-unsaved")).to_have_text("Half a sentence of the terms")
    page.reload()
    page.locator("#terms .edited-open").click()
    expect(page.locator("#terms textarea[name=words]")).to_have_value("Half a sentence of the terms")
    page.get_by_role("button", name="Discard the unsaved words").click()
    expect(page.locator("#terms textarea[name=words]")).not_to_have_value("Half a sentence of the terms")


def test_who_types_is_told_of_another_who_has_opened_the_paragraph_since(
    page: Page, browser: Browser, demo: Demonstration
) -> None:
    open_editor(page)
    page.locator("#setting .edited-open").click()
    words = page.locator("#setting textarea[name=words]")
    before = words.input_value()
    others = new_context(browser, demo)
    other = others.new_page()
    sign_in(other, "translator")
    other.goto(page.url)
    other.locator("#setting .edited-open").click()
    expect(other.locator("#setting .edited-opened .notice, #setting.edited-opened .notice")).to_be_visible()
    words.fill(f"{before} Half")
    expect(page.locator("#setting .edited-state")).to_contain_text("Kept while you type – This paragraph is also open")
    words.fill(before)
    page.keyboard.press("Escape")
    expect(page.locator("#setting textarea")).to_have_count(0)
    others.close()


def test_a_refusal_leaves_the_paragraph_open_with_what_was_typed(context: BrowserContext) -> None:
    page = context.new_page()  # which may complain: a refusal is told to the console
    open_editor(page)
    page.locator("#nature .edited-open").click()
    words = page.locator("#nature textarea[name=words]")
    words.fill("An [open bracket")
    with page.expect_response(lambda answer: answer.status == 400):
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#nature [role=alert]")).to_contain_text("never closed")
    expect(page.locator("#nature textarea[name=words]")).to_have_value("An [open bracket")


def test_a_refused_split_is_told_where_it_was_pressed_and_one_at_the_cursor_is_made(context: BrowserContext) -> None:
    page = context.new_page()  # which may complain: a refusal is told to the console
    open_editor(page)
    page.locator("#terms .edited-open").click()
    words = page.locator("#terms textarea[name=words]")
    whole = words.input_value()
    words.evaluate("element => element.setSelectionRange(0, 0)")
    page.get_by_text("Move, split, insert, delete").click()
    page.get_by_role("button", name="Split here").click()
    expect(page.locator("#terms [role=alert]")).to_contain_text("three hyphens")
    expect(page.locator("#terms [role=alert]")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Split here")).to_be_visible()
    at = whole.index(" ", 20)
    words.evaluate("(element, at) => element.setSelectionRange(at, at)", at)
    page.get_by_role("button", name="Split here").click()
    expect(page.locator("#terms-part textarea[name=words]")).to_have_value(whole[at:].strip())
    page.get_by_role("button", name="Take back my last change").click()
    expect(page.get_by_text("Your last change was taken back.")).to_be_in_viewport()


def test_one_paragraph_after_the_other_is_saved_and_opened(page: Page) -> None:
    open_editor(page)
    page.locator("#mandate .edited-open").click()
    words = page.locator("#mandate textarea[name=words]")
    words.fill(f"{words.input_value()} So it was said.")
    page.get_by_role("button", name="Save and open the next").click()
    expect(page.locator("#working-group textarea[name=words]")).to_be_focused()
    expect(page.locator("#mandate .edited-words")).to_contain_text("So it was said.")


def test_words_that_were_refused_are_kept_when_the_paragraph_is_closed_at_once(context: BrowserContext) -> None:
    page = context.new_page()  # which may complain: a refusal is told to the console
    open_editor(page)
    page.locator("#nature .edited-open").click()
    words = page.locator("#nature textarea[name=words]")
    words.fill("An [open bracket")
    with page.expect_response(lambda answer: answer.status == 400):
        page.keyboard.press("Control+Enter")
    expect(page.locator("#nature [role=alert]")).to_contain_text("never closed")
    page.locator("#nature textarea[name=words]").press("Escape")
    expect(page.locator("#nature textarea")).to_have_count(0)
    page.locator("#nature .edited-open").click()
    expect(words).to_have_value("An [open bracket")
    page.get_by_role("button", name="Discard the unsaved words").click()
    expect(words).not_to_have_value("An [open bracket")


def test_words_of_a_new_paragraph_outlive_saving_and_closing(page: Page) -> None:
    open_editor(page)
    page.locator("#mandate .edited-open").click()
    page.get_by_text("Move, split, insert, delete").click()
    new = page.locator("#mandate textarea[name=new_words]")
    new.fill("A new paragraph")
    page.locator("#mandate textarea[name=words]").press("Control+Enter")
    expect(page.locator("#mandate textarea")).to_have_count(0)
    page.locator("#mandate .edited-open").click()
    expect(new).to_have_value("A new paragraph")
    new.fill("")
    new.press("Escape")
    expect(page.locator("#mandate textarea")).to_have_count(0)
    page.locator("#mandate .edited-open").click()
    expect(new).to_have_value("")


def test_letters_are_keys_within_the_text_alone(page: Page) -> None:
    open_editor(page)
    outside = page.get_by_role("link", name="How the translations stand")
    outside.focus()
    page.keyboard.press("j")
    expect(outside).to_be_focused()
    page.locator("#need .edited-open").focus()
    page.keyboard.press("j")
    expect(page.locator("#terms .edited-open")).to_be_focused()
