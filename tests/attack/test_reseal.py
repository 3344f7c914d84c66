"""What an earlier key of the portal has sealed is sealed with the new one, so that the earlier one can go."""

from __future__ import annotations

import io
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail as outbox
from django.core.management import CommandError, call_command

from igsp_portal.foundations.secrets.sealed import seal, sealed_anew
from igsp_portal.foundations.worker import mail
from igsp_portal.models import Event, OutgoingMail, User

EARLIER, PRESENT = (
    "the earlier key, of as many letters as one likes",
    "the present key, of as many letters as one likes",
)


@pytest.fixture(autouse=True)
def _earlier_key(settings: Any) -> None:
    """Letters wait in their queue, and the portal has its earlier key still."""
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.SECRET_KEY = EARLIER


@pytest.fixture
def factor(eve: User) -> Authenticator:
    data = {"secret": seal("JBSWY3DPEHPK3PXP", "second factor"), "name": "App"}
    return Authenticator.objects.create(user=eve, type="totp", data=data)


@pytest.fixture
def letter(eve: User) -> OutgoingMail:
    return mail.queue(
        letter="login_code", to=eve.email, language="en", subject="Your code", body="12345678", secret=True
    )


def resealed() -> str:
    said = io.StringIO()
    call_command("reseal", stdout=said, stderr=said)
    return said.getvalue().strip()


def change_key(settings: Any, *fallbacks: str) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = PRESENT, list(fallbacks)


def test_after_it_nothing_needs_the_earlier_key(factor: Authenticator, letter: OutgoingMail, settings: Any) -> None:
    change_key(settings, EARLIER)
    assert resealed() == "Sealed anew: 2. Nothing needs an earlier key any more."
    change_key(settings)
    factor.refresh_from_db()
    assert (factor.wrap().instance.data["name"], mail.opened(factor.data["secret"], "second factor")) == (
        "App",
        "JBSWY3DPEHPK3PXP",
    )
    mail.deliver.func(letter.pk)
    assert outbox.outbox[-1].body == "12345678"
    assert [event.verb for event in Event.objects.about(letter).order_by("pk")] == [
        "mail.queued",
        "mail.resealed",
        "mail.sent",
    ]


def test_what_is_sealed_with_the_present_key_stays_as_it_is(factor: Authenticator, letter: OutgoingMail) -> None:
    before = [Authenticator.objects.get().data, OutgoingMail.objects.get().body]
    assert resealed() == "Sealed anew: 0. Nothing needs an earlier key any more."
    after = [Authenticator.objects.get().data, OutgoingMail.objects.get().body]
    assert after == before


def test_what_no_key_opens_is_named_and_all_else_is_sealed(
    factor: Authenticator, letter: OutgoingMail, settings: Any
) -> None:
    change_key(settings)
    said = io.StringIO()
    with pytest.raises(CommandError, match="Sealed anew: 0. Opened by none of the keys: 2."):
        call_command("reseal", stdout=said, stderr=said)
    assert said.getvalue().splitlines() == [
        "Cannot be opened: second factor eve@example.org (totp)",
        f"Cannot be opened: message {letter.pk}",
    ]


def test_sealing_anew_changes_the_key_alone(settings: Any) -> None:
    sealed = seal("12345678", "letter")
    change_key(settings, EARLIER)
    anew = sealed_anew(sealed, "letter")
    change_key(settings)
    assert (anew != sealed, mail.opened(anew, "letter")) == (True, "12345678")
