"""Pages are closed unless opened by name, and public ones are kept by the newest event's stamp."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse

from ..forms.given_back import given_back, given_back_now

View = TypeVar("View", bound=Callable[..., Any])

FOR_PROGRAMS = "/api/"

# Views of other packages that a stranger has to reach; everything else of theirs is closed.
OPEN_ELSEWHERE = frozenset(
    {
        "account_login",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_logout",
        "account_inactive",
        "account_signup",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_signup",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    }
)


def open_to_all(view: View) -> View:
    """Open a page to strangers; what it shows is still asked of `visible_to(user)`."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


class NoNulls:
    """Refuse an address with a NUL in it: PostgreSQL's texts take none, and nobody types one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class ClosedByDefault:
    """Send strangers to sign in, unless the page is opened by name; what they typed into a form of ours is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.user.is_authenticated:
            return given_back_now(request, view)
        if self._is_open(request, view):
            return None
        if request.path_info.startswith(FOR_PROGRAMS):
            raise PermissionDenied  # a program is not led to a form
        return given_back(request) or redirect_to_login(request.get_full_path())

    def _is_open(self, request: HttpRequest, view: Callable[..., Any]) -> bool:
        if getattr(getattr(view, "view_class", view), "open_to_all", False) or getattr(view, "open_to_all", False):
            return True
        match = request.resolver_match
        return bool(match and match.url_name in OPEN_ELSEWHERE and not match.namespaces)
