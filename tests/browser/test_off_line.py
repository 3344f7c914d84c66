"""Without a net: the session one asked to keep and the files one opened are read on, and nothing private is there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from igsp_portal.bootstrap.demo import set_environment
from igsp_portal.bootstrap.ground import ROOT

from .conftest import PATIENCE_MS, Demonstration
from .net import Net, net_to
from .people import sign_in, sign_out

SESSION = "/en/igsp/meetings/wg-3/"
MARK = "#kept-copy"
# A document of the session with one English file, issued; and that file, taken back.
ISSUED = """
import io, datetime, pikepdf
from documents.library import actions
from documents.models import Document
from igsp_portal.foundations.record import records
from meetings.models import Process
igsp = Process.objects.get(slug="igsp")
row = Document(process=igsp, meeting=igsp.meetings.get(key="wg-3"), state="planned", kind="working")
row.symbol, row.key, row.title_en = "UNEP/IEG/IGSP/3/%(number)s", "kept-%(number)s", "Kept %(number)s"
document = records.create(row, by="test")
made = io.BytesIO()
with pikepdf.new() as pdf:
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = "Kept %(number)s"
    pdf.save(made)
made.seek(0)
actions.post_rendition(document, language="en", name="x.pdf", file=made, by="test")
actions.issue_in_part(document, by="test")
"""
TAKEN_BACK = """
from documents.library import actions
from documents.models import Rendition
actions.take_back_file(Rendition.objects.current().get(document__key="kept-%(number)s"), by="test", because="Mistake")
"""


@pytest.fixture
def net(demo: Demonstration) -> Iterator[Net]:
    with net_to(demo.address) as net:
        yield net


@pytest.fixture
def reader(browser: Browser, net: Net) -> Iterator[BrowserContext]:
    """A browser that reaches the demonstration over a net that can be cut."""
    context = browser.new_context(base_url=net.address, viewport={"width": 320, "height": 640})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def secretariat(demo: Demonstration) -> Callable[[str], None]:
    """What the secretariat does meanwhile, as lines of Python."""

    def act(lines: str) -> None:
        environment = {**os.environ, "PORTAL_VAR": str(demo.folder)}
        set_environment(environment)
        command = [sys.executable, str(ROOT / "manage.py"), "shell", "-c", lines]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr

    return act


def keep(page: Page) -> None:
    """Ask that the session be kept, and wait until it is."""
    page.goto(SESSION)
    page.get_by_role("button", name="Keep this session for off-line reading").click()
    page.get_by_text("Kept on this device").wait_for()


def opened(page: Page, number: int) -> bytes:
    """The file of the document of that number, by its link on the session's page."""
    with page.expect_download() as download:
        page.locator(f'main a[href="/symbol/UNEP/IEG/IGSP/3/{number}?lang=en"]').first.click()
    return Path(download.value.path()).read_bytes()


def kept(page: Page) -> list[str]:
    """The addresses of what is kept, without the host."""
    addresses = page.evaluate("caches.open('kept-1').then((kept) => kept.keys()).then((all) => all.map((r) => r.url))")
    return sorted("/" + address.split("/", 3)[3] for address in addresses)


