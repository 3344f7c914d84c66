"""Required inputs with the sessions they are due for, and what answers them."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router

from igsp_portal.foundations import time
from igsp_portal.foundations.api.addresses import LISTS_OF_PROCESS, Addresses
from igsp_portal.foundations.api.answers import answer
from igsp_portal.foundations.api.asked import Asked, AskedOfChanges
from igsp_portal.foundations.api.pages import Changing, Shown, changing_page
from igsp_portal.foundations.api.reading import reads
from igsp_portal.foundations.api.words import words
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.api import process_asked
from meetings.models import Meeting, Process

from .. import matrix, panels
from ..models import InputDue, RequiredInput
from . import shapes

router = Router(tags=["Required inputs"])
LISTS_OF_PROCESS.append("inputs")
LIST = "processes/{slug:process}/inputs/"


@reads(router, LIST, shape=shapes.Inputs, name="inputs", summary="Required inputs of a process")
@open_to_all
def inputs(request: HttpRequest, process: str, asked: Query[AskedOfChanges]) -> HttpResponse:
    """What the mandate requires, and where it stands today: a day that passes is no change."""
    found, at = process_asked(request, process), Addresses(request)
    listed = Changing(
        f"inputs of {found.pk}",
        RequiredInput.objects.visible_to(request.user).filter(process=found),
        lambda rows: _shown(rows, found, request.user, at, asked.language),
        order=("order", "pk"),
        kind="input",
        process=found.slug,
        address=lambda key: at.api("input", found.slug, key),
    )
    return changing_page(request, asked, listed)


@reads(router, LIST + "{slug:key}/", shape=shapes.InputShape, name="input", summary="One required input")
@open_to_all
def one_input(request: HttpRequest, process: str, key: str, asked: Query[Asked]) -> HttpResponse:
    """An input with the sessions it is due for."""
    found, at = process_asked(request, process), Addresses(request)
    rows = RequiredInput.objects.visible_to(request.user).filter(process=found, key=key)
    for shown in _shown(rows, found, request.user, at, asked.language).values():
        return answer(shown)
    raise Http404("There is no required input with this key.")


def _shown(rows: QuerySet[RequiredInput], process: Process, user: Any, at: Addresses, language: str | None) -> Shown:
    dues = matrix.dues_of(user).order_by("meeting__order", "pk")
    meetings = Meeting.objects.with_dates()
    dues = dues.prefetch_related(Prefetch("meeting", meetings))
    found = list(rows.prefetch_related("requested_by", Prefetch("due", dues, to_attr="cells")))
    others = panels.other_answers(process.pk, user) if found else {}
    shown = {}
    for required in found:
        for due in required.cells:
            due.required_input, due.others = required, others.get(required.pk, ())
            matrix.know_process(due, process)
        required.process = process
        shown[required.pk] = _input_shown(required, at, language)
    return shown


def _input_shown(required: Any, at: Addresses, language: str | None) -> dict[str, Any]:
    process = required.process
    today = time.today(process.zone)
    return {
        "address": at.api("input", process.slug, required.key),
        "page": at(f"{reverse('documents:inputs', args=[process.slug])}#{matrix.anchor(required)}"),
        "process": at.api("process", process.slug),
        "key": required.key,
        "letter": required.letter or None,
        **words(required, "title", language),
        **words(required, "responsible", language),
        "as_appropriate": required.as_appropriate,
        "paragraph": required.paragraph or None,
        **words(required, "remark", language),
        "requested_by": [
            {"sent_on": letter.sent_on, **words(letter, "to", language)} for letter in required.requested_by.all()
        ],
        "zone": process.zone,
        "due": [_due_shown(due, today, at) for due in required.cells],
    }


def _due_shown(due: InputDue, today: Any, at: Addresses) -> dict[str, Any]:
    slug = due.meeting.process.slug
    return {
        "meeting": at.api("meeting", slug, due.meeting.key),
        "due_on": due.due,
        "state": due.state_on(today),
        "days_late": due.days_late_on(today),
        "received_on": due.received_on,
        "documents": [at.api("document", slug, document.key) for document in matrix.shown(due)],
        "otherwise": [at(other.url) for other in due.answering_otherwise],
    }
