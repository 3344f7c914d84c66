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
from meetings.models import Meeting, Participant, Process
from meetings.panels import Mark, Panel, ProcessLink

from . import coverage, papers
from .models import Call, FormVersion, Question, SubmissionVersion
from .models.calls import addressed_by
from .states import QuestionKind, SubmissionState


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
    own = access.participants_where(user, Permission.OWN_DRAFT)
    if not (version.is_issued and own):
        return
    receiving = Call.objects.receiving(time.now()).filter(process=version.process)
    calls = list(receiving.filter(forms__questions__text_version=version).distinct())
    asking, newest, drafts = _asking(version, calls), _newest(calls), _drafts(calls, own)
    addressed = addressed_by(calls) if calls else {}
    parties = list(Participant.objects.filter(pk__in=own, process=version.process)) if calls else []
    for call in calls:
        call.process = version.process
        acting = [party for party in parties if party.pk in addressed[call.pk]]
        for party in acting:
            submission, form = drafts.get((call.pk, party.pk), (0, 0))
            if form in asking:
                url = reverse("submissions:remarks", args=[version.process.slug, submission, asking[form]])
            elif newest[call.pk] in asking:
                url = call.get_absolute_url()
            else:
                continue
            words = gettext("Write a remark: %(party)s") if len(acting) > 1 else gettext("Write a remark")
            yield {"url": url, "label": words % {"party": party.name}}


def _asking(version: TextVersion, calls: list[Call]) -> dict[int, str]:
    """By the ids of the forms of calls that ask on a text: the key of the first question that does."""
    asked = Question.objects.filter(form__call__in=calls, text_version=version, kind=QuestionKind.STATEMENTS)
    return dict(asked.order_by("-order", "-pk").values_list("form", "key"))  # the first is written last


def _newest(calls: list[Call]) -> dict[int, int]:
    """By the ids of calls: that of the form on which new submissions are written."""
    forms = FormVersion.objects.in_use().filter(call__in=calls).order_by("number")
    return dict(forms.values_list("call", "pk"))


def _drafts(calls: list[Call], own: set[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """By the ids of a call and of a party: those of the submission that is being drafted, and of the draft's form."""
    rows = SubmissionVersion.objects.filter(
        filed_at=None, submission__call__in=calls, submission__participant__in=own
    ).values_list("submission__call", "submission__participant", "submission", "form")
    return {(call, party): (submission, form) for call, party, submission, form in rows}


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
