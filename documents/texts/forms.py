"""Forms of the admin site for texts: their numbering, releases language by language, and reissues."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.forms.fields import PlainJSON
from igsp_portal.foundations.language.languages import CODES

from .models import Reissue


class NumberingInput(PlainJSON):
    """The numbering of a text: a usual one by its bare name, any other as JSON."""

    def to_python(self, value: Any) -> Any:
        bare = isinstance(value, str) and value.strip().isalpha()
        return value.strip() if bare else super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        bare = isinstance(value, str) and value.isalpha()
        return value if bare else super().prepare_value(value)


def _choices(codes: list[str]) -> list[tuple[str, Any]]:
    return [choice for choice in settings.LANGUAGES if choice[0] in codes]


class LaterForm(forms.Form):
    """Which languages follow later, and when: a box and a day for each."""

    def __init__(self, codes: list[str], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        names = dict(settings.LANGUAGES)
        self.codes = [code for code in CODES if code in codes]
        for code in self.codes:
            says = _("%(language)s follows later")
            self.fields[f"later_{code}"] = forms.BooleanField(
                label=capfirst(says % {"language": names[code]}), required=False
            )
            self.fields[f"expected_{code}"] = forms.DateField(
                label=capfirst(_("expected on")), required=False, widget=forms.DateInput(attrs={"type": "date"})
            )

    def later(self) -> dict[str, Any]:
        """The languages that follow, each with its day or None."""
        data = self.cleaned_data
        return {code: data.get(f"expected_{code}") for code in self.codes if data.get(f"later_{code}")}


class LanguageForm(forms.Form):
    """One language of a released version: to be released now, or the day on which it is expected."""

    language = forms.ChoiceField(label=capfirst(_("language")))
    expected_on = forms.DateField(
        label=capfirst(_("expected on")),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave empty where it is not known. Not needed to release the language."),
    )

    def __init__(self, codes: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["language"].choices = _choices(codes)  # type: ignore[attr-defined]


class ReissueForm(forms.ModelForm):
    """In which languages an issued document is set again, and why."""

    languages = forms.MultipleChoiceField(label=capfirst(_("languages")), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Reissue
        fields = ["reason"]

    def __init__(self, codes: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["languages"].choices = _choices(codes)  # type: ignore[attr-defined]
