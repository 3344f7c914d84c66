"""Which process the admin shows: the one its address names, as /en/igsp/admin/, or a person's only one.

An address of the admin without a process, as /en/admin/, is that of whoever works in one process alone; the site
leads those who work in several to a choice, or to the process of the row they ask for (foundations.admin.one_process).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.language.languages import CODES
from meetings.models import Process

ADDRESS = re.compile(rf"/(?:{'|'.join(CODES)})/(?:(?P<process>[-\w]+)/)?admin/(?P<page>.*)", re.DOTALL)


class OneProcess:
    """Tell a request to the admin its process, and let every address of the admin in the answer name it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        address = ADDRESS.fullmatch(request.path_info)
        if address and request.user.is_authenticated:
            request.desks = desks(request.user)
            if address["process"]:
                _enter(request, address["process"])
            elif len(request.desks) == 1:
                request.process = request.desks[0]
                if not address["page"]:
                    return HttpResponseRedirect(reverse("admin_of_process", args=[request.process.slug]))
        return self.get_response(request)


def desks(user: Any) -> list[Process]:
    """The processes in whose admin pages `user` works."""
    held = access.processes_where(user, Permission.DESK)
    return list(Process.objects.all() if held is None else Process.objects.filter(pk__in=held))


def _enter(request: Any, slug: str) -> None:
    """Only a process in which the person works has its addresses: to others it looks like one that is not there."""
    process = next((process for process in request.desks if process.slug == slug), None)
    if process:
        request.process = process
        request.urlconf = import_module(settings.ROOT_URLCONF).in_admin_of(slug)
