"""Secrets that the portal has to read again, as they stand in a row: whoever has a copy of the database reads none.

They are sealed with keys that follow from the portal's own (PORTAL_SECRET_KEY), another for each purpose, so that
what was sealed for one is not taken for another.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

MARK = "sealed:"


class CannotBeOpened(ValueError):
    """What was sealed with another key, for another purpose, or changed since."""


def seal(text: str, purpose: str) -> str:
    """`text` as it may stand in a row."""
    return MARK + _lock(purpose).encrypt(text.encode()).decode()


def is_sealed(text: str) -> bool:
    return text.startswith(MARK)


def opened(text: str, purpose: str) -> str:
    """What was sealed for `purpose`. Raises CannotBeOpened."""
    if not is_sealed(text):
        raise CannotBeOpened("It was not sealed.")
    try:
        return _lock(purpose).decrypt(text.removeprefix(MARK)).decode()
    except InvalidToken as error:
        raise CannotBeOpened("It was sealed with another key than the portal has now.") from error


def sealed_anew(text: str, purpose: str) -> str:
    """The same sealed with the portal's present key; as it stands, where that is so already. Raises CannotBeOpened."""
    try:
        _of_key(settings.SECRET_KEY, purpose).decrypt(text.removeprefix(MARK))
    except InvalidToken:
        return seal(opened(text, purpose), purpose)
    return text


def _lock(purpose: str) -> MultiFernet:
    """Seals with the portal's key, and opens also what an earlier one has sealed."""
    return MultiFernet([_of_key(key, purpose) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@lru_cache(maxsize=32)
def _of_key(key: str, purpose: str) -> Fernet:
    digest = salted_hmac(f"igsp_portal.sealed.{purpose}", "", secret=key, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(digest))
