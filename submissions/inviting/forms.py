"""The form in which a participant names people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.forms.inputs import Address, Line

from .naming import NAMED, Named

ROWS = 3  # offered at a time; further people are named after these


class PersonForm(forms.Form):
    """One person; a row in which neither name nor address is written is none."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in NAMED])
    name = Line(label=_("Name"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off"}))
    email = Address(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "off", "dir": "ltr"}),
    )
    language = forms.ChoiceField(label=_("Language of e-mails"), choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_written():
            for name in ("name", "email"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return data

    def is_written(self) -> bool:
        """Whether anything was typed in it, right or wrong."""
        return any((self[name].value() or "").strip() for name in ("name", "email"))


class PeopleForms(forms.BaseFormSet[PersonForm]):
    """The rows of people, of whom at least one is named."""

    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and not self.named():
            raise forms.ValidationError(_("Name at least one person."))

    def named(self) -> list[Named]:
        rows = [form.cleaned_data for form in self.forms if form.is_valid() and form.is_written()]
        return [Named(role=d["role"], name=d["name"], email=d["email"], language=d["language"]) for d in rows]


_Forms: Any = forms.formset_factory(PersonForm, formset=PeopleForms, extra=0, max_num=ROWS, absolute_max=ROWS)


def people_forms(sent: Any, language: str, *, first: Role = Role.FOCAL_POINT) -> Any:
    """The rows, filled with what was sent; the first offers the role `first`, and each that language."""
    initial = [{"role": first if place == 0 else Role.DRAFTER, "language": language} for place in range(ROWS)]
    return _Forms(sent, initial=initial, prefix="people")
