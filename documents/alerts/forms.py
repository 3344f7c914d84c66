"""The form in which an alert is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.forms.inputs import Address

from .models import When


class WishForm(forms.Form):
    """Where to, when and in which language; whoever is signed in is told at the address of the account."""

    email = Address(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    when = forms.ChoiceField(label=_("When"), choices=When.choices, widget=forms.RadioSelect, initial=When.AT_ONCE)
    language = forms.ChoiceField(label=_("Language of e-mails"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["email"]
