"""The timeline of a process: one drawing made on the server, and a list that says the same in words."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from .panels import Mark
from .rendering import month_label, span_in_words

WIDTH = 880
MARGIN = 40
LANES = {"session": 44, "consultation": 84, "due": 120, "deadline": 120}
NARROWEST = 11


def timeline(marks: list[Mark], *, today: dt.date) -> dict[str, Any]:
    """What components/timeline.html takes. Without any dated mark the drawing is left out."""
    marks = sorted(marks, key=lambda mark: (mark.on, str(mark.label)))
    return {
        "title": _("Timeline"),
        "summary": _("Sessions and consultations, due dates, and where today stands."),
        "svg": _drawing(marks, today) if marks else "",
        "entries": _entries(marks, today),
    }


class Scale:
    """Days along the drawing, from whole month to whole month; from the right where the reader's text runs so."""

    def __init__(self, first: dt.date, last: dt.date, *, mirrored: bool) -> None:
        self.first = first.replace(day=1)
        self.last = _next_month(last)
        self.mirrored = mirrored

    def at(self, day: dt.date) -> float:
        along = MARGIN + (day - self.first).days / (self.last - self.first).days * (WIDTH - 2 * MARGIN)
        return round(WIDTH - along if self.mirrored else along, 1)

    def span(self, first: dt.date, last: dt.date) -> dict[str, float]:
        """Where a bar from first to last (inclusive) begins, and its width, never too narrow to be seen."""
        ends = sorted((self.at(first), self.at(last + dt.timedelta(days=1))))
        width = round(max(ends[1] - ends[0], NARROWEST), 1)
        return {"x": ends[0], "width": width, "middle": round(ends[0] + width / 2, 1)}

    def months(self) -> list[dt.date]:
        found = [self.first]
        while found[-1] < self.last:
            found.append(_next_month(found[-1]))
        return found

    def holds(self, day: dt.date) -> bool:
        return self.first <= day < self.last


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _drawing(marks: list[Mark], today: dt.date) -> str:
    scale = Scale(marks[0].on, max(mark.until or mark.on for mark in marks), mirrored=get_language_bidi())
    months = scale.months()
    every = 1 + len(months) // 13  # no more than thirteen names fit beside each other
    context = {
        "width": WIDTH,
        "margin": MARGIN,
        "end": WIDTH - MARGIN,
        "summary": _summary(marks, today),
        "months": [
            {"x": scale.at(month), "label": month_label(month) if place % every == 0 else ""}
            for place, month in enumerate(months)
        ],
        "spans": [_span(mark, scale) for mark in marks if mark.kind in ("session", "consultation")],
        "announced": [scale.span(*mark.announced) for mark in marks if mark.announced],
        "points": [_point(mark, scale) for mark in marks if mark.kind in ("due", "deadline")],
        "today": scale.at(today) if scale.holds(today) else None,
        "lanes": LANES,
    }
    return render_to_string("meetings/timeline.svg", context)


def _span(mark: Mark, scale: Scale) -> dict[str, Any]:
    return {
        **scale.span(mark.on, mark.until or mark.on),
        "kind": mark.kind,
        "label": mark.short,
        "title": mark.label,
    }


def _point(mark: Mark, scale: Scale) -> dict[str, Any]:
    state = {"ok": "due-met", "late": "due-late"}.get(mark.tone, "")
    return {"x": scale.at(mark.on), "class": state, "kind": mark.kind, "title": mark.label}


def _summary(marks: list[Mark], today: dt.date) -> str:
    return _("Timeline from %(first)s to %(last)s; today is %(today)s. The list below says the same.") % {
        "first": date_format(marks[0].on, "DATE_FORMAT"),
        "last": date_format(max(mark.until or mark.on for mark in marks), "DATE_FORMAT"),
        "today": date_format(today, "DATE_FORMAT"),
    }


def _entries(marks: list[Mark], today: dt.date) -> list[dict[str, Any]]:
    """One entry a mark, in order, with today among them; marks of one day and address are told together."""
    entries = [_entry(list(same)) for _key, same in groupby(marks, key=lambda m: (m.on, m.until, m.url, str(m.label)))]
    now = {
        "date": today.isoformat(),
        "when": date_format(today, "DATE_FORMAT"),
        "what": _("Today"),
        "today": True,
    }
    place = sum(mark_date <= today for mark_date in (entry["starts"] for entry in entries))
    return [*entries[:place], now, *entries[place:]]


def _entry(marks: list[Mark]) -> dict[str, Any]:
    mark = marks[0]
    notes = [str(note) for note in (mark.place, mark.remark) if note]
    return {
        "starts": mark.on,
        "date": mark.on.isoformat(),
        "when": span_in_words(mark.on, mark.until or mark.on),
        "what": mark.label,
        "url": mark.url,
        "note": " · ".join(notes),
        "badge": mark.badge,
    }
