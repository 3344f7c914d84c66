"""Several programs that live and end together: the server and the worker of a demonstration."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType

from igsp_portal.bootstrap_system import die_with_parent

PATIENCE_SECONDS = 10
LOOK_SECONDS = 0.2


class ChildEnded(Exception):
    """One of the programs ended by itself; the others have to follow."""


@dataclass
class Supervisor:
    """Starts programs, waits until one ends or we are told to stop, and leaves none behind."""

    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: list[str]) -> None:
        """Start a program in a session of its own, so that Ctrl-C reaches it through us alone."""
        self.children[name] = subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_parent)

    def look(self) -> None:
        """Raise ChildEnded when a program has ended."""
        for name, child in self.children.items():
            if child.poll() is not None:
                raise ChildEnded(f"The {name} ended by itself ({_how(child.returncode)}); its last words are above.")

    def wait(self) -> None:
        """Stay until a program ends (ChildEnded) or a signal tells us to stop (KeyboardInterrupt)."""
        while True:
            self.look()
            time.sleep(LOOK_SECONDS)

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
def stopped_by_signals() -> Iterator[None]:
    """Treat a closed terminal and a polite end as Ctrl-C: all raise KeyboardInterrupt."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), _interrupt) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
