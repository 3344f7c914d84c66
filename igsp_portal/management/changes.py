"""What a command changed, told row by row from the record of events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from igsp_portal.foundations.record import audit
from igsp_portal.models import Event

NEW = "loaded"


def told(events: list[Event], *, in_full: bool) -> Iterator[str]:
    """A line for each row that is new or changed. Unless `in_full`, the rows of a process that is new are counted."""
    if not in_full and any(event.verb == NEW and event.about_type == "meetings.process" for event in events):
        new = Counter(_model(event)._meta.verbose_name_plural for event in events if event.verb == NEW)
        yield from (_("New: %(kind)s (%(count)d)") % {"kind": kind, "count": count} for kind, count in new.items())
        return
    for event in events:
        yield from _told(event)


def _told(event: Event) -> Iterator[str]:
    thing = {"kind": _model(event)._meta.verbose_name, "label": event.about_label}
    if event.verb == NEW:
        yield _("New: %(kind)s “%(label)s”") % thing
    elif "added" in event.facts:
        yield _("Changed: %(kind)s “%(label)s”, now with “%(added)s”") % {**thing, "added": event.facts["added"]}
    elif event.verb == "changed" and "changes" in event.facts:
        yield from _changes(event, thing)
    else:
        yield audit.in_words(event)


def _changes(event: Event, thing: Mapping[str, object]) -> Iterator[str]:
    for column, (old, new) in event.facts["changes"].items():
        name = getattr(_model(event)._meta.get_field(column), "verbose_name", column)
        values = {"field": name, "old": _short(old), "new": _short(new)}
        yield _("Changed: %(kind)s “%(label)s”, %(field)s: “%(old)s” becomes “%(new)s”") % {**thing, **values}
        if writer := _last_writer(event, column):
            facts = {"person": writer.by_label, "day": writer.at.date().isoformat(), "words": _short(old)}
            yield (
                _("“%(words)s” was written in the admin site by %(person)s on %(day)s; the folder overwrites it.")
                % facts
            )


def _last_writer(event: Event, column: str) -> Event | None:
    """The event by which a person gave the column its earlier value; None when a command did."""
    earlier = Event.objects.filter(about_type=event.about_type, about_key=event.about_key, pk__lt=event.pk)
    last = earlier.filter(facts__changes__has_key=column).first() or earlier.last()
    return last if last and last.by_id else None


def _model(event: Event) -> type[models.Model]:
    return apps.get_model(event.about_type)


def _short(value: object) -> str:
    return Truncator("" if value is None else str(value)).chars(60)