def expect_kept(page: Page, *addresses: str) -> None:
    """Wait until exactly these addresses are kept."""
    for _time in range(PATIENCE_MS // 100):
        if kept(page) == sorted(addresses):
            return
        page.wait_for_timeout(100)
    assert kept(page) == sorted(addresses)


def test_the_session_and_the_files_opened_are_read_without_a_net(
    reader: BrowserContext, net: Net, secretariat: Callable[[str], None]
) -> None:
    secretariat(ISSUED % {"number": 71})
    page = reader.new_page()
    keep(page)
    page.goto(SESSION)
    expect(page.locator(MARK)).to_be_hidden()
    data = opened(page, 71)
    expect_kept(page, SESSION, "/symbol/UNEP/IEG/IGSP/3/71?lang=en")
    net.cut()
    page.goto(SESSION)
    assert page.locator(MARK).inner_text().startswith("Copy kept on ")
    assert "{time}" not in page.locator(MARK).inner_text()
    assert page.evaluate("getComputedStyle(document.body).borderTopStyle") == "solid"  # by the style sheet
    assert opened(page, 71) == data
    answer = reader.new_page().goto("/symbol/UNEP/IEG/IGSP/3/71?lang=en&open=1#page=1")  # what was saved is opened
    assert answer
    assert answer.headers["content-disposition"] == 'inline; filename="UNEP_IEG_IGSP_3_71-EN.pdf"'
    page.goto("/en/igsp/inputs/")
    expect(page.locator(MARK)).to_have_text("You are off-line. Only what is listed here can be read.")
    links = page.locator("#kept a")
    expect(links).to_have_count(2)
    assert sorted(links.all_inner_texts())[0].startswith("Third session")
    assert sorted(links.all_inner_texts())[1] == "UNEP_IEG_IGSP_3_71-EN.pdf"
    net.mend()
    page.goto(SESSION)
    expect(page.locator(MARK)).to_be_hidden()


def test_where_the_line_says_nothing_the_copy_is_read_after_a_while(
    reader: BrowserContext, net: Net, secretariat: Callable[[str], None]
) -> None:
    secretariat(ISSUED % {"number": 74})
    page = reader.new_page()
    keep(page)
    page.goto(SESSION)
    data = opened(page, 74)
    expect_kept(page, SESSION, "/symbol/UNEP/IEG/IGSP/3/74?lang=en")
    net.hang()
    page.goto(SESSION)
    expect(page.locator(MARK)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).borderTopStyle") == "solid"  # by the style sheet
    assert opened(page, 74) == data
    net.mend()
    page.goto(SESSION)
    expect(page.locator(MARK)).to_be_hidden()


def test_while_the_server_is_out_of_order_the_copy_is_read(reader: BrowserContext, net: Net) -> None:
    page = reader.new_page()
    keep(page)
    page.goto(SESSION)
    net.refuse()
    page.goto(SESSION)
    expect(page.locator(MARK)).to_be_visible()
    net.mend()


def test_a_file_that_was_opened_before_is_kept_with_the_session(
    reader: BrowserContext, net: Net, secretariat: Callable[[str], None]
) -> None:
    secretariat(ISSUED % {"number": 75})
    page = reader.new_page()
    page.goto(SESSION)
    data = opened(page, 75)
    keep(page)
    expect_kept(page, SESSION, "/symbol/UNEP/IEG/IGSP/3/75?lang=en")
    net.cut()
    page.goto(SESSION)
    assert opened(page, 75) == data


def test_a_file_that_was_taken_back_is_dropped_when_the_net_is_there_again(
    reader: BrowserContext, net: Net, secretariat: Callable[[str], None]
) -> None:
    secretariat(ISSUED % {"number": 72})
    page = reader.new_page()
    keep(page)
    page.goto(SESSION)
    opened(page, 72)
    expect_kept(page, SESSION, "/symbol/UNEP/IEG/IGSP/3/72?lang=en")
    net.cut()
    page.goto(SESSION)
    secretariat(TAKEN_BACK % {"number": 72})
    opened(page, 72)
    net.mend()
    page.goto("/en/about/")
    expect_kept(page, SESSION)


def test_opening_what_was_taken_back_drops_it_at_once(
    reader: BrowserContext, secretariat: Callable[[str], None]
) -> None:
    secretariat(ISSUED % {"number": 73})
    page = reader.new_page()
    keep(page)
    page.goto(SESSION)
    opened(page, 73)
    secretariat(TAKEN_BACK % {"number": 73})
    answer = page.goto("/symbol/UNEP/IEG/IGSP/3/73?lang=en")
    assert answer is not None
    assert answer.status == 410
    expect_kept(page, SESSION)


def test_what_is_kept_is_what_a_stranger_sees_and_signing_out_drops_it(reader: BrowserContext, net: Net) -> None:
    page = reader.new_page()
    sign_in(page, "government")
    keep(page)
    page.goto(SESSION)
    page.goto("/en/account/")
    expect_kept(page, SESSION)
    net.cut()
    page.goto(SESSION)
    expect(page.locator(".portal-account")).to_have_text("Sign in")
    net.mend()
    page.goto(SESSION)
    sign_out(page)
    page.wait_for_function("caches.keys().then((names) => !names.length)")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_a_hundred_are_kept_and_the_oldest_make_room(reader: BrowserContext) -> None:
    page = reader.new_page()
    keep(page)
    page.evaluate(
        """async () => {
             const kept = await caches.open("kept-1");
             for (let n = 0; n < 120; n += 1) await kept.put(`/made-up/${n}`, new Response("", {
               headers: { "x-kept": JSON.stringify({ at: n, size: 1, title: "" }) } }));
        }"""
    )
    page.get_by_role("button", name="Keep this session for off-line reading").click()
    expect_kept(page, SESSION, *(f"/made-up/{n}" for n in range(21, 120)))


def test_fifty_megabytes_of_files_are_kept_and_the_session_makes_no_room_for_them(reader: BrowserContext) -> None:
    page = reader.new_page()
    keep(page)
    page.goto(SESSION)
    page.wait_for_function("caches.match('/checked').then(Boolean)")  # then it looks through them, once an hour
    page.evaluate(
        """async () => {
             const kept = await caches.open("kept-1"), now = Date.now();
             for (let n = 0; n < 4; n += 1) await kept.put(`/made-up/${n}`, new Response("", {
               headers: { "x-kept": JSON.stringify({ at: now + 1e6 + n, size: 16e6, title: "" }) } }));
        }"""
    )
    page.goto(SESSION)
    expect_kept(page, SESSION, "/made-up/1", "/made-up/2", "/made-up/3")


def test_everything_is_removed_at_one_press(reader: BrowserContext) -> None:
    page = reader.new_page()
    keep(page)
    page.goto("/en/offline/")
    page.get_by_role("button", name="Remove everything").click()
    page.get_by_text("Nothing is kept.").wait_for()
    assert page.evaluate("caches.match('/en/igsp/meetings/wg-3/').then(Boolean)") is False


@pytest.mark.parametrize("scripts", [True, False])
def test_a_browser_that_cannot_keep_pages_is_told_so_and_offered_nothing(
    browser: Browser, demo: Demonstration, scripts: bool
) -> None:
    context = browser.new_context(base_url=demo.address, java_script_enabled=scripts)
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(SESSION)
    expect(page.locator("#keep")).to_be_hidden()
    page.goto("/en/offline/")
    expect(page.get_by_text("This browser cannot keep pages for off-line reading.")).to_be_visible()
    assert complaints == []
    context.close()
