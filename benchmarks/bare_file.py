"""The measure of all files: Django views with no middleware that give one file by themselves, or leave it to nginx."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import path

from igsp_portal.settings import DATABASES

from .bare_settings import configure

FILE, ALLOWED, SENT_FROM = (os.environ[f"BENCHMARK_{name}"] for name in ("FILE", "ALLOWED", "SENT_FROM"))

configure(__name__, DATABASES=DATABASES)


def alone(request: HttpRequest) -> FileResponse:
    return FileResponse(open(FILE, "rb"))


def behind(request: HttpRequest) -> HttpResponse:
    """Ask whether the file is open to all, and say where it is."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(ALLOWED)
        allowed = cursor.fetchone()
    where = {"X-Accel-Redirect": SENT_FROM} if allowed else {}
    return HttpResponse(headers=where | {"Content-Type": "application/pdf"}, status=200 if allowed else 404)


urlpatterns = [path("alone", alone), path("behind", behind)]
application = get_wsgi_application()
