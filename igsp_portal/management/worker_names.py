"""The names of workers: each is borne by one process at a time on this machine, and it is known whose is dead."""

from __future__ import annotations

import itertools
import logging
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

from django.conf import settings

from igsp_portal.foundations import held

SUFFIX = ".worker"  # no name makes a folder "..", then

logger = logging.getLogger("django_tasks_db")
sleep = time.sleep


@contextmanager
def borne(name: str | None) -> Iterator[str]:
    """Bear a name while inside: the one given, when whoever bears it has ended, or one that is free here."""
    ours = _waited_for(name) if name else _free()
    with ours.lock:
        yield _name(ours.folder)


@contextmanager
def of_the_dead() -> Iterator[list[str]]:
    """The names that were borne on this machine by processes that have ended; forgotten unless what is inside fails."""
    with held.left_in(_home()) as folders:
        yield [_name(folder) for folder in folders]


def _waited_for(name: str) -> held.Held:
    ours = held.hold(_folder(name))
    if not ours:
        logger.warning("There is a worker of the name %s on this machine; this one waits until it has ended.", name)
    while not ours:
        sleep(1)
        ours = held.hold(_folder(name))
    return ours


def _free() -> held.Held:
    names = (_folder(f"{platform.node()}-{number}") for number in itertools.count(1))
    return next(ours for folder in names if (ours := held.hold(folder)))


def _home() -> Path:
    return Path(settings.VAR) / "workers"


def _folder(name: str) -> Path:
    return _home() / f"{quote(name, safe='')}{SUFFIX}"


def _name(folder: Path) -> str:
    return unquote(folder.name.removesuffix(SUFFIX))
