"""The pages on which alerts are asked for, confirmed, looked through and ended.

A page reached from an e-mail changes nothing when it is opened: what reads mail before people do opens every address.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from igsp_portal.foundations.forms.limits import Limit, allows, limited, mailbox
from igsp_portal.foundations.pages import links
from igsp_portal.foundations.pages.closed import open_to_all
from igsp_portal.models import User
from meetings.models import Meeting, Process
from meetings.views import process_or_404

from ..library.models import Document
from ..texts.models import Text, TextVersion
from . import actions, audience, letters, tokens
from .forms import WishForm
from .models import Alert, When

WISHES = Limit("alerts-asked-for", acts=20, seconds=3600)
LETTERS = Limit("alerts-to-confirm", acts=3, seconds=24 * 3600)  # to one mailbox, which may be a stranger's
FORMS = require_http_methods(["GET", "HEAD", "POST"])


@open_to_all
@FORMS
@limited(WISHES)
def ask(request: HttpRequest, process: str) -> HttpResponse:
    """The form on one thing of a process (?meeting=, ?document=, ?text=), or on the process itself."""
    found = process_or_404(request, process)
    target = _target(request, found)
    known: Any = request.user if request.user.is_authenticated else None
    there = _alert_on(target, known) if known else None
    language = there.language if there else known.language if known else get_language()
    initial = {"language": language, "when": there.when if there else When.AT_ONCE}
    form = WishForm(request.POST or None, initial=initial, known=bool(known))
    if request.method == "POST" and form.is_valid():
        _asked(request, target, form.cleaned_data)
        return HttpResponseRedirect(request.get_full_path())
    context = {
        "trail": [{"label": str(found), "url": found.get_absolute_url()}, {"label": _("E-mail alerts")}],
        "target": target,
        "page": target.get_absolute_url(),
        "form": form,
        "there": there,
        "known": known,
    }
    return links.private(render(request, "documents/alerts/ask.html", context))


def _target(request: HttpRequest, process: Process) -> Any:
    """What the address names, if the reader may see it."""
    for name, rows in _visible_to(request.user).items():
        if key := request.GET.get(name):
            return get_object_or_404(rows, process=process, key=key)
    return process


def _visible_to(user: Any) -> dict[str, Any]:
    """What of each kind `user` may see; of texts those of which they may read a version."""
    texts = Text.objects.filter(versions__in=TextVersion.objects.visible_to(user)).distinct()
    return {
        "meeting": Meeting.objects.visible_to(user).select_related("process"),
        "document": Document.objects.visible_to(user).select_related("process"),
        "text": texts.select_related("process"),
    }


def _alert_on(target: Any, known: User) -> Alert | None:
    on = actions.exactly(actions.on_target(target))
    return Alert.objects.filter(email=known.email.lower(), **on).first()


def _asked(request: HttpRequest, target: Any, wish: dict[str, Any]) -> None:
    """Do what was asked for, or write to the address; to a stranger the answer is the same whatever is on record."""
    if request.user.is_authenticated:
        try:
            actions.subscribe(target, email=request.user.email, person=request.user, **wish)
        except ValidationError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("You will be told by e-mail."))
        return
    email = wish["email"].lower()
    if allows(LETTERS, mailbox(email)):
        kind, key = _named(target)
        asked = {"on": [kind, key], "email": email, "when": wish["when"], "language": wish["language"]}
        letters.write_confirmation(target, email=email, language=wish["language"], wish=asked)
    messages.success(
        request, _("A message is on its way to this address. Open it and confirm that you want to be told.")
    )


def _named(target: Any) -> tuple[str, int]:
    return target._meta.model_name, target.pk


def _with_token(purpose: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Give the view what the token says; without a good one, a page that says so.

    Where the purpose has a page without a token in its address, whoever opens the message's address is led there.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def read(request: HttpRequest, token: str = "", which: str = "") -> HttpResponse:
            token = token or links.kept(request, which)
            try:
                says = tokens.read(token, purpose)
            except tokens.NoToken:
                return links.private(render(request, "documents/alerts/no_token.html", status=404))
            if not which and purpose in tokens.WITHOUT_TOKEN and request.method != "POST":
                return links.private(redirect(tokens.WITHOUT_TOKEN[purpose], links.keep(request, token)))
            return links.private(view(request, says))

        return read

    return decorate


@open_to_all
@FORMS
@_with_token(tokens.CONFIRM)
def confirm(request: HttpRequest, says: dict[str, Any]) -> HttpResponse:
    """What is to be confirmed, and the button that does it."""
    kind, key = says["on"]
    rows = {"process": Process.objects.visible_to(AnonymousUser()), **_visible_to(AnonymousUser())}
    target = rows[kind].filter(pk=key).first()
    if target is None:  # it is open to strangers no more
        return render(request, "documents/alerts/no_token.html", status=404)
    if request.method == "POST":
        wish = {name: says[name] for name in ("email", "when", "language")}
        try:
            actions.subscribe(target, **wish)
        except ValidationError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Confirmed: you will be told by e-mail."))
        kept = links.keep(request, tokens.token(tokens.MANAGE, email=says["email"]))
        return redirect(tokens.WITHOUT_TOKEN[tokens.MANAGE], kept)
    context = {"target": target, "page": target.get_absolute_url(), "email": says["email"]}
    return render(request, "documents/alerts/confirm.html", context)


@csrf_exempt  # a mail program presses the button for its reader, without having seen a page (RFC 8058)
@open_to_all
@FORMS
@_with_token(tokens.LEAVE)
def leave(request: HttpRequest, says: dict[str, Any]) -> HttpResponse:
    """End the alerts by which one e-mail came: on a press, the mail program's or the reader's."""
    alerts = list(_with_targets(Alert.objects.filter(pk__in=says["alerts"])))
    done = request.method == "POST"
    if done:
        actions.end(alerts)
    return render(request, "documents/alerts/leave.html", {"alerts": _rows(alerts), "done": done})


@open_to_all
@FORMS
@_with_token(tokens.MANAGE)
def manage(request: HttpRequest, says: dict[str, Any]) -> HttpResponse:
    """All alerts of an address, reached from an e-mail to it."""
    return _alerts_of(request, says["email"])


@FORMS
def mine(request: HttpRequest) -> HttpResponse:
    """All alerts of the account's address."""
    user: Any = request.user
    return links.private(_alerts_of(request, user.email.lower()))


