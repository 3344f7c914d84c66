"""Processes, meetings and their agendas, as programs read them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from igsp_portal.foundations.api.addresses import LISTS_OF_PROCESS, Addresses
from igsp_portal.foundations.api.answers import answer
from igsp_portal.foundations.api.asked import Asked, AskedOfChanges, AskedOfList
from igsp_portal.foundations.api.pages import Changing, Listed, Shown, changing_page, page
from igsp_portal.foundations.api.reading import reads
from igsp_portal.foundations.api.shapes import Address, ChangingPage, Day, InLang, MaybeAddress, Page, Words, Zone
from igsp_portal.foundations.api.words import words
from igsp_portal.foundations.pages.closed import open_to_all

from .kinds import MeetingKind
from .models import AgendaItem, Meeting, MeetingDates, Process
from .states import DatesBasis, MeetingState

router = Router(tags=["Processes and meetings"])
LISTS_OF_PROCESS.append("meetings")


class ProcessShape(Schema):
    """A process: what is prepared, by whom, and where its lists are."""

    address: Address
    page: Address
    key: str = Field(description="Its short name at addresses.", examples=["igsp"])
    name: Words
    name_lang: InLang = None
    short_name: Words
    short_name_lang: InLang = None
    system: Words
    system_lang: InLang = None
    organization: Words
    organization_lang: InLang = None
    body: Words
    body_lang: InLang = None
    parent_body: Words
    parent_body_lang: InLang = None
    about: Words
    about_lang: InLang = None
    series: str | None = Field(description="The series of its symbols.", examples=["UNEP/IEG/IGSP"])
    zone: Zone
    lists: dict[str, Address] = Field(
        description="The addresses of its lists, by their names.",
        examples=[{"meetings": "https://portal.example/api/v1/processes/igsp/meetings/"}],
    )


class Processes(ChangingPage):
    """A page of processes."""

    items: list[ProcessShape]


class DatesShape(Schema):
    """Days and a place that a meeting was given."""

    part: int | None = Field(description="The number of the part that they were given to, if it has parts.")
    basis: DatesBasis = Field(description="Whether they were announced, revised, or those on which it met.")
    starts_on: dt.date = Field(description="The first day, in the zone of the meeting.")
    ends_on: dt.date = Field(description="The last day.")
    place: Words
    place_lang: InLang = None
    country: str | None = Field(description="Its code in ISO 3166.", examples=["KE"])
    zone: Zone


class AgendaItemShape(Schema):
    """An item of an agenda."""

    number: str = Field(examples=["4 (a)"])
    title: Words
    title_lang: InLang = None
    illustrative: bool = Field(description="Whether it is taken from no official source.")


class PartShape(Schema):
    """A part of a session that was adjourned and resumed."""

    number: int
    name: Words
    name_lang: InLang = None
    zone: Zone


class MeetingShape(Schema):
    """A session or a consultation, with every date it was given."""

    address: Address
    page: Address
    process: Address
    key: str = Field(examples=["wg-1"])
    kind: MeetingKind
    number: int | None
    name: Words
    name_lang: InLang = None
    state: MeetingState
    cancelled_on: Day
    zone: Zone
    back_to_back_with: Words
    back_to_back_with_lang: InLang = None
    paragraph: str | None = Field(description="The paragraph of the mandate that announces it.")
    parts: list[PartShape] = Field(description="Of a session that was adjourned and resumed; else none.")
    dates: list[DatesShape] = Field(description="In the order in which they were given: the last are in force.")
    agenda: list[AgendaItemShape]
    calendar: MaybeAddress = Field(description="As iCalendar; null for one that has no dates.")


class Meetings(ChangingPage):
    """A page of meetings."""

    items: list[MeetingShape]


class Agenda(Page):
    """A page of an agenda."""

    items: list[AgendaItemShape]


def process_asked(request: HttpRequest, slug: str) -> Process:
    """The process at an address, as far as the reader may see it. Raises Http404."""
    process = Process.objects.visible_to(request.user).filter(slug=slug).first()
    if process is None:
        raise Http404("There is no process of this name, or it is not open to you.")
    return process


@reads(router, "processes/", shape=Processes, name="processes", summary="Processes")
@open_to_all
def processes(request: HttpRequest, asked: Query[AskedOfChanges]) -> HttpResponse:
    """The processes that are open to you."""
    at = Addresses(request)
    listed = Changing(
        "processes",
        Process.objects.visible_to(request.user),
        lambda rows: {row.pk: process_shown(row, at, asked.language) for row in rows},
        kind="process",
        address=lambda slug: at.api("process", slug),
    )
    return changing_page(request, asked, listed)


@reads(router, "processes/{slug:process}/", shape=ProcessShape, name="process", summary="One process")
@open_to_all
def one_process(request: HttpRequest, process: str, asked: Query[Asked]) -> HttpResponse:
    """A process, with the addresses of its lists."""
    return answer(process_shown(process_asked(request, process), Addresses(request), asked.language))


def process_shown(process: Process, at: Addresses, language: str | None) -> dict[str, Any]:
    """A process as it is answered."""
    return {
        "address": at.api("process", process.slug),
        "page": at(process.get_absolute_url()),
        "key": process.slug,
        **words(process, "name", language),
        **words(process, "short_name", language),
        **words(process, "system", language),
        **words(process, "organization", language),
        **words(process, "body", language),
        **words(process, "parent_body", language),
        **words(process, "about", language),
        "series": process.series or None,
        "zone": process.zone,
        "lists": {name: at.api(name, process.slug) for name in LISTS_OF_PROCESS},
    }


@reads(router, "processes/{slug:process}/meetings/", shape=Meetings, name="meetings", summary="Meetings of a process")
@open_to_all
def meetings(request: HttpRequest, process: str, asked: Query[AskedOfChanges]) -> HttpResponse:
    """Sessions and consultations in the order of their process, with their dates and agendas."""
    found, at = process_asked(request, process), Addresses(request)
    listed = Changing(
        f"meetings of {found.pk}",
        _meetings_of(found),
        lambda rows: _shown(rows, found, at, asked.language),
        order=("order", "pk"),
        kind="meeting",
        process=found.slug,
        address=lambda key: at.api("meeting", found.slug, key),
    )
    return changing_page(request, asked, listed)


@reads(router, "processes/{slug:process}/meetings/{slug:key}/", shape=MeetingShape, name="meeting", summary="A meeting")
@open_to_all
def one_meeting(request: HttpRequest, process: str, key: str, asked: Query[Asked]) -> HttpResponse:
    """One session or consultation."""
    found = process_asked(request, process)
    for shown in _shown(_meetings_of(found).filter(key=key), found, Addresses(request), asked.language).values():
        return answer(shown)
    raise Http404("There is no meeting with this key.")


@reads(
    router,
    "processes/{slug:process}/meetings/{slug:key}/agenda/",
    shape=Agenda,
    name="agenda",
    summary="The agenda of a meeting",
)
@open_to_all
def agenda(request: HttpRequest, process: str, key: str, asked: Query[AskedOfList]) -> HttpResponse:
    """The items of an agenda in their order. The list of documents says which belong to each: `?agenda_item=`."""
    found = _meetings_of(process_asked(request, process)).filter(key=key).first()
    if found is None:
        raise Http404("There is no meeting with this key.")
    items = AgendaItem.objects.filter(meeting=found)
    listed = Listed(
        f"agenda of {found.pk}",
        items,
        lambda rows: {row.pk: _item_shown(row, asked.language) for row in rows},
        order=("order", "pk"),
    )
    return page(request, asked, listed)


def _meetings_of(process: Process) -> QuerySet[Meeting]:
    return Meeting.objects.filter(process=process)


def _shown(rows: QuerySet[Meeting], process: Process, at: Addresses, language: str | None) -> Shown:
    found = rows.with_dates().prefetch_related("agenda")  # type: ignore[attr-defined]
    for meeting in found:
        meeting.process = process
        for part in meeting.parts.all():
            part.meeting = meeting
    return {meeting.pk: _meeting_shown(meeting, at, language) for meeting in found}


def _meeting_shown(meeting: Meeting, at: Addresses, language: str | None) -> dict[str, Any]:
    process, history = meeting.process, meeting.history
    return {
        "address": at.api("meeting", process.slug, meeting.key),
        "page": at(meeting.get_absolute_url()),
        "process": at.api("process", process.slug),
        "key": meeting.key,
        "kind": meeting.kind,
        "number": meeting.number,
        **words(meeting, "name", language),
        "state": meeting.state,
        "cancelled_on": meeting.cancelled_on,
        "zone": meeting.local_zone,
        **words(meeting, "back_to_back_with", language),
        "paragraph": meeting.paragraph or None,
        "parts": [
            {"number": part.number, **words(part, "name", language), "zone": part.local_zone}
            for part in meeting.parts.all()
        ],
        "dates": [_dates_shown(dates, meeting, language) for dates in history],
        "agenda": [_item_shown(item, language) for item in meeting.agenda.all()],
        "calendar": at(reverse("meetings:meeting_calendar", args=[process.slug, meeting.key])) if history else None,
    }


def _dates_shown(dates: MeetingDates, meeting: Meeting, language: str | None) -> dict[str, Any]:
    part = next((part for part in meeting.parts.all() if part.pk == dates.part_id), None)
    return {
        "part": part.number if part else None,
        "basis": dates.basis,
        "starts_on": dates.starts_on,
        "ends_on": dates.ends_on,
        **words(dates, "place", language),
        "country": dates.country or None,
        "zone": (part or meeting).local_zone,
    }


def _item_shown(item: AgendaItem, language: str | None) -> dict[str, Any]:
    return {"number": item.number, **words(item, "title", language), "illustrative": item.illustrative}
