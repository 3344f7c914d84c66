"""Where upper apps contribute to the pages of a process and of a meeting.

An app above registers, in its AppConfig.ready, functions that give the marks and panels of a process's page, and
the panels of a meeting's; without them there is still a calendar. One function gives both, so that what they are
made of is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise

from .models import Meeting, Process


@dataclass(frozen=True)
class Mark:
    """One point or span on a process's timeline, and one line of the list that says the same.

    One with a `key` also stands in the process's calendar feed, under that name for ever; the record of the row
    that it is `about` tells when it changed.
    """

    on: date
    label: str | Promise
    kind: str  # session | consultation | due | deadline
    until: date | None = None
    short: str = ""  # what fits beside the mark in the drawing
    url: str = ""
    place: str = ""
    remark: str | Promise = ""
    tone: str = "neutral"  # neutral | ok | attention | late
    badge: dict[str, Any] | None = None
    announced: tuple[date, date] | None = None  # the dates it was given before
    key: str = ""
    about: Model | None = None
    at: datetime | None = None  # the moment on that day, with the zone in which it was set


@dataclass(frozen=True)
class Panel:
    """A part of a page: a template and its context. Lower `order` stands higher.

    One with a `label` can be reached from the top of a meeting's page: `anchor` is the id of its heading.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 50
    label: str | Promise = ""
    anchor: str = ""


@dataclass(frozen=True)
class Asked:
    """What a reader asked of a page: its address, the choices in its query, and the language of files, if any."""

    address: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    files: str = ""


@dataclass(frozen=True)
class ProcessLink:
    """An entry of a process's navigation; the pages under its address, and under those it covers, are its own."""

    label: str | Promise
    url: str
    order: int = 50
    covers: tuple[str, ...] = ()


parts_of_process: list[Callable[[Process, Sequence[Meeting], Any], Iterable[Mark | Panel]]] = []
panels_of_meeting: list[Callable[[Meeting, Any, Asked], Iterable[Panel]]] = []
looks_at_meeting: list[Callable[[HttpRequest, Meeting], None]] = []  # told once its page is made
links_of_process: list[Callable[[Process], Iterable[ProcessLink]]] = []


def process_parts(process: Process, meetings: Sequence[Meeting], user: Any) -> tuple[list[Mark], list[Panel]]:
    """All that is contributed to the page of a process with these meetings: marks by date, panels in their order."""
    parts = [part for give in parts_of_process for part in give(process, meetings, user)]
    marks = sorted((part for part in parts if isinstance(part, Mark)), key=lambda m: (m.on, str(m.label)))
    return marks, sorted((part for part in parts if isinstance(part, Panel)), key=lambda p: p.order)


def meeting_panels(meeting: Meeting, user: Any, asked: Asked) -> list[Panel]:
    """All that is contributed to the page of a meeting for what its reader asked, in its order."""
    return sorted((p for give in panels_of_meeting for p in give(meeting, user, asked)), key=lambda p: p.order)


def links(process: Process) -> list[ProcessLink]:
    return sorted((link for give in links_of_process for link in give(process)), key=lambda link: link.order)
