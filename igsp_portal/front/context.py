"""What the frame of every page needs to know."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.alerts import following
from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.forms.kept_words import form_of
from igsp_portal.foundations.language.languages import LANGUAGES
from meetings import panels


def portal(request: HttpRequest) -> dict[str, Any]:
    """Language bar, navigation and names; `request.process` is set by the views of a process."""
    current = LANGUAGES.get(get_language() or "", LANGUAGES["en"])
    process = getattr(request, "process", None)
    return {
        "html_lang": current.html_lang,
        "direction": current.direction,
        "language_links": language_links(request, current.code),
        "process": process,
        "process_name": str(process) if process else settings.PORTAL_NAME,
        "organization": process.organization if process else "",
        "process_links": process_links(request, process),
        "home_url": process.get_absolute_url() if process else reverse("front:home"),
        "account_url": reverse("front:account"),
        "desk_url": desk_url(request, process),
        "search_url": reverse("documents:search", args=[process.slug]) if process else "",
        "follow": following.ways(request),
        "demonstration_day": settings.PORTAL_TODAY,
        "demo_url": demo_url(request),
        "form_of": SimpleLazyObject(lambda: form_of(getattr(request, "user", None))),
        "footer_links": [{"url": reverse("front:about"), "label": _("About this portal")}],
    }


def desk_url(request: HttpRequest, process: Any) -> str:
    """The admin of the process of the page, or of another, for those who may enter it; empty for others."""
    user = getattr(request, "user", None)
    if process and access.may(user, Permission.DESK, process=process):
        return reverse("admin_of_process", args=[process.slug])
    return reverse("admin:index") if access.may(user, Permission.DESK) else ""


def demo_url(request: HttpRequest) -> str:
    """Where a demonstration offers its roles, with the page that asked for a sign-in; empty elsewhere."""
    if not settings.DEMO:
        return ""
    wanted = request.GET.get("next", "")
    return reverse("demo:choose") + ("?" + urlencode({"next": wanted}) if wanted else "")


def language_links(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The same page in each of the six languages, in the fixed order."""
    address, here = request.get_full_path(), f"/{current}/"
    return [
        {
            "code": language.code,
            "html_lang": language.html_lang,
            "dir": language.direction,
            "name": language.own_name,
            "url": _in_language(address, here, language.code),
            "current": language.code == current,
        }
        for language in LANGUAGES.values()
    ]


def _in_language(address: str, here: str, code: str) -> str:
    """The address in another language, by its first word alone where it has one: Django would look up each anew."""
    return f"/{code}/{address.removeprefix(here)}" if address.startswith(here) else translate_url(address, code)


def process_links(request: HttpRequest, process: Any) -> list[dict[str, Any]]:
    """The navigation of a process; the entry is current whose address, or one it covers, leads nearest to the page."""
    if process is None:
        return []
    links = panels.links(process)
    near = [
        (len(address), link.url)
        for link in links
        for address in (link.url, *link.covers)
        if request.path.startswith(address)
    ]
    _length, current = max(near, default=(0, ""))
    return [{"url": link.url, "label": link.label, "current": link.url == current} for link in links]
