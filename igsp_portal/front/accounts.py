"""How people sign in: by a code sent to an address the secretariat knows, a passkey, or the organization's own door."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language

from igsp_portal.foundations import mail
from igsp_portal.foundations.languages import LANGUAGES


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from the secretariat's invitations; letters go through the portal's own outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a letter that holds a code or a security notice; its text is erased once sent."""
        message = self.render_mail(template_prefix, email, context)
        mail.queue(
            letter=template_prefix.rsplit("/", 1)[-1],
            to=email,
            language=get_language() if get_language() in LANGUAGES else "en",
            subject=message.subject,
            body=str(message.body),
            secret=True,
        )
