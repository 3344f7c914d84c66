"""The documents of a session in groups: by agenda item, by kind, by what changed last, and what today brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format
from meetings.models import Meeting, Sitting

from .. import panels
from ..states import KINDS_TOGETHER, PHASES, DocumentKind, DocumentState, Phase
from .entries import Entry, changed_on, entries, expected_on, issued_on


class By(models.TextChoices):
    """How a reader wants the documents of a session."""

    ITEM = "item", gettext_lazy("By agenda item")
    KIND = "kind", gettext_lazy("By kind")
    CHANGED = "changed", gettext_lazy("Latest changes")
    TODAY = "today", gettext_lazy("Today")


@dataclass(frozen=True)
class Group:
    """Documents under one heading, which may stand under another."""

    title: str
    documents: list[int]
    under: str = ""


def chosen(asked: str, sitting: Sitting | None) -> By:
    """What a reader asked for; by agenda item where that is nothing, or what today brings while nobody sits."""
    by = By(asked) if asked in By.values else By.ITEM
    return By.ITEM if by == By.TODAY and sitting is None else by


def sitting_today(meeting: Meeting) -> Sitting | None:
    """The session, or the part of it, that sits today on the clocks of its place; None where none does."""
    if meeting.is_cancelled:
        return None
    return next((sitting for sitting in meeting.sittings if _sits(sitting)), None)


def _sits(sitting: Sitting) -> bool:
    dates, today = sitting.in_force, time.today(sitting.local_zone)
    return dates is not None and dates.starts_on <= today <= dates.ends_on


def groups(meeting: Meeting, user: Any, by: By, sitting: Sitting | None) -> tuple[list[Group], dict[int, Entry]]:
    """The documents of a session in their groups, and what is known of each; in one query (of today, in two)."""
    found = entries(meeting, user, with_moments=by in (By.CHANGED, By.TODAY))
    known = {entry.pk: entry for entry in found}
    if by == By.KIND:
        return _by_kind(found, meeting), known
    if by == By.CHANGED:
        return _by_change(found, meeting), known
    if by == By.TODAY and sitting:
        return _today(found, meeting, sitting), known
    return _by_item(found, meeting), known


def _filled(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if group.documents]


def _by_item(found: list[Entry], meeting: Meeting) -> list[Group]:
    """Under each item that it is for; a document for none of this session's stands last."""
    items = list(meeting.agenda.all())
    own = {item.pk for item in items}
    others = [entry.pk for entry in found if not entry.items & own]
    under = [Group(str(item), [entry.pk for entry in found if item.pk in entry.items]) for item in items]
    title = _("Not under an agenda item") if len(others) < len(found) else ""
    return _filled([*under, Group(title, others)])


def _by_kind(found: list[Entry], meeting: Meeting) -> list[Group]:
    """Before, during and after the session; what is of another meeting was there before."""

    def place(entry: Entry) -> tuple[int, int]:
        kind = DocumentKind(entry.kind)
        phase = PHASES.get(kind, Phase.PRE_SESSION) if entry.meeting == meeting.pk else Phase.PRE_SESSION
        return list(Phase).index(phase), list(DocumentKind).index(kind)

    kinds = [capfirst(str(KINDS_TOGETHER[kind])) for kind in DocumentKind]
    phases = [capfirst(str(label)) for label in Phase.labels]
    return [
        Group(kinds[kind], [entry.pk for entry in group], phases[phase])
        for (phase, kind), group in groupby(sorted(found, key=place), key=place)
    ]


def _by_change(found: list[Entry], meeting: Meeting) -> list[Group]:
    """Day by day, the last first; then what has no day, and what is still to come."""
    days: dict[date, list[int]] = {}
    undated, awaited = [], []
    for entry in found:
        if entry.state in (DocumentState.PLANNED, DocumentState.PREPARATION):
            awaited.append(entry.pk)
        elif day := changed_on(entry, meeting, meeting.local_zone):
            days.setdefault(day, []).append(entry.pk)
        else:
            undated.append(entry.pk)
    dated = [Group(date_format(day), days[day]) for day in sorted(days, reverse=True)]
    to_come = Group(capfirst(str(DocumentState.PLANNED.label)), awaited)
    return _filled([*dated, Group(capfirst(_("day not known")), undated), to_come])


def _today(found: list[Entry], meeting: Meeting, sitting: Sitting) -> list[Group]:
    """What was issued or replaced today, and what is awaited: since this sitting began, and until today."""
    zone, dates = sitting.local_zone, sitting.in_force
    today = time.today(zone)
    issued = [entry.pk for entry in found if issued_on(entry, meeting, zone) == today]
    changed = [entry.pk for entry in found if changed_on(entry, meeting, zone) == today and entry.is_issued]
    in_languages = panels.expected([entry.pk for entry in found if entry.is_issued])

    def is_awaited(entry: Entry) -> bool:
        days = [expected_on(entry, meeting), *in_languages.get(entry.pk, {}).values()]
        return any(day and dates and dates.starts_on <= day <= today for day in days)

    return _filled(
        [
            Group(_("Issued today"), issued),
            Group(_("Files replaced or added today"), [pk for pk in changed if pk not in issued]),
            Group(_("Awaited today"), [entry.pk for entry in found if is_awaited(entry)]),
        ]
    )
