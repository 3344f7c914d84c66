"""The links of invitations. What a row keeps of one is a hash: whoever has the database opens none.

A link follows from the portal's key and the invitation's row, so that a reminder can say the same link again.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from igsp_portal.foundations import time

from ..models import Invitation


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def token_of(invitation: Invitation) -> str:
    """The token of its last link: under the portal's present key, or an earlier one if it was made with that."""
    made = [_made(invitation, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return next((token for token in made if hash_of(token) == invitation.token_hash), made[0])


def _made(invitation: Invitation, key: str) -> str:
    which = f"{invitation.pk}:{invitation.invited_at.isoformat()}:{invitation.links}"
    digest = salted_hmac("submissions.inviting.tokens", which, secret=key, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def address_of(invitation: Invitation) -> str:
    """The whole address of its page, in the active language."""
    return settings.SITE_ADDRESS + reverse(
        "submissions:invitation", args=[invitation.process.slug, token_of(invitation)]
    )


def invited_by(token: str, process: str) -> Invitation | None:
    """The invitation whose link this is, if it is still valid."""
    rows = Invitation.objects.valid(time.now()).select_related("call__process", "participant__process")
    return rows.filter(token_hash=hash_of(token), call__process__slug=process).first()
