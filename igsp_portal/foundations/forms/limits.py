"""Rate limits on forms: so many acts in so much time, counted for each person, or address of a stranger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from . import sent

R = TypeVar("R", bound=HttpResponseBase)  # what a view answers with


@dataclass(frozen=True)
class Limit:
    """At most `acts` within `seconds` of the first of them; `name` tells one count from another."""

    name: str
    acts: int
    seconds: int


def allows(limit: Limit, whose: str) -> bool:
    """Count one act of `whose`; False when there were too many. Counts lie in the cache that all processes share."""
    return _count(f"acts:{limit.name}:{whose}", limit.seconds) <= limit.acts


def _count(key: str, seconds: int) -> int:
    """The number of acts under `key`, this one among them."""
    if at_once := getattr(cache, "count", None):  # the portal's table, in one statement
        return at_once(key, seconds)
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # they have just been forgotten
        return 1


def limited(
    limit: Limit, methods: Collection[str] = ("POST",)
) -> Callable[[Callable[..., R]], Callable[..., R | HttpResponse]]:
    """Answer a request of these methods beyond `limit` with status 429 and the time after which to try again."""

    def decorate(view: Callable[..., R]) -> Callable[..., R | HttpResponse]:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> R | HttpResponse:
            if request.method in methods and not allows(limit, who(request)):
                return too_many(request, limit)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def too_many(request: HttpRequest, limit: Limit) -> HttpResponse:
    """The page that says so, with all that a signed-in person sent; of a stranger nothing is read."""
    known = request.user.is_authenticated and request.method == "POST" and sent.sent_from_here(request)
    fields = sent.fields(request, sent.labels_of(request)) if known else []
    response = render(request, "429.html", {"fields": fields, "address": request.get_full_path()}, status=429)
    response["Retry-After"] = str(limit.seconds)
    return response


def mailbox(email: str) -> str:
    """What letters to an address are counted by, of one length: `name+tag` is the mailbox of `name`."""
    name, _at, host = email.lower().rpartition("@")
    return hashlib.sha256(f"{name.partition('+')[0]}@{host}".encode()).hexdigest()


def who(request: HttpRequest) -> str:
    """By what the acts of whoever asks are counted."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"address:{get_adapter(request).get_client_ip(request)}"
