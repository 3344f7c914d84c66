"""Calls for submissions, as programs read them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from igsp_portal.foundations.api.addresses import LISTS_OF_PROCESS, Addresses
from igsp_portal.foundations.api.answers import answer
from igsp_portal.foundations.api.asked import Asked, AskedOfChanges
from igsp_portal.foundations.api.pages import Changing, Shown, changing_page
from igsp_portal.foundations.api.reading import reads
from igsp_portal.foundations.api.shapes import Address, ChangingPage, Code, InLang, MaybeAddress, MomentUTC, Words, Zone
from igsp_portal.foundations.api.words import words
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.api import process_asked
from meetings.kinds import ParticipantKind
from meetings.models import Process

from .models import Call, CallDates, CallFile

router = Router(tags=["Calls for submissions"])
LISTS_OF_PROCESS.append("calls")
LIST = "processes/{slug:process}/calls/"


class EarlierShape(Schema):
    """A deadline that was moved."""

    closes_at: MomentUTC
    hard_closes_at: MomentUTC | None
    zone: Zone
    moved_at: MomentUTC


class CallFileShape(Schema):
    """A file that a call gives out."""

    file: Address
    title: Words
    title_lang: InLang = None
    language: Code | None = Field(description="Null for one that is for all languages.")
    name: str
    media_type: str
    size: int = Field(description="In bytes.")
    sha256: str


class CallInFull(Schema):
    """A call for submissions, with every deadline it was given."""

    address: Address
    page: Address
    process: Address
    key: str = Field(examples=["regional-needs"])
    title: Words
    title_lang: InLang = None
    guidance: Words
    guidance_lang: InLang = None
    decision: str | None = Field(description="The decision that it answers, by its symbol.", examples=["SS.VIII/1"])
    paragraph: str | None = Field(description="The paragraph of it.")
    input: MaybeAddress = Field(description="The input that the submissions give.")
    addressed: list[ParticipantKind] = Field(description="The kinds of participants that it addresses.")
    regions: list[str] = Field(description="Those of these kinds in these regions alone, by key; none for all.")
    groups: list[str] = Field(description="Also the members of these participants, by key.")
    participants: list[str] = Field(description="Also these participants, by key.")
    opens_at: MomentUTC
    closes_at: MomentUTC = Field(description="The deadline: what is filed later is marked as late.")
    hard_closes_at: MomentUTC | None = Field(description="After this nothing is received; null where all is.")
    zone: Zone
    files: list[CallFileShape]
    earlier: list[EarlierShape] = Field(description="The deadlines before it was moved, in the order of the moves.")


class Calls(ChangingPage):
    """A page of calls."""

    items: list[CallInFull]


@reads(router, LIST, shape=Calls, name="calls", summary="Calls of a process")
@open_to_all
def calls(request: HttpRequest, process: str, asked: Query[AskedOfChanges]) -> HttpResponse:
    """The published calls for submissions of a process."""
    found, at = process_asked(request, process), Addresses(request)
    listed = Changing(
        f"calls of {found.pk}",
        _published(request.user, found),
        lambda rows: _shown(rows, found, at, asked.language),
        kind="call",
        process=found.slug,
        address=lambda key: at.api("call", found.slug, key),
    )
    return changing_page(request, asked, listed)


@reads(router, LIST + "{slug:key}/", shape=CallInFull, name="call", summary="One call")
@open_to_all
def one_call(request: HttpRequest, process: str, key: str, asked: Query[Asked]) -> HttpResponse:
    """A call for submissions: what it asks, of whom, and until when."""
    found = process_asked(request, process)
    rows = _published(request.user, found).filter(key=key)
    for shown in _shown(rows, found, Addresses(request), asked.language).values():
        return answer(shown)
    raise Http404("There is no such call, or it is not published.")


def _published(user: Any, process: Process) -> QuerySet[Call]:
    return Call.objects.visible_to(user).published().filter(process=process)


def _shown(rows: QuerySet[Call], process: Process, at: Addresses, language: str | None) -> Shown:
    related = rows.select_related("decision", "required_input")
    found = list(related.prefetch_related("earlier", "files", "regions", "groups", "named"))
    for call in found:
        call.process = process
    return {call.pk: _call_shown(call, at, language) for call in found}


def _call_shown(call: Call, at: Addresses, language: str | None) -> dict[str, Any]:
    slug, served = call.process.slug, call.required_input
    return {
        "address": at.api("call", slug, call.key),
        "page": at(call.get_absolute_url()),
        "process": at.api("process", slug),
        "key": call.key,
        **words(call, "title", language),
        **words(call, "guidance", language),
        "decision": call.decision.symbol if call.decision else None,
        "paragraph": call.paragraph or None,
        "input": at.api("input", slug, served.key) if served else None,
        "addressed": call.addressed,
        "regions": [region.key for region in call.regions.all()],
        "groups": [group.key for group in call.groups.all()],
        "participants": [participant.key for participant in call.named.all()],
        "opens_at": call.opens_at,
        "closes_at": call.closes_at,
        "hard_closes_at": call.hard_closes_at,
        "zone": call.zone,
        "files": [_file_shown(file, call, at, language) for file in call.files.all()],
        "earlier": [_earlier_shown(dates) for dates in call.earlier.all()],
    }


def _file_shown(file: CallFile, call: Call, at: Addresses, language: str | None) -> dict[str, Any]:
    return {
        "file": at(reverse("submissions:call_file", args=[call.process.slug, call.key, file.pk])),
        **{name.replace("label", "title"): value for name, value in words(file, "label", language).items()},
        "language": file.language or None,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def _earlier_shown(dates: CallDates) -> dict[str, Any]:
    return {
        "closes_at": dates.closes_at,
        "hard_closes_at": dates.hard_closes_at,
        "zone": dates.zone,
        "moved_at": dates.moved_at,
    }
