"""Several programs that live and end together: the server and the workers of a demonstration.

A real portal has systemd for this, which is not on every machine. Of Python's own, honcho ends all programs when one
ends, and starts none again; supervisor wants a file of settings, and leaves its programs behind when it is killed.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from igsp_portal.bootstrap.ground import say
from igsp_portal.bootstrap.system import die_with_parent

from .patience import pauses

PATIENCE_SECONDS = 10
STEADY_SECONDS = 60  # what has lived as long is well again
LOOK_SECONDS = 0.2
LAST_LINES = 15
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class ChildEnded(Exception):
    """One of the programs ended by itself; the others have to follow."""


@dataclass
class Ending:
    """Whether somebody asked for the end.

    An interruption that arrives inside a finalizer is lost by Python; what was asked is kept here.
    """

    asked: bool = False

    def check(self) -> None:
        """Raise KeyboardInterrupt when the end was asked for."""
        if self.asked:
            raise KeyboardInterrupt

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Note a signal, and interrupt what is being done."""
        self.asked = True
        raise KeyboardInterrupt


@dataclass
class Lasting:
    """How to start a program again whenever it ends by itself, and when."""

    command: list[str]
    log: Path | None
    since: float
    due: float | None = None
    waiting: Iterator[int] | None = None


@dataclass
class Supervisor:
    """Starts programs, waits until one ends or we are told to stop, and leaves none behind."""

    ending: Ending
    clock: Callable[[], float] = time.monotonic
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    logs: dict[str, Path] = field(default_factory=dict)
    lasting: dict[str, Lasting] = field(default_factory=dict)

    def start(self, name: str, command: list[str], log: Path | None = None, *, lasting: bool = False) -> None:
        """Start a program in a session of its own, so that Ctrl-C reaches it through us alone.

        With a log, what it says goes there, and is repeated when it ends by itself. A lasting one is then started
        again, without limit, after pauses that grow; that is said once, until it has lived for a while.
        """
        if log:
            log.unlink(missing_ok=True)
            self.logs[name] = log
        if lasting:
            self.lasting[name] = Lasting(command, log, since=self.clock())
        self._spawn(name, command, log)

    def look(self) -> None:
        """Raise ChildEnded when a program has ended for good, KeyboardInterrupt when the end was asked for."""
        self.ending.check()
        for name, child in list(self.children.items()):
            if child.poll() is None:
                continue
            how = f"The {name} ended by itself ({_how(child.returncode)})"
            if name not in self.lasting:
                raise ChildEnded(f"{how}. Its last words:\n{self._last_words(name)}")
            self._start_again(name, how)

    def wait(self) -> None:
        """Stay until a program ends (ChildEnded) or a signal tells us to stop (KeyboardInterrupt)."""
        while True:
            self.look()
            time.sleep(LOOK_SECONDS)

    def _spawn(self, name: str, command: list[str], log: Path | None) -> None:
        with log.open("ab") if log else contextlib.nullcontext() as output:
            self.children[name] = subprocess.Popen(
                command, stdout=output, stderr=output, start_new_session=True, preexec_fn=die_with_parent
            )

    def _start_again(self, name: str, how: str) -> None:
        """Start a lasting program that has ended, once its pause is over."""
        lasting, now = self.lasting[name], self.clock()
        if lasting.due is None:
            if lasting.waiting is None or now - lasting.since >= STEADY_SECONDS:
                say(f"{how}, and is started again. Its last words:\n{self._last_words(name)}")
                lasting.waiting = pauses()
            lasting.due = now + next(lasting.waiting)
        elif now >= lasting.due:
            lasting.since, lasting.due = now, None
            self._spawn(name, lasting.command, lasting.log)

    def _last_words(self, name: str) -> str:
        if name not in self.logs:
            return "(they are above)"
        return "\n".join(self.logs[name].read_text(errors="replace").splitlines()[-LAST_LINES:])

    def stop(self) -> None:
        """End every program: politely, and after some seconds without a choice."""
        running = [child for child in self.children.values() if child.poll() is None]
        for child in running:
            child.terminate()
        until = time.monotonic() + PATIENCE_SECONDS
        for child in running:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[Ending]:
    """Treat a closed terminal and a polite end as Ctrl-C: all raise KeyboardInterrupt."""
    ending = Ending()
    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, ending.ask) for number in numbers}
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
