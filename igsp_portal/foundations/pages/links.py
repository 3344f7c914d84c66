"""Addresses in messages that stand for their reader, of which nothing stays: neither in logs nor in a Referer.

The address of the message changes nothing. It puts its token into the browser's session, which is sealed, and leads on
to a page whose address names the token by a part of its hash. Whoever reads that address has nothing.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest

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
