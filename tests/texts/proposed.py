"""Proposals as people make them, for the fourth paragraph of the plan (“need”), and the draft that takes them up."""

from __future__ import annotations

from typing import Any

from documents.models import Proposal, TextVersion, Wording
from documents.texts import actions
from igsp_portal.models import User
from meetings.models import Participant


def words(version: TextVersion, key: str = "need", language: str = "en") -> str:
    return Wording.objects.get(block__version=version, block__key=key, language=language).words


def keys(version: TextVersion) -> list[str]:
    return list(version.blocks.order_by("order").values_list("key", flat=True))


def party(version: TextVersion, key: str) -> Participant:
    return version.process.participants.get(key=key)


def reworded(version: TextVersion, by: User, old: str, new: str, *, of: str = "ken", key: str = "need") -> Proposal:
    """A proposal of Kenya's, or of another, for other words in a paragraph, in English."""
    there = words(version, key)
    assert old in there
    said: dict[str, Any] = {"key": key, "language": "en", "words": there.replace(old, new)}
    return actions.propose(version, party(version, of), "wording", by=by, **said)


def proposed(version: TextVersion, by: User, kind: str, of: str = "ken", **said: Any) -> Proposal:
    return actions.propose(version, party(version, of), kind, by=by, **{"language": "en", "key": "need", **said})


def shown(version: TextVersion, key: str = "need", language: str = "en") -> str:
    """What a form remembers of the words that were shown with it."""
    found = Wording.objects.filter(block__version=version, block__key=key, language=language).first()
    return actions.fingerprint(found.words if found else "")
