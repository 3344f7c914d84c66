"""The measure of all forms: a Django view with no middleware and no template that writes one row and leads on.

It stands on the portal's own database, with the portal's own settings for it.
"""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from igsp_portal.settings import DATABASES

from .bare_settings import configure

configure(__name__, DATABASES=DATABASES)


def row(request: HttpRequest) -> HttpResponse:
    """Write what was sent."""
    from django.db import connection, transaction

    if request.method == "POST":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO benchmark_row (words) VALUES (%s)", [request.POST["introduction"]])
        return HttpResponseRedirect("/")
    return HttpResponse(b"written", headers={"Content-Length": "7"})


urlpatterns = [path("", row)]
application = get_wsgi_application()
