"""What people do at the portal on the night of a deadline, and the letters they wait for."""

from __future__ import annotations

import os
import re
import threading
import time
from collections import defaultdict
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
SEPARATOR = b"-" * 79 + b"\n"  # below each letter in a file
LONGEST_CODE = 10_000  # bytes of a letter with a code; those with receipts are longer


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
        self._read_to: dict[str, int] = defaultdict(int)
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
                if entry.stat().st_size > self._read_to[entry.name]:
                    self._read(entry)

    def _read(self, entry: os.DirEntry[str]) -> None:
        """Read the letters that are there whole; two that leave in one second may stand in one file."""
        with open(entry.path, "rb") as file:
            file.seek(self._read_to[entry.name])
            *letters, _begun = file.read().split(SEPARATOR)
        for letter in letters:
            self._read_to[entry.name] += len(letter) + len(SEPARATOR)
            words = letter[:LONGEST_CODE].decode(errors="replace")
            if (to := TO.search(words)) and (code := CODE.search(words)):
                self.codes[to[1]] = code[0]
