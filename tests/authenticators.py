"""An authenticator app, whose clock stands still: its code does not change between reading and typing it."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth

NOW = 56_789


@pytest.fixture(autouse=True)
def app_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([NOW]))


def app_code(secret: str) -> str:
    """What an authenticator app shows now."""
    return auth.format_hotp_value(auth.hotp_value(secret, NOW))
