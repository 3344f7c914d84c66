"""Several programs that live and end together: the server and the worker of a demonstration."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from igsp_portal.bootstrap.system import die_with_parent

PATIENCE_SECONDS = 10
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
class Supervisor:
    """Starts programs, waits until one ends or we are told to stop, and leaves none behind."""

    ending: Ending
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    logs: dict[str, Path] = field(default_factory=dict)

    def start(self, name: str, command: list[str], log: Path | None = None) -> None:
        """Start a program in a session of its own, so that Ctrl-C reaches it through us alone.

        With a log, what it says goes there, and is repeated when it ends by itself.
        """
        with log.open("wb") if log else contextlib.nullcontext() as output:
            self.children[name] = subprocess.Popen(
                command, stdout=output, stderr=output, start_new_session=True, preexec_fn=die_with_parent
            )
        if log:
            self.logs[name] = log

    def look(self) -> None:
        """Raise ChildEnded when a program has ended, KeyboardInterrupt when the end was asked for."""
        self.ending.check()
        for name, child in self.children.items():
            if child.poll() is not None:
                how = f"The {name} ended by itself ({_how(child.returncode)})"
                raise ChildEnded(f"{how}. Its last words:\n{self._last_words(name)}")

    def wait(self) -> None:
        """Stay until a program ends (ChildEnded) or a signal tells us to stop (KeyboardInterrupt)."""
        while True:
            self.look()
            time.sleep(LOOK_SECONDS)

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
