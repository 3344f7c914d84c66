"""Which versions of a text a reader may see, which of them is asked for, and the ways between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import translate_url
from django.utils.translation import gettext as _

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from meetings.models import Process
from meetings.views import process_or_404

from ..library import record
from . import panels, rendering
from .models import TextVersion
from .proposals import proposal_marks


def versions_of(request: HttpRequest, process: Process, key: str) -> list[TextVersion]:
    """The versions of the text that the reader may see, the newest first."""
    visible = TextVersion.objects.visible_to(request.user).filter(text__process=process, text__key=key)
    rows = visible.select_related("text", "document__meeting").order_by("-number")
    versions = list(proposal_marks.with_proposals(rows).annotate(**panels.asked_along))
    if not versions:
        raise Http404
    return versions


def at_version(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a page the versions of the text at its address that the reader may see, and the one ?version= asks for."""

    @wraps(view)
    def opened(request: HttpRequest, process: str, key: str, **more: str) -> HttpResponse:
        found = process_or_404(request, process)
        versions = versions_of(request, found, key)
        version = asked_for(versions, request.GET.get("version", ""))
        if version is None:
            return no_such_version(request, versions)
        version.text.process = found
        return view(request, versions, version, **more)

    return opened


def to_be_edited(request: HttpRequest, process: str, key: str, number: int) -> TextVersion:
    """The version at an address where texts are written, for those who write them; for others the page is closed."""
    found = process_or_404(request, process)
    if not access.may(request.user, Permission.TEXT_EDIT, process=found):
        raise PermissionDenied
    versions = TextVersion.objects.select_related("text", "document")
    version = get_object_or_404(versions, text__process=found, text__key=key, number=number)
    version.text.process = found
    return version


def asked_for(versions: list[TextVersion], number: str) -> TextVersion | None:
    """The version of that number; without one the latest released, or the draft where there is no other."""
    if not number:
        return next((version for version in versions if version.is_frozen), versions[0])
    return next((version for version in versions if str(version.number) == number), None)


def two_asked_for(versions: list[TextVersion], asked: Any) -> tuple[TextVersion, TextVersion] | None:
    """The earlier and the later of the versions asked for, in whichever order; None where one is not there."""
    numbers = {str(version.number): version for version in versions}
    later = numbers.get(asked.get("to") or str(versions[0].number))
    before = [version for version in versions if later and version.number < later.number] or versions[-1:]
    earlier = numbers.get(asked.get("from") or str(before[0].number))
    if later is None or earlier is None:
        return None
    first, second = sorted((earlier, later), key=lambda version: version.number)
    return first, second


def no_such_version(request: HttpRequest, versions: list[TextVersion]) -> HttpResponse:
    """Word that the version asked for is not there, and the way to those that are."""
    context = {
        "status": 404,
        "problem": _("There is no such version"),
        "text": _("“%(text)s” can be read in the versions below.") % {"text": versions[0].text.title},
        "versions": version_links(versions, None),
    }
    return render(request, "documents/problem.html", context, status=404)


def version_links(versions: list[TextVersion], shown: TextVersion | None) -> list[dict[str, Any]]:
    """The way to each version, the newest first."""
    return [
        {
            "url": f"?version={version.number}",
            "label": _("Version %(number)s") % {"number": version.number},
            "current": version == shown,
        }
        for version in versions
    ]


def elsewhere(request: HttpRequest, languages: list[str]) -> list[dict[str, Any]]:
    """The way to the same page in other languages."""
    address = request.get_full_path()
    return [{**entry, "url": translate_url(address, entry["code"])} for entry in rendering.languages(languages)]


def trail(version: TextVersion) -> list[dict[str, Any]]:
    """Down to the text: by its document, where it is one."""
    process, document = version.text.process, version.document
    if document is None:
        return [{"label": str(process), "url": process.get_absolute_url()}, {"label": version.text.title}]
    document.process = process
    *above, own = record.trail(document)
    return [*above, {**own, "url": document.get_absolute_url()}, {"label": _("Text")}]


def not_for_crawlers(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
