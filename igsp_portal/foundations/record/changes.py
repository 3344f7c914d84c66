"""What programs are told that has changed: which rows each event changes, and whether strangers see anything of it.

An app says of each kind of row that programs read which events change it (`tell`). The events of a transaction are
then looked at together when they are written: strangers see what they see after it, and never a state in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from igsp_portal.models import Change, Event, Seen

from .. import time

AT_ONCE = 500  # rows that one question names

Touched = Callable[[Any, Event], Iterable[int | None]]


def _never(thing: Any, event: Event) -> bool:
    return False


@dataclass(frozen=True)
class Kind:
    """A kind of row that programs read."""

    visible: Callable[[Any], QuerySet[Any]]  # the rows that a user may see
    slug: str  # the column that addresses name it by
    touched: dict[str, Touched]  # by what an event is about: the keys of the rows that it changes
    unseen: Callable[[Any, Event], bool] = _never  # whether strangers see nothing of what an event changed


KINDS: dict[str, Kind] = {}


def tell(
    kind: str,
    *,
    visible: Callable[[Any], QuerySet[Any]],
    slug: str,
    touched: Mapping[str, Touched],
    unseen: Callable[[Any, Event], bool] = _never,
) -> None:
    """Tell programs of the changes of a kind of row."""
    KINDS[kind] = Kind(visible, slug, dict(touched), unseen)


def also(kind: str, about: str, touched: Touched) -> None:
    """Name further events, about things of an app above, that change rows of this kind."""
    KINDS[kind].touched[about] = touched


def was_open(kind: str, key: int) -> bool:
    """Whether strangers saw a row when it was last changed before their eyes."""
    before = _earlier(kind, [key]).get(key)
    return before is not None and before.seen == Seen.OPEN


@dataclass
class _Noted:
    """Of one kind: the process of each row that was changed, and those of which strangers see what was changed."""

    processes: dict[int, str] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)


def note(events: Iterable[Event]) -> None:
    """Write what these events changed; inside the turn in which they are written."""
    at, rows = time.now(), []
    for name, noted in _noted(events).items():
        slugs = _open(KINDS[name], noted.processes)
        earlier = _earlier(name, set(noted.processes) - (noted.seen & set(slugs)))
        for key, process in noted.processes.items():
            before = earlier.get(key)
            slug = slugs.get(key, before.slug if before else "")
            seen = _seen(key in slugs, key in noted.seen, before)
            rows.append(Change(at=at, process=process, kind=name, key=key, slug=slug, seen=seen))
    if rows:
        Change.objects.bulk_create(rows)


def _seen(is_open: bool, told: bool, before: Change | None) -> Seen:
    """What strangers see after a change: also one of which they see nothing may open or close what it is about."""
    was = before is not None and before.seen == Seen.OPEN
    if is_open:
        return Seen.OPEN if told or not was else Seen.HIDDEN
    return Seen.GONE if was else Seen.HIDDEN


def _noted(events: Iterable[Event]) -> dict[str, _Noted]:
    found: dict[str, _Noted] = {}
    for event in events:
        if not event.public:
            continue
        for name, kind in KINDS.items():
            touched = kind.touched.get(event.about_type)
            if touched is None:
                continue
            keys = {key for key in touched(event.about_thing, event) if key is not None}
            if keys:
                noted = found.setdefault(name, _Noted())
                noted.processes |= dict.fromkeys(keys, event.process)
                noted.seen |= set() if kind.unseen(event.about_thing, event) else keys
    return found


def _open(kind: Kind, keys: Iterable[int]) -> dict[int, str]:
    """Those of the rows that a stranger sees, by what addresses name them."""
    rows = kind.visible(AnonymousUser())
    found: dict[int, str] = {}
    for some in _batches(keys):
        found |= {row["pk"]: str(row[kind.slug]) for row in rows.filter(pk__in=some).values("pk", kind.slug)}
    return found


def _earlier(kind: str, keys: Iterable[int]) -> dict[int, Change]:
    """Of each row the last change of which strangers saw anything."""
    told = Change.objects.filter(kind=kind).exclude(seen=Seen.HIDDEN).order_by("pk")
    return {change.key: change for some in _batches(keys) for change in told.filter(key__in=some)}


def _batches(keys: Iterable[int]) -> Iterable[list[int]]:
    left = iter(keys)
    while some := list(islice(left, AT_ONCE)):
        yield some
