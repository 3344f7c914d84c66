"""The addresses in e-mails that stand for their reader: sealed words, kept in no row, of which nobody makes others.

Each says what it is for, and is good for that alone. Whoever has the database has none of them.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.urls import reverse

from igsp_portal.foundations import time
from igsp_portal.foundations.secrets.sealed import MARK, opened, seal

CONFIRM, MANAGE, LEAVE = "alert to confirm", "alerts to manage", "alerts to leave"
GOOD_FOR = {CONFIRM: dt.timedelta(days=3), MANAGE: dt.timedelta(days=90), LEAVE: dt.timedelta(days=3650)}
PAGES = {CONFIRM: "alerts:confirm", MANAGE: "alerts:manage", LEAVE: "alerts:leave"}
WITHOUT_TOKEN = {CONFIRM: "alerts:confirm_page", MANAGE: "alerts:manage_page"}  # a mail program posts to the third


class NoToken(ValueError):
    """What nobody sealed for this purpose, or too long ago."""


def token(purpose: str, **says: Any) -> str:
    """Sealed words for `purpose`."""
    return seal(json.dumps({**says, "at": time.now().isoformat()}, separators=(",", ":")), purpose).removeprefix(MARK)


def read(given: str, purpose: str) -> dict[str, Any]:
    """What a token says. Raises NoToken."""
    try:
        says = json.loads(opened(MARK + given, purpose))
    except ValueError as error:  # of no key of ours, or of signs that no key makes
        raise NoToken from error
    if abs(time.now() - dt.datetime.fromisoformat(says["at"])) > GOOD_FOR[purpose]:
        raise NoToken
    return says


def path(purpose: str, **says: Any) -> str:
    """Where the page for `purpose` is, in the active language."""
    return reverse(PAGES[purpose], args=[token(purpose, **says)])


def address(purpose: str, **says: Any) -> str:
    """The whole address of that page."""
    return settings.SITE_ADDRESS + path(purpose, **says)
