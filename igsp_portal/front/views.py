"""Pages that belong to no app."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from igsp_portal.foundations.pages import open_to_all
from meetings.models import Process

from .samples import samples


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """The processes a reader may see; the only one, at once."""
    processes = list(Process.objects.visible_to(request.user))
    if len(processes) == 1:
        return redirect(processes[0])
    return render(request, "front/home.html", {"processes": processes})


@open_to_all
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "front/about.html")


@open_to_all
def components(request: HttpRequest) -> HttpResponse:
    """Every component of the face, with sample data."""
    return render(request, "front/components.html", samples(get_language() or "en"))


@open_to_all
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process answers and reaches its database; for a balancer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@open_to_all
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /*/admin/\nDisallow: /*/accounts/\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: nothing here may fail again."""
    return HttpResponse(render(None, "500.html").content, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"csrf": True}, status=403)
