"""The demonstration's accounts: one for each role, named by role, never by invented people's names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from ipaddress import ip_address
from typing import Any

from allauth.account.utils import get_next_redirect_url, perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.pages.closed import open_to_all
from igsp_portal.foundations.record import records
from igsp_portal.models import User
from meetings import actions
from meetings.kinds import ParticipantKind
from meetings.models import Membership, Participant, Process

BY = "demo"


@dataclass(frozen=True)
class DemoAccount:
    key: str
    title: str | Promise
    does: str | Promise
    role: Role
    kind: str = ""  # of the participant for which it acts
    participant: str = ""  # the one of this key, where the process has it; otherwise the first of the kind

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


ACCOUNTS = (
    DemoAccount(
        "secretariat",
        _("Secretariat administrator"),
        _("convenes, posts, issues, receives and publishes"),
        Role.ADMINISTRATOR,
    ),
    DemoAccount("clerk", _("Conference clerk"), _("posts and issues documents"), Role.CLERK),
    DemoAccount("translator", _("Translator"), _("works on the wording of texts"), Role.TRANSLATOR),
    DemoAccount(
        "government",
        _("Focal point of a Government"),
        _("writes and files the Government's submission"),
        Role.FOCAL_POINT,
        ParticipantKind.STATE,
        "ken",
    ),
    DemoAccount(
        "forum",
        _("Focal point of a regional forum"),
        _("writes and files the forum's submission"),
        Role.FOCAL_POINT,
        ParticipantKind.FORUM,
        "camre",
    ),
    DemoAccount(
        "drafter",
        _("Drafter for a Government"),
        _("writes, but does not file"),
        Role.DRAFTER,
        ParticipantKind.STATE,
        "ken",
    ),
    DemoAccount("auditor", _("Auditor"), _("reads everything and changes nothing"), Role.AUDITOR),
)


def ensure_accounts(process: Process) -> list[DemoAccount]:
    """Make the accounts that are not there yet; returns those that stand in `process`."""
    return [account for account in ACCOUNTS if _ensure(account, process)]


def _ensure(account: DemoAccount, process: Process) -> bool:
    participant = _acts_for(account, process)
    if account.kind and participant is None:
        return False
    user = User.objects.filter(email=account.email).first() or _make(account)
    held = Membership.objects.of(user).in_force()
    if not held.filter(process=process, role=account.role, participant=participant).exists():
        actions.give_role(process=process, user=user, role=account.role, participant=participant, by=BY)
    return True


def _acts_for(account: DemoAccount, process: Process) -> Participant | None:
    of_kind = Participant.objects.filter(process=process, kind=account.kind).order_by("pk")
    return of_kind.filter(key=account.participant).first() or of_kind.first()


def _make(account: DemoAccount) -> User:
    user = User(email=account.email, name=str(account.title))
    user.set_unusable_password()
    return records.create(user, by=BY)


def here_alone(request: HttpRequest) -> bool:
    """Whether the request comes from this machine, and not through a proxy on it."""
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip"))
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and not forwarded
    except ValueError:
        return False


def demonstration_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page in a demonstration, to a browser on the same machine; elsewhere it does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO or not here_alone(request):
            raise Http404
        return view(request, *args, **kwargs)

    return open_to_all(guarded)


@demonstration_only
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """The page that offers the roles."""
    present = set(User.objects.filter(email__in=[a.email for a in ACCOUNTS]).values_list("email", flat=True))
    accounts = [account for account in ACCOUNTS if account.email in present]
    return render(request, "front/demo.html", {"accounts": accounts, "next": request.GET.get("next", "")})


@demonstration_only
@require_POST
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the demonstration's roles, and go where the sign-in was asked for."""
    account = next((a for a in ACCOUNTS if a.key == key), None)
    user = User.objects.filter(email=account.email, is_active=True).first() if account else None
    if user is None:
        raise Http404
    if request.user.is_authenticated:
        logout(request)
    return perform_login(request, user, redirect_url=get_next_redirect_url(request))
