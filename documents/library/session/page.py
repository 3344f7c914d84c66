"""One page of the documents of a session, for what its reader asked."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

from igsp_portal.foundations import time
from meetings.models import Meeting
from meetings.panels import Asked

from .. import listing
from .groups import By, Group, chosen, groups, sitting_today
from .shown import Told, load

ROWS = 40  # on a page, each with all its files
LINES = 100  # on a page, each with one file
ANCHOR = "#documents"


def documents(meeting: Meeting, user: Any, asked: Asked) -> dict[str, Any]:
    """The choices of the reader, and the documents of the page asked for under their headings."""
    sitting = sitting_today(meeting)
    by = chosen(asked.choices.get("by", ""), sitting)
    found, known = groups(meeting, user, by, sitting)
    places = [(group, pk) for group in found for pk in group.documents]
    page = Paginator(places, LINES if asked.files else ROWS).get_page(asked.choices.get("page"))
    shown = list(page.object_list)
    zone = sitting.local_zone if by == By.TODAY and sitting else meeting.process.zone
    wanted = load([pk for _group, pk in shown], meeting, user) if shown else {}
    told = Told(wanted, known, meeting, time.today(zone), by)
    sections = _sections(shown, told, asked.files)
    own_query = "" if by == By.ITEM else urlencode({"by": by.value})
    return {
        "any": bool(places) or by == By.TODAY,
        "ways": _ways(asked.address, by, today=sitting is not None),
        "files": listing.files_choices(asked.files),
        "next": f"{_address(asked.address, by)}{ANCHOR}",
        "sections": sections,
        "any_new": any(row["new"] for part in sections for group in part["groups"] for row in group["documents"]),
        "lines": bool(asked.files),
        "page": page,
        "query": own_query,
        "anchor": ANCHOR,
    }


def _address(page: str, by: By) -> str:
    return page if by == By.ITEM else f"{page}?{urlencode({'by': by.value})}"


def _ways(page: str, current: By, *, today: bool) -> list[dict[str, Any]]:
    """What components/section_nav.html takes: the ways to list the documents."""
    ways = [by for by in By if by != By.TODAY or today]
    return [{"label": by.label, "url": f"{_address(page, by)}{ANCHOR}", "current": by == current} for by in ways]


def _sections(shown: list[tuple[Group, int]], told: Told, language: str) -> list[dict[str, Any]]:
    """Headings with the groups under them, and these with their documents."""
    parts = [
        (group, [told.line(pk, language) if language else told.row(pk) for _group, pk in places])
        for group, places in groupby(shown, key=lambda place: place[0])
    ]
    return [
        {"title": under, "groups": [{"title": group.title, "documents": rows} for group, rows in groups]}
        for under, groups in groupby(parts, key=lambda part: part[0].under)
    ]
