"""The room view: one paragraph large on a screen, and a second screen that follows what the operator shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.models import Process
from meetings.views import process_or_404

from .. import actions, rules
from ..asked import asked_for
from ..models import Showing, Text, TextVersion
from ..proposals import proposed
from . import kept, screen

PRESSES = Limit("room", acts=3600, seconds=3600)


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
@limited(PRESSES)
def room_page(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The paragraph that is shown in the room, or the one of ?version= and ?at= for whoever looks by themselves."""
    found = process_or_404(request, process)
    if request.method == "POST":
        return _pressed(request, found, key)
    asked = _asked(request, found, key)
    part = _part(request, asked, kept.state(asked.text))
    response = render(request, "documents/room.html", {**_frame(asked), "part": part})
    patch_cache_control(response, private=True, no_cache=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@open_to_all
@require_safe
def room_now(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """The same as a fragment in JSON, for a screen that asks every other second: mostly the answer is “as before”."""
    asked = _asked(request, process_or_404(request, process), key)
    shows = kept.state(asked.text)
    etag = f'"{kept.digest((_facts(asked), shows, _sees(request, asked)))}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = JsonResponse({"part": _part(request, asked, shows)})
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


@dataclass(frozen=True)
class _Asked:
    """Which paragraph of which version is asked for, and by whom."""

    text: Text
    version: TextVersion | None
    key: str
    is_shown: bool  # in the room, by the operator
    follows: bool  # whatever is shown next
    leads: bool  # who may show others


def _asked(request: HttpRequest, process: Process, key: str) -> _Asked:
    """What is shown in the room, unless another version or paragraph is asked for. Raises Http404."""
    showing = (
        Showing.objects.filter(text__process=process, text__key=key).select_related("version__text", "text").first()
    )
    leads = rules.may_decide(request.user, process)
    own_way = "at" in request.GET or "version" in request.GET
    if showing and not own_way and rules.sees_in_room(request.user, showing.version, process):
        showing.version.text.process = process
        return _Asked(showing.version.text, showing.version, showing.key, True, True, leads)
    visible = TextVersion.objects.visible_to(request.user).filter(text__process=process, text__key=key)
    versions = list(visible.select_related("text").order_by("-number"))
    if versions:
        version = asked_for(versions, request.GET.get("version", ""))
        if version is None:
            raise Http404
        version.text.process = process
        return _Asked(version.text, version, request.GET.get("at", ""), False, not own_way, leads)
    if own_way or not rules.waits_in_room(request.user, process):
        raise Http404
    text = get_object_or_404(Text, process=process, key=key)
    text.process = process
    return _Asked(text, None, "", False, True, leads)


def _facts(asked: _Asked) -> tuple[Any, ...]:
    """Where a screen is, whoever has it."""
    version = asked.version.pk if asked.version else None
    return (asked.text.pk, version, asked.key, asked.is_shown, asked.follows, asked.leads, get_language())


def _sees(request: HttpRequest, asked: _Asked) -> tuple[Any, ...]:
    """By what roles a person may see more than another, which change without an event of the text."""
    process, user = asked.text.process, request.user
    own = sorted(access.participants_where(user, Permission.OWN_READ))
    return (access.may(user, Permission.DOCUMENT_READ, process=process), own)


def _part(request: HttpRequest, asked: _Asked, shows: kept.State) -> SafeString:
    """What is on the screen, made anew only where no screen has shown the same."""
    user, version = request.user, asked.version
    browses = version is not None and TextVersion.objects.visible_to(user).filter(pk=version.pk).exists()
    facts = (*_facts(asked), browses, kept.sight(asked.text, user))

    def made() -> SafeString:
        context = {**_frame(asked), **_screen(asked, user), "browses": browses}
        return render_to_string("documents/room_part.html", {"part": context})

    return kept.part(facts, shows, made)


def _frame(asked: _Asked) -> dict[str, Any]:
    """What the page says of where it is, whatever it shows."""
    args = [asked.text.process.slug, asked.text.key]
    return {
        "text": asked.text,
        "version": asked.version,
        "is_shown": asked.is_shown,
        "follows": asked.follows,
        "leads": asked.leads,
        "address": reverse("documents:room", args=args),
        "now": reverse("documents:room_now", args=args),
    }


def _screen(asked: _Asked, user: Any) -> dict[str, Any]:
    """What is on the screen; a paragraph that is gone since, or a text of which nothing is shown, says so."""
    if asked.version is None:
        return {"nothing": _("Nothing is shown in the room now.")}
    draft = proposed.read(asked.version)
    one = screen.shown(asked.version, draft, asked.key)
    if one is None:
        nothing = _("This paragraph is no longer there.")
        return {"nothing": nothing, **screen.beside(asked.version, draft, asked.key)}
    return screen.on_screen(one, user)


def _pressed(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """What the operator presses: show another paragraph, show nothing, or take a snapshot."""
    if not rules.may_decide(request.user, process):
        raise PermissionDenied
    sent = request.POST
    number = sent.get("version", "")
    if not (number.isdecimal() and len(number) < 6):
        raise Http404
    versions = TextVersion.objects.select_related("text")
    version = get_object_or_404(versions, text__process=process, text__key=key, number=number)
    version.text.process = process
    try:
        says = _press(request, version)
    except ValidationError as refused:
        if request.headers.get("X-Part"):
            return HttpResponse(" ".join(refused.messages), status=409, content_type="text/plain")
        messages.error(request, " ".join(refused.messages))
    else:
        if says:
            messages.success(request, says)
    if request.headers.get("X-Part"):
        return HttpResponse(status=204)
    return HttpResponseRedirect(reverse("documents:room", args=[process.slug, key]))


def _press(request: HttpRequest, version: TextVersion) -> str:
    user: Any = request.user
    if "show" in request.POST:
        actions.show(version, request.POST["show"], by=user)
        return ""
    if "stop" in request.POST:
        actions.stop_showing(version.text, by=user)
        return ""
    if "snapshot" in request.POST:
        actions.snapshot(version, request.POST.get("label", ""), by=user)
        return _("The snapshot has been taken.")
    raise Http404
