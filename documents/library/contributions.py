"""What the library adds to the pages of a process and of a meeting, through meetings.panels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igsp_portal.foundations import access, time
from igsp_portal.foundations.access import Permission
from meetings.models import Meeting, Process
from meetings.panels import Asked, Mark, Panel, ProcessLink

from . import matrix
from .session import page
from .states import InputState
from .together import visits


def links(process: Process) -> Iterator[ProcessLink]:
    library, texts = reverse("documents:library", args=[process.slug]), f"{process.get_absolute_url()}texts/"
    yield ProcessLink(gettext_lazy("Documents"), library, order=20, covers=(texts,))
    yield ProcessLink(gettext_lazy("Inputs"), reverse("documents:inputs", args=[process.slug]), order=30)


def meeting_panels(meeting: Meeting, user: Any, asked: Asked) -> Iterator[Panel]:
    """The documents of a session with their files, and what the session needs; in seven queries, however many."""
    today = time.today(meeting.process.zone)
    context = page.documents(meeting, user, asked)
    if context["any"] or meeting.is_session:
        may_post = access.may(user, Permission.DOCUMENT_POST, process=meeting.process)
        context |= {"post_url": _post_many(meeting) if may_post else ""}
        context |= {"together_url": reverse("documents:together", args=[meeting.process.slug, meeting.key])}
        context |= visits.since_last(meeting, user)
        yield Panel("documents/panel_documents.html", context, order=20, label=_("Documents"), anchor="documents")
    if dues := matrix.of_meeting(meeting, user):
        context = {"needs": matrix.needs(dues, today), "url": _inputs(meeting.process)}
        label = _("What this session needs")
        yield Panel("documents/panel_needs.html", context, order=30, label=label, anchor="needs")


def process_parts(process: Process, meetings: Sequence[Meeting], user: Any) -> Iterator[Mark | Panel]:
    """How the inputs stand today, and when documents are due."""
    today = time.today(process.zone)
    if rows := matrix.of_process(process, meetings, user):
        context = {"summary": matrix.summary(rows, today), "url": _inputs(process)}
        yield Panel("documents/panel_inputs.html", context, order=20)
    yield from _marks(matrix.awaiting(meetings, rows), rows, today)


def _marks(meetings: list[Meeting], rows: list[matrix.InputRow], today: date) -> Iterator[Mark]:
    """For each session, when its documents are due and when they are issued: ten and six weeks before (10-4-6)."""
    overdue = {
        due.meeting_id for row in rows for due in row.cells.values() if due.state_on(today) == InputState.OVERDUE
    }
    for meeting in meetings:
        if meeting.announced and not meeting.is_cancelled:
            first_day = meeting.announced.starts_on
            late = meeting.pk in overdue and today > time.submission_due(first_day)
            yield from _terms(meeting, first_day, late=late)


def _terms(meeting: Meeting, first_day: date, *, late: bool) -> Iterator[Mark]:
    yield Mark(
        key=f"{meeting.key}.due",
        about=meeting,
        on=time.submission_due(first_day),
        label=_("Documents due: %(meeting)s") % {"meeting": meeting.name},
        kind="due",
        url=_inputs(meeting.process),
        tone="late" if late else "neutral",
        badge={"label": _("inputs overdue"), "tone": "late"} if late else None,
        remark=_("ten weeks before the first day announced"),
    )
    yield Mark(
        key=f"{meeting.key}.issue",
        about=meeting,
        on=time.issue_due(first_day),
        label=_("Documents to be issued: %(meeting)s") % {"meeting": meeting.name},
        kind="due",
        url=_library(meeting),
        remark=_("six weeks before the first day announced"),
    )


def _post_many(meeting: Meeting) -> str:
    admin = reverse("admin_of_process", args=[meeting.process.slug])
    return f"{admin}documents/document/post/?meeting={meeting.key}"


def _library(meeting: Meeting) -> str:
    return f"{reverse('documents:library', args=[meeting.process.slug])}?meeting={meeting.key}"


def _inputs(process: Process) -> str:
    return reverse("documents:inputs", args=[process.slug])
