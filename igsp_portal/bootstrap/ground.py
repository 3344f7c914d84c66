"""Where the house stands, what is said at the terminal, and a refusal: every floor of the bootstrap uses them."""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STARTED = "PORTAL_BOOTSTRAP_STARTED"

_started = time.time()


class Refusal(Exception):
    """Something is missing that only the person at the keyboard can give; the message says what to do."""


def say(words: str) -> None:
    """Print one line of progress, led by the seconds since the command was typed."""
    print(f"[{time.time() - _started:3.0f} s] {words}", flush=True)


def hand_clock_on(variables: MutableMapping[str, str]) -> None:
    """Leave the moment at which the command was typed to the Python that goes on with it."""
    variables[STARTED] = repr(_started)


def take_clock(variables: MutableMapping[str, str]) -> None:
    """Take the start from the Python that went before, and hide it from the processes that follow."""
    global _started
    _started = float(variables.pop(STARTED, _started))
