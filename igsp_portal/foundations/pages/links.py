"""Addresses in messages that stand for their reader, of which nothing stays: neither in logs nor in a Referer.

The address of the message changes nothing. It puts its token into the browser's session, which is sealed, and leads on
to a page whose address names the token by a part of its hash. Whoever reads that address has nothing.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse

KEPT = "links"
MOST = 20  # of one browser; the oldest goes


def keep(request: HttpRequest, token: str) -> str:
    """Keep a good token for this browser; by what comes out the address of its page names it."""
    which = hashlib.sha256(token.encode()).hexdigest()[:16]
    there = {name: kept for name, kept in request.session.get(KEPT, {}).items() if name != which}
    request.session[KEPT] = dict([*there.items(), (which, token)][-MOST:])
    return which


def kept(request: HttpRequest, which: str) -> str:
    """The token that an address names; empty where this browser has not come by its message."""
    return str(request.session.get(KEPT, {}).get(which, ""))


def private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, listed by no search engine, in no log of ours, and its address told to no other site."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response._has_been_logged = True  # type: ignore[attr-defined]  # the server's log would tell the token
    response["Referrer-Policy"] = "no-referrer" if response.status_code >= 400 else "same-origin"
    return response
