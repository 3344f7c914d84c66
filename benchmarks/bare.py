"""The measure of all pages: a Django view with no middleware, database or template that returns given bytes."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from .bare_settings import configure

CONTENT = Path(os.environ["BENCHMARK_BYTES"]).read_bytes()

configure(__name__)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONTENT, headers={"Content-Encoding": "br", "Content-Length": str(len(CONTENT))})


urlpatterns = [path("", page)]
application = get_wsgi_application()
