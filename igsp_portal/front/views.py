"""Pages that belong to no app."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import Any, cast

from allauth.account import views as account_library
from allauth.account.stages import LoginByCodeStage
from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from igsp_portal.foundations.files import scanning
from igsp_portal.foundations.forms.given_back import given_back, gives_back
from igsp_portal.foundations.forms.unavailable import unavailable
from igsp_portal.foundations.language import files_language, languages
from igsp_portal.foundations.pages.closed import open_to_all
from igsp_portal.foundations.record import records
from meetings.models import Process

from . import accounts
from .forms import LanguageForm
from .samples import samples

logger = logging.getLogger(__name__)
EMBLEM_SECONDS = 24 * 3600  # how long a browser asks no more where it is


class SignIn(account_library.RequestLoginCodeView):
    """Asks for the address. Whoever has mistyped it sends another, without ending anything first."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> Any:
        if request.method == "POST" and stage.key == LoginByCodeStage.key:
            return None
        return super()._redirect_to_pending_stage(request, stage)


def confirm_code(request: HttpRequest) -> HttpResponse:
    """Where the code is typed. Tries that come together are counted one after the other."""
    if request.method != "POST":
        return account_library.confirm_login_code(request)
    with request.session.held():  # type: ignore[attr-defined]
        return account_library.confirm_login_code(request)


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """The processes a reader may see; the only one, at once."""
    processes = list(Process.objects.visible_to(request.user))
    if len(processes) == 1:
        return redirect(processes[0])
    return render(request, "front/home.html", {"processes": processes})


@open_to_all
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "front/about.html", {"contact": settings.DEFAULT_FROM_EMAIL})


@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """A person's own page: where their work is, how they sign in, and the languages of their letters and files."""
    user: Any = request.user
    form = LanguageForm(request.POST or None, initial={name: getattr(user, name) for name in LanguageForm.base_fields})
    if form.is_valid():
        records.change(user, by=user, values=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("front:account")
    context = {"form": form, "work_url": accounts.landing(user), "own_url": reverse("own:home")}
    return render(request, "front/account.html", context)


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Remember in which language a reader wants files, and lead back.

    A stranger's browser keeps it, in a cookie. Whoever is signed in sends a form, and it is kept on the account.
    """
    sent = request.POST if request.method == "POST" else request.GET
    code, user = files_language.known(sent.get("in", "")), cast(Any, request.user)
    answer = HttpResponseRedirect(_own_address(request, sent.get("next", "")) or reverse("front:home"))
    if not user.is_authenticated:
        answer.set_cookie(
            files_language.COOKIE,
            code,
            max_age=files_language.SECONDS if code else 0,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif request.method == "POST":
        records.change(user, by=user, values={"files_language": code})
    return answer


def _own_address(request: HttpRequest, address: str) -> str:
    """An address to lead to, if it is one of the portal's own; empty otherwise."""
    host = {request.get_host()}
    own = url_has_allowed_host_and_scheme(address, allowed_hosts=host, require_https=request.is_secure())
    return address if own and address.startswith("/") else ""


@open_to_all
def components(request: HttpRequest) -> HttpResponse:
    """Every component of the face, with sample data."""
    return render(request, "front/components.html", samples(get_language() or "en"))


@open_to_all
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process answers and reaches its database, for a balancer; and for who watches, the virus scanner.

    While that fails, files wait and all else goes on: the answer stays 200.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    scanner = {"scanner": "failing" if scanning.is_failing() else "ok"} if scanning.is_on() else {}
    return JsonResponse({"status": "ok", **scanner})


@open_to_all
def robots(request: HttpRequest) -> HttpResponse:
    closed = ["/*/admin/", "/*/accounts/", "/*/compare/", "/*/brackets/"]
    rules = ["User-agent: *", *(f"Disallow: {address}" for address in closed)]
    return HttpResponse("\n".join([*rules, ""]), content_type="text/plain")


@open_to_all
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for the emblem beside what is no page of the portal, such as a PDF."""
    answer = HttpResponseRedirect(static("emblem.svg"))
    patch_cache_control(answer, public=True, max_age=EMBLEM_SECONDS)
    return answer


@gives_back()
def admin_of_process(request: HttpRequest, process: str, page: str = "") -> HttpResponse:
    """The address of the admin of a process, for whoever does not work there (front.one_process)."""
    raise Http404


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Django also says so of a session that could not be stored, for whatever reason."""
    return unavailable(request, exception) or render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Inside a process the page keeps its name and navigation, so that a reader is not thrown out.

    A language spelt otherwise, as in /zh/ or /fr-CA/, leads to the address in that language.
    """
    spelt = request.path_info.split("/")[1]
    with suppress(languages.UnknownLanguage):
        if spelt not in languages.CODES:
            rest = request.get_full_path().removeprefix(f"/{spelt}")
            return redirect(f"/{languages.resolve(spelt)}{rest}", permanent=True)
    if not hasattr(request, "process"):
        slug = request.path_info.split("/")[2:3]
        request.process = Process.objects.visible_to(getattr(request, "user", None)).filter(slug__in=slug).first()  # type: ignore[attr-defined]
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors; where even that fails, in plain words. What passes is told apart."""
    try:
        return unavailable(request, sys.exc_info()[1]) or HttpResponse(loader.render_to_string("500.html"), status=500)
    except Exception:  # the page must come whatever is broken
        logger.exception("The page for a fault could not be drawn.")
        return HttpResponse(_("Something went wrong on our side"), status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is of another session: its words are given back where its view says so."""
    return given_back(request) or render(request, "403.html", status=403)
