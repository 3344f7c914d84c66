"""What the pages show of meetings and participants, as the components of the face take it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.utils.dateformat import format as format_date
from django.utils.formats import get_format
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.language.languages import between_phrases, between_words, collation_key, isolated, listed
from igsp_portal.foundations.language.lettering import cited

from .kinds import ParticipantKind
from .models import Decision, GroupMember, Meeting, MeetingDates, MeetingPart, Participant, Process, Region, Sitting
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


def meeting_rows(meeting: Meeting) -> list[dict[str, Any]]:
    """A meeting in a list, each of its parts in a line: what, when, where, and what was announced before."""
    return [
        {
            "meeting": meeting,
            "name": str(sitting),
            "when": when(dates := sitting.in_force),
            "place": dates.place if dates else "",
            "announced": when(sitting.announced) if sitting.has_moved else "",
            "badge": badge(meeting),
        }
        for sitting in meeting.sittings
    ]


def marks_of_meetings(meetings: Iterable[Meeting]) -> list[Mark]:
    """A mark for every dated meeting, or part of one; where it moved, the remark says what was announced."""
    sittings = [(meeting, sitting) for meeting in meetings for sitting in meeting.sittings]
    return [_mark(meeting, sitting, dates) for meeting, sitting in sittings if (dates := sitting.in_force)]


def _mark(meeting: Meeting, sitting: Sitting, dates: MeetingDates) -> Mark:
    moved = sitting.announced if sitting.has_moved else None
    return Mark(
        on=dates.starts_on,
        until=dates.ends_on,
        label=str(sitting),
        short=_short(meeting, sitting) if meeting.is_session else "",
        kind="session" if meeting.is_session or meeting.is_output else "consultation",
        url=meeting.get_absolute_url(),
        place=dates.place,
        remark=_("announced for %(dates)s") % {"dates": when(moved)} if moved else "",
        badge=badge(meeting),
        announced=(moved.starts_on, moved.ends_on) if moved else None,
    )


def _short(meeting: Meeting, sitting: Sitting) -> str:
    """The number of a session, and of its part: 5.2."""
    part = sitting.number if isinstance(sitting, MeetingPart) else None
    return ".".join(str(number) for number in (meeting.number, part) if number)


def meeting_facts(meeting: Meeting) -> list[dict[str, Any]]:
    """What is asked first of a meeting: when and where; of one in several parts, of each."""
    if parts := [part for part in meeting.sittings if isinstance(part, MeetingPart)]:
        clocks = len(_zones(meeting)) > 1
        return [
            {"label": capfirst(part.called), "value": _when_and_where(part, (part.zone or meeting.zone) * clocks)}
            for part in parts
        ]
    dates = meeting.in_force
    return [
        {"label": _("Dates"), "value": when(dates)},
        {"label": _("Place"), "value": (dates.place if dates else "") or _("not known")},
    ]


def _when_and_where(sitting: Sitting, zone: str = "") -> str:
    dates = sitting.in_force
    return between_phrases().join(filter(None, [dates.place if dates else "", when(dates), zone and isolated(zone)]))


def further_facts(meeting: Meeting) -> list[dict[str, Any]]:
    """What else is known of a meeting, told after its documents and agenda."""
    facts: list[dict[str, Any]] = [
        {"label": _("Back to back with"), "value": meeting.back_to_back_with},
        {"label": _("Time zone"), "value": listed(_zones(meeting))},
        {"label": _("Announced in paragraph"), "value": cited(meeting.paragraph, get_language() or "en")},
        {"label": _("Body"), "value": meeting.process.body if meeting.is_session else "", "wide": True},
    ]
    return [fact for fact in facts if fact["value"]]


def _zones(meeting: Meeting) -> list[str]:
    """The zone of its place, or those of the places of its parts, each once."""
    return list(dict.fromkeys(zone for sitting in meeting.sittings if (zone := sitting.zone or meeting.zone)))


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
    """Every date the meeting was given, with its source; empty when it, and each of its parts, was given one only."""
    in_force = [sitting.in_force for sitting in meeting.sittings]
    if all(len(sitting.history) < 2 for sitting in meeting.sittings):
        return []
    return [
        {
            "basis": DatesBasis(dates.basis).label,
            "part": dates.part.called if dates.part else "",
            "when": when(dates),
            "place": dates.place,
            "source": dates.source,
            "in_force": dates in in_force,
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
        process.participants.select_related("region", "regional_group").prefetch_related(_members()),
        key=lambda p: (names.place(ParticipantKind(p.kind)), _place_of(_region_of(p)), _alphabet(p)),
    )
    return [
        {
            "kind": capfirst(names.many(ParticipantKind(kind))),
            "region": region.name if region else "",
            "members": [{"name": participant.name, "members": _names_of_members(participant)} for participant in found],
        }
        for (kind, region), found in groupby(everyone, key=lambda p: (p.kind, _region_of(p)))
    ]


def _members() -> Prefetch[Any]:
    """The members of groups as they are today."""
    today = GroupMember.objects.in_force(time.today()).select_related("member")
    return Prefetch("members", today, to_attr="members_today")


def _names_of_members(participant: Any) -> list[str]:
    """The members of a group, in the order of the alphabet."""
    return [member.name for member in sorted((row.member for row in participant.members_today), key=_alphabet)]


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
