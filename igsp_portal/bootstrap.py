"""What happens before Django is imported, with the standard library alone.

Any Python from 3.11 on may start `manage.py`. It finds or makes the virtual environment `.venv` from
`requirements.lock`, goes on inside it, and hands the command over: `demo` and `test` are prepared here,
everything else is Django's own. The terminal speaks English, as Django's commands do.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTED = "PORTAL_BOOTSTRAP_STARTED"


class Refusal(Exception):
    """Something is missing that only the person at the keyboard can give; the message says what to do."""


def main(argv: list[str]) -> None:
    """Run `manage.py` with these arguments; ends the process with a message when something is missing."""
    try:
        if STARTED not in os.environ:
            _prepare(argv)
        _start_clock()
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # who reads a pipe waits too
        _hand_over(argv)
    except Refusal as refusal:
        sys.exit(f"\n{refusal}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


def say(words: str) -> None:
    """Print one line of progress, led by the seconds since the command was typed."""
    print(f"[{time.time() - _started:3.0f} s] {words}", flush=True)


def _prepare(argv: list[str]) -> None:
    """Install what is missing, then go on in the virtual environment unless this is it already."""
    from igsp_portal import bootstrap_venv

    command = argv[1] if len(argv) > 1 else ""
    installing = None
    if command in ("demo", "test"):
        from igsp_portal import bootstrap_system

        bootstrap_venv.keep_bytecode()
        installing = bootstrap_system.start_installing(command)
    python = bootstrap_venv.prepare(command)
    if installing:
        installing.finish()
    if python is not None:
        os.environ[STARTED] = repr(_started)
        os.execv(python, [python, *argv])  # noqa: S606 - the same command, one Python further


def _start_clock() -> None:
    """Take the start from the Python that went before, and hide it from the processes that follow."""
    global _started
    _started = float(os.environ.pop(STARTED, _started))


def _hand_over(argv: list[str]) -> None:
    command = argv[1] if len(argv) > 1 else ""
    if command == "test":
        from igsp_portal import bootstrap_checks

        sys.exit(bootstrap_checks.run(argv[2:]))
    if command == "benchmark":
        from benchmarks import run

        sys.exit(run.main(argv[2:]))
    if command == "demo" and not {"-h", "--help"} & set(argv):
        from igsp_portal import bootstrap_demo

        bootstrap_demo.set_environment(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igsp_portal.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)


_started = time.time()