def _alerts_of(request: HttpRequest, email: str) -> HttpResponse:
    alerts = list(_with_targets(Alert.objects.filter(email=email)))
    if request.method == "POST":
        _changed(request, alerts)
        return HttpResponseRedirect(request.get_full_path())
    context = {
        "email": email,
        "alerts": _rows(alerts),
        "language": alerts[-1].language if alerts else "",
        "whens": When.choices,
    }
    return render(request, "documents/alerts/manage.html", context)


def _changed(request: HttpRequest, alerts: list[Alert]) -> None:
    """End those that are ticked, or all; give the others what was chosen."""
    ended = alerts if "end-all" in request.POST else [a for a in alerts if f"end-{a.pk}" in request.POST]
    actions.end(ended)
    kept = [alert for alert in alerts if alert not in ended]
    chosen = {alert.pk: request.POST.get(f"when-{alert.pk}", "") for alert in kept}
    language = request.POST.get("language", "")
    known = language in dict(Alert._meta.get_field("language").choices or ())
    for alert in kept:
        when = chosen[alert.pk] if chosen[alert.pk] in When.values else alert.when
        actions.change(alert, language=language if known else alert.language, when=when)
    messages.success(request, _("Saved."))


def _with_targets(alerts: Any) -> Any:
    return alerts.select_related(
        "process", "meeting__process", "document__process", "text__process", "person"
    ).order_by("process", "pk")


def _rows(alerts: list[Alert]) -> list[dict[str, Any]]:
    """Alerts as a page lists them; what is not open to the address any more is not named."""
    seen = audience.targets_seen(alerts)
    return [
        {
            "pk": alert.pk,
            "when": alert.when,
            "process": str(alert.process) if alert.pk in seen and alert.target != alert.process else "",
            "name": str(alert) if alert.pk in seen else "",
            "title": getattr(alert.target, "title", "") if alert.pk in seen and alert.document else "",
            "url": alert.target.get_absolute_url() if alert.pk in seen else "",
        }
        for alert in alerts
    ]
