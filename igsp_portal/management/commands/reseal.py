"""`manage.py reseal`: seals with the portal's present key what an earlier one has sealed, which then can go.

Sessions are left alone: each is sealed anew when its owner next asks for a page, and ends in half a day.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from igsp_portal.foundations.secrets.sealed import CannotBeOpened, is_sealed, sealed_anew
from igsp_portal.foundations.worker import mail
from igsp_portal.front.accounts import SECOND_FACTOR
from igsp_portal.models import OutgoingMail


class Command(BaseCommand):
    help = "Seals with the present key what one of PORTAL_SECRET_KEY_FALLBACKS has sealed; says whether those can go."

    def handle(self, **options: object) -> None:
        """Raises CommandError after the last row, when any cannot be opened with the keys there are."""
        places: list[tuple[str, Any, Callable[[Any], bool]]] = [
            ("second factor", Authenticator.objects.order_by("pk"), of_second_factor),
            ("message", OutgoingMail.objects.filter(secret=True).exclude(body=""), of_letter),
        ]
        found = [outcome for kind, rows, act in places for outcome in self._outcomes(kind, rows, act)]
        if closed := found.count(None):
            raise CommandError(f"Sealed anew: {found.count(True)}. Opened by none of the keys: {closed}.")
        self.stdout.write(f"Sealed anew: {found.count(True)}. Nothing needs an earlier key any more.")

    def _outcomes(self, kind: str, rows: Any, act: Callable[[Any], bool]) -> list[bool | None]:
        outcomes: list[bool | None] = []
        for row in rows.iterator():
            try:
                outcomes.append(act(row))
            except CannotBeOpened:
                self.stderr.write(f"Cannot be opened: {kind} {_told(row)}")
                outcomes.append(None)
        return outcomes


def of_second_factor(factor: Authenticator) -> bool:
    """Seal the secrets of a second factor anew; whether any was sealed with an earlier key."""
    with transaction.atomic():
        now = Authenticator.objects.select_for_update().filter(pk=factor.pk).first()
        if now is None:
            return False
        anew = {name: _anew(value) for name, value in now.data.items()}
        if anew == now.data:
            return False
        now.data = anew
        now.save(update_fields=["data"])
        return True


def of_letter(letter: OutgoingMail) -> bool:
    return mail.seal_anew(letter, by="reseal")


def _anew(value: Any) -> Any:
    return sealed_anew(value, SECOND_FACTOR) if isinstance(value, str) and is_sealed(value) else value


def _told(row: Any) -> str:
    """Which row it is, by nothing that opens anything."""
    return f"{row.user.email} ({row.type})" if isinstance(row, Authenticator) else str(row.pk)[:8]
