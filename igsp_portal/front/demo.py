"""The demonstration's accounts: one for each role, named by role, never by invented people's names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from igsp_portal.foundations import records
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.pages import open_to_all
from igsp_portal.models import User
from meetings import actions
from meetings.models import Membership, Participant, Process

BY = "demo"


@dataclass(frozen=True)
class DemoAccount:
    key: str
    title: str | Promise
    does: str | Promise
    role: Role
    participant: str = ""

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
    DemoAccount("translator", _("Translator"), _("works on the wordings of texts"), Role.TRANSLATOR),
    DemoAccount(
        "government",
        _("Focal point of a Government"),
        _("writes and files the Government's submission"),
        Role.FOCAL_POINT,
        "ken",
    ),
    DemoAccount(
        "forum", _("Focal point of a regional forum"), _("writes and files the forum's submission"), Role.FOCAL_POINT, "camre"
    ),
    DemoAccount("drafter", _("Drafter for a Government"), _("writes, but does not file"), Role.DRAFTER, "ken"),
    DemoAccount("auditor", _("Auditor"), _("reads everything and changes nothing"), Role.AUDITOR),
)


def ensure_accounts(process: Process) -> list[DemoAccount]:
    """Make the accounts that are not there yet; returns those that stand in `process`."""
    return [account for account in ACCOUNTS if _ensure(account, process)]


def _ensure(account: DemoAccount, process: Process) -> bool:
    participant = Participant.objects.filter(process=process, key=account.participant).first()
    if account.participant and participant is None:
        return False
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = User(email=account.email, name=str(account.title))
        user.set_unusable_password()
        records.create(user, by=BY)
    held = Membership.objects.of(user).in_force().filter(process=process, role=account.role, participant=participant)
    if not held.exists():
        actions.give_role(process=process, user=user, role=account.role, participant=participant, by=BY)
    return True


@open_to_all
def choose(request: HttpRequest) -> HttpResponse:
    """The page that offers the roles."""
    present = set(User.objects.filter(email__in=[a.email for a in ACCOUNTS]).values_list("email", flat=True))
    accounts = [account for account in ACCOUNTS if account.email in present]
    return render(request, "front/demo.html", {"accounts": accounts, "next": request.GET.get("next", "")})


@open_to_all
@require_POST
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the demonstration's roles."""
    account: Any = next((a for a in ACCOUNTS if a.key == key), None)
    user = account and User.objects.filter(email=account.email, is_active=True).first()
    if not settings.DEMO or not user:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("admin:index" if user.is_staff else "own:home")
