"""Who has a paragraph open in the editor, each for a while after they were last heard of: told to others at it."""

from __future__ import annotations

from django.core.cache import cache

from igsp_portal.foundations import time
from igsp_portal.models import User

from ..models import TextVersion

SECONDS = 120  # for which a paragraph counts as open after a person opened it or typed in it


def enter(version: TextVersion, key: str, by: User) -> list[str]:
    """Who else has a paragraph open; from now on this person has, too."""
    there = _there(version, key)
    _put(version, key, {**there, str(by.pk): (str(by), time.now().timestamp() + SECONDS)})
    return [name for person, (name, _until) in there.items() if person != str(by.pk)]


def leave(version: TextVersion, key: str, by: User) -> None:
    """This person has it open no more."""
    there = _there(version, key)
    if there.pop(str(by.pk), None):
        _put(version, key, there)


def _there(version: TextVersion, key: str) -> dict[str, tuple[str, float]]:
    now = time.now().timestamp()
    found: dict[str, tuple[str, float]] = cache.get(_address(version, key)) or {}
    return {person: (name, until) for person, (name, until) in found.items() if until > now}


def _put(version: TextVersion, key: str, there: dict[str, tuple[str, float]]) -> None:
    cache.set(_address(version, key), there, SECONDS)


def _address(version: TextVersion, key: str) -> str:
    return f"opened:{version.pk}:{key}"
