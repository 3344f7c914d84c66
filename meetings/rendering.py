"""What the pages show of meetings and participants, as the components of the face take it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.formats import get_format
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.language.languages import between_words, collation_key
from igsp_portal.foundations.language.lettering import cited

from .kinds import ParticipantKind
from .models import Decision, Meeting, MeetingDates, Participant, Process, Region
from .naming import LAST
from .panels import Mark
from .states import DatesBasis, MeetingState

TONES = {
    MeetingState.TENTATIVE: "attention",
    MeetingState.SCHEDULED: "neutral",
    MeetingState.HELD: "ok",
    MeetingState.CANCELLED: "late",
}


def span_in_words(first: dt.date, last: dt.date) -> str:
    """A day, or the days from first to last, as the reader's language writes them: 2–4 September 2004."""
    whole = {"first": date_format(first, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
    if first == last:
        return whole["first"]
    if (first.year, first.month) == (last.year, last.month):
        days = {"first_day": date_format(first, "j"), "last_day": str(last.day)}
        # Translators: days of one month: "2–4 September 2004". first and last are whole dates; last_day may be used.
        # xgettext: no-python-format
        return pgettext("days of one month", "%(first_day)s–%(last)s") % (whole | days)
    if first.year == last.year:  # said once, with the last day or, where dates begin with it, with the first
        other, day = ("last", last) if get_format("DATE_FORMAT").startswith("Y") else ("first", first)
        whole[other] = date_format(day, "MONTH_DAY_FORMAT")
    # Translators: a span of days over two months; the year may be left out of one of them.
    return pgettext("days of two months", "%(first)s to %(last)s") % whole


def when(dates: MeetingDates | None) -> str:
    return span_in_words(dates.starts_on, dates.ends_on) if dates else _("date not known")


def badge(meeting: Meeting) -> dict[str, Any]:
    return {"label": meeting.get_state_display(), "tone": TONES[MeetingState(meeting.state)]}


def meeting_row(meeting: Meeting) -> dict[str, Any]:
    """A meeting in a list: what, when, where, and what was announced before."""
    return {
        "meeting": meeting,
        "when": when(meeting.in_force),
        "place": meeting.in_force.place if meeting.in_force else "",
        "announced": when(meeting.announced) if meeting.has_moved else "",
        "badge": badge(meeting),
    }


def marks_of_meetings(meetings: Iterable[Meeting]) -> list[Mark]:
    """A mark for every dated meeting; where it moved, the remark says what was announced."""
    return [_mark(meeting, meeting.in_force) for meeting in meetings if meeting.in_force]


def _mark(meeting: Meeting, dates: MeetingDates) -> Mark:
    moved = meeting.announced if meeting.has_moved else None
    return Mark(
        on=dates.starts_on,
        until=dates.ends_on,
        label=meeting.name,
        short=str(meeting.number or "") if meeting.is_session else "",
        kind="session" if meeting.is_session or meeting.is_output else "consultation",
        url=meeting.get_absolute_url(),
        place=dates.place,
        remark=_("announced for %(dates)s") % {"dates": when(moved)} if moved else "",
        badge=badge(meeting),
        announced=(moved.starts_on, moved.ends_on) if moved else None,
    )


def meeting_facts(meeting: Meeting) -> list[dict[str, Any]]:
    """What is asked first of a meeting: when and where."""
    dates = meeting.in_force
    return [
        {"label": _("Dates"), "value": when(dates)},
        {"label": _("Place"), "value": (dates.place if dates else "") or _("not known")},
    ]


def further_facts(meeting: Meeting) -> list[dict[str, Any]]:
    """What else is known of a meeting, told after its documents and agenda."""
    facts: list[dict[str, Any]] = [
        {"label": _("Back to back with"), "value": meeting.back_to_back_with},
        {"label": _("Time zone"), "value": meeting.zone},
        {"label": _("Announced in paragraph"), "value": cited(meeting.paragraph, get_language() or "en")},
        {"label": _("Body"), "value": meeting.process.body if meeting.is_session else "", "wide": True},
    ]
    return [fact for fact in facts if fact["value"]]


def parts(page: dict[str, Any]) -> list[dict[str, Any]]:
    """The way to each part of a meeting's page, where there is more than one."""
    own = [
        ("agenda", _("Agenda")),
        ("dates", _("Dates given so far")),
        ("letters", _("Letters")),
        ("further", _("About the meeting")),
    ]
    added = [(panel.anchor, str(panel.label)) for panel in page["panels"] if panel.label]
    links = [*added, *((anchor, label) for anchor, label in own if page[anchor])]
    return [{"url": f"#{anchor}", "label": label} for anchor, label in links] if len(links) > 1 else []


def dates_history(meeting: Meeting) -> list[dict[str, Any]]:
    """Every date the meeting was given, with its source; empty when it was given one only."""
    if len(meeting.history) < 2:
        return []
    return [
        {
            "basis": DatesBasis(dates.basis).label,
            "when": when(dates),
            "place": dates.place,
            "source": dates.source,
            "in_force": dates == meeting.in_force,
        }
        for dates in meeting.history
    ]


def decisions(process: Process) -> list[dict[str, Any]]:
    """The mandate: decisions and resolutions with the forms in which they are cited, and their components as a tree."""
    found = process.decisions.prefetch_related("aliases", "components")
    return [
        {
            "decision": decision,
            "head": decision.cited_in(process),
            "symbol": decision.printed if decision.number else "",
            "adopted": date_format(decision.adopted_on, "DATE_FORMAT") if decision.adopted_on else "",
            "cited": _forms({alias.form for alias in decision.aliases.all()} - {decision.symbol}),
            "components": _tree(list(decision.components.all())),
        }
        for decision in found
    ]


def decisions_in_list(found: Iterable[Decision]) -> list[dict[str, Any]]:
    """Decisions that were looked for, each with the way to its place on the page of its process."""
    return [
        {"head": decision.cited_in(decision.process), "title": decision.title, "url": decision.get_absolute_url()}
        for decision in found
    ]


def _forms(cited: Iterable[str]) -> str:
    return format_html_join(between_words(), '<bdi class="symbol">{}</bdi>', ((form,) for form in sorted(cited)))


def _tree(components: list[Any]) -> list[dict[str, Any]]:
    return [
        {"component": top, "items": [c for c in components if c.parent_id == top.pk]}
        for top in components
        if top.parent_id is None
    ]


def participants(process: Process) -> list[dict[str, Any]]:
    """Participants by kind, and Governments by region, each list in the alphabetical order of the language."""
    names = process.names
    everyone = sorted(
        process.participants.select_related("region", "regional_group"),
        key=lambda p: (names.place(ParticipantKind(p.kind)), _place_of(_region_of(p)), _alphabet(p)),
    )
    return [
        {"kind": names.many(ParticipantKind(kind)), "region": region.name if region else "", "members": list(members)}
        for (kind, region), members in groupby(everyone, key=lambda p: (p.kind, _region_of(p)))
    ]


def _region_of(participant: Participant) -> Region | None:
    return participant.place if participant.kind == ParticipantKind.STATE else None


def by_region(participants: Iterable[Participant], process: Process) -> list[tuple[str, list[Participant]]]:
    """Participants under their regions, those of none under what their kind is called, each list in its order."""
    names = process.names

    def head(participant: Participant) -> str:
        kind = ParticipantKind(participant.kind)
        return participant.place.name if participant.place else capfirst(names.many(kind))

    def place(participant: Participant) -> tuple[Any, ...]:
        kind = names.place(ParticipantKind(participant.kind))
        return _place_of(participant.place), kind, _alphabet(participant)

    return [(name, list(members)) for name, members in groupby(sorted(participants, key=place), key=head)]


def _place_of(region: Region | None) -> tuple[int, int]:
    """Where a region stands in a list, apart from others of the same order; what is of none comes last."""
    return (region.order, region.pk) if region else (LAST, 0)


def _alphabet(participant: Participant) -> Any:
    return collation_key(participant.name, get_language() or "en")


def month_label(day: dt.date) -> str:
    """The short name of a month on an axis, with the year in January."""
    return format_date(day, "M Y") if day.month == 1 else format_date(day, "M")
