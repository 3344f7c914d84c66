"""What this app adds to the pages of a process: its calls, their deadlines on the timeline, and its navigation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from meetings.models import Meeting, Process
from meetings.panels import Mark, Panel, ProcessLink

from . import coverage, papers
from .models import Call
from .states import CallState


def process_parts(process: Process, meetings: Sequence[Meeting], user: Any) -> Iterator[Mark | Panel]:
    """The calls of a process on its page, and their days on its timeline."""
    at, calls = time.now(), calls_of(process, user)
    yield from _panel([call for call in calls if call.state_at(at) != CallState.NOT_YET_OPEN], at)
    yield from _marks(calls, at)


def _panel(calls: list[Call], at: datetime) -> Iterator[Panel]:
    """The calls that have opened, with their deadline and how many have answered."""
    if calls:
        counts = coverage.counts_of(calls[0].process_id, calls)
        shown = [
            {
                "call": call,
                "url": call.get_absolute_url(),
                "deadline": papers.deadline(call, at),
                "counts": counts[call.pk],
            }
            for call in calls
        ]
        yield Panel("submissions/panels/calls.html", {"calls": shown}, order=30)


def _marks(calls: list[Call], at: datetime) -> Iterator[Mark]:
    """For each call, when it opens and its deadline, on the clock of its zone."""
    for call in calls:
        url = call.get_absolute_url()
        deadline = time.deadline(call.closes_at, call.zone, at)
        opens = call.opens_at.astimezone(time.named_zone(call.zone))
        yield Mark(
            key=f"{call.key}.opens",
            about=call,
            on=opens.date(),
            at=opens,
            label=call.title,
            kind="due",
            url=url,
            remark=_("The call opens"),
            tone="ok",
        )
        yield Mark(
            key=f"{call.key}.deadline",
            about=call,
            on=deadline.local.date(),
            at=deadline.local,
            label=call.title,
            kind="deadline",
            url=url,
            remark=_("Deadline for submissions"),
            tone=papers.DEADLINE_TONES[call.state_at(at)],
            badge={"label": deadline.phrase, "tone": papers.DEADLINE_TONES[call.state_at(at)]},
        )


def links(process: Process) -> Iterator[ProcessLink]:
    calls = f"{process.get_absolute_url()}calls/"
    yield ProcessLink(
        _("Submissions"), reverse("submissions:published", args=[process.slug]), order=60, covers=(calls,)
    )


def calls_of(process: Process, user: Any) -> list[Call]:
    """The calls of a process that `user` may see; each then has the process at hand."""
    calls = list(Call.objects.visible_to(user).filter(process=process))
    for call in calls:
        call.process = process
    return calls
