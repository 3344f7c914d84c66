"""What the record tells of a text: who changed which paragraph when, and how the text stood at any moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from igsp_portal.models import Event

from .. import changes
from ..drafts import Draft
from .models import TextVersion


def events(version: TextVersion) -> Iterator[Event]:
    """The events that changed the structure or the words of a version, the newest first."""
    for event in Event.objects.about(version).order_by("-pk"):
        if "text" in event.facts or event.facts.get("began"):
            yield event


def of_block(version: TextVersion, key: str, language: str = "") -> list[Event]:
    """Those that concern one block, in one language where it is given; and its translations' confirmations."""
    return [event for event in Event.objects.about(version).order_by("-pk") if _concerns(event, key, language)]


def _concerns(event: Event, key: str, language: str) -> bool:
    if event.facts.get("key") == key:
        return not language or event.facts.get("code") in (None, language)
    change = event.facts.get("text") or {}
    if language:
        return key in change.get("words", {}).get(language, {}) or key in change.get("blocks", {})
    return key in changes.keys(change)


def as_of(version: TextVersion, now: Draft, at: dt.datetime) -> Draft:
    """The version as it stood at a moment: `now` is how it stands, from which the later changes are taken back."""
    draft = now
    for event in events(version):
        if event.at <= at:
            break
        if event.facts.get("began"):
            return Draft([])
        draft = changes.undone(draft, event.facts["text"])
    return draft
