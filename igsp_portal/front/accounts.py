"""How people sign in: by a code sent to an address the secretariat knows, a passkey, or the organization's own door."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.forms.limits import Limit, allows, mailbox
from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.secrets.sealed import CannotBeOpened, opened, seal
from igsp_portal.foundations.worker import mail
from igsp_portal.models import User
from meetings.models import Membership, Process

logger = logging.getLogger(__name__)

# What a notice about an account says, by the template that the account library would have used.
NOTICES = {
    "mfa/email/totp_activated": _("An authenticator app was set up for your account."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/webauthn_added": _("A passkey or security key was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey or security key was removed from your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
}
CHANGED = _("The ways to sign in to your account were changed.")

mail.KINDS |= {
    "login_code": _("sign-in code"),
    "security_notice": _("security notice"),
    "unknown_account": _("notice that there is no account for an address"),
}
mail.AWAITED |= {"login_code", "unknown_account"}

SECOND_FACTOR = "second factor"  # the purpose for which its secrets are sealed
UNKNOWN_ACCOUNT = "account/email/unknown_account"
UNKNOWN = Limit("unknown-address", acts=2, seconds=24 * 3600)


def landing(user: Any) -> str:
    """Where a person's work is: the admin site for the secretariat, the own pages for everybody else."""
    return reverse("admin:index" if access.may(user, Permission.DESK) else "own:home")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from the secretariat's invitations; letters go through the portal's own outbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code that was sent. Compare it with the e-mail."),
        "incorrect_password": _("The password is not correct."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing(request.user)

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a letter that holds a code or a security notice; its text is erased once sent.

        An address that no account has gets two a day at most, so that nobody fills a stranger's mailbox.
        """
        if template_prefix == UNKNOWN_ACCOUNT and not allows(UNKNOWN, mailbox(email)):
            return
        language = _language_of(email)
        with override(language):
            known = {"email": email, "site": settings.SITE_ADDRESS, "portal": _portal_of(email)}
            message = self.render_mail(template_prefix, email, known | context)
        mail.queue(
            letter=template_prefix.rsplit("/", 1)[-1],
            to=email,
            language=language,
            subject=message.subject,
            body=str(message.body),
            secret=True,
        )

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person that the ways into their account have changed."""
        self.send_mail(
            "account/email/security_notice",
            email or user.email,
            {"notice": NOTICES.get(template_prefix, CHANGED), "address": self.get_client_ip(self.request)},
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor, in the portal's words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("The second factor cannot be removed."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey before making recovery codes."),
        "incorrect_code": _("This code is not correct or has expired. Enter the one your app shows now."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret of a second factor. One that cannot be opened proves nothing: every code is a wrong one."""
        try:
            return opened(encrypted_text, SECOND_FACTOR)
        except CannotBeOpened as error:
            logger.error("A second factor cannot be opened: %s", error)
            raise self.validation_error("incorrect_code") from error

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """The name offered for a new key: people change it when they have two."""
        return gettext("Key %(number)s") % {"number": Authenticator.objects.filter(user=user, type=type).count() + 1}

    def _get_user_identifier(self, user: Any) -> str:
        return user.email


@receiver(authenticator_added)
def remember_who_added_it(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever has just used a new app or key need not use it again to be shown the recovery codes made with it."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)


def _portal_of(email: str) -> str:
    """What the portal is called to the person at an address: by its name, and those of the processes they work in."""
    held = Membership.objects.in_force().filter(user__email__iexact=email, user__is_active=True)
    processes = Process.objects.filter(pk__in=held.values("process"))
    return " · ".join(map(str, [settings.PORTAL_NAME, *processes]))


def _language_of(email: str) -> str:
    """The language in which the person at an address wants letters; the page's for an unknown one."""
    known = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    current = get_language() or ""
    return known or (current if current in LANGUAGES else "en")
