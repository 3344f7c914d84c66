"""What was typed is given back where it cannot be taken: the session has ended, or is another than the form's.

Where the form says whose it is, its words come back at its address as soon as that person is signed in (kept_words):
in the form itself, or on a page from which they are sent again. Else the answer is a page that holds them.

Only a form that this portal showed is given back, never one that another site sent: a person would send it as theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from . import kept_words, sent
from .limits import Limit, limited

View = TypeVar("View", bound=Callable[..., Any])

REFUSALS = Limit("given-back", acts=240, seconds=3600)
SIGNED_IN_SINCE = gettext_lazy(
    "You have signed in since this form was opened. Send it again; files have to be chosen again."
)


def gives_back(*, in_its_form: bool = False, **labels: Any) -> Callable[[View], View]:
    """Mark a view whose refused form is given back. `labels` name the fields that hold words, to be read again.

    `in_its_form`: the view itself takes what was kept (kept_words.take) and shows it in its form.
    """

    def marked(view: View) -> View:
        view.gives_back = labels  # type: ignore[attr-defined]
        view.in_its_form = in_its_form  # type: ignore[attr-defined]
        return view

    return marked


def given_back(request: HttpRequest) -> HttpResponse | None:
    """A page with all that was sent, to be sent again; None where nothing can be given back. Files are left out."""
    if request.method != "POST" or sent.labels_of(request) is None or not sent.sent_from_here(request):
        return None
    if not request.user.is_authenticated and not sent.is_small(request):
        return None
    return _to_be_sent_again(request)


def given_back_now(request: HttpRequest, view: Any) -> HttpResponse | None:
    """The page with what was kept for this address, where the view does not show it in its form."""
    waits = kept_words.waiting(request)
    if waits and sent.labels_of(request) is not None and not view.in_its_form and kept_words.take(request):
        return words_page(request, status=200)
    return None


@never_cache
@limited(REFUSALS)
def _to_be_sent_again(request: HttpRequest) -> HttpResponse:
    known = request.user.is_authenticated
    if not known:
        request.upload_handlers = [sent.NoFiles(request)]
    if not kept_words.keep(request):
        return words_page(request, status=403)
    if known:
        return HttpResponseRedirect(request.get_full_path())
    messages.warning(request, _("Your sign-in has ended. Sign in again, and what you wrote will be given back."))
    return redirect_to_login(request.get_full_path())


@never_cache
def words_page(request: HttpRequest, *, status: int, why: str = "") -> HttpResponse:
    """All that was sent, to be sent again; to be copied where there is nothing to send it to, and then `why`."""
    context = {"fields": sent.fields(request, sent.labels_of(request)), "why": why}
    return render(request, "given_back.html", context, status=status)
