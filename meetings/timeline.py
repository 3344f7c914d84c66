"""The timeline of a process: one drawing made on the server, and a list that says the same in words."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.days import date_format

from .panels import Mark
from .rendering import month_label, span_in_words

WIDTH = 880
MARGIN = 40
NARROWEST = 11  # of a bar, in units of the drawing: a day can be less than one
POINT = 13
SESSIONS = 38  # where the lane begins, from above
BELOW_SESSIONS = 76
ROW = 15


def timeline(marks: list[Mark], *, today: dt.date) -> dict[str, Any]:
    """What components/timeline.html takes. Without any dated mark there is neither drawing nor list."""
    marks = sorted(marks, key=lambda mark: (mark.on, str(mark.label)))
    return {
        "title": _("Timeline"),
        "summary": _(
            "From top to bottom: sessions (broken lines: as first announced), consultations, due dates; today."
        ),
        "svg": _drawing(marks, today) if marks else "",
        "entries": _entries(marks, today) if marks else [],
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
    scale = Scale(*_ends(marks), mirrored=get_language_bidi())
    months = scale.months()
    every = 1 + len(months) // 13  # no more than thirteen names fit beside each other
    consultations = _rows([_span(mark, scale) for mark in marks if mark.kind == "consultation"], BELOW_SESSIONS)
    points = _rows([_point(mark, scale) for mark in marks if mark.kind in ("due", "deadline")], _below(consultations))
    context = {
        "width": WIDTH,
        "margin": MARGIN,
        "end": WIDTH - MARGIN,
        "summary": _summary(marks, today),
        "months": [{"x": scale.at(month), "label": month_label(month)} for month in months[::every]],
        "sessions": [_span(mark, scale) for mark in marks if mark.kind == "session"],
        "sessions_y": SESSIONS,
        "announced": [scale.span(*mark.announced) for mark in marks if mark.announced and mark.kind == "session"],
        "consultations": consultations,
        "points": points,
        "today": scale.at(today) if scale.holds(today) else None,
        "axis": _below(points or consultations) + 8,
    }
    return render_to_string("meetings/timeline.svg", context)


def _ends(marks: list[Mark]) -> tuple[dt.date, dt.date]:
    """The first and the last day that the drawing shows, with the dates that were announced before."""
    days = [day for mark in marks for day in (mark.on, mark.until or mark.on, *(mark.announced or ()))]
    return min(days), max(days)


def _rows(things: list[dict[str, Any]], top: int) -> list[dict[str, Any]]:
    """Give each thing the `y` of the first row, from `top` downwards, in which it touches no other."""
    ends: list[float] = []
    for thing in sorted(things, key=lambda thing: thing["x"]):
        row = next((place for place, end in enumerate(ends) if end < thing["x"]), len(ends))
        ends[row:] = [thing["x"] + thing["width"], *ends[row + 1 :]]
        thing["y"] = top + row * ROW
    return things


def _below(things: list[dict[str, Any]]) -> int:
    """Where the lane under these begins."""
    return max((int(thing["y"]) for thing in things), default=BELOW_SESSIONS - ROW) + ROW + 3


def _span(mark: Mark, scale: Scale) -> dict[str, Any]:
    return {**scale.span(mark.on, mark.until or mark.on), "label": mark.short, "title": mark.label}


def _point(mark: Mark, scale: Scale) -> dict[str, Any]:
    state = {"ok": "due-met", "late": "due-late"}.get(mark.tone, "")
    middle = scale.at(mark.on)
    return {
        "x": round(middle - POINT / 2, 1),
        "width": POINT,
        "middle": middle,
        "class": state,
        "kind": mark.kind,
        "title": mark.label,
    }


def _summary(marks: list[Mark], today: dt.date) -> str:
    return _("Timeline from %(first)s to %(last)s; today is %(today)s. The list below says the same.") % {
        "first": date_format(_ends(marks)[0], "DATE_FORMAT"),
        "last": date_format(_ends(marks)[1], "DATE_FORMAT"),
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
