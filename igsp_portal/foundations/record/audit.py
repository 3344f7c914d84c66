"""The record: every change is made inside `recorded`, which writes its event in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from igsp_portal.models import Event, User

from .. import time
from ..language.languages import isolated
from ..turns import Turn, wait_for
from . import changes

NEWEST = "SELECT id FROM igsp_portal_event WHERE public ORDER BY id DESC LIMIT 1"

_depth: ContextVar[int] = ContextVar("recorded_depth", default=0)
_to_write: ContextVar[list[Event] | None] = ContextVar("events_to_write", default=None)

SENTENCES: dict[str, Promise | str] = {
    "created": _("%(by)s created “%(about)s”"),
    "changed": _("%(by)s changed “%(about)s”"),
    "removed": _("%(by)s removed “%(about)s”"),
    "loaded": _("%(by)s loaded “%(about)s” from its data folder"),
    "mail.sent": _("%(by)s sent the message “%(about)s”"),
    "mail.failed": _("%(by)s could not send the message “%(about)s”"),
    "mail.resent": _("%(by)s asked for the message “%(about)s” to be sent again"),
    "mail.resealed": _("%(by)s sealed the message “%(about)s” with the new key"),
    "mail.queued": _("%(by)s wrote the message “%(about)s”"),
    "task.again": _("%(by)s asked for a task to be run again: %(about)s"),
    "task.set_aside": _("%(by)s set a task aside because it had twice stopped the worker: %(about)s"),
}


def sentences(words: Mapping[str, Promise | str]) -> None:
    """Add the words in which an app's events are told; placeholders: by, about, and the event's facts."""
    SENTENCES.update(words)


PRIVATE: set[str] = set()


def private(verbs: Iterable[str]) -> None:
    """Name events that neither the secretariat's record nor a public page tells: of what a party has yet to file."""
    PRIVATE.update(verbs)


QUIET: set[str] = set()


def quiet(verbs: Iterable[str]) -> None:
    """Name events of which the secretariat's record tells and no public page: those of what is made for one party.

    Of things of which no stranger is shown anything, whatever happens to them, their models say so: `behind_sign_in`.
    """
    QUIET.update(verbs)


followers: list[Callable[[Sequence[Event]], None]] = []  # told of the events of a change just before they are written


def writing() -> bool:
    """Whether a recorded change is under way: nothing may be written when it is not."""
    return _depth.get() > 0


@contextmanager
def together() -> Iterator[list[Event]]:
    """Make several recorded changes in one transaction. Their events, which it yields, are written at its end.

    Whoever writes events has the turn, for which all others wait. So it is the last thing asked for: were a row
    asked for after it, its holder could be waiting for the turn, and PostgreSQL would end one of the two.
    """
    outer = _to_write.get()
    events = [] if outer is None else outer
    earlier = len(events)
    token = _to_write.set(events)
    try:
        with transaction.atomic():
            yield events
            if outer is None:
                _write(events)
    except BaseException:
        del events[earlier:]
        raise
    finally:
        _to_write.reset(token)


def _write(events: list[Event]) -> None:
    for follow in followers:
        follow(events)
    if any(event.public for event in events):
        # `stamp` would else miss an event that commits after a later one; what it leaves out does not wait.
        wait_for(Turn.EVENTS)
    token = _depth.set(_depth.get() + 1)
    try:
        Event.objects.bulk_create(events)
        changes.note(events)
    finally:
        _depth.reset(token)


