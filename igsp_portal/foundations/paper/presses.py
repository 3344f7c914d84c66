"""Processes that typeset beside this one: pages go in, files come out, and nothing else is theirs.

Started afresh and not forked, they share no database, no signal and no lock with the process that asks.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import Any

from igsp_portal.foundations.paper import pdf

Page = Mapping[str, Any]  # the arguments of `pdf.typeset`

MOST = 4  # each holds up to 150 MB
FIRST_PAGE: Page = {"html": "<p>", "language": "en", "title": ""}


def number() -> int:
    """How many presses are worth their start: one for each core."""
    return min(os.cpu_count() or 1, MOST)


@contextmanager
def started(count: int) -> Iterator[Presses | None]:
    """Give so many presses, which warm up meanwhile, and end them; None when this process does as well alone."""
    if count < 2:
        yield None
        return
    ours = Presses(count)
    try:
        yield ours
    finally:
        ours.end()


def typeset_all(pages: Sequence[Page], presses: Presses | None = None) -> Iterator[bytes]:
    """Yield the PDF of each page in their order; on presses all are set at once.

    A page on which a press fails is set again here, where its fault is raised in words, as `pdf.typeset` does.
    """
    begun = [presses.begin(page) for page in pages] if presses else []
    for place, page in enumerate(pages):
        data = None
        if begun:
            with suppress(OSError, EOFError, pickle.UnpicklingError):  # it ended
                data = begun[place].result()
        yield pdf.typeset(**page) if data is None else data


class Presses:
    """Some presses, each driven by a thread."""

    def __init__(self, count: int) -> None:
        self._threads = ThreadPoolExecutor(count)
        self._all = [_start() for _press in range(count)]
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        for press in self._all:
            self._idle.put(press)
            self.begin(FIRST_PAGE)

    def begin(self, page: Page) -> Future[bytes | None]:
        """Begin to set a page; it becomes its PDF, or None for any fault."""
        return self._threads.submit(self._set, page)

    def end(self) -> None:
        """End them at once, whatever they are at."""
        for press in self._all:
            press.kill()
        self._threads.shutdown(cancel_futures=True)
        for press in self._all:
            press.communicate()

    def _set(self, page: Page) -> bytes | None:
        press = self._idle.get()
        try:
            pickle.dump(page, press.stdin)  # type: ignore[arg-type]
            press.stdin.flush()  # type: ignore[union-attr]
            return pickle.load(press.stdout)  # type: ignore[arg-type]  # noqa: S301 - our own process wrote it
        finally:
            self._idle.put(press)


def _start() -> subprocess.Popen[bytes]:
    # In a session of its own Ctrl-C reaches it through us alone; when we are gone its input ends, and so does it.
    return subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=pdf.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def _work() -> None:
    """Be a press."""
    with suppress(EOFError, BrokenPipeError):
        while True:
            page = pickle.load(sys.stdin.buffer)  # noqa: S301 - the process that started this one wrote it
            data = None
            with suppress(Exception):
                data = pdf.typeset(**page)
            pickle.dump(data, sys.stdout.buffer)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    _work()
