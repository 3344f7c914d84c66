"""What was typed is given back by the page that cannot take it: the session has ended, or is another than the form's.

Only a form that this portal showed is given back, never one that another site sent: a person would send it as theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from .limits import Limit, limited

View = TypeVar("View", bound=Callable[..., Any])

REFUSALS = Limit("given-back", acts=240, seconds=3600)


def gives_back(**labels: Any) -> Callable[[View], View]:
    """Mark a view whose refused form is given back. `labels` name the fields that hold words, to be read again."""

    def marked(view: View) -> View:
        view.gives_back = labels  # type: ignore[attr-defined]
        return view

    return marked


def given_back(request: HttpRequest) -> HttpResponse | None:
    """A page with all that was sent, to be sent again; None where nothing can be given back. Files are left out."""
    labels = getattr(request.resolver_match and request.resolver_match.func, "gives_back", None)
    if request.method != "POST" or labels is None or not _sent_from_here(request):
        return None
    if not request.user.is_authenticated and not _is_small(request):
        return None
    return _to_be_sent_again(request)


@limited(REFUSALS)
def _to_be_sent_again(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        request.upload_handlers = [NoFiles(request)]
    return words_page(request, status=403)


@never_cache
def words_page(request: HttpRequest, *, status: int, why: str = "") -> HttpResponse:
    """All that was sent, to be sent again; to be copied where there is nothing to send it to, and then `why`."""
    labels = request.resolver_match.func.gives_back  # type: ignore[union-attr]
    context = {"fields": _fields(request, labels), "why": why}
    return render(request, "given_back.html", context, status=status)


class NoFiles(FileUploadHandler):
    """Reads past the files of a form: what a stranger sends is kept nowhere."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def _sent_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of the portal sent the form."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in (here, *settings.CSRF_TRUSTED_ORIGINS)


def _is_small(request: HttpRequest) -> bool:
    """Whether it announces no more than one file may have; the words in it are limited by Django besides."""
    announced = request.headers.get("Content-Length", "")
    return announced.isdecimal() and int(announced) <= settings.UPLOAD_LIMIT_BYTES


def _fields(request: HttpRequest, labels: dict[str, Any]) -> list[dict[str, Any]]:
    """Every value that was sent; the token of the earlier session is left out."""
    return [
        {"name": name, "value": value, "label": labels.get(name.rpartition("-")[2])}
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
