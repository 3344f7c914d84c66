"""Places in a list, sealed: nobody can make one up, nor read from two of them how much was done in between.

The same place is always sealed alike (AES-SIV, RFC 5297), so that an unchanged page has the same bytes.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.utils.crypto import salted_hmac

LONGEST = 300  # characters


def sealed(place: list[Any], of: str) -> str:
    """A place in the list of that name."""
    closed = _lock(settings.SECRET_KEY).encrypt(json.dumps(place).encode(), [of.encode()])
    return urlsafe_b64encode(closed).decode().rstrip("=")


def opened(cursor: str, of: str) -> list[Any] | None:
    """The place that was sealed for the list of that name; None for anything else."""
    if not cursor.isascii() or len(cursor) > LONGEST:
        return None
    try:
        closed = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        return None
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return json.loads(_lock(key).decrypt(closed, [of.encode()]))
        except (InvalidTag, ValueError):
            continue
    return None


@lru_cache(maxsize=8)
def _lock(key: str) -> AESSIV:
    return AESSIV(salted_hmac("igsp_portal.api.cursors", "", secret=key, algorithm="sha256").digest())
