"""What people do at the portal on the night of a deadline, and the letters they wait for."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import crowd
from benchmarks.browsers import Answer, Browser, written

SIGN_IN = "/en/accounts/login/"
CONFIRM = "/en/accounts/login/code/confirm/"
CALL = "/en/igsp/calls/regional-needs/"
TO = re.compile(r"^To: (\S+)$", re.MULTILINE)
CODE = re.compile(r"^\d{8}$", re.MULTILINE)
LOOK_SECONDS = 0.1
PATIENCE_SECONDS = 60
WRITTEN_SECONDS = 5  # after which a letter is surely there whole


class Writer:
    """A person whose draft is written: reads the form, saves it with other words, files it."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    def read(self) -> Answer:
        self.form = self.browser.get(f"{self.address}write/")
        return self.form

    def save(self) -> Answer:
        fields = written(self.form, self.address, crowd.STATEMENTS) | {"do": "review"}
        return self.browser.post(f"{self.address}write/", fields, in_parts=True)

    def review(self) -> Answer:
        self.read_over = self.browser.get(f"{self.address}file/")
        return self.read_over

    def file(self) -> Answer:
        return self.browser.post(f"{self.address}file/", self.read_over.hidden)


def visit(portal: int, number: int, letters: Letters) -> Iterator[tuple[str, Answer]]:
    """One person's answers one by one, each with its kind, from the page to sign in to the receipt."""
    browser = Browser(portal, behind=f"198.51.{number // 250}.{number % 250}")
    email, party = f"party-{number}@example.org", f"party-{number}"
    sign_in = browser.get(SIGN_IN)
    yield "page to sign in", sign_in
    yield "code", browser.post(SIGN_IN, sign_in.hidden | {"email": email})
    confirm = browser.get(CONFIRM)
    yield "page for the code", confirm
    yield "sign in", browser.post(CONFIRM, confirm.hidden | {"code": letters.code_for(email)})
    call = browser.get(CALL)
    yield "call", call
    begun = browser.post(f"{CALL}begin/{party}/", {"csrfmiddlewaretoken": call.token})
    yield "begin", begun
    writer = Writer(browser, begun.location.removesuffix("write/"))
    for kind in ("read", "save", "review", "file"):
        yield kind, getattr(writer, kind)()
    yield "receipt", browser.get(f"{writer.address}receipt/")
    browser.close()


class Letters:
    """The letters in the portal's folder, looked through by a thread of its own for codes."""

    def __init__(self) -> None:
        self.folder = Path(os.environ["PORTAL_VAR"]) / "mail"
        self.codes: dict[str, str] = {}
        self._known: set[str] = set()
        self._ended = threading.Event()
        self._looking = threading.Thread(target=self._look)

    def __enter__(self) -> Letters:
        self._looking.start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self._ended.set()
        self._looking.join()

    def code_for(self, email: str) -> str:
        """The code, once its letter is there. Raises TimeoutError."""
        until = time.monotonic() + PATIENCE_SECONDS
        while email not in self.codes:
            if time.monotonic() > until:
                raise TimeoutError(f"No code came to {email} within {PATIENCE_SECONDS} seconds.")
            time.sleep(LOOK_SECONDS)
        return self.codes[email]

    def _look(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            for entry in os.scandir(self.folder) if self.folder.is_dir() else []:
                if entry.name not in self._known:
                    self._read(entry)

    def _read(self, entry: os.DirEntry[str]) -> None:
        with open(entry.path, encoding="utf-8", errors="replace") as letter:
            words = letter.read(10_000)
        to, code = TO.search(words), CODE.search(words)
        if to and code:
            self.codes[to[1]] = code[0]
        if (to and code) or time.time() - entry.stat().st_mtime > WRITTEN_SECONDS:
            self._known.add(entry.name)
