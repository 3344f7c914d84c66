"""Processes that typeset beside this one: pages go in, files come out, and nothing else is theirs.

Started afresh and not forked, they share no database, no signal and no lock with the process that asks. They yield
the processor to people, keep within limits of time and memory, and end when nobody is left who asks.

Python's own pool of processes (concurrent.futures, started by "spawn") does less: its processes outlive a killed
parent; one that is killed breaks all that were begun, and in Python 3.11.2, which Debian 12 has, hangs the parent
when a page is on its way just then; and it cannot be ended before what it is at is done.
"""

from __future__ import annotations

import logging
import os
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from igsp_portal.foundations.paper import pdf, scratch

Page = Mapping[str, Any]  # the arguments of `pdf.typeset`

MOST = 4  # each holds up to 150 MB
FIRST_PAGE: Page = {"html": "<p>", "language": "en", "title": ""}
NICENESS = 10
MEMORY = 2 * 1024**3  # of addresses; 200 pages take a quarter
SECONDS = 600  # 200 pages take 16 on a machine at rest

logger = logging.getLogger(__name__)

_ours: ContextVar[Presses | None] = ContextVar("presses", default=None)
_of_all_threads: list[Presses] = []


class _Ended(Exception):
    """A press has ended over a page."""


def number() -> int:
    """How many presses are worth their start for many papers: one for each core, and none where there is but one."""
    cores = min(os.cpu_count() or 1, MOST)
    return cores if cores > 1 else 0


@contextmanager
def beside_a_server() -> Iterator[Presses]:
    """Let one press, started when somebody asks for a file, set what any thread of this process typesets inside."""
    presses = Presses(1, SECONDS)
    _of_all_threads.append(presses)
    try:
        yield presses
    finally:
        _of_all_threads.remove(presses)
        presses.end()


def _at_hand() -> Presses | None:
    return _ours.get() or next(iter(_of_all_threads), None)


@contextmanager
def started(count: int, *, warm: bool = True, seconds: int = SECONDS) -> Iterator[Presses | None]:
    """Let so many presses set what is typeset inside, and end them; those that an outer block has started go on.

    Unless `warm`, they are started when there is something to set. Over a page they may spend `seconds`.
    """
    if count < 1 or _at_hand():
        yield _at_hand()
        return
    presses = Presses(count, seconds)
    token = _ours.set(presses)
    try:
        for _press in range(count if warm else 0):
            presses.begin(FIRST_PAGE)
        yield presses
    finally:
        _ours.reset(token)
        presses.end()


def typeset(page: Page) -> bytes:
    """The PDF of a page, as `typeset_all` makes it."""
    return next(typeset_all([page]))


def typeset_all(pages: Sequence[Page]) -> Iterator[bytes]:
    """Yield the PDF of each page in their order: all at once on the presses that are started, or one by one here.

    A page that a press refuses is set again here, where the reason is raised in the reader's language, as `pdf.typeset`
    does. One over which two presses end raises `pdf.PressEnded`, one that they cannot set `pdf.PdfError`: neither is
    tried here.
    """
    presses = _at_hand()
    begun = [presses.begin(page) for page in pages] if presses else []
    for place, page in enumerate(pages):
        data = presses.finished(page, begun[place]) if presses else None
        yield pdf.typeset(**page) if data is None else data


class Presses:
    """Some presses, each driven by a thread, and started anew when it has ended."""

    def __init__(self, count: int, seconds: int) -> None:
        self._seconds, self._ending = seconds, False
        self._threads = ThreadPoolExecutor(count)
        self.running: list[subprocess.Popen[bytes]] = []
        self._idle: SimpleQueue[subprocess.Popen[bytes] | None] = SimpleQueue()
        for _press in range(count):
            self._idle.put(None)

    def begin(self, page: Page) -> Future[bytes | None]:
        """Begin to set a page; it becomes its PDF, or None for a fault that `pdf.typeset` has words for."""
        return self._threads.submit(self._set, page)

    def finished(self, page: Page, begun: Future[bytes | None]) -> bytes | None:
        """What became of a page; one whose press has ended, be it killed for another's sake, is set once more."""
        with suppress(_Ended):
            return begun.result()
        try:
            return self.begin(page).result()
        except _Ended:
            says = _("The program that makes PDF files failed twice on this file, or took too long.")
            raise pdf.PressEnded(says) from None

    def end(self) -> None:
        """End them at once, whatever they are at."""
        self._ending = True
        for press in list(self.running):
            press.kill()
        self._threads.shutdown(cancel_futures=True)
        for press in self.running:
            press.communicate()

    def _set(self, page: Page) -> bytes | None:
        press = self._idle.get()
        try:
            if press is None or press.poll() is not None:
                press = self._start(instead=press)
            answer = _ask(press, page)
        except _Ended:
            self._bury(press)
            press = None
            raise
        finally:
            self._idle.put(press)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _bury(self, press: subprocess.Popen[bytes] | None) -> None:
        if press and press in self.running:
            self.running.remove(press)
            press.kill()
            press.communicate()

    def _start(self, instead: subprocess.Popen[bytes] | None) -> subprocess.Popen[bytes]:
        self._bury(instead)
        if self._ending:
            raise _Ended
        # In a session of its own Ctrl-C reaches it through us alone; when we are gone its input ends, and so does it.
        press = subprocess.Popen(
            [sys.executable, "-m", __name__, str(scratch.home()), str(self._seconds)],
            cwd=pdf.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.running.append(press)
        return press


def _ask(press: subprocess.Popen[bytes], page: Page) -> Any:
    try:
        pickle.dump(page, press.stdin)  # type: ignore[arg-type]
        press.stdin.flush()  # type: ignore[union-attr]
        return pickle.load(press.stdout)  # type: ignore[arg-type]  # noqa: S301 - our own process wrote it
    except (OSError, EOFError, pickle.UnpicklingError):
        raise _Ended from None


def _work(home: str, seconds: int) -> None:
    """Be a press."""
    scratch.use(Path(home))
    _keep_back()
    with suppress(EOFError, BrokenPipeError):
        answer: Any = None
        while not isinstance(answer, MemoryError):  # after which the next begins with nothing
            answer = _answer(seconds)
            signal.alarm(0)
            pickle.dump(answer, sys.stdout.buffer)
            sys.stdout.buffer.flush()


def _keep_back() -> None:
    os.nice(NICENESS)
    _soft, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most), most))
    # Whoever ends a service tells all of its processes; this one is ended by the one that asks.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _answer(seconds: int) -> Any:
    try:
        page = pickle.load(sys.stdin.buffer)  # noqa: S301 - the process that started this one wrote it
        signal.alarm(seconds)  # ends this process, also where it is stuck outside Python
        return pdf.typeset(**page)
    except (EOFError, BrokenPipeError):
        raise
    except (OSError, MemoryError) as error:
        return error
    except pdf.PdfError:
        return None
    except Exception as error:
        logger.exception("A page cannot be set")
        return pdf.PdfError(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    settings.configure(USE_I18N=False)  # what is raised here is said by the one that asks
    _work(sys.argv[1], int(sys.argv[2]))
