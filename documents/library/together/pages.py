"""The page on which a reader chooses which documents of a meeting to download together, and the ZIP's address."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations import time
from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.language import files_language
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.language.languages import CODES, LANGUAGES
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.models import Meeting
from meetings.views import meeting_or_404

from ..actions import note_download
from ..models import LastDownload
from ..states import FileFormat
from . import stamps
from .asked import Asked, NotAsked, read
from .chosen import File, choose, current_files, issued_files
from .contents import contents
from .streaming import Sent, absent, is_busy
from .visits import is_fetched_ahead, since_last

TAKEN = Limit("documents-together", acts=600, seconds=3600)
NOBODY_KEEPS_IT = "private, no-store"
TRY_AGAIN_AFTER = 15  # seconds


@open_to_all
@require_safe
def together_page(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """What there is in each language and format, how much was chosen, and the way to the ZIP."""
    meeting = meeting_or_404(request, process, key)
    there = list(current_files(meeting, request.user))
    formats = [form for form in FileFormat.values if any(file.format == form for file in there)]
    try:
        asked = read(request.GET, meeting, request.user, languages=[_wanted(request)], formats=formats[:1])
    except NotAsked as refused:
        return _refused(request, refused)
    chosen = choose(meeting, request.user, asked)
    context = {
        "trail": [
            {"label": str(meeting.process), "url": meeting.process.get_absolute_url()},
            {"label": meeting.name, "url": meeting.get_absolute_url()},
            {"label": _("Download documents together")},
        ],
        "meeting": meeting,
        "languages": _choices(there, asked, {code: str(LANGUAGES[code].name) for code in CODES}, of_language=True),
        "formats": _choices(there, asked, dict(FileFormat.choices), of_language=False),
        "since": asked.since,
        "day": asked.day,
        "count": len(chosen.files),
        "size": filesizeformat(chosen.size),
        "gone": len(chosen.gone) + len(chosen.closed),
        "zip": _zip_address(meeting),
        "zip_query": asked.query(asked.since),
        **_last_download(meeting, request.user, asked),
        **_last_visit(meeting, request.user, asked),
    }
    return render(request, "documents/together.html", context)


def _last_download(meeting: Meeting, user: Any, asked: Asked) -> dict[str, Any]:
    """Since when the reader can be given what is new, and the way to take their last ZIP again."""
    row = LastDownload.objects.filter(person=user, meeting=meeting).first() if user.is_authenticated else None
    if row is None:
        return {}
    had = stamps.from_plain(row.had).text() if row.had else ""
    return {
        "last": moment(row.at, meeting.process.zone),
        "last_query": asked.query(stamps.from_plain(row.has).text()),
        "again_query": asked.query(had),
    }


def _last_visit(meeting: Meeting, user: Any, asked: Asked) -> dict[str, Any]:
    """When the reader came here last, and the way to what is new since."""
    last = since_last(meeting, user)
    return {"visited": last["visited"], "visit_query": asked.query(last["visit"])} if last else {}


def _choices(there: list[File], asked: Asked, labels: dict[str, str], *, of_language: bool) -> list[dict[str, Any]]:
    """Languages, or formats, in which there are files: how many and how much, and whether they are chosen."""
    counts, sizes = Counter[str](), Counter[str]()
    for file in there:
        for value in {form[0 if of_language else 1] for form in file.forms}:
            counts[value] += 1
            sizes[value] += file.size
    chosen = asked.languages if of_language else asked.formats
    return [
        {
            "value": value,
            "name": name,
            "count": counts[value],
            "size": filesizeformat(sizes[value]),
            "chosen": value in chosen,
        }
        for value, name in labels.items()
        if counts[value]
    ]


@open_to_all
@require_safe
@limited(TAKEN, methods=("GET",))
def documents_zip(request: HttpRequest, process: str, key: str) -> HttpResponseBase:
    """The ZIP; of the language in which the reader wants files where none is named, and of every format."""
    meeting = meeting_or_404(request, process, key)
    try:
        asked = read(request.GET, meeting, request.user, languages=[_wanted(request)], formats=list(FileFormat.values))
    except NotAsked as refused:
        return _refused(request, refused)
    if is_busy():
        return _too_many_at_once(request)
    sent = _sent(request, meeting, asked)
    headers = {
        "Content-Type": "application/zip",
        "Content-Length": str(len(sent)),
        "Content-Disposition": content_disposition_header(True, _name(meeting, asked)) or "attachment",
        "Cache-Control": NOBODY_KEEPS_IT,
        "Accept-Ranges": "none",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(sent, headers=headers)


def _sent(request: HttpRequest, meeting: Meeting, asked: Asked) -> Sent:
    user = request.user
    at, chosen = time.now(), choose(meeting, user, asked)
    made = contents(meeting, user, asked, chosen, absent(chosen.files), request.build_absolute_uri)

    def note() -> None:
        if user.is_authenticated and not is_fetched_ahead(request):
            had = asked.stamp.plain() if asked.stamp else None
            note_download(meeting, by=user, at=at, has=chosen.stamp.plain(), had=had)

    return Sent(made, lambda: issued_files(meeting, user).values_list("pk", flat=True), note)


def _name(meeting: Meeting, asked: Asked) -> str:
    """igsp-wg-1-EN-FR.zip"""
    languages = "".join(f"-{LANGUAGES[code].suffix}" for code in asked.languages)
    return f"{meeting.process.slug}-{meeting.key}{languages}.zip"


def _zip_address(meeting: Meeting) -> str:
    return reverse("documents:together_zip", args=[meeting.process.slug, meeting.key])


def _wanted(request: HttpRequest) -> str:
    """The language in which the reader wants files, or that of the page."""
    return files_language.of_reader(request.user, request.COOKIES) or get_language() or "en"


def _refused(request: HttpRequest, refused: NotAsked) -> HttpResponse:
    context = {"status": 400, "problem": refused.title, "text": refused.text}
    return render(request, "documents/problem.html", context, status=400)


def _too_many_at_once(request: HttpRequest) -> HttpResponse:
    text = _("Too many people are downloading documents together. Try again in a moment, or take single documents.")
    context = {"status": 503, "problem": _("The file cannot be delivered at the moment"), "text": text}
    response = render(request, "documents/problem.html", context, status=503)
    response["Retry-After"] = str(TRY_AGAIN_AFTER)
    return response
