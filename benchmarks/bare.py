"""The measure of all pages: a Django view with no middleware, database or template that returns given bytes."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

CONTENT = Path(os.environ["BENCHMARK_BYTES"]).read_bytes()

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a key for nothing",
    USE_I18N=False,
)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONTENT, headers={"Content-Encoding": "br", "Content-Length": str(len(CONTENT))})


urlpatterns = [path("", page)]
application = get_wsgi_application()
