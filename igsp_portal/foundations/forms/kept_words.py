"""Words whose author has to sign in again first: kept in the session of the browser that sent them, for that person.

A form in which people write says, sealed, to whom it was shown (`form_of`). So a stranger's words are kept only where
it is known whose they are; they come back to nobody else, even in the same browser. They lie sealed in the session,
which goes on when its owner signs in, and are forgotten after two hours, or as soon as somebody else is signed in.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from .. import time
from ..secrets.sealed import CannotBeOpened, opened, seal
from . import sent

PURPOSE = "form"
KEPT = "words"
MOST_SIGNS = 400_000  # more than the longest form of the portal holds
SECONDS = 2 * 3600


def form_of(user: Any) -> str:
    """What a form says of the person to whom it is shown."""
    return seal(str(user.pk), PURPOSE) if getattr(user, "is_authenticated", False) else ""


def keep(request: HttpRequest) -> bool:
    """Keep what was sent, but for files and secrets, until its author asks for the form's address again."""
    author = _author(request)
    words = [[name, values] for name, values in request.POST.lists() if not sent.is_ours(name)]
    signs = sum(len(name) + sum(map(len, values)) for name, values in words)
    if not author or signs > MOST_SIGNS or (request.user.is_authenticated and str(request.user.pk) != author):
        return False
    until = time.now().timestamp() + SECONDS
    request.session[KEPT] = {"of": author, "address": request.get_full_path(), "words": words, "until": until}
    return True


def waiting(request: HttpRequest) -> bool:
    """Whether the person signed in has words to be given back at this address; those of others are forgotten."""
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if kept is None:
        return False
    if kept["of"] != str(request.user.pk) or kept["until"] < time.now().timestamp():
        del request.session[KEPT]
        return False
    return request.method == "GET" and kept["address"] == request.get_full_path()


def take(request: Any) -> bool:
    """Make a request for a form one that sends what was kept for it, without files; False where nothing was."""
    if not request.user.is_authenticated or not waiting(request):
        return False
    words = QueryDict(mutable=True)
    for name, values in request.session.pop(KEPT)["words"]:
        words.setlist(name, values)
    words._mutable = False
    request.POST, request._files = words, MultiValueDict()
    return True


def _author(request: HttpRequest) -> str:
    try:
        return opened(request.POST.get(sent.FORM_OF, ""), PURPOSE)
    except CannotBeOpened:
        return ""
