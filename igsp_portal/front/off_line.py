"""Reading without a net: the script that keeps what a reader asks to keep, and the page that lists it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from igsp_portal.foundations.pages.closed import open_to_all

SCRIPT = Path(__file__).with_name("sw.js").read_bytes()
ETAG = f'"{hashlib.sha256(SCRIPT).hexdigest()[:32]}"'


@open_to_all
@require_safe
@gzip_page
@condition(etag_func=lambda request: ETAG)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script itself, at the root: a browser lets it look after the addresses below its own alone."""
    return HttpResponse(SCRIPT, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@open_to_all
@require_safe
def kept_here(request: HttpRequest) -> HttpResponse:
    """What this browser keeps, which the browser alone knows: a script fills the list in."""
    return render(request, "front/offline.html")
