"""To what a search is narrowed, as its address says it, and to what else it can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from igsp_portal.foundations.language.languages import CODES, LANGUAGES
from meetings.models import AgendaItem, Meeting, Process

from .answers import Answer, Narrowed
from .sources import SOURCES

PARAMETERS = ("process", "meeting", "item", "kind", "language", "year")


@dataclass(frozen=True)
class Choice:
    """One value to which a search can be narrowed, as its address has it."""

    value: str
    label: str
    count: int


def narrowed(query: QueryDict, process: Process | None, user: Any) -> Narrowed:
    """What the address says; what it says of nothing that is there is passed over."""
    seen = Process.objects.visible_to(user)
    asked = {name: query.get(name, "") for name in PARAMETERS}
    process = process or seen.filter(slug=asked["process"]).first()
    meeting = process and asked["meeting"] and process.meetings.filter(key=asked["meeting"]).first()
    items = AgendaItem.objects.filter(meeting__process=process) if process and _is_number(asked["item"]) else None
    return Narrowed(
        process=process,
        meeting=meeting or None,
        item=items and items.filter(pk=asked["item"]).first(),
        kind=asked["kind"] if asked["kind"] in kinds() else "",
        language=asked["language"] if asked["language"] in LANGUAGES else "",
        year=int(asked["year"]) if _is_number(asked["year"], figures=4) else None,
    )


def _is_number(typed: str, figures: int = 9) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= figures


def kinds() -> dict[str, Any]:
    """What each kind of thing that can be found is called."""
    return {kind: label for source in SOURCES.values() for kind, label in source.kinds.items()}


def choices(found: Answer, chosen: Narrowed, *, everywhere: bool) -> Iterator[tuple[str, str, str, list[Choice]]]:
    """Each parameter, what it is called, its value now, and the values there are; those of one value are left out."""
    names = kinds()
    all_of = {
        "process": (
            _("Process"),
            chosen.process.slug if everywhere and chosen.process else "",
            _processes(found) if everywhere else [],
        ),
        "meeting": (_("Meeting"), chosen.meeting.key if chosen.meeting else "", _meetings(found, chosen)),
        "item": (_("Agenda item"), str(chosen.item.pk) if chosen.item else "", _items(found, chosen)),
        "kind": (
            pgettext("of a document", "kind"),
            chosen.kind,
            [
                Choice(kind, str(names[kind]), found.counts["kind"][kind])
                for kind in names
                if kind in found.counts["kind"]
            ],
        ),
        "language": (_("Language"), chosen.language, _languages(found)),
        "year": (
            _("Year"),
            str(chosen.year or ""),
            [Choice(str(year), str(year), count) for year, count in sorted(found.counts["year"].items(), reverse=True)],
        ),
    }
    for name, (label, value, values) in all_of.items():
        if value or len(values) > 1:
            yield name, label, value, values


def _processes(found: Answer) -> list[Choice]:
    counts = found.counts["process"]
    return [Choice(one.slug, str(one), counts[one.pk]) for one in Process.objects.filter(pk__in=counts)]


def _meetings(found: Answer, chosen: Narrowed) -> list[Choice]:
    counts = found.counts["meeting"]
    if chosen.process is None:
        return []
    meetings = _with_process(Meeting.objects.filter(pk__in=counts), chosen.process)
    return [Choice(one.key, str(one.name), counts[one.pk]) for one in meetings]


def _with_process(meetings: Iterable[Meeting], process: Process) -> Iterator[Meeting]:
    for meeting in meetings:
        meeting.process = process
        yield meeting


def _items(found: Answer, chosen: Narrowed) -> list[Choice]:
    """Items of one agenda: their numbers say nothing without it."""
    counts = found.counts["item"]
    items = AgendaItem.objects.filter(pk__in=counts, meeting=chosen.meeting) if chosen.meeting else []
    return [Choice(str(item.pk), str(item), counts[item.pk]) for item in items]


def _languages(found: Answer) -> list[Choice]:
    counts = found.counts["language"]
    return [Choice(code, str(LANGUAGES[code].name), counts[code]) for code in CODES if code in counts]
