"""One's own page: whom one acts for, what awaits an answer, what was written and filed, and what became of it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from igsp_portal.foundations import access, time
from igsp_portal.foundations.access import Permission
from igsp_portal.models import Event
from meetings.models import Participant

from .. import actions, names, pages, papers, rules
from ..models import Call, Grant, Party, Submission
from ..states import RECEIVED, CallStage

NEWEST_EVENTS = 20


def home(request: HttpRequest) -> HttpResponse:
    own = access.participants_where(request.user, Permission.OWN_READ)
    participants = list(Participant.objects.filter(pk__in=own).select_related("process", "region"))
    processes = {participant.process_id: participant.process for participant in participants}
    at = time.now()
    grants = list(
        Grant.objects.filter(
            participant__in=participants, until__gte=at, call__stage=CallStage.PUBLISHED
        ).select_related("call")
    )
    granted = Call.objects.published().filter(pk__in={grant.call_id for grant in grants})
    calls = list((Call.objects.filter(process__in=processes).receiving(at) | granted).with_dates())
    submissions = list(_submissions(participants))
    for thing in [*calls, *(submission.call for submission in submissions)]:
        thing.process = processes[thing.process_id]
    parties = [participant.party for participant in participants]
    named = _naming(participants)
    desk = pages.own_desk(participants, calls, submissions, at, grants)
    context = {
        "desk": [_seen(request, row) | {"named": named.get(row["participant"].pk, [])} for row in desk],
        "to_clear": actions.awaiting(request.user),  # type: ignore[arg-type]
        "history": pages.history(Event.objects.filter(party__in=parties, party_sees=True)[:NEWEST_EVENTS]),
    }
    return render(request, "submissions/own.html", context)


def _submissions(participants: list[Participant]) -> QuerySet[Submission]:
    rows = Submission.objects.filter(participant__in=participants).select_related("call", "participant")
    return rows.prefetch_related("versions")


def _naming(participants: list[Participant]) -> dict[int, list[dict[str, Any]]]:
    """What others filed that names these participants and stands, by the ids of those it names."""
    rows = Party.objects.filter(participant__in=participants, version__submission__state__in=RECEIVED)
    related = ("version__submission__participant", "version__submission__call__process")
    found: dict[int, list[dict[str, Any]]] = {}
    for party in rows.standing().select_related(*related).order_by("-version__filed_at"):
        version = party.version
        row = {"version": version, "party": names.of(version)["party"], "number": papers.number_of(version)}
        found.setdefault(party.participant_id, []).append(row)
    return found


def _seen(request: HttpRequest, row: dict[str, Any]) -> dict[str, Any]:
    """What one may do for a participant of the page."""
    participant = row["participant"]
    row["may_write"] = access.may(
        request.user, Permission.OWN_DRAFT, process=participant.process, participant=participant
    )
    row["sees_people"] = rules.may_file(request.user, participant) or rules.may_clear(request.user, participant)
    row["roles"] = [grant.role.label for grant in access.grants(request.user) if grant.participant_id == participant.pk]
    row["filings"] = [pages.own_row(submission) for submission in row.pop("submissions")]
    return row
