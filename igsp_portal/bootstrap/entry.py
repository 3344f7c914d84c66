"""The way in: prepare what a command needs, go on in the environment's Python, and hand the command over."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

from igsp_portal.bootstrap import checks, demo, ground, system, venv
from igsp_portal.bootstrap.ground import Refusal

Command = Callable[[list[str]], int]
"""Takes the words that follow the command's name, and returns the exit code."""


def main(argv: list[str], others: Mapping[str, Command]) -> None:
    """Run `manage.py` with these arguments; ends the process with a message when something is missing.

    What is neither the bootstrap's own nor among the others, by its name, is a command of Django's.
    """
    if _name(argv) == "test" and _asks_for_help(argv):
        print(checks.HELP)
        sys.exit(0)
    try:
        if ground.STARTED not in os.environ:
            _prepare(argv)
        ground.take_clock(os.environ)
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # who reads a pipe waits too
        _hand_over(argv, {"test": checks.run, **others})
    except Refusal as refusal:
        sys.exit(f"\n{refusal}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


def _prepare(argv: list[str]) -> None:
    """Install what is missing, then go on in the virtual environment unless this is it already."""
    command = _name(argv)
    installing = None
    if command in ("demo", "test"):
        venv.keep_bytecode()
        installing = system.start_installing(command)
    python = venv.prepare(command)
    if installing:
        installing.finish()
    if python is not None:
        ground.hand_clock_on(os.environ)
        os.execv(python, [python, *argv])  # noqa: S606 - the same command, one Python further


def _hand_over(argv: list[str], commands: Mapping[str, Command]) -> None:
    if command := commands.get(_name(argv)):
        sys.exit(command(argv[2:]))
    if _name(argv) == "demo" and not _asks_for_help(argv):
        demo.set_environment(os.environ)
    demo.know_address(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igsp_portal.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)


def _asks_for_help(argv: list[str]) -> bool:
    return bool({"-h", "--help"} & set(argv))


def _name(argv: list[str]) -> str:
    return argv[1] if len(argv) > 1 else ""
