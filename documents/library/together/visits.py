"""A person's visits to a meeting's page, and the way to what was issued since the last."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.language.languages import CODES
from meetings.models import Meeting

from ..actions import note_visit
from ..models import LastVisit
from ..states import FileFormat
from . import stamps
from .asked import sees_restricted


def is_fetched_ahead(request: HttpRequest) -> bool:
    """Whether a browser asks for something in case that its reader might."""
    return "prefetch" in f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"


def note(request: HttpRequest, meeting: Meeting) -> None:
    """Note that somebody who is signed in looks at the page of a meeting."""
    user = request.user
    if request.method == "GET" and user.is_authenticated and not is_fetched_ahead(request):
        forms = [(code, form) for code in CODES for form in FileFormat.values]
        restricted = sees_restricted(user, meeting)
        note_visit(meeting, by=user, has=lambda: stamps.now(meeting.pk, forms, restricted=restricted).plain())


def since_last(meeting: Meeting, user: Any) -> dict[str, str]:
    """The moment of the reader's last visit, and the stamp of what there was; nothing on the first."""
    row = LastVisit.objects.filter(person=user, meeting=meeting).first() if user.is_authenticated else None
    if row is None:
        return {}
    at, had = row.before(time.now())
    return {"visited": moment(at, meeting.process.zone), "visit": stamps.from_plain(had).text()}
