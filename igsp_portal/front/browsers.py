"""Where a person is signed in: the list of browsers, in which a session stands by the name of its row alone."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import FormView

from igsp_portal.foundations.secrets.sessions import row_of

LONGEST_NAME = UserSession._meta.get_field("user_agent").max_length


def note(request: HttpRequest, user: Any, **options: Any) -> None:
    """Add the browser in which `user` has just signed in to the list, and take off those that have signed out."""
    of_person(user)
    if not request.session.session_key:
        request.session.save()
    UserSession.objects.create(
        user=user,
        session_key=row_of(request.session.session_key or ""),
        ip=get_adapter(request).get_client_ip(request),
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:LONGEST_NAME],
    )


def of_person(user: Any) -> list[UserSession]:
    """The browsers in which `user` is signed in, in the order in which they signed in."""
    noted = list(UserSession.objects.filter(user=user).order_by("created_at"))
    names = [browser.session_key for browser in noted]
    open_still = set(Session.objects.filter(pk__in=names, expire_date__gt=timezone.now()).values_list("pk", flat=True))
    UserSession.objects.filter(user=user).exclude(session_key__in=open_still).delete()
    return [browser for browser in noted if browser.session_key in open_still]


def _own(request: HttpRequest) -> str:
    return row_of(request.session.session_key or "")


class Browsers(FormView[Form]):
    """The list, and the button that signs out all browsers but the one that asks."""

    template_name = "usersessions/usersession_list.html"
    form_class = Form
    success_url = reverse_lazy("usersessions_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        browsers = of_person(self.request.user)
        return super().get_context_data(**kwargs) | {"browsers": browsers, "own": _own(self.request)}

    def form_valid(self, form: Form) -> HttpResponse:
        others = UserSession.objects.filter(user=cast(Any, self.request.user)).exclude(session_key=_own(self.request))
        Session.objects.filter(pk__in=list(others.values_list("session_key", flat=True))).delete()
        others.delete()
        said = "usersessions/messages/sessions_logged_out.txt"
        get_adapter(self.request).add_message(self.request, messages.INFO, said)
        return super().form_valid(form)
