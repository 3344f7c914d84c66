"""Atom feeds of the portal, a process, a meeting and a document: what a stranger may see, whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.pages.closed import open_to_all
from igsp_portal.foundations.pages.conditional import given
from igsp_portal.models import Event
from meetings.models import Meeting, Process

from ..library.models import Document
from ..library.states import DocumentState
from . import atom, happenings, kin, wording
from .happenings import Happening

MOST = 100  # entries of a page of a feed
PAGES = 10  # of a feed, for whoever was away (RFC 5005)
READ = 2000  # events that are read for each
GATHERED = dt.timedelta(minutes=30)  # what happens to one thing with no longer pause is one entry
BEGINNING = dt.datetime(2004, 1, 1, tzinfo=dt.UTC)  # of a feed with nothing in it
LOADED = Q(verb="loaded", about_type="documents.document")


@open_to_all
@require_safe
def portal_feed(request: HttpRequest) -> HttpResponse:
    """What is new in any public process."""
    slugs = list(Process.objects.visible_to(AnonymousUser()).values_list("slug", flat=True))
    events = Event.objects.filter(process__in=slugs)
    return _answer(request, events, settings.PORTAL_NAME, reverse("front:home"), settings.PORTAL_NAME)


@open_to_all
@require_safe
def process_feed(request: HttpRequest, process: str) -> HttpResponse:
    """What is new in a process."""
    found = _process(process)
    return _answer(request, Event.objects.filter(process=found.slug), found, found.get_absolute_url(), _author(found))


@open_to_all
@require_safe
def meeting_feed(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What is new of a meeting and of its documents."""
    found = get_object_or_404(Meeting.objects.select_related("process"), process=_process(process), key=key)
    documents = Document.objects.filter(Q(meeting=found) | Q(also_before=found)).values_list("pk", flat=True)
    of_these = Q(about_type="documents.document", about_key__in=[*map(str, documents)])
    own = Q(about_type="meetings.meeting", about_key=str(found.pk))
    events = Event.objects.filter(own | of_these, process=found.process.slug)
    title = f"{found.process}: {found}"
    return _answer(request, events, title, found.get_absolute_url(), _author(found.process))


@open_to_all
@require_safe
def document_feed(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What is new of a document, and of what revises, supplements or corrects it."""
    visible = Document.objects.visible_to(AnonymousUser()).select_related("process")
    found = get_object_or_404(visible, process=_process(process), key=key)
    keys = [*map(str, kin.concerning(found))]
    events = Event.objects.filter(process=process, about_type="documents.document", about_key__in=keys)
    title = f"{found}: {found.title}" if found.symbol else found.title
    return _answer(request, events, title, found.get_absolute_url(), _author(found.process))


def _process(slug: str) -> Process:
    return get_object_or_404(Process.objects.visible_to(AnonymousUser()), slug=slug)


def _author(process: Process) -> str:
    return process.organization or process.name


def _answer(request: HttpRequest, events: Any, title: Any, page: str, author: Any) -> HttpResponse:
    public = events.filter(public=True)
    language = LANGUAGES[get_language() or "en"]
    asked = request.GET.get("page", "")
    number = int(asked) if asked in map(str, range(1, PAGES + 1)) else 1
    entries, more = _entries(public, language.code, number)
    url = settings.SITE_ADDRESS + request.path
    feed = atom.Feed(
        url=url,
        itself=f"{url}?page={number}" if number > 1 else url,
        following=f"{url}?page={number + 1}" if more and number < PAGES else "",
        page=settings.SITE_ADDRESS + page,
        title=str(title),
        subtitle=_("The newest %(count)s entries at most") % {"count": MOST},
        author=str(author),
        language=language.html_lang,
        updated=max((entry.updated for entry in entries), default=BEGINNING),
        entries=entries,
    )
    media_type = f"{atom.MEDIA_TYPE}; charset=utf-8"
    return given(request, atom.written(feed), media_type, public=True)


def _entries(public: Any, language: str, number: int) -> tuple[list[atom.Entry], bool]:
    """The entries that events make on one page, the newest on the first, in the active language; and if more follow."""
    told = public.filter(Q(verb__in=happenings.VERBS) | LOADED).order_by("-pk")[: READ * number]
    found = gathered([event for event in told if happenings.is_told(event) or event.verb == "loaded"])
    shown = _open_to_all(found)
    files = happenings.files_of(shown)
    worded = ((happening, wording.said(happening, files, now=False)) for happening in shown)
    there = ((happening, said) for happening, said in worded if said)
    page = list(islice(there, MOST * (number - 1), MOST * number + 1))
    return [_entry(happening, said, language) for happening, said in page[:MOST]], len(page) > MOST


def gathered(newest_first: Sequence[Event]) -> list[Happening]:
    """What happened to each thing in a short while, as one; the newest first.

    What came before a document was issued is nobody's news, nor what becomes of the files of one that is not.
    """
    things = happenings.things(newest_first)
    issued: set[tuple[str, str]] = set()
    last: dict[tuple[str, str], Happening] = {}
    found: list[Happening] = []
    for event in newest_first:
        name = event.about_type, event.about_key
        if name not in things or name in issued or not _counts(things[name], event):
            continue
        if event.verb in happenings.ISSUED:
            issued.add(name)
        near = last.get(name)
        if near is None or near.events[0].at - event.at > GATHERED:
            near = last[name] = Happening(things[name])
            found.append(near)
        near.events.insert(0, event)
    return found


def _counts(thing: Any, event: Event) -> bool:
    if not isinstance(thing, Document):
        return True
    if event.verb.startswith("file."):
        return thing.is_issued
    return thing.state in (DocumentState.ISSUED, DocumentState.WITHDRAWN)


def _open_to_all(found: list[Happening]) -> list[Happening]:
    seen: dict[str, set[str]] = {}
    for kind in happenings.MODELS:
        keys = {h.about.pk for h in found if h.about._meta.label_lower == kind}
        seen[kind] = happenings.visible(kind, keys, AnonymousUser()) if keys else set()
    return [h for h in found if str(h.about.pk) in seen[h.about._meta.label_lower]]


def _entry(happening: Happening, said: wording.Said, language: str) -> atom.Entry:
    first, newest = happening.events[0], happening.events[-1]
    return atom.Entry(
        name=f"{settings.SITE_ADDRESS}/{language}/events/{first.pk}",
        title=f"{said.what} – {said.name}",
        summary="\n".join(_lines(said)),
        url=said.url,
        published=first.at,
        updated=newest.at,
    )


def _lines(said: wording.Said) -> Iterator[str]:
    if said.title:
        yield said.title
    yield from said.details
