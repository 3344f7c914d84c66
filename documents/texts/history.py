"""What the record tells of a text: who changed which paragraph when, and how the text stood at any moment."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile

from igsp_portal.models import Event

from .. import changes
from ..drafts import Draft
from .models import Agreement, Attribution, Block, Carried, Lineage, Proposal, Reservation, TextVersion, Wording

AT_ONCE = 100  # events that are read from the record; who looks for the newest needs no more


def events(version: TextVersion) -> Iterator[Event]:
    """The events that changed the structure or the words of a version, the newest first."""
    for event in Event.objects.about(version).order_by("-pk").iterator(AT_ONCE):
        if "text" in event.facts or event.facts.get("began"):
            yield event


def keys_of(text: int) -> set[str]:
    """The keys that blocks of a text have or had, and those on which something hangs: no new block takes one of them.

    The record tells of blocks that no version has any more; what was taken back has not been.
    """
    of_version = {"version__text": text}
    models = (Block, Attribution, Reservation, Agreement, Proposal, Carried, Lineage)
    rows = [model._default_manager.filter(**of_version).order_by().values_list("key") for model in models]
    rows.append(Proposal.objects.filter(**of_version).order_by().values_list("taken_key"))
    rows.append(Lineage.objects.filter(**of_version).order_by().values_list("from_key"))
    versions = [str(pk) for pk in TextVersion.objects.filter(text=text).values_list("pk", flat=True)]
    told = Event.objects.filter(about_type=TextVersion._meta.label_lower, about_key__in=versions)
    steps = list(told.filter(facts__text__blocks__isnull=False).values_list("pk", "facts__of", "facts__text__blocks"))
    back = {of for _step, of, _blocks in steps}
    stood = (blocks for step, of, blocks in steps if of is None and step not in back)
    return {key for (key,) in rows[0].union(*rows[1:])} | {key for blocks in stood for key in blocks}


def last_told(version: TextVersion, keys: Iterable[str]) -> dict[str, changes.Change]:
    """Of each of these blocks the newest change that tells its words."""
    wanted, found = set(keys), dict[str, changes.Change]()
    for event in events(version) if wanted else ():
        change = event.facts.get("text") or {}
        there = {key for worded in change.get("words", {}).values() for key in worded} & wanted
        found |= dict.fromkeys(there, change)
        wanted -= there
        if not wanted:
            break
    return found


def of_block(version: TextVersion, key: str, language: str = "") -> list[Event]:
    """Those that concern one block, in one language where it is given; and its translations' confirmations."""
    every = Event.objects.about(version).order_by("-pk").iterator(AT_ONCE)
    return [event for event in every if _concerns(event, key, language)]


def through_versions(
    version: TextVersion, key: str, language: str
) -> Iterator[tuple[TextVersion, list[Event], set[str]]]:
    """Version by version, this one first, what concerns a block and those that it was split from or merged with.

    The events, the newest first, in one language where it is given, with its translations' confirmations; and the keys
    that the block has or had there. Those of another are told up to when the two parted or met.
    """
    keys, back = {key}, set[int]()
    for one in version.text.versions.filter(number__lte=version.number).order_by("-number"):
        found = []
        for event in Event.objects.about(one).order_by("-pk").iterator(AT_ONCE):
            if any(_concerns(event, each, language) for each in keys):
                found.append(event)
            back.add(event.facts.get("of", 0))
            if event.pk not in back:
                keys |= _sources(event, keys)
        yield one, found, set(keys)
        keys |= set(one.lineage.filter(key__in=keys).values_list("from_key", flat=True))


def _sources(event: Event, keys: set[str]) -> set[str]:
    """From which other blocks those of `keys` come by this event."""
    blocks = (event.facts.get("text") or {}).get("blocks", {})
    if event.verb == "text.block_split" and any(blocks[key][0] is None for key in keys if key in blocks):
        return {event.facts["key"]}
    if event.verb == "text.blocks_merged" and event.facts["key"] in keys:
        return {key for key, (_before, after) in blocks.items() if after is None}
    return set()


def _concerns(event: Event, key: str, language: str) -> bool:
    if event.facts.get("key") == key:
        return not language or event.facts.get("code") in (None, language)
    change = event.facts.get("text") or {}
    if language:
        return key in change.get("words", {}).get(language, {}) or key in change.get("blocks", {})
    return key in changes.keys(change)


def words_of(version: TextVersion, key: str, language: str, sha256: str) -> str | None:
    """The words of a block that have this checksum, as the record or an earlier version has them; None for none."""
    return all_words_of(version, language, {key: sha256}).get(key)


def all_words_of(version: TextVersion, language: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """The same for several blocks, each with its checksum; those of which no such words are on record are left out."""
    found: dict[str, str] = {}
    if not wanted:
        return found
    earlier = Wording.objects.filter(block__version__text=version.text_id, block__key__in=wanted, language=language)
    before = earlier.filter(block__version__number__lt=version.number).values_list("block__key", "words")
    for key, words in (*before, *_told(version, language, wanted)):
        if key not in found and words is not None and _sha256(words) == wanted[key]:
            found[key] = words
    return found


def _told(version: TextVersion, language: str, keys: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """All words that blocks had, as events tell it."""
    for event in events(version):
        changed = (event.facts.get("text") or {}).get("words", {}).get(language, {})
        yield from ((key, words) for key in keys for words in changed.get(key, ()))


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def after(version: TextVersion, now: Draft, event: int) -> Draft:
    """The version as the event of that number left it: `now` is how it stands."""
    return _taken_back(now, takewhile(lambda one: one.pk > event, events(version)))


def beside(version: TextVersion, now: Draft, there: Collection[str], gone: str) -> tuple[str, str]:
    """Of the blocks `there`, the ones next to the place where one stood that is gone; "" for none."""
    order = [block.key for block in now.blocks]
    for event in events(version):
        if event.facts.get("began"):
            break
        changes.put_back(order, event.facts["text"])
        if gone in order:
            at = order.index(gone)
            return _first(reversed(order[:at]), there), _first(order[at + 1 :], there)
    return "", _first(order, there)


def _first(keys: Iterable[str], there: Collection[str]) -> str:
    return next((key for key in keys if key in there), "")


def as_of(version: TextVersion, now: Draft, at: dt.datetime) -> Draft:
    """The version as it stood at a moment: `now` is how it stands, from which the later changes are taken back."""
    return _taken_back(now, takewhile(lambda event: event.at > at, events(version)))


def _taken_back(now: Draft, later: Iterable[Event]) -> Draft:
    """How a draft stood before these events, the newest first; before its first words there was nothing."""
    rewound = changes.Rewound(now)
    for event in later:
        if event.facts.get("began"):
            return Draft([])
        rewound.take_back(event.facts["text"])
    return rewound.draft()


def last_changes(versions: Iterable[TextVersion], language: str) -> dict[str, Event]:
    """The newest event of these versions that changed each block: its words in a language, its kind or its place."""
    keys = [str(version.pk) for version in versions]
    about = Event.objects.filter(about_type=TextVersion._meta.label_lower, about_key__in=keys)
    found: dict[str, Event] = {}
    for event in about.order_by("pk").iterator():
        change = event.facts.get("text") or {}
        touched = {**change.get("words", {}).get(language, {}), **change.get("blocks", {})}
        found |= dict.fromkeys([*touched, *changes.moved(change)], event)
    return found
