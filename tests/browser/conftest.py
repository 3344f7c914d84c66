"""A browser before the real thing: `manage.py demo` on a free port, with a data folder of its own.

The demonstration is started once for all tests here, as a newcomer starts it, and is ended with Ctrl-C. What
a test changes stays for the next one, so a test makes what it needs and trusts no count.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from igsp_portal.bootstrap.ground import ROOT
from igsp_portal.bootstrap.system import chromium

READY_SECONDS = 180
PATIENCE_MS = 15_000
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Demonstration:
    """A running demonstration: where it answers, where its data is, and what it says."""

    address: str
    folder: Path
    log: Path

    def url(self, path: str) -> str:
        """The whole address of a path such as `/en/`."""
        return f"{self.address}{path}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that the runs without a browser leave it out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """The portal as `python3 manage.py demo` gives it; it has to end by Ctrl-C without an error."""
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    shown = Demonstration(f"http://127.0.0.1:{port}", folder / "var", folder / "log")
    environment = {**os.environ, "PORT": str(port), "PORTAL_VAR": str(shown.folder)}
    with shown.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "demo"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_ready(process, shown.log)
        yield shown
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0, shown.log.read_text()
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the demonstration says that it is ready; fail with its own words when it does not."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if re.search(r"Ready: http", log.read_text()):
            return
        time.sleep(0.1)
    pytest.fail(f"The demonstration did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, drawing with the portal's own fonts first, so that pictures look the same everywhere."""
    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    fonts.write_text(
        f"<fontconfig><dir>{ROOT / 'igsp_portal' / 'fonts'}</dir>"
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>'
    )
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )
        yield launched
        launched.close()


def new_context(browser: Browser, demo: Demonstration, **options: Any) -> BrowserContext:
    """A browser without cookies, at the demonstration's address; options are Playwright's."""
    chosen = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options}
    context = browser.new_context(base_url=demo.address, **chosen)
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture
def context(browser: Browser, demo: Demonstration) -> Iterator[BrowserContext]:
    """A browser without cookies, which reaches the demonstration and nothing else."""
    context = new_context(browser, demo)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, demo: Demonstration) -> Iterator[Page]:
    """A page that may not complain."""
    yield from watched(context, demo)


def watched(context: BrowserContext, demo: Demonstration) -> Iterator[Page]:
    """A page; at its end fail when it complained: scripts, content security policy, missing files, other hosts."""
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if _is_complaint(said) else None)
    page.on(
        "request",
        lambda asked: None if _is_own(asked.url, demo) else complaints.append(f"another host: {asked.url}"),
    )
    yield page
    assert complaints == []


def _is_complaint(said: ConsoleMessage) -> bool:
    """Whether the page complains; what a test runs in it has no address of its own."""
    return said.type == "error" and bool(said.location["url"])


def _is_own(url: str, demo: Demonstration) -> bool:
    return url.startswith((demo.address, "data:", "blob:", "about:"))
