"""What was typed is given back by the page that cannot take it: the session has ended, or is another than the form's.

Only a form that this portal showed is given back, never one that another site sent: a person would send it as theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from . import sent
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
    if request.method != "POST" or sent.labels_of(request) is None or not sent.sent_from_here(request):
        return None
    if not request.user.is_authenticated and not sent.is_small(request):
        return None
    return _to_be_sent_again(request)


@limited(REFUSALS)
def _to_be_sent_again(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        request.upload_handlers = [sent.NoFiles(request)]
    return words_page(request, status=403)


@never_cache
def words_page(request: HttpRequest, *, status: int, why: str = "") -> HttpResponse:
    """All that was sent, to be sent again; to be copied where there is nothing to send it to, and then `why`."""
    context = {"fields": sent.fields(request, sent.labels_of(request)), "why": why}
    return render(request, "given_back.html", context, status=status)
