"""The page of an invitation, by the link in its message, and forms that are sent from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from submissions.inviting import tokens
from submissions.models import Invitation

Clock = Callable[[str], None]


def page(invitation: Invitation) -> str:
    return reverse("submissions:invitation", args=[invitation.process.slug, tokens.token_of(invitation)])


def shown(invitation: Invitation, browser: Client | None = None) -> Any:
    """What whoever opens the address of the message comes to."""
    return (browser or Client()).get(page(invitation), follow=True)


def press(invitation: Invitation, sent: dict[str, str], browser: Client | None = None, **how: Any) -> Any:
    """Open the address of the message and send a form from the page behind it."""
    browser = browser or Client()
    return browser.post(browser.get(page(invitation)).get("Location", page(invitation)), sent, **how)


def people(*rows: tuple[str, str, str, str]) -> dict[str, str]:
    """A form as a browser sends it: (role, name, address, language) of each."""
    blank = ("drafter", "", "", "en")
    sent = {"people-TOTAL_FORMS": "3", "people-INITIAL_FORMS": "3"}
    for place, values in enumerate([*rows, *[blank] * (3 - len(rows))]):
        sent |= {
            f"people-{place}-{name}": v for name, v in zip(("role", "name", "email", "language"), values, strict=True)
        }
    return sent


def state(invitation: Invitation) -> str:
    return Invitation.objects.with_states().get(pk=invitation.pk).state


IVANA = ("focal_point", "Ivana", "Ivana@example.org", "fr")
MARKO = ("drafter", "Marko", "marko@example.org", "en")
