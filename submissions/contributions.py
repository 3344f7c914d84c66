"""What this app adds below: calls and deadlines on a process's page, what answers an input, and navigation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from documents.library.models.inputs import Answer
from documents.models import TextVersion
from documents.texts.panels import Way
from igsp_portal.foundations import access, time
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.language.days import moment
from meetings.models import Meeting, Process
from meetings.panels import Mark, Panel, ProcessLink

from . import coverage, papers, rules
from .models import Call, SubmissionVersion
from .states import SubmissionState


def process_parts(process: Process, meetings: Sequence[Meeting], user: Any) -> Iterator[Mark | Panel]:
    """The calls of a process on its page, and their days on its timeline."""
    at, calls = time.now(), calls_of(process, user)
    yield from _panel(calls, at)
    yield from _marks(calls, at)


def _panel(calls: list[Call], at: datetime) -> Iterator[Panel]:
    """The calls, with their deadline and how many have answered."""
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
            remark=_deadline_remark(call),
            tone=papers.DEADLINE_TONES[call.state_at(at)],
            badge={"label": deadline.phrase, "tone": papers.DEADLINE_TONES[call.state_at(at)]},
        )


def _deadline_remark(call: Call) -> str:
    """With the deadline before, where it was moved."""
    earlier = [moment(dates.closes_at, dates.zone) for dates in call.earlier.all() if dates.closes_at != call.closes_at]
    if not earlier:
        return gettext("Deadline for submissions")
    return gettext("Deadline for submissions, moved from %(moment)s") % {"moment": earlier[-1]}


def answers_to_inputs(process: int, user: Any) -> dict[int, list[Answer]]:
    """The calls that serve an input and have published submissions, in one query."""
    published = Q(submissions__published_version__isnull=False) & ~Q(submissions__state=SubmissionState.WITHDRAWN)
    serving = Call.objects.visible_to(user).filter(process=process, required_input__isnull=False)
    calls = serving.select_related("process").annotate(
        published=Count("submissions", published, distinct=True),
        first_filed=Min("submissions__versions__filed_at", filter=published),
    )
    found: dict[int, list[Answer]] = {}
    for call in calls.filter(published__gt=0):
        found.setdefault(call.required_input_id, []).append(_answer(call))  # type: ignore[arg-type]
    return found


def _answer(call: Any) -> Answer:
    zone = time.named_zone(call.zone)
    said = ngettext(
        "%(call)s: %(count)s published submission", "%(call)s: %(count)s published submissions", call.published
    )
    return Answer(
        label=said % {"call": call.title, "count": call.published},
        url=call.get_absolute_url(),
        asked_on=call.opens_at.astimezone(zone).date(),
        received_on=call.first_filed.astimezone(zone).date(),
    )


def ways_to_remark(version: TextVersion, user: Any) -> Iterator[Way]:
    """From the page of a released text: for those who may draft in open calls that ask on it, where they remark on it.

    Where nothing is begun yet, the call, on which that is done.
    """
    if not (version.is_issued and access.participants_where(user, Permission.OWN_DRAFT)):
        return
    at = time.now()
    for call in (
        Call.objects.receiving(at).filter(process=version.process, forms__questions__text_version=version).distinct()
    ):
        call.process = version.process
        question = next((one for one in call.form.asked() if one.text_version_id == version.pk), None)
        parties = rules.acting_for(user, call) if question else []
        drafts = SubmissionVersion.objects.filter(
            filed_at=None, submission__call=call, submission__participant__in=parties
        )
        found = dict(drafts.values_list("submission__participant", "submission"))
        for party in parties:
            words = gettext("Write a remark: %(party)s") if len(parties) > 1 else gettext("Write a remark")
            args = [version.process.slug, found.get(party.pk), question.key if question else ""]
            url = reverse("submissions:remarks", args=args) if party.pk in found else call.get_absolute_url()
            yield {"url": url, "label": words % {"party": party.name}}


def links(process: Process) -> Iterator[ProcessLink]:
    here = process.get_absolute_url()
    yield ProcessLink(
        _("Submissions"),
        reverse("submissions:published", args=[process.slug]),
        order=60,
        covers=(f"{here}calls/", f"{here}log/", f"{here}invitations/"),
    )


def calls_of(process: Process, user: Any) -> list[Call]:
    """The published calls of a process that `user` may see; each then has the process at hand."""
    calls = list(Call.objects.visible_to(user).published().with_dates().filter(process=process))
    for call in calls:
        call.process = process
    return calls