@contextmanager
def recorded(
    verb: str,
    about: models.Model | None = None,
    *,
    by: Any,
    process: str = "",
    party: str = "",
    party_sees: bool = False,
    **facts: Any,
) -> Iterator[Event]:
    """Make one change and write its event, in one transaction (or in the one that `together` began).

    `by` is the user, or the name of the command that acts. Yields the unsaved event: give it `about_thing`
    for an object that is made inside, or more `facts`. An exception undoes the change and its event.
    """
    person = by if isinstance(by, User) else None
    event = Event(by=person, by_label=str(by)[:254], verb=verb, party=party, party_sees=party_sees, facts=facts)
    event.about_thing = about
    token = _depth.set(_depth.get() + 1)
    try:
        with together() as events:
            yield event
            thing = event.about_thing
            event.at = time.now()
            event.about_type = thing._meta.label_lower if thing is not None else ""
            event.about_key = str(thing.pk) if thing is not None else ""
            event.about_label = str(thing)[:400] if thing is not None else ""
            event.process = process or _process_of(thing)
            event.public = event.verb not in PRIVATE | QUIET and not getattr(thing, "behind_sign_in", False)
            events.append(event)
    finally:
        _depth.reset(token)


def _process_of(thing: Any) -> str:
    process = getattr(thing, "process", "")
    return process if isinstance(process, str) else getattr(process, "slug", "")


def stamp() -> int:
    """The id of the newest event that is public: what public pages are kept and revalidated by. 0 before the first.

    Letters, accounts, roles, tasks and drafting are left out: no stranger sees them. On the night of a deadline
    parties save their drafts every second, and whoever asked for sign-in codes would else empty the cache.
    """
    with connection.cursor() as cursor:  # every public page asks: half the cost of a query set
        cursor.execute(NEWEST)
        newest = cursor.fetchone()
    return newest[0] if newest else 0


ACTORS: dict[str, Promise | str] = {}


def actors(words: Mapping[str, Promise | str]) -> None:
    """Name what acts without a person: by what its events have in place of a name."""
    ACTORS.update(words)


def told(events: Iterable[Event]) -> list[tuple[Event, str]]:
    """Each event, and the sentence that tells it. What is still there is called as it is today, in the reader's
    language, and read in one query for each kind of thing; what is gone is called as it was then.
    """
    found = list(events)
    keys = defaultdict(set)
    for event in found:
        keys[event.about_type].add(event.about_key)
    things = {kind: _things(kind, of_kind) for kind, of_kind in keys.items() if kind}
    for event in found:
        event.about_thing = things.get(event.about_type, {}).get(event.about_key)
    return [(event, in_words(event)) for event in found]


def _things(kind: str, keys: set[str]) -> dict[str, models.Model]:
    try:
        model = apps.get_model(kind)
    except LookupError:  # a kind of an earlier release
        return {}
    rows = model._base_manager.filter(pk__in=[key for key in keys if _is_key(model, key)])
    return {str(thing.pk): thing for thing in with_names(rows)}


def _is_key(model: type[models.Model], key: str) -> bool:
    """Whether rows of `model` have keys such as this one, which an earlier release may have written."""
    try:
        model._meta.pk.to_python(key)
    except ValidationError:
        return False
    return True


def with_names(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Rows to be named, with those that their names name (`named_with`): else each would ask for its own."""
    return rows.select_related(*names) if (names := getattr(rows.model, "named_with", ())) else rows


def in_words(event: Any) -> str:
    """One sentence that tells `event`, in the reader's language; of a thing at hand by the name it has today."""
    template = str(SENTENCES.get(event.verb, "%(by)s: " + event.verb.replace("%", "%%") + " “%(about)s”"))
    about = event.about_label if event.about_thing is None else str(event.about_thing)
    by = event.by_label if event.by_id else str(ACTORS.get(event.by_label, event.by_label))
    facts = {**event.facts, **event.facts.get("called", {}), "by": by, "about": about}
    words = {key: isolated(value) if isinstance(value, str) else value for key, value in facts.items()}
    return template % _Forgiving({key: value for key, value in words.items() if isinstance(value, str | int)})


class _Forgiving(dict[str, Any]):
    """An old event may lack a fact that today's sentence names; the record is still to be read."""

    def __missing__(self, key: str) -> str:
        return "…"
