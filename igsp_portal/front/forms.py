"""Forms around the account. Those of the account library are given the portal's words and its one rule."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, ReauthenticateForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.forms.inputs import Address, Line
from igsp_portal.models import User


class CodeField(Line):
    """A code of digits, typed with the digits of any script."""

    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "autofocus": True}
        super().__init__(widget=forms.TextInput(attrs=attributes), max_length=20, **options)

    def to_python(self, value: Any) -> str:
        return "".join(str(unicodedata.digit(sign, sign)) for sign in super().to_python(value) or "")


class SignInForm(RequestLoginCodeForm):
    """Asks for an address. Only the account's present address opens it, not one that it had before."""

    email = Address(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True, "dir": "ltr"}),
    )

    def clean_email(self) -> str:
        email = super().clean_email()
        self._user = User.objects.filter(email__iexact=email, is_active=True).first()
        return email


class SignInCodeForm(ConfirmLoginCodeForm):
    code = CodeField(label=_("Code from the e-mail"))


class PasswordForm(ReauthenticateForm):
    """A technical administrator may have a password; it confirms who sits there and does not sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.pop("placeholder", None)


class SecondFactorForm(BaseAuthenticateForm):
    code = CodeField(label=_("Code from the app, or a recovery code"))


class ConfirmForm(BaseReauthenticateForm):
    code = CodeField(label=_("Code from the app, or a recovery code"))


class ActivateForm(ActivateTOTPForm):
    code = CodeField(label=_("Code shown by the app"))


class AddKeyForm(AddWebAuthnForm):
    name = Line(label=_("Name of the key"), required=False, help_text=_("To tell it apart from others."))
    passwordless = forms.BooleanField(
        label=_("Use it as a passkey"),
        required=False,
        initial=True,
        help_text=_("A passkey signs you in by itself, without a code. The device asks for a fingerprint or a PIN."),
    )


class EditKeyForm(EditWebAuthnForm):
    name = Line(label=_("Name of the key"))


FILES_LANGUAGE: Any = User._meta.get_field("files_language")


class LanguageForm(forms.Form):
    """In which language a person wants the portal's letters, and in which the files of documents."""

    language = forms.ChoiceField(label=_("Language of e-mails"), choices=settings.LANGUAGES)
    files_language = forms.ChoiceField(
        label=capfirst(FILES_LANGUAGE.verbose_name),
        help_text=FILES_LANGUAGE.help_text,
        required=False,
        choices=[("", _("all")), *settings.LANGUAGES],
    )
