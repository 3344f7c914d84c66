"""The pages of a process, of a meeting and of the participants, and the calendars."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from igsp_portal.foundations import time
from igsp_portal.foundations.language import files_language
from igsp_portal.foundations.pages.closed import open_to_all
from igsp_portal.foundations.pages.conditional import given

from . import calendars, panels, rendering
from .kinds import MeetingKind
from .models import Meeting, Process
from .timeline import timeline


def process_or_404(request: HttpRequest, slug: str) -> Process:
    """The process of a page, if the reader may see it; the page's frame then shows its name and navigation."""
    process = get_object_or_404(Process.objects.visible_to(request.user), slug=slug)
    request.process = process  # type: ignore[attr-defined]
    return process


def meeting_or_404(request: HttpRequest, process: str, key: str) -> Meeting:
    """A meeting of a process, if the reader may see it; the page's frame is that of the process."""
    visible = Meeting.objects.visible_to(request.user).select_related("process").with_dates()
    meeting = get_object_or_404(visible, process__slug=process, key=key)
    request.process = meeting.process  # type: ignore[attr-defined]
    return meeting


def meetings_of(process: Process) -> list[Meeting]:
    """The meetings of a process with their dates, each with the process at hand."""
    meetings = list(Meeting.objects.filter(process=process).with_dates())
    for meeting in meetings:
        meeting.process = process
    return meetings


@open_to_all
def process_page(request: HttpRequest, process: str) -> HttpResponse:
    """The whole process: its mandate, its calendar, and what upper apps add."""
    found = process_or_404(request, process)
    request.followed = found  # type: ignore[attr-defined]
    meetings = meetings_of(found)
    marks, added = panels.process_parts(found, meetings, request.user)
    context = {
        "process": found,
        "timeline": timeline([*rendering.marks_of_meetings(meetings), *marks], today=time.today(found.zone)),
        "dated": any(meeting.in_force for meeting in meetings),
        "sessions": [row for m in meetings if m.is_session for row in rendering.meeting_rows(m)],
        "sessions_title": found.names.many(MeetingKind.SESSION),
        "undated": [rendering.meeting_rows(m)[0] for m in meetings if not m.in_force],
        "decisions": rendering.decisions(found),
        "panels": added,
    }
    return render(request, "meetings/process.html", context)


@open_to_all
def to_process(request: HttpRequest, process: str) -> HttpResponse:
    """From an address cut short, of things that the page of their process lists."""
    return redirect(process_or_404(request, process))


@open_to_all
def meeting_page(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One session or consultation: its dates with their history, its agenda, and what upper apps add."""
    meeting = meeting_or_404(request, process, key)
    request.followed = meeting  # type: ignore[attr-defined]
    prefetch_related_objects([meeting], "agenda")
    files = files_language.of_reader(request.user, request.COOKIES)
    context = {
        "meeting": meeting,
        "trail": [
            {"label": str(meeting.process), "url": meeting.process.get_absolute_url()},
            {"label": meeting.name},
        ],
        "badge": rendering.badge(meeting),
        "facts": rendering.meeting_facts(meeting),
        "further": rendering.further_facts(meeting),
        "dates": rendering.dates_history(meeting),
        "agenda": list(meeting.agenda.all()),
        "letters": list(meeting.letters.all()),
        "panels": panels.meeting_panels(meeting, request.user, panels.Asked(request.path, request.GET, files)),
    }
    context["parts"] = rendering.parts(context)
    page = render(request, "meetings/meeting.html", context)
    for note in panels.looks_at_meeting:
        note(request, meeting)
    return page


@open_to_all
def participants(request: HttpRequest, process: str) -> HttpResponse:
    """Who takes part, by kind and region, in the alphabetical order of the reader's language."""
    found = process_or_404(request, process)
    return render(request, "meetings/participants.html", {"groups": rendering.participants(found)})


@open_to_all
def process_calendar(request: HttpRequest, process: str) -> HttpResponse:
    """The dated meetings of a process, and the days and moments that upper apps add."""
    found = process_or_404(request, process)
    meetings = meetings_of(found)
    marks, _panels = panels.process_parts(found, meetings, request.user)
    return _calendar(request, found, calendars.calendar(found, meetings, marks), found.slug)


@open_to_all
def meeting_calendar(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """One dated meeting; without dates there is nothing to put into a calendar."""
    meeting = meeting_or_404(request, process, key)
    if not meeting.in_force:
        raise Http404
    return _calendar(request, meeting.process, calendars.calendar(meeting.process, [meeting]), f"{process}-{key}")


def _calendar(request: HttpRequest, process: Process, content: bytes, name: str) -> HttpResponse:
    response = given(request, content, "text/calendar; charset=utf-8", public=process.is_public)
    if response.status_code == 200:
        response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
